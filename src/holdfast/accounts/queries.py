"""Reads offered to other rooms and to the host's commands."""

from dataclasses import dataclass
from uuid import UUID

from holdfast.accounts import pepper
from holdfast.accounts.models import Account


@dataclass(frozen=True)
class Listed:
    """What the host may know of an account: its name, and whether the host disabled it."""

    name: str
    disabled: bool


def host_list() -> list[Listed]:
    """Every account by name, for `holdfast accounts list`."""
    return [Listed(*row) for row in Account.objects.order_by("name").values_list("name", "disabled")]


def is_empty() -> bool:
    """Whether nobody has signed up here yet."""
    return not Account.objects.exists()


def public_key(owner: UUID) -> bytes | None:
    """The HPKE public key of an account, to seal something to its owner; None when there is no such account."""
    found = Account.objects.filter(pk=owner).values_list("hpke_public", flat=True).first()
    return None if found is None else bytes(found)


def public_keys(owner: UUID) -> tuple[bytes, bytes] | None:
    """The public keys of an account, to seal to and to check signatures with; None for a disabled account or none.

    Whoever was linked compares them with what a code proved, and believes the code.
    """
    found = Account.objects.filter(pk=owner, disabled=False).values_list("hpke_public", "signing_public").first()
    return None if found is None else (bytes(found[0]), bytes(found[1]))


def pepper_problem() -> str | None:
    """A sentence with the exact way out when the pepper is not the one the accounts were made with; else None."""
    return pepper.problem()
