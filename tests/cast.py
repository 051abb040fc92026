"""The fixed cast. Ana and Ben are a pair; Cleo is a stranger; Dov is Ana's clinician; Eve left a pair.

Each member is made through the same actions as the web, so that a test of access is one line.
"""

from dataclasses import dataclass
from typing import Any

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
