"""A signed line in every form: whose form it is, which record it makes, and for which page (H14).

A stale tab of one person can then never write into the space of another, and what is sent twice is stored once.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.http import HttpRequest

from holdfast.accounts.errors import BadToken
from holdfast.kit import clock, random

FIELD = "form_token"
# Long enough for a form left open over a weekend.
LIFE = timedelta(days=4)


@dataclass(frozen=True)
class Token:
    """What a form says about itself: the owner, the id of the record it makes, and its page or purpose."""

    owner: UUID
    record_id: UUID
    purpose: str


def make(owner: UUID, purpose: str, record_id: UUID | None = None) -> str:
    """A signed token for a form of `owner`; a new record id unless one is given."""
    made = int(clock.now().timestamp())
    record = record_id or random.uuid()
    return _signer().sign_object({"o": owner.hex, "r": record.hex, "p": purpose, "t": made}, compress=False)


def read(text: str) -> Token:
    """The token in `text`. Raises BadToken when it is absent, altered or older than four days."""
    try:
        found = _signer().unsign_object(text)
        token = Token(UUID(found["o"]), UUID(found["r"]), str(found["p"]))
        age = clock.now().timestamp() - found["t"]
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        raise BadToken from None
    if age > LIFE.total_seconds():
        raise BadToken
    return token


def read_token(request: HttpRequest, purpose: str | None = None) -> Token:
    """The token of the form just sent, checked against who is signed in, and against `purpose` when given.

    Raises BadToken (403) when there is none, it was altered or is old, or it is another person's.
    """
    token = read(request.POST.get(FIELD, ""))
    if request.account is None or token.owner != request.account.id:
        raise BadToken
    if purpose is not None and token.purpose != purpose:
        raise BadToken
    return token


def _signer() -> signing.Signer:
    return signing.Signer(salt="hf/form/1")
