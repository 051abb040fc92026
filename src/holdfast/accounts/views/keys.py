"""Me, Locks and keys: what opens this space, where it is open, and how to change or end it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts import actions, cookies, opening, sessions, slots, spare, totp
from holdfast.accounts.access import fresh, lock_page, unlocked
from holdfast.accounts.errors import WrongSecret
from holdfast.accounts.forms import ChangeWordsForm, CodeForm, MinutesForm, NewWordsForm
from holdfast.accounts.opened import Opened
from holdfast.accounts.views import common

pages = require_http_methods(["GET", "HEAD", "POST"])


@unlocked
@pages
def locks_and_keys(request: HttpRequest) -> HttpResponse:
    """Everything about the lock on one page."""
    opened, row = request.opened, request.session_row
    here = cookies.device(request)
    context = {
        "place": "me",
        "ways": slots.ways(opened),
        "here": here and here.slot,
        "spare_key": spare.choice(opened),
        "code_is_on": totp.is_on(opened),
        "shared": row.shared,
        "minutes": actions.minutes_wanted(opened),
        "leave_nothing": bool(opened.notes.get("leave-nothing")),
    }
    return common.page(request, "locks_and_keys", context)


@unlocked
@pages
def minutes_to_lock(request: HttpRequest) -> HttpResponse:
    """Minutes until the lock, and whether Exit leaves nothing on this phone."""
    form = MinutesForm(request.POST or None, initial={"minutes": actions.minutes_wanted(request.opened)})
    if not form.is_valid():
        context = {"form": form, "leave_nothing": bool(request.opened.notes.get("leave-nothing"))}
        return common.page(request, "minutes", context)
    actions.set_minutes(request.opened, request.session_row, form.cleaned_data["minutes"])
    actions.set_leave_nothing(request.opened, request.session_row, "leave_nothing" in request.POST)
    return redirect("locks-and-keys")


@fresh
@require_POST
def remove_way(request: HttpRequest) -> HttpResponse:
    """Remove a PIN or the spare key."""
    actions.remove_way(request.opened, request.POST.get("way", ""))
    return redirect("locks-and-keys")


@fresh
@pages
def where_signed_in(request: HttpRequest) -> HttpResponse:
    """Kind of device and day of each session, nothing more; and one button that ends all others (PS-50)."""
    if request.method == "POST":
        actions.end_others(request.opened, request.session_row)
        return redirect("where-signed-in")
    rows = [(row, row.pk == request.session_row.pk) for row in sessions.of(request.account)]
    return common.page(request, "where_signed_in", {"place": "me", "rows": rows})


@fresh
@pages
def change_words(request: HttpRequest) -> HttpResponse:
    """New lock words for old ones (KEY-10)."""
    return _new_words(request, ChangeWordsForm, everything=False)


@fresh
@pages
def someone_may_know(request: HttpRequest) -> HttpResponse:
    """Someone may know my words: new words, and a new lock on everything (KEY-11)."""
    return _new_words(request, ChangeWordsForm, everything=True)


@unlocked
@require_safe
def words_changed(request: HttpRequest) -> HttpResponse:
    """New words open this space now, and nothing else does."""
    return common.page(request, "words_changed", {"place": "me"})


@unlocked(keeps=False)
@pages
def forgotten_words(request: HttpRequest) -> HttpResponse:
    """New words from an open session alone, for who has forgotten them (KEY-12); by PIN first where there is one.

    Not on a shared phone. ADR 5 says why an open session is enough.
    """
    row, slot = request.session_row, slots.of_phone(cookies.device(request))
    if row.shared:
        return redirect("use-spare-key")
    if slot is not None and slot.account_id == request.account.id and not sessions.is_fresh(row):
        return lock_page(request, request.account, "again")
    return _new_words(request, NewWordsForm, everything=False)


@fresh
@pages
def one_time_code(request: HttpRequest) -> HttpResponse:
    """Turn the second step on, with a code typed once to be sure, or off."""
    opened = request.opened
    if "off" in request.POST:
        totp.turn_off(opened)
        return redirect("locks-and-keys")
    seed, wrong = totp.seed_from_form(request.POST.get("seed", "")) or totp.new_seed(), False
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            totp.turn_on(opened, seed, form.cleaned_data["code"])
        except WrongSecret:
            wrong = True
        else:
            return redirect("locks-and-keys")
    context = {
        "form": form,
        "wrong": wrong,
        "is_on": totp.is_on(opened),
        "seed": " ".join(seed[at : at + 4] for at in range(0, len(seed), 4)),
        "signed": totp.seed_for_form(seed),
        "drawing": totp.drawing(seed),
    }
    return common.page(request, "one_time_code", context)


@fresh
@pages
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the account and everything in it, now."""
    if request.POST.get("sure") != "yes":
        problem = _("Please tick the box first, if you are sure.") if request.method == "POST" else ""
        return common.page(request, "erase", {"problem": problem})
    response = redirect("front")
    common.leave_nothing_here(request, response, request.account)
    actions.erase(request.account)
    actions.exit_session(request, response)
    return response


def _new_words(request: HttpRequest, kind: type[NewWordsForm], *, everything: bool) -> HttpResponse:
    form, sent = common.words_form(request, kind)
    form.login_name = request.account.name
    wrong = False
    if sent and form.is_valid():
        try:
            opened = _proved(request, form)
        except WrongSecret:
            wrong = True
        else:
            made = form.cleaned_data["words"]
            after = actions.rekey(opened, made) if everything else actions.set_words(opened, made)
            response = common.onward(after, "words-changed")
            common.new_session(request, response, after)
            cookies.drop_device(response)
            return response
    context = {"form": form, "wrong": wrong, "everything": everything, **common.shown_words(form)}
    return common.page(request, "change_words", context)


def _proved(request: HttpRequest, form: NewWordsForm) -> Opened:
    """The open account, after the old words were typed where the form asks for them. Raises WrongSecret."""
    if "old" not in form.fields:
        return request.opened
    return opening.by_words(request.account, form.cleaned_data["old"], common.sender(request))
