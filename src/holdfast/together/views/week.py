"""This week for two: the offer and its three answers, just before it, and one's own note after it (A28 to A32)."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.people import queries as people
from holdfast.people.schema import Pair
from holdfast.together import forms, rules, shelf, week, wording
from holdfast.together.arrivals import Now
from holdfast.together.schema import Thing
from holdfast.together.views.common import moment, of_pair, page
from holdfast.together.week import NoPlan, Note, Planned

either = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@unlocked
def this_week(request: HttpRequest) -> HttpResponse:
    """The way in without naming anybody: straight to the page of the only pair, else to Us to pick one."""
    pairs = [pair for pair in people.pairs(request.keyring) if pair.role != "clinician"]
    return redirect("for-two", pairs[0].id) if len(pairs) == 1 else redirect("us")


@either
@unlocked(keeps=False)
@of_pair
def for_two(request: HttpRequest, pair: Pair) -> HttpResponse:
    """A28, whichever side one is on."""
    now = moment(request, pair)
    planned = week.planned(pair, now.found, now.side)
    if request.method != "POST":
        return _shown(request, now, planned)
    token = read_token(request)
    match request.POST.get("do"):
        case "suits" if planned and not planned.mine:
            week.suits(pair, planned.id, now.now)
        case "not-this-week":
            week.not_this_week(request.keyring, pair, now.now, now.zone)
            return redirect("today")
        case "send":
            return _sent(request, now, token.record_id)
        case "slot" | "moment":
            return _looked_at(request, now, planned)
    return redirect("for-two", pair.id)


@either
@unlocked(keeps=False)
@of_pair
def before(request: HttpRequest, pair: Pair) -> HttpResponse:
    """A30: what to do, how to stop, and a way out that tells no one."""
    now = moment(request, pair)
    planned = week.planned(pair, now.found, now.side)
    if request.method == "POST":
        read_token(request)
        if request.POST.get("do") == "not-today":
            week.not_this_week(request.keyring, pair, now.now, now.zone)
            return redirect("today")
        return redirect("for-two-after", pair.id)
    thing = planned.thing if planned and planned.agreed else None
    if thing is None:
        return redirect("for-two", pair.id)
    return page(request, "before", pair=pair, thing=thing)


@either
@unlocked
@of_pair
def after(request: HttpRequest, pair: Pair) -> HttpResponse:
    """A31: how it was, for oneself alone. Every answer can be skipped."""
    now = moment(request, pair)
    planned = week.planned(pair, now.found, now.side)
    options = {"how": wording.HOW, "here": wording.HERE, "things": shelf.things()}
    options |= {"planned": planned, "thing": planned.thing.id if planned else shelf.FIRST}
    if request.method != "POST":
        return page(request, "after", pair=pair, **options)
    token = read_token(request)
    try:
        note = _note(request, pair, now)
        if note.how or note.here or note.close is not None:
            week.keep(request.keyring, note, id=token.record_id)
    except NoPlan as refused:
        return page(request, "after", pair=pair, problem=str(refused), status=422, **options)
    return page(request, "after_it", pair=pair, note=note)


def _shown(request: HttpRequest, now: Now, planned: Planned | None, **more: Any) -> HttpResponse:
    """The page as it stands: a plan of one of its three kinds, or what could be planned."""
    thing = planned.thing if planned else week.suggestion(request.keyring, now.pair, now.now, now.zone)
    if thing is None:
        return page(request, "nothing_for_two", pair=now.pair)
    slots = rules.slots(now.now, now.zone)
    start = {"thing": thing.id}
    form = more.pop("form", None) or _form(now, initial=start)
    context = {
        "thing": thing,
        "planned": planned,
        "when": wording.day_and_clock(planned.at, now.now, now.zone) if planned else "",
        "today": planned and planned.is_today(now.now, now.zone),
        "slots": [(int(slot.timestamp()), wording.short_day(slot, now.zone)) for slot in slots],
        "form": form,
    }
    if planned:
        context["line"] = wording.planned(planned, context["when"], now.pair.name)
    return page(request, "for_two", pair=now.pair, **context, **more)


def _looked_at(request: HttpRequest, now: Now, planned: Planned | None) -> HttpResponse:
    """What the other will see, before anything is sent."""
    if request.POST.get("do") == "moment":
        form = _form(now, request.POST)
        if not form.is_valid():
            return _shown(request, now, planned, form=form)
        thing, at = shelf.thing(form.cleaned_data["thing"]), form.cleaned_data["moment"]
    else:
        thing, at = shelf.thing(request.POST.get("thing", "")), _moment(request.POST.get("at", ""))
    if thing is None or at is None or not rules.may_plan(at, now.now):
        return _shown(request, now, planned, problem=_("Please pick a time within the next seven days."), status=422)
    return _preview(request, now, thing, at)


def _preview(request: HttpRequest, now: Now, thing: Thing, at: datetime) -> HttpResponse:
    when = wording.day_and_clock(at, now.now, now.zone)
    name = people.profile(request.keyring).name
    context = {"thing": thing, "at": int(at.timestamp()), "line": wording.suits(thing.title, when, name)}
    return page(request, "for_two_preview", pair=now.pair, **context)


def _sent(request: HttpRequest, now: Now, id: UUID) -> HttpResponse:
    at, kind = _moment(request.POST.get("at", "")), request.POST.get("thing", "")
    if at is None:
        return redirect("for-two", now.pair.id)
    try:
        week.offer(now.pair, rules.plan(kind, at, now.now, now.zone), now.now, id=id)
    except NoPlan as refused:
        return _shown(request, now, None, problem=str(refused), status=422)
    return redirect("for-two", now.pair.id)


def _note(request: HttpRequest, pair: Pair, now: Now) -> Note:
    given = request.POST.get("close", "")
    close = int(given) if given.isascii() and given.isdigit() and len(given) < 3 else None
    on = now.now.astimezone(now.zone).date().isoformat()
    told = {name: request.POST.get(name, "") for name in ("thing", "how", "here")}
    return Note(pair.id.hex, told["thing"], on, told["how"], told["here"], close)


def _form(now: Now, data: Any = None, **more: Any) -> forms.Moment:
    return forms.Moment(data, things=shelf.things(), now=now.now, zone=now.zone, **more)


def _moment(text: str) -> datetime | None:
    """A moment from a field of our own form; None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= 11):
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        return None
