"""What the tests of this room share: writing through the pages, as a browser sends it."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import UUID

from django.urls import reverse

from holdfast.journal import shelf
from tests.cast import Member
from tests.checkins.walking import hidden

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)  # 12:00 in Berlin, where the cast lives
FREE, THOUGHT, LETTER, HEAVY, GOOD = 1, 2, 3, 4, 5
WORDS = re.compile(r"<[^>]*>")


def main(page: Any) -> str:
    """The words between the bars of a page, blanks joined."""
    inside = page.content.decode().split("<main", 1)[1].split("</main", 1)[0]
    return " ".join(unescape(WORDS.sub(" ", inside)).split())


def get(member: Member, name: str, *args: Any) -> Any:
    """A page."""
    return member.client.get(reverse(name, args=args))


def send(member: Member, name: str, *args: Any, page: Any = None, **fields: str) -> Any:
    """Send the form of a page, which is opened first unless it is at hand."""
    address = reverse(name, args=args)
    page = page or member.client.get(address)
    return member.client.post(address, hidden(page) | fields)


def begin(member: Member, number: int = FREE, **fields: str) -> UUID:
    """Begin to write; the id of the entry."""
    page = send(member, "journal-begin", number, **({"do": "begin"} | fields))
    assert page.status_code == 302, main(page)
    return UUID(page.url.rsplit("/", 1)[1])


def wrote(member: Member, words: str, number: int = FREE, heading: str = "") -> UUID:
    """Something written and done, by way of its pages."""
    id = begin(member, number)
    part = shelf.numbered(number).parts[0].id
    send(member, "journal-write", id, do="done", heading=heading, **{f"p-{part}": words})
    return id


def sat(member: Member, before: str, after: str, how: str = "") -> Any:
    """Heavy writing from its beginning to its last question; where that leads."""
    id = begin(member, HEAVY, before=before)
    send(member, "journal-write", id, do="done", **{"p-words": "rain"})
    return send(member, "journal-after", id, do="said", after=after, how=how)
