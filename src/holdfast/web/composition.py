"""What rooms do at each other's moments, without knowing each other: the lists of their `hooks`, filled here."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from holdfast.accounts import hooks
from holdfast.checkins import cards
from holdfast.checkins import hooks as days
from holdfast.kit import clock
from holdfast.library import hooks as library
from holdfast.people import actions as people
from holdfast.people import hooks as pairs
from holdfast.people import queries, rounds, rules
from holdfast.programme import queries as programme
from holdfast.safety import actions as gates
from holdfast.safety import decisions
from holdfast.safety import hooks as steadiness
from holdfast.safety import queries as safety
from holdfast.safety.wording import Line
from holdfast.together import actions as together
from holdfast.together.wishes import comparing
from holdfast.web import invited, keeping, quiet


def compose() -> None:
    """Fill the lists once, at start. Filling them again changes nothing."""
    for place, deed in (
        (hooks.signed_up, begin),
        (hooks.opened, visit),
        (hooks.opened, people.settle_pairs),
        (hooks.opened, decisions.keep_up),
        (hooks.opened, rounds.turn),
        (steadiness.uses, programme.uses_of_tools),
        (pairs.bits, decisions.bits),
        (pairs.matched, decisions.matched),
        (pairs.bits, comparing.bits),
        (pairs.matched, comparing.matched),
        (hooks.opened, together.tidy),
        (hooks.rekeying, people.withdraw_all),
        (hooks.spare_key_chosen, spare_key),
        (hooks.minutes_chosen, minutes),
        (hooks.minutes_wanted, minutes_wanted),
        (hooks.brought, keeping.brought),
        (hooks.youth_lines, youth_lines),
        (library.tool_address, tool),
        (hooks.brought, invited.brought),
        (hooks.begun, invited.begun),
        (days.saved, publish),
    ):
        if deed not in place:
            place.append(deed)
    pairs.cards[cards.MOOD] = cards.mood


def tool(id: str) -> str:
    """Where a link of the library to a tool leads; "" for one that is not in use here."""
    found = programme.tools().find(id)
    return reverse("tool", args=[found.number]) if found else ""


def begin(keyring: Any, name: str) -> None:
    """A new account gets its sealed profile under the name it chose, and its gate record, in one transaction."""
    people.update_profile(keyring, name=name)
    gates.begin(keyring)


def visit(keyring: Any) -> None:
    """A day of use: the first three are noted, later ones write nothing. An older account gets its gate record.

    A choice of the quiet check that was sent while the space was locked is taken up here, and only shuts.
    """
    gates.begin(keyring)
    quiet.take_up(keyring)
    people.visit(keyring, clock.today(queries.profile(keyring).zone))


def spare_key(keyring: Any, choice: str) -> None:
    """The choice made about a spare key. "Later" on the third visit begins the count of visits anew."""
    asked = rules.spare_key_due(queries.profile(keyring))
    people.update_profile(keyring, spare_key=choice, **({"visits": []} if asked else {}))


def minutes(keyring: Any, chosen: int) -> None:
    """Minutes until the lock, as chosen on the page of locks."""
    people.update_profile(keyring, minutes_to_lock=chosen)


def minutes_wanted(keyring: Any) -> int:
    """Minutes until the lock, as the person wishes."""
    return queries.profile(keyring).minutes_to_lock


def youth_lines() -> list[Line]:
    """Whom somebody under eighteen can call in the host's country; empty where we have no checked number."""
    return list(safety.lines(settings.COUNTRY, "youth")) if settings.COUNTRY else []


def publish(keyring: Any) -> None:
    """After a save: standing streams are brought up to date for whoever gets them."""
    people.publish(keyring)
