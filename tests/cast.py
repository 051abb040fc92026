"""The fixed cast. Ana and Ben are a pair; Cleo is a stranger; Dov is Ana's clinician; Eve left a pair.

Each member is made through the same actions as the web, so that a test of access is one line.

    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    pair = linked(ana, ben)                                  # friends; pair.space is Ana's side
    pair = linked(ana, ben, ("romantic", "romantic"))        # both said romantic
    side(ben, pair)                                          # the same pair as Ben sees it
    left = former(ana, join("eve"))                          # Eve was linked with Ana, and unlinked
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

WORDS = {
    "ana": "anchor-blanket-copper-dune",
    "ben": "barley lantern quiet river",
    "cleo": "cedar moth ocean pebble",
    "dov": "dapple fern harbor violet",
    "eve": "ember glacier hollow thistle",
}


@dataclass(frozen=True)
class Member:
    """One of the cast: login name, lock words and a browser signed in as them."""

    name: str
    words: str
    client: Client
    account: Any
    keyring: Any


def join(name: str, **profile: Any) -> Member:
    """Make one of the cast through sign-up and sign them in. Needs the database."""
    from django.http import HttpResponse

    from holdfast.accounts import actions as accounts
    from holdfast.people import actions as people

    opened = accounts.sign_up(name, WORDS[name])
    people.update_profile(opened.keyring, name=name.title(), **({"zone": "Europe/Berlin"} | profile))
    response = HttpResponse()
    accounts.start_session(response, opened)
    client = Client()
    for cookie in response.cookies.values():
        client.cookies[cookie.key] = cookie.value
    return Member(name, WORDS[name], client, opened.account, opened.keyring)


def linked(inviter: Member, invited: Member, roles: tuple[str, str] = ("friend", "friend")) -> Any:
    """Link two of the cast by the steps of the pages; the pair as the inviter sees it."""
    from holdfast.people import actions as people

    return side(inviter, people.link(inviter.keyring, invited.keyring, roles))


def side(member: Member, pair: Any) -> Any:
    """A pair as this member sees it at this moment; None when they are not (or no longer) in it."""
    from holdfast.people import queries as people

    return people.pair(member.keyring, pair if isinstance(pair, UUID) else pair.id)


def former(left: Member, leaver: Member) -> UUID:
    """Two who were linked until one of them ended it; the id that the pair had."""
    from holdfast.people import actions as people

    pair = linked(left, leaver)
    people.unlink(leaver.keyring, side(leaver, pair))
    return pair.id
