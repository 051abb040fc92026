"""The Path (place 3): one next thing, then the modules in the person's own order. Nothing is owed, nothing counted."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.instruments import queries as forms
from holdfast.kit import clock
from holdfast.people import queries as people
from holdfast.people import rules as persons
from holdfast.programme import actions, queries, route
from holdfast.programme.courses import Way
from holdfast.programme.enrolment import Enrolment
from holdfast.programme.route import Stop
from holdfast.programme.views.common import page, roles_of


@dataclass(frozen=True)
class Row:
    """A module on the page: what is said beside its name, and why it stands there."""

    stop: Stop
    said: str
    why: str = ""


@require_safe
@unlocked
def path(request: HttpRequest) -> HttpResponse:
    """The page."""
    keyring, profile = request.keyring, people.profile(request.keyring)
    today, mine = clock.today(profile.zone), queries.path(keyring)
    walked = queries.enrolments(keyring)
    stops = route.order(queries.courses(), mine, roles_of(profile), walked)
    first = route.next_stop(stops, walked)
    soft = persons.soft(profile, today)
    return page(
        request,
        profile,
        "path",
        first=first,
        begun=bool(first and first.id in walked),
        rows=[_row(stop, walked.get(stop.id)) for stop in stops if first is None or stop.id != first.id],
        soft=soft,
        small=mine.is_small(today) and not soft,
        short=mine.path == "short",
        harder=queries.harder(keyring) is not None,
    )


def _row(stop: Stop, mine: Enrolment | None) -> Row:
    why = stop.way.why if stop.way else ""
    if mine is None:
        return Row(stop, stop.course.head.aim, why)
    if mine.state == "done":
        return Row(stop, _("You've been through this. It stays open."), why)
    if mine.state == "paused":
        return Row(stop, _("Put aside. Your place is kept."), why)
    return Row(stop, _("Your place is kept."), why)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def ways(request: HttpRequest) -> HttpResponse:
    """How one's own path looks: full or short, a small week, and what stands in the way."""
    keyring, profile = request.keyring, people.profile(request.keyring)
    today, known = clock.today(profile.zone), queries.courses().ways
    if request.method == "POST":
        read_token(request)
        if request.POST.get("do") == "go-on":
            actions.go_on(keyring, today)
            return redirect("path")
        ticked = tuple(way.id for way in known if way.id in request.POST.getlist("way"))
        small = actions.small_week(today) if request.POST.get("small") == "yes" else ""
        which = "short" if request.POST.get("path") == "short" else "full"
        actions.choose_path(keyring, path=which, small=small, ways=ticked)
        return redirect("path")
    mine = queries.path(keyring)
    return page(
        request,
        profile,
        "ways",
        mine=mine,
        small=mine.is_small(today),
        has_short=bool(queries.courses().short),
        ways=[(way, way.id in mine.ways, _hinted(keyring, way)) for way in known],
    )


def _hinted(keyring: Any, way: Way) -> bool:
    """Whether the newest answers of the form that a way names point at it. It is a hint; the person ticks."""
    sign = way.sign
    if sign is None or not (given := forms.administrations(keyring, sign.form)):
        return False
    score = given[-1].result.scores.get(sign.score)
    if score is None or (value := score.value) is None:
        return False
    return (sign.at_least is None or value >= sign.at_least) and (sign.at_most is None or value <= sign.at_most)
