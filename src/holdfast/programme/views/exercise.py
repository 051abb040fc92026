"""An exercise of a module, inside one's own space: its steps, "And now?", what answers it, and a page for paper.

The same screens as the tools. What is written is sealed as one goes, so that nothing is lost; it is kept only when the
person presses Keep, and only they can read it. "It made it worse" is on every one, and stops (CR-17).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts import access
from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.audit import actions as audit
from holdfast.programme import actions, evidence, queries, rules, schema, screens, walk
from holdfast.programme.actions import NotKept
from holdfast.programme.enrolment import HERE, LONGEST, WANTED, Enrolment, Open
from holdfast.programme.exercise import Exercise
from holdfast.programme.rules import Given
from holdfast.programme.screens import Part, Screen
from holdfast.programme.sheets import queries as sheets
from holdfast.programme.views.common import Here, call, here, page, rating
from holdfast.programme.walk import PRACTICE

either = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class At:
    """One exercise of one module."""

    here: Here
    mine: Enrolment
    place: int
    exercise: Exercise

    @property
    def id(self) -> str:
        """The name of its file."""
        return self.exercise.head.id

    @property
    def module(self) -> str:
        """The name of the module's file."""
        return self.mine.module

    @property
    def home(self) -> str:
        """Where it came from."""
        name = "practice" if self.place == PRACTICE else "module"
        return reverse(name, args=[self.here.number])

    def address(self, name: str) -> str:
        """The address of a page of it."""
        return reverse(name, args=[self.here.number, self.place])

    def held(self) -> Open:
        """It as far as it is; a fresh one where it was not begun."""
        return queries.under_way(self.here.keyring, self.module, self.id) or Open(self.module, self.id)

    def parts(self, *kinds: str) -> list[Part]:
        """Its parts of some kinds, in order."""
        drawn = screens.screens(self.exercise, call())
        return [part for screen in drawn for part in screen.parts if part.kind.startswith(kinds)]


def _at(request: HttpRequest, number: int, place: int) -> At | None:
    """The exercise behind an address; None where it waits or the module was not begun. Raises Http404."""
    found = here(request, number)
    part = walk.at(found.course, place, found.walk, queries.courses().exercises)
    if part is None:
        raise Http404
    if found.mine is None or not found.doors.opens(part.exercise):
        return None
    return At(found, found.mine, place, part.exercise)


