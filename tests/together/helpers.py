"""What the tests of this room share: rows as the disk has them, a page as its reader gets it, forms as sent."""

import html
import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from holdfast.accounts import actions as accounts
from holdfast.accounts import form_token
from holdfast.kit import clock, random
from holdfast.vault.models import GrantEnd, SealedRow
from tests.cast import Member

# What differs from one answer to the next and tells nothing: tokens against forgery, tokens of forms.
TOKENS = re.compile(r'<input type="hidden" name="(?:csrfmiddlewaretoken|form_token)" value="[^"]*">')


def rows_of_two(pair: Any) -> dict[UUID, tuple[bytes, int]]:
    """The rows of a space as a thief sees them: id → (tag, size of the envelope)."""
    rows = SealedRow.objects.filter(owner=pair.id, scope=pair.id).values_list("id", "tag", "envelope")
    return {id: (bytes(tag), len(envelope)) for id, tag, envelope in rows}


def ends_of_two(pair: Any) -> set[UUID]:
    """The rows of which the clock knows a last day."""
    return set(GrantEnd.objects.filter(space=pair.id).values_list("row", flat=True))


def get(member: Member, name: str, *args: Any) -> Any:
    """A page."""
    return member.client.get(reverse(name, args=args))


def seen(member: Member, name: str, *args: Any) -> str:
    """What a member is shown, without what differs each time anyhow."""
    page = get(member, name, *args)
    assert page.status_code in (200, 302), (name, page.status_code)
    return page.headers.get("Location", "") + TOKENS.sub("", page.content.decode())


def main(member: Member, name: str, *args: Any) -> str:
    """The words of a page between its bars, blanks joined."""
    return words_of(seen(member, name, *args))


def words_of(page: str) -> str:
    """The same of a page at hand."""
    inside = page.split("<main", 1)[1].split("</main", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", inside)).split())


def post(member: Member, name: str, *args: Any, record: UUID | None = None, **fields: str) -> Any:
    """Send a form of a page, with a good token of the member's."""
    address = reverse(name, args=args)
    token = form_token.make(member.account.id, address, record or random.uuid())
    return member.client.post(address, fields | {form_token.FIELD: token})


def again(*members: Member) -> None:
    """Let members sign in anew: time has passed."""
    for member in members:
        opened = accounts.by_name(member.name, member.words, accounts.Sender("127.0.0.1"))
        response = HttpResponse()
        accounts.start_session(response, opened)
        member.client.cookies.update(response.cookies)


def now() -> Any:
    """This moment."""
    return clock.now()
