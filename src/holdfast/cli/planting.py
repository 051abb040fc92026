"""Plants known text through the actions that the pages use, in every place that takes text from a person."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

NAME = "drill-account"  # in clear by design: finding it proves that the search reads the rows' file


@dataclass(frozen=True)
class Planted:
    """What was planted: texts that must be found nowhere, and the account's keys, for a second look."""

    secrets: dict[str, str]
    opened: Any


def letters(size: int) -> str:
    """Random small letters: a text that means nothing else, wherever it is found."""
    from holdfast.kit import random

    return "".join("abcdefghijklmnopqrstuvwxyz"[random.below(26)] for _ in range(size))


def plant(name: str = NAME) -> Planted:
    """Make an account and write into every corner of it: profile, people, notes, answers, a tool, drop box, ways in."""
    from django.http import HttpResponse

    from holdfast.accounts import actions as accounts
    from holdfast.accounts import spare
    from holdfast.kit import random
    from holdfast.people import actions as people

    secrets = {
        what: letters(26) for what in ("lock words", "own name", "someone's name", "note", "earlier note", "drop")
    }
    opened = accounts.sign_up(name, secrets["lock words"])
    people.update_profile(opened.keyring, name=secrets["own name"], zone="Europe/Berlin")
    someone = {"name": secrets["someone's name"], "relation": "romantic", "main": True}
    people.keep_someone(opened.keyring, people.someone(someone))
    secrets["spare key"] = spare.new_text()
    opened = spare.keep(opened, secrets["spare key"])
    answer(opened.keyring, secrets)
    response = HttpResponse()
    accounts.start_session(response, opened, device="phone")
    secrets["PIN"] = str(10**7 + random.below(9 * 10**7))
    accounts.set_pin(response, opened, secrets["PIN"], "phone")
    for number, cookie in enumerate(response.cookies.values()):
        # A cookie begins with an id, which the rows may know; what follows is the secret half.
        secrets[f"secret half of cookie {number + 1}"] = cookie.value[-40:]
    drop(opened, secrets["drop"])
    return Planted(secrets, opened)


def answer(keyring: Any, secrets: dict[str, str]) -> None:
    """Check-ins with notes, one of them written over, a form, and the use of a tool."""
    from holdfast.checkins import actions, queries
    from holdfast.checkins.monthly import Change
    from holdfast.kit import clock, random
    from holdfast.people import queries as people
    from holdfast.programme import actions as programme
    from holdfast.programme.schema import Practice

    profile, now = people.profile(keyring), clock.now()
    today = clock.today(profile.zone)
    sheet, id = queries.sheet(profile, today), random.uuid()
    for note in ("earlier note", "note"):
        change = Change(today, sheet.form, profile.zone, now, {"mood": 3, "in_way": 7}, note=secrets[note])
        actions.answer_day(keyring, sheet, change, id=id)
    form = {f"q{number}": 2 for number in range(1, 8)}
    actions.answer(keyring, "gad-7", form, final=True, id=random.uuid(), now=now, zone=profile.zone)
    programme.keep(keyring, Practice("check-the-room", (today - timedelta(days=1)).isoformat(), 8, 5), id=random.uuid())


def drop(opened: Any, text: str) -> None:
    """Something sent while the space was locked."""
    from holdfast.vault import dropbox

    dropbox.drop(opened.keyring.hpke.public, opened.account.id, "form", {"fields": [["note", text]]})
