"""What a person put off or declined: one sealed page. "Not now" is kept so that nobody is asked twice."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from holdfast.checkins import content
from holdfast.checkins.records import ASKED
from holdfast.checkins.schedule import History, Offer
from holdfast.people import schema as people
from holdfast.vault import actions as vault
from holdfast.vault import queries as rows

Page = dict[str, Any]


def read(keyring: Any) -> History:
    """What was put off, declined and skipped, without what was answered."""
    readable = [row.body for row in rows.rows(keyring, ASKED) if row.body is not None]
    page = readable[0] if readable else {}
    later = {form: day for form, text in page.get("later", {}).items() if (day := people.day(text))}
    declined = frozenset(page.get("declined", []))
    asked, skipped = people.day(page.get("asked")), people.day(page.get("skipped"))
    return History(declined=declined, later=later, asked=asked, skipped=skipped)


def put_off(keyring: Any, offer: Offer, today: date) -> None:
    """ "Another day": the form comes up again in a few days, if its turn is still open then."""
    wait_until(keyring, offer.turn.form, today + timedelta(days=content.baseline().another_day), today)


def wait_until(keyring: Any, form: str, day: date, today: date) -> None:
    """A form is not offered before this day, and no other one today."""
    later = {form: day.isoformat()}
    _change(keyring, lambda page: page | {"later": page.get("later", {}) | later, "asked": today.isoformat()})


def decline(keyring: Any, key: str, today: date) -> None:
    """ "No, thanks": this turn of the form is gone and its next comes as planned; no other form today."""
    _change(
        keyring,
        lambda page: page | {"declined": sorted({*page.get("declined", []), key}), "asked": today.isoformat()},
    )


def skip_today(keyring: Any, today: date) -> None:
    """Skip today's check-in: it is not offered again until tomorrow. Nothing else is noted."""
    _change(keyring, lambda page: page | {"skipped": today.isoformat()})


def _change(keyring: Any, change: Callable[[Page], Page]) -> None:
    vault.revise(keyring, ASKED, "", change)
