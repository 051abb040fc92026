"""What the programme offers on Today (decision 26): what was planned for today, and the next part of one's own path.

Once a day is enough: who has done something of it today is offered nothing more. A hard day offers nothing; a soft week
offers easy words. The first day of an account belongs to other things.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from holdfast.kit.step import Act, Step
from holdfast.people import rules as persons
from holdfast.people.schema import Profile
from holdfast.programme import queries, route
from holdfast.programme.enrolment import Enrolment
from holdfast.programme.route import Stop

ROLES = ("recovering", "supporting")


def planned_step(keyring: Any, profile: Profile, now: datetime) -> Step | None:
    """Trying something in real life, on the day the person picked for it."""
    today = _day(profile, now)
    if not queries.courses().modules or persons.hard(profile, today):
        return None
    for stop, mine in _walked(keyring, profile):
        plan = mine.plan
        if plan is None or plan.on != today.isoformat() or mine.state in ("paused", "steady", "done"):
            continue
        title = _("Today, as you planned: {title}").format(title=stop.course.head.title)
        at = _("You wrote {time}.").format(time=plan.at) if plan.at else ""
        said = _("If it doesn't fit, another day is as good.")
        return Step(title, f"{at} {said}".strip(), Act(_("Look at it"), "practice", (stop.number,)))
    return None


def next_step(keyring: Any, profile: Profile, now: datetime) -> Step | None:
    """The next part of the path, or None on a day that has had enough."""
    today = _day(profile, now)
    if not queries.courses().modules or persons.hard(profile, today) or not _second_day(profile, today):
        return None
    walked = queries.enrolments(keyring)
    if any(mine.on == today.isoformat() for mine in walked.values()):
        return None
    stops = route.order(queries.courses(), queries.path(keyring), _roles(profile), walked)
    stop = route.next_stop(stops, walked)
    if stop is None:
        return None
    head = stop.course.head
    words = _("An easy thing, if any. It can wait.") if persons.soft(profile, today) else head.aim
    label = _("Go on") if stop.id in walked else _("Have a look")
    return Step(head.title, words, Act(label, "module", (stop.number,)), (Act(_("Relief"), "relief"),))


def _walked(keyring: Any, profile: Profile) -> list[tuple[Stop, Enrolment]]:
    walked = queries.enrolments(keyring)
    stops = route.order(queries.courses(), queries.path(keyring), _roles(profile), walked) if walked else []
    return [(stop, walked[stop.id]) for stop in stops if stop.id in walked]


def _roles(profile: Profile) -> list[str]:
    return [role for role in ROLES if getattr(profile, role)]


def _second_day(profile: Profile, today: date) -> bool:
    return bool(profile.started) and str(profile.started) < today.isoformat()


def _day(profile: Profile, now: datetime) -> date:
    return now.astimezone(ZoneInfo(profile.zone)).date()
