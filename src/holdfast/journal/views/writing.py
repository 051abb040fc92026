"""Writing: the ways there are, the frame of heavy writing, the page one writes on, and what comes after.

Writing never asks for a fresh secret, since a page in the making takes longer than two minutes; words that are there
already are shown after one only, as in the plan.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from holdfast.accounts import access
from holdfast.accounts.access import fresh, unlocked
from holdfast.accounts.forms import read_token
from holdfast.journal import actions, entries, forms, queries, rules, shelf, wording
from holdfast.journal.entries import ChangedElsewhere, Entry, Gone
from holdfast.journal.schema import Way
from holdfast.journal.views.common import either, of_entry, page
from holdfast.kit import clock
from holdfast.library import queries as library
from holdfast.people import queries as people
from holdfast.vault.errors import CannotOpen


@require_safe
@unlocked
def journal(request: HttpRequest) -> HttpResponse:
    """The way in: write freely, pick a way, read. Says nothing of what is there but that something was begun."""
    unfinished = queries.book(request.keyring).unfinished
    told = [(entry, shelf.of(entry.way).title) for entry in unfinished]
    free = shelf.of(shelf.FREE)
    return page(request, "journal", free=free, unfinished=told, claims=library.told(free.evidence.claims))


@require_safe
@unlocked
def ways(request: HttpRequest) -> HttpResponse:
    """Every way to write. Heavy writing stands there only when it may begin; no other page offers any of them."""
    shut = _closed(request)
    shown = [way for way in shelf.ways() if not (way.frame and shut)]
    return page(request, "ways", ways=shown)


@either
@unlocked
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """What a way to write is about, and for heavy writing the step before it; then a new entry."""
    way = shelf.numbered(number)
    if way is None:
        raise Http404
    return _begin(request, way, None)


@either
@unlocked
@of_entry
def again(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Going on with heavy writing: through its frame anew. Any other entry is simply opened."""
    way = shelf.of(entry.way)
    if way.frame is None:
        return redirect("journal-write", entry.id)
    return _begin(request, way, entry)


def _begin(request: HttpRequest, way: Way, entry: Entry | None) -> HttpResponse:
    shut = _closed(request) if way.frame else ""
    posted = request.method == "POST"
    if posted:
        token = read_token(request)
    if shut:
        return page(request, "rests", 409 if posted else 200, way=way, why=shut)
    before = forms.rating(request.POST, "before")
    strong = bool(posted and way.frame and before is not None and before >= rules.STRONG)
    if not posted or (strong and request.POST.get("do") != "anyway"):
        return page(request, "begin", way=way, label=wording.label(way), before=before, strong=strong)
    return redirect("journal-write", _begun(request, way, entry, token.record_id, before))


def _begun(request: HttpRequest, way: Way, entry: Entry | None, record: UUID, before: int | None) -> UUID:
    """The id of the entry that is open now."""
    if entry is None:
        today = clock.today(people.profile(request.keyring).zone)
        id = actions.begin(request.keyring, way, today, id=record)
    else:
        id = entry.id
    if way.frame:
        actions.sit_down(request.keyring, id, before)
    return id


