"""A form, from its first page to its meaning: what it asks, one screen after the other, and what the number says."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.access import unlocked
from holdfast.accounts.forms import read_token
from holdfast.checkins import actions, drafts, meaning, queries, questions, shelf
from holdfast.checkins.actions import Outcome
from holdfast.checkins.drafts import Draft
from holdfast.checkins.questions import NotAnAnswer, Question
from holdfast.checkins.views.common import fields, moment, not_saved, page
from holdfast.instruments import queries as forms
from holdfast.instruments.schema import Instrument
from holdfast.instruments.scoring import BadAnswers
from holdfast.people import queries as people
from holdfast.people.schema import Profile
from holdfast.safety import actions as safety
from holdfast.safety import rules
from holdfast.safety.actions import GoOn

FOUR = 4  # questions on a page of a long form
LONG = 10  # a form with more than this many is long


@dataclass(frozen=True)
class Sheet:
    """A form under way, at one of its pages. Pages count from 1."""

    profile: Profile
    draft: Draft
    instrument: Instrument
    number: int

    @property
    def per_page(self) -> int:
        """Published one-a-screen forms stay so; long ones come four a page; the rest as the person chose."""
        count = len(self.instrument.items_in(self.draft.variant))
        if self.instrument.gates:
            return 1
        if count > LONG:
            return FOUR
        return 1 if self.profile.one_at_a_time else count

    @property
    def person(self) -> str:
        """The name of whom the form asks about, or nothing."""
        names = {someone.id: someone.name for someone in self.profile.people}
        return names.get(self.draft.target or "", "")

    @property
    def instructions(self) -> str:
        """The published words before the first question."""
        chosen = self.instrument.variant(self.draft.variant)
        words = (chosen.instructions if chosen else None) or self.instrument.instructions or ""
        return words.replace("{person}", self.person)

    def pages(self, answers: Any = None) -> list[list[Question]]:
        """The questions to ask after these answers (or those of the draft), page by page."""
        given = self.draft.answers if answers is None else answers
        items = forms.items_for(self.instrument, self.draft.variant, given)
        asked = [self._question(item) for item in items]
        return [asked[start : start + self.per_page] for start in range(0, len(asked), self.per_page)]

    def _question(self, item: Any) -> Question:
        people = {someone.id: someone.name for someone in self.profile.people}
        question = questions.from_item(
            self.instrument, item, self.draft.variant, people.get(self.draft.target or "", "")
        )
        return question.answered(self.draft.answers.get(item.id))


def _sheet(request: HttpRequest, id: UUID, number: int) -> Sheet | None:
    """The form behind an address; None when it has ended. Raises Http404 when there is no such form or page."""
    draft = queries.draft(request.keyring, id)
    if draft is None:
        if forms.administration(request.keyring, id) is None:
            raise Http404
        return None
    instrument = forms.definition(draft.form)
    sheet = instrument and Sheet(people.profile(request.keyring), draft, instrument, number)
    if not sheet or not 1 <= number <= len(sheet.pages()):
        raise Http404
    return sheet


@require_safe
@unlocked
def form(request: HttpRequest, id: UUID) -> HttpResponse:
    """A form, at the first page with something left to answer; at its beginning when nothing is."""
    sheet = _sheet(request, id, 1)
    if sheet is None:
        return redirect("result", id=id)
    pages = sheet.pages()
    answered = sheet.draft.answers.keys()
    left = [number for number, shown in enumerate(pages, 1) if any(each.id not in answered for each in shown)]
    return redirect(_address(sheet.draft, left[0] if left else 1))


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def form_page(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """One page of a form."""
    sheet = _sheet(request, id, number)
    if request.method == "POST":
        read_token(request)
    if sheet is None:
        return redirect("result", id=id)
    return _answer(request, sheet) if request.method == "POST" else _show(request, sheet)


def _show(request: HttpRequest, sheet: Sheet, message: str = "", status: int = 200) -> HttpResponse:
    pages = sheet.pages()
    shown = pages[sheet.number - 1]
    stems = {question.stem for question in shown}
    stem = stems.pop() if len(stems) == 1 else ""
    words = sheet.instructions if sheet.number == 1 else ""
    return page(
        request,
        sheet.profile,
        "form",
        status,
        sheet=sheet,
        shown=shown,
        name=shelf.name(sheet.instrument, sheet.draft.variant),
        words=words,
        stem=stem,
        single=shown[0] if len(shown) == 1 and not words and not stem else None,
        of=len(pages),
        last=sheet.number == len(pages),
        message=message,
        credit=shelf.credit(sheet.instrument),
        back=_address(sheet.draft, sheet.number - 1) if sheet.number > 1 else reverse("forms"),
    )


def _answer(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Take one page: react and save first, then do what the button said."""
    do = request.POST.get("do", "next")
    shown = sheet.pages()[sheet.number - 1]
    try:
        given = questions.read(shown, request.POST) if do != "skip" else {question.id: None for question in shown}
        merged = drafts.answered(sheet.draft, given, told=False).answers
        goes_on = do in ("next", "skip")
        final = goes_on and sheet.number >= len(sheet.pages(merged))
        if final and not merged:
            actions.discard(request.keyring, UUID(sheet.draft.id))
            return redirect("forms")
        outcome = _take(request, sheet, given, final=final)
    except (NotAnAnswer, BadAnswers) as refused:
        return _show(request, sheet, str(refused), 422)
    following = _following(sheet, do, final)
    if outcome.reaction is not None:
        return _support(request, sheet, following if outcome.saved else "", outcome.reaction, result=final)
    if not outcome.saved:
        return not_saved(request, sheet.profile, UUID(sheet.draft.id))
    return redirect(following)