@either
@unlocked
def exercise(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Its steps, one a screen with script and all on one page without.

    Whoever stops says what becomes of what was written, or that it made it worse, which stops it for good (CR-17).
    """
    at = _at(request, number, place)
    if at is None:
        return redirect("module", number)
    if request.method != "POST":
        return _shown(request, at, at.held())
    read_token(request)
    told, do = _told(request.POST, at), request.POST.get("do", "")
    if do == "worse":
        return _ended(request, at, told, {"helped": "worse"})
    if do == "let-go":
        actions.let_go(request.keyring, at.module, at.id)
        return redirect(at.home)
    try:
        actions.hold(request.keyring, replace(told, finished=do != "wait"))
    except NotKept as refused:
        return _shown(request, at, told, str(refused), 422)
    return redirect(at.home) if do == "wait" else redirect("exercise-after", number, place)


def _shown(request: HttpRequest, at: At, held: Open, problem: str = "", status: int = 200) -> HttpResponse:
    head = at.exercise.head
    access.stay(request, head.minutes)
    drawn = screens.screens(at.exercise, call())
    writes = any(part.kind == "write" for screen in drawn for part in screen.parts)
    return page(
        request,
        at.here.profile,
        "exercise",
        status,
        head=head,
        screens=[_Drawn(screen, [_filled(part, held, head.aftercare) for part in screen.parts]) for screen in drawn],
        held=held,
        writes=writes,
        lighter=head.lighter,
        label=evidence.label(head),
        home=at.home,
        on_stop=render_to_string("programme/exercise_stop.html", {"writes": writes}, request),
        back=at.home,
        draft=at.address("exercise-draft"),
        on_paper=at.address("exercise-print"),
        problem=problem,
        longest=LONGEST,
    )


@dataclass(frozen=True)
class _Drawn:
    """A step with its parts as far as they are answered."""

    screen: Screen
    parts: list[dict[str, Any]]


def _filled(part: Part, held: Open, aftercare: str) -> dict[str, Any]:
    """A part with what was answered or written there before."""
    value: Any = held.written.get(part.name, "") if part.kind == "write" else held.asked.get(part.name)
    address = sheets.address(part.name) if part.kind == "sheet" else ""
    return {"part": part, "value": value, "address": address, "aftercare": aftercare}


@require_POST
@unlocked
def keep_draft(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """What a page posts by itself while somebody is on it: held, sealed, and not yet kept."""
    read_token(request)
    at = _at(request, number, place)
    if at is None:
        return HttpResponse(status=409)
    try:
        actions.hold(request.keyring, _told(request.POST, at))
    except NotKept:
        return HttpResponse(status=422)
    return HttpResponse(status=204)


def _told(posted: Mapping[str, str], at: At) -> Open:
    """What a form says of an exercise under way; what is no answer is left out."""
    asked: dict[str, int | str] = {}
    for part in at.parts("ask-"):
        value = _answer(part.kind, posted.get(f"a-{part.name}", ""))
        if value is not None:
            asked[part.name] = value
    written = {part.name: posted.get(f"w-{part.name}", "").replace("\r\n", "\n") for part in at.parts("write")}
    said = {name: words for name, words in written.items() if words.strip()}
    return Open(at.module, at.id, rating(posted.get("before", "")), asked, said)


def _answer(kind: str, text: str) -> int | str | None:
    closed = {"ask-here": HERE, "ask-wanted": WANTED}
    if kind in closed:
        return text if text in closed[kind] else None
    return rating(text)


@either
@unlocked
def after(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """ "And now?": how it is, whether the words are kept, and then the answer to that."""
    at = _at(request, number, place)
    if at is None:
        return redirect("module", number)
    held = at.held()
    if request.method == "POST":
        return _ended(request, at, held, request.POST)
    words = [(part.words, held.written[part.name]) for part in at.parts("write") if held.written.get(part.name)]
    return page(
        request,
        at.here.profile,
        "after",
        head=at.exercise.head,
        words=words,
        back=at.address("exercise"),
        here_options=[("here", _("Here")), ("partly", _("Partly here")), ("far", _("Far away"))],
        how_options=[("helped", _("It helped")), ("same", _("No change")), ("worse", _("It made it worse"))],
    )


def _ended(request: HttpRequest, at: At, held: Open, posted: Mapping[str, str]) -> HttpResponse:
    """Keep what was said, and answer it. The same form twice is kept once and answered alike."""
    token = read_token(request)
    keyring = at.here.keyring
    earlier = [use for use in queries.practices(keyring) if use.id != token.record_id]
    given = Given(
        before=held.before,
        after=rating(posted.get("after", "")),
        here=posted.get("here", "") if posted.get("here") in HERE else "",
        helped=posted.get("helped", "") if posted.get("helped") in ("helped", "same", "worse") else "",
        tool=at.id,
        asked=True,
        worse=rules.worse_in_a_row(earlier),
    )
    said = {"before": held.before, "after": given.after, "here": given.here, "how": given.helped}
    answers = {name: value for name, value in said.items() if value not in (None, "")}
    use = schema.read({"exercise": at.id, "local_date": at.here.today.isoformat()} | answers)
    close = rating(posted.get("close", ""))
    asked = {**held.asked, "after.close": close} if close is not None else held.asked
    told = replace(held, asked=asked, written=held.written if posted.get("keep") == "yes" else {})
    last = walk.next_part(at.here.open_parts, replace(at.mine, done=(*at.mine.done, at.id))) is None
    actions.finish(keyring, at.mine, use, told, last=last, id=token.record_id)
    return answered(request, at.here, at.exercise, given, at.place)


def answered(request: HttpRequest, found: Here, made: Exercise, given: Given, place: int) -> HttpResponse:
    """What answers an exercise: a stop where it made it worse, a way back where somebody is far away, else enough."""
    context = {"answer": given.page, "given": given, "head": made.head, "number": found.number, "place": place}
    return page(request, found.profile, "answer", **context)


@require_POST
@unlocked(keeps=False)
def tell_host(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """The person chose to tell the host that this exercise made it worse: its name and the month, nothing of them."""
    read_token(request)
    at = _at(request, number, place)
    if at is None:
        return redirect("module", number)
    audit.made_worse(at.id)
    return page(request, at.here.profile, "told", number=number)


@require_safe
@unlocked
def on_paper(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """The exercise for paper: every step, nothing of what anybody wrote."""
    at = _at(request, number, place)
    if at is None:
        return redirect("module", number)
    drawn = screens.screens(at.exercise, call())
    context = {"head": at.exercise.head, "screens": drawn, "back": at.address("exercise")}
    return page(request, at.here.profile, "exercise_print", **context)
