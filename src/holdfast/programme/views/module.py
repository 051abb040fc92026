"""A module: its page, what there is to read one step a screen, its two-minute check, what was kept in it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.accounts import access
from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.instruments import queries as forms
from holdfast.kit.step import Step as Offer
from holdfast.programme import actions, evidence, queries, route, walk
from holdfast.programme.enrolment import Kept
from holdfast.programme.for_two import queries as two
from holdfast.programme.rules import STRONG
from holdfast.programme.views.common import Here, here, page, rating, roles_of
from holdfast.programme.walk import Part

either = require_http_methods(["GET", "HEAD", "POST"])
MOVES = {"pause", "go-on", "learned", "tried", "practised"}  # what a button of the page may do


@dataclass(frozen=True)
class Row:
    """An exercise on a module's page."""

    part: Part
    opens: bool
    done: bool


@either
@unlocked
def module(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a module, begun or not."""
    found = here(request, number)
    if request.method == "POST":
        read_token(request)
        _do(request, found, request.POST.get("do", ""))
        return redirect("module", number)
    head, mine = found.course.head, found.mine
    newest = queries.courses().modules[head.id]
    context: dict[str, Any] = {
        "here": found,
        "head": head,
        "mine": mine,
        "next": _next(found),
        "said": walk.said(found.course, found.walk),
        "rows": [Row(part, found.doors.opens(part.exercise), _done(found, part)) for part in found.parts],
        "position": walk.position(found.steps, mine) if mine else 1,
        "waits": not found.doors.reads or len(found.open_parts) < len(found.parts),
        "for_two": _for_two(found),
        "label": evidence.of_module(head),
        "newer": newest.head.version != head.version,
        "words": bool(mine) and bool(queries.kept(found.keyring, head.id)),
        "practice_opens": found.practice is None or found.doors.opens(found.practice.exercise),
    }
    return page(request, found.profile, "module", back=reverse("path"), **context)


def _do(request: HttpRequest, found: Here, what: str) -> None:
    """What a button of the page does. A button that does not fit does nothing."""
    keyring, id = found.keyring, found.course.head.id
    if what == "begin":
        actions.begin(keyring, found.course, found.first_roles, _beside(request, found), found.today)
    elif what == "again":
        actions.again(keyring, queries.courses().modules[id], found.today)
    elif what == "beside":
        actions.walk_beside(keyring, id, _beside(request, found))
    elif what in ("small", "whole"):
        actions.choose_path(keyring, small=actions.small_week(found.today) if what == "small" else "")
    elif what in MOVES and found.mine is not None:
        if what == "go-on" and found.mine.state == "steady":
            actions.choose_path(keyring, small=actions.small_week(found.today))
        actions.move(keyring, id, what, found.today)


def _beside(request: HttpRequest, found: Here) -> str:
    """Beside whom, from a form: one of one's own pairs, or alone for anything else."""
    wanted = request.POST.get("beside", "")
    return wanted if wanted in {str(pair.id) for pair in found.pairs} else ""


def _done(found: Here, part: Part) -> bool:
    return found.mine is not None and part.id in found.mine.done


def _next(found: Here) -> tuple[str, str] | None:
    """The one next thing of a module that is under way: its words and its address."""
    mine = found.mine
    if mine is None or mine.state in ("paused", "steady", "done"):
        return None
    if mine.state == "learn":
        if not found.doors.reads:
            return None
        number = walk.position(found.steps, mine)
        words = _("Go on reading") if number > 1 else _("Begin to read")
        return words, reverse("learn-step", args=[found.number, number])
    if mine.state == "alone":
        part = walk.next_part(found.open_parts, mine)
        if part is None:
            return _("On to trying it"), reverse("practice", args=[found.number])
        return part.exercise.head.title, reverse("exercise", args=[found.number, part.place])
    if mine.state == "practice":
        return _("Try it in real life"), reverse("practice", args=[found.number])
    return _("Two minutes to look back"), reverse("module-check", args=[found.number])


def _for_two(found: Here) -> list[Offer]:
    """The part for two, beside the one this person walks with: nothing of one's own part waits for it."""
    if found.mine is None or found.beside is None:
        return []
    offer = two.offer(found.keyring, found.beside, found.number)
    return [offer] if offer else []


@either
@unlocked
def learn_step(request: HttpRequest, number: int, step: int) -> HttpResponse:
    """One step of what there is to read. Going on keeps the place, on whatever device comes next."""
    found = here(request, number)
    if found.mine is None or not found.doors.reads:
        return redirect("module", number)
    if not 1 <= step <= len(found.steps):
        raise Http404
    last = step == len(found.steps)
    if request.method == "POST":
        read_token(request)
        onward = "" if last else found.steps[step].id
        actions.read_on(found.keyring, found.course.head.id, onward, found.today)
        return redirect("module", number) if last else redirect("learn-step", number, step + 1)
    access.stay(request, found.course.head.minutes)
    shown = found.steps[step - 1]
    home = reverse("module", args=[number])
    return page(
        request,
        found.profile,
        "learn",
        head=found.course.head,
        step=shown,
        number=step,
        of=len(found.steps),
        last=last,
        small=found.walk.small and bool(shown.shorter),
        lighter=shown.shorter or _("You can leave this step out. That counts too."),
        home=home,
        back=home if step == 1 else reverse("learn-step", args=[number, step - 1]),
    )


@either
@unlocked
def check(request: HttpRequest, number: int) -> HttpResponse:
    """The two-minute check: one to three questions, each of which can be left out."""
    found = here(request, number)
    if found.mine is None:
        return redirect("module", number)
    asked = walk.asked(found.course, found.walk)
    if request.method == "POST":
        token = read_token(request)
        given = {each.id: rating(request.POST.get(f"a-{each.id}", "")) for each in asked}
        answers = {id: value for id, value in given.items() if value is not None}
        actions.check(found.keyring, found.mine, answers, found.today, id=token.record_id)
        return redirect("module-done", number)
    return page(request, found.profile, "check", asked=asked, back=reverse("module", args=[number]))


@require_safe
@unlocked
def done(request: HttpRequest, number: int) -> HttpResponse:
    """A module was walked; what could come next, if anything."""
    found = here(request, number)
    if found.mine is None or found.mine.state != "done":
        return redirect("module", number)
    keyring = found.keyring
    walked = queries.enrolments(keyring)
    stops = route.order(queries.courses(), queries.path(keyring), roles_of(found.profile), walked)
    following = route.next_stop(stops, walked)
    known = forms.all_()
    measures = [id for id in found.course.head.measures if id in known and not found.soft]
    context = {"head": found.course.head, "following": following, "measures": bool(measures)}
    context["heavy_load"] = _weighs(found)
    context["half_way"] = found.course.head.id == queries.courses().half_way
    return page(request, found.profile, "done", back=reverse("path"), **context)


def _weighs(found: Here) -> bool:
    """Whether the last check says that being alongside weighs a lot (G8)."""
    loads = {asked.id for asked in found.course.head.check if asked.load}
    last = queries.kept(found.keyring, found.course.head.id, "check")[:1]
    said = [value for each in last for id, value in each.answers.items() if id in loads]
    return any(isinstance(value, int) and value >= STRONG for value in said)


@either
@unlocked
def words(request: HttpRequest, number: int) -> HttpResponse:
    """What a person kept in a module, the newest first; each can be taken out."""
    found = here(request, number)
    if request.method == "POST":
        read_token(request)
        id = _id(request.POST.get("delete", ""))
        if id is not None and any(each.id == id for each in queries.kept(found.keyring, found.course.head.id)):
            actions.forget(found.keyring, id)
        return redirect("module-words", number)
    kept = queries.kept(found.keyring, found.course.head.id)
    shown = [(each, queries.name_of(each.exercise) if each.exercise else "", _answers(found, each)) for each in kept]
    home = reverse("module", args=[number])
    return page(request, found.profile, "words", head=found.course.head, kept=shown, back=home)


def _answers(found: Here, each: Kept) -> list[tuple[str, str]]:
    """What was answered, in words."""
    if each.what == "check":
        asked = {question.id: question.text for question in found.course.head.check}
        return [(asked.get(id, id), str(value)) for id, value in each.answers.items()]
    told = {"strength": _("How strong"), "here": _("Here"), "close": _("How close"), "wanted": _("Wanted")}
    said = {
        "here": _("here"),
        "partly": _("partly here"),
        "far": _("far away"),
        "wanted": _("yes"),
        "neither": _("neither yes nor no"),
        "unwanted": _("no"),
    }
    return [
        (told.get(key.rpartition(".")[2], key), said.get(str(value), str(value))) for key, value in each.answers.items()
    ]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