def _take(request: HttpRequest, sheet: Sheet, given: dict[str, Any], *, final: bool) -> Outcome:
    now, _today = moment(sheet.profile)
    return actions.answer(
        request.keyring,
        sheet.draft.form,
        given,
        final=final,
        id=UUID(sheet.draft.id),
        now=now,
        zone=sheet.draft.zone,
        told="told" in request.POST,
    )


def _following(sheet: Sheet, do: str, final: bool) -> str:
    """Where a button leads once its page is saved."""
    if final:
        return reverse("result", kwargs={"id": sheet.draft.id})
    if do == "stop":
        return reverse("form-stopped")
    if do in ("wait", "steady"):
        return reverse(f"form-{do}", kwargs={"id": sheet.draft.id, "number": sheet.number})
    return _address(sheet.draft, sheet.number + 1)


def _support(request: HttpRequest, sheet: Sheet, onward: str, woke: rules.Reaction, *, result: bool) -> HttpResponse:
    """A watched answer: the support page now, and from it on to where the person was going.

    `onward` is empty where nothing could be saved; the form then stands ready to be sent again.
    """
    offers = _offered(sheet.instrument, woke) or ""
    go_on = GoOn(onward or request.path, result, bool(onward), UUID(sheet.draft.id), fields(request), offers)
    return safety.support(request, people.frame(sheet.profile), go_on)


@require_POST
@unlocked
def keep_draft(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """What a page posts by itself while someone is on it: kept without a page in return, and without reacting yet."""
    read_token(request)
    sheet = _sheet(request, id, number)
    if sheet is None:
        return HttpResponse(status=204)
    try:
        given = questions.read(sheet.pages()[number - 1], request.POST)
        saved = actions.keep(request.keyring, sheet.draft, given)
    except (NotAnAnswer, BadAnswers):
        return HttpResponse(status=422)
    return HttpResponse(status=204 if saved else 503)


@require_safe
@unlocked
def wait(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """The screen holds still."""
    return page(request, people.profile(request.keyring), "wait", id=id, number=number)


@require_safe
@unlocked
def steady(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """A minute of steadying, and back to the same question."""
    return page(request, people.profile(request.keyring), "steady", id=id, number=number)


@require_safe
@unlocked
def stopped(request: HttpRequest) -> HttpResponse:
    """A form was stopped. Its place is kept."""
    return page(request, people.profile(request.keyring), "stopped")


@require_safe
@unlocked
def result(request: HttpRequest, id: UUID) -> HttpResponse:
    """What a form says: the number with its range, its meaning and a next step, or why there is none."""
    administration = forms.administration(request.keyring, id)
    if administration is None:
        raise Http404
    profile = people.profile(request.keyring)
    instrument = forms.definition(administration.instrument, administration.version)
    if instrument is None:
        return page(request, profile, "result_without_form", administration=administration)
    told = meaning.of(instrument, administration)
    woke = rules.reaction(instrument.watch, questions.numbers(instrument, administration.answers))
    return page(
        request,
        profile,
        "result",
        administration=administration,
        meaning=told,
        closer=queries.closer_look(profile, moment(profile)[1]) if told.page == "first-look" else None,
        offers=_offered(instrument, woke),
        name=shelf.name(instrument, administration.variant),
        credit=shelf.credit(instrument),
    )


def _offered(instrument: Instrument, woke: rules.Reaction | None) -> str | None:
    """The form with a few more questions that a watched answer offers, where this installation has it."""
    offers = next((watch.offers for watch in instrument.watch if woke and watch.item == woke.item), None)
    return offers if offers and forms.definition(offers) else None


@require_safe
@unlocked
def talk_tips(request: HttpRequest) -> HttpResponse:
    """A few sentences for talking to a doctor."""
    return page(request, people.profile(request.keyring), "talk_tips")


def _address(draft: Draft, number: int) -> str:
    return reverse("form-page", kwargs={"id": draft.id, "number": number})