@either
@unlocked
@of_entry
def write(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The page one writes on. It keeps itself as one goes; each press keeps it too, and then leads on."""
    way = shelf.of(entry.way)
    if request.method != "POST":
        if way.frame and (elsewhere := _outside(request, way, entry)) is not None:
            return elsewhere
        access.stay(request, way.minutes)
        return _in_words(request, way, entry) if entry.written else _as_kept(request, way, entry)
    form = forms.Words(way, entry, request.POST)
    try:
        problem = _written(request, entry, form, done=request.POST.get("do") == "done")
    except ChangedElsewhere as changed:
        return _page(request, way, changed.entry, form, there=changed.entry, status=409)
    if problem or form.errors:
        return _page(request, way, entry, form, problem=problem, status=422)
    if way.frame and _sits(request, entry):
        return redirect("journal-after", entry.id)
    return redirect("journal-kept", way.number)


@require_POST
@unlocked
@of_entry
def draft(request: HttpRequest, entry: Entry) -> HttpResponse:
    """What the page posts by itself while somebody is on it: kept without a page in return."""
    form = forms.Words(shelf.of(entry.way), entry, request.POST)
    try:
        problem = _written(request, entry, form, done=False)
    except ChangedElsewhere:
        return HttpResponse(status=409)
    return HttpResponse(status=422 if problem or form.errors else 204)


@either
@unlocked
@of_entry
def after(request: HttpRequest, entry: Entry) -> HttpResponse:
    """After heavy writing: steady first, then how strong it is and how it was. Where it got worse, a page answers."""
    way = shelf.of(entry.way)
    if request.method == "POST":
        read_token(request)
    if way.frame is None or not _sits(request, entry):
        return redirect("journal-kept", way.number)
    if request.method != "POST":
        return page(request, "after", way=way, how=forms.HOW)
    actions.put_away(request.keyring, entry.id)
    if request.POST.get("do") == "skip":
        actions.stand_up(request.keyring, None, "")
        return redirect("journal-kept", way.number)
    number, how = forms.rating(request.POST, "after"), forms.how(request.POST)
    went_worse = actions.stand_up(request.keyring, number, how).worse and (how or number is not None)
    return redirect("journal-enough") if went_worse else redirect("journal-kept", way.number)


@require_safe
@unlocked
def kept(request: HttpRequest, number: int) -> HttpResponse:
    """Saved, and one small thing to do next. Shows no word of what was written."""
    way = shelf.numbered(number)
    if way is None:
        raise Http404
    return page(request, "kept", way=way)


@require_safe
@unlocked
def enough(request: HttpRequest) -> HttpResponse:
    """CR-17: after writing that made it worse: something to look at, another kind, a person; after two, a person."""
    worse = queries.frame(request.keyring).worse
    return page(request, "enough", two=worse >= rules.ENOUGH) if worse else redirect("journal")


def _closed(request: HttpRequest) -> rules.Closed:
    return queries.closed(request.keyring, people.profile(request.keyring), clock.now())


def _sits(request: HttpRequest, entry: Entry) -> bool:
    sitting = queries.frame(request.keyring).sitting
    return sitting is not None and sitting.entry == entry.id


def _outside(request: HttpRequest, way: Way, entry: Entry) -> HttpResponse | None:
    """Where the page of heavy writing leads when its time is over, or has not begun."""
    sitting = queries.frame(request.keyring).sitting
    if sitting is None or sitting.entry != entry.id:
        return redirect("journal-again", entry.id)
    if rules.over(sitting, clock.now(), way.minutes):
        return redirect("journal-after", entry.id)
    return None


def _written(request: HttpRequest, entry: Entry, form: forms.Words, *, done: bool) -> str:
    """Keep what was sent; why it could not be kept, or nothing. Raises ChangedElsewhere."""
    token = read_token(request)
    if not form.is_valid():
        return ""
    try:
        actions.write(request.keyring, entry.id, form.sent(token.record_id.hex), done=done)
    except (CannotOpen, Gone):
        return _("This page can't be kept any more. Your words are below. You could copy them into a new one.")
    return ""


def _page(
    request: HttpRequest, way: Way, entry: Entry, form: forms.Words, status: int = 200, **more: Any
) -> HttpResponse:
    """The page one writes on. `entry` is what stands there; `there` the same, when it was changed elsewhere."""
    sitting = queries.frame(request.keyring).sitting if way.frame else None
    left = rules.left(sitting, clock.now(), way.minutes) if sitting else 0
    context = {"way": way, "entry": entry, "form": form, "began": entries.mark(entry), "left": left}
    return page(request, "write", status, **context, **more)


def _as_kept(request: HttpRequest, way: Way, entry: Entry) -> HttpResponse:
    """The page with the words that are kept."""
    return _page(request, way, entry, forms.of(way, entry))


_in_words = fresh(_as_kept)
