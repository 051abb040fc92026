"""What the host may do to an account: disable, enable, delete. No command sets or resets anybody's words (KEY-14)."""

from holdfast.accounts import changing, rules, sessions
from holdfast.accounts.errors import Refused
from holdfast.accounts.models import Account
from holdfast.audit import actions as audit


def disable(name: str) -> None:
    """Let nobody sign in by this name; open sessions end at their next request. Raises Refused for an unknown name."""
    account = _named(name)
    Account.objects.filter(pk=account.pk).update(disabled=True)
    sessions.forget(account.pk)
    audit.note("disabled")


def enable(name: str) -> None:
    """Undo `disable`. Raises Refused for an unknown name."""
    Account.objects.filter(pk=_named(name).pk).update(disabled=False)
    audit.note("enabled")


def delete(name: str) -> None:
    """Delete an account with everything in it, at once and for good. Raises Refused for an unknown name."""
    changing.erase(_named(name))
    audit.note("deleted")


def _named(name: str) -> Account:
    account = Account.objects.filter(name=rules.name(name)).first()
    if account is None:
        raise Refused(f"No account here has the name {name!r}.")
    return account
