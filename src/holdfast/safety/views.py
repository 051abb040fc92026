"""Pages of this room that need a person: support, the safety plan, what may wait. Help itself is public, in `web`."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.access import fresh, unlocked
from holdfast.accounts.forms import read_token
from holdfast.kit import clock
from holdfast.people import queries as people
from holdfast.safety import actions, forms, queries
from holdfast.safety import plan as plans
from holdfast.safety.actions import GoOn
from holdfast.safety.plan import ChangedElsewhere, Said
from holdfast.vault.errors import CannotOpen


def _page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    frame = {"place": "me"} | people.frame(people.profile(request.keyring)) | context
    return render(request, f"safety/{template}.html", frame, status=status)


@require_safe
@unlocked
def support(request: HttpRequest) -> HttpResponse:
    """The support page by its own address, for whoever wants to see it again."""
    frame = people.frame(people.profile(request.keyring))
    return actions.support(request, frame, GoOn(reverse("today")))


@require_safe
@unlocked
def plan(request: HttpRequest) -> HttpResponse:
    """One's own plan, or the way to begin one. Words that are there are shown after a fresh secret only."""
    return _plan_in_words(request) if queries.plan(request.keyring).filled else _plan(request)


def _plan(request: HttpRequest) -> HttpResponse:
    """The plan as it is. The offer of a copy on this phone shows by script alone."""
    mine = queries.plan(request.keyring)
    today = clock.today(people.profile(request.keyring).zone)
    return _page(request, "plan", plan=mine, old=mine.is_old(today), shared=request.session_row.shared)


_plan_in_words = fresh(_plan)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def plan_part(request: HttpRequest, number: int) -> HttpResponse:
    """One part of the plan: write it, leave it empty, go on to the next or stop here. Kept at each press.

    Words that are there already are shown after a fresh secret only; a plan in the making asks for none.
    """
    said = _said(request, number)
    if request.method != "POST":
        return _part_in_words(request, said) if said.text else _part_as_kept(request, said)
    form = forms.PartForm(request.POST, part=said.part)
    try:
        problem = _written(request, said, form)
    except ChangedElsewhere as changed:
        return _part(request, said, form, changed.text, there=changed.text, status=409)
    if problem or form.errors:
        return _part(request, said, form, said.text, problem=problem, status=422)
    if request.POST.get("do") == "next" and number < len(plans.PARTS):
        return redirect("plan-part", number + 1)
    return redirect("plan")


@require_POST
@unlocked
def plan_draft(request: HttpRequest, number: int) -> HttpResponse:
    """What the page of a part posts by itself while someone is on it: kept without a page in return."""
    said = _said(request, number)
    form = forms.PartForm(request.POST, part=said.part)
    try:
        problem = _written(request, said, form)
    except ChangedElsewhere:
        return HttpResponse(status=409)
    return HttpResponse(status=422 if problem or form.errors else 204)


@require_safe
@fresh
def plan_print(request: HttpRequest) -> HttpResponse:
    """The plan on one clean page, for paper."""
    return _page(request, "plan_print", plan=queries.plan(request.keyring))


@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def plan_delete(request: HttpRequest) -> HttpResponse:
    """Ask once, then delete the plan."""
    if request.method == "POST":
        read_token(request)
        actions.delete_plan(request.keyring)
        return redirect("plan")
    return _page(request, "plan_delete")


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def after_an_answer(request: HttpRequest) -> HttpResponse:
    """What may wait after a risk answer, and letting it go. The page is the same whether anything waits or not.

    Both buttons seal the record anew and lead to the same place.
    """
    if request.method != "POST":
        return _page(request, "after_an_answer")
    read_token(request)
    if request.POST.get("v") == "2":
        actions.lift_crisis(request.keyring)
    else:
        actions.answered(request.keyring, clock.today(people.profile(request.keyring).zone), holds=False)
    return redirect("today")


def _said(request: HttpRequest, number: int) -> Said:
    """One part of one's plan, by its place. Raises Http404 where there is no such part."""
    if not 1 <= number <= len(plans.PARTS):
        raise Http404
    return queries.plan(request.keyring).parts[number - 1]


def _written(request: HttpRequest, said: Said, form: forms.PartForm) -> str:
    """Keep what was sent; why it could not be kept, or nothing. Raises ChangedElsewhere."""
    token = read_token(request)
    if not form.is_valid():
        return ""
    today = clock.today(people.profile(request.keyring).zone)
    try:
        actions.write(request.keyring, said.part.id, form.sent(token.record_id.hex), today)
    except CannotOpen:
        return _("What was here can't be read any more. You can delete the plan and begin anew. Your words are below.")
    return ""


def _part(
    request: HttpRequest, said: Said, form: forms.PartForm, began: str, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of one part. `began`: the words it starts from; `there`: words written elsewhere meanwhile."""
    context = {"said": said, "of": len(plans.PARTS), "form": form, "began": plans.mark(began)}
    return _page(request, "plan_part", status, **context, **more)


def _part_as_kept(request: HttpRequest, said: Said) -> HttpResponse:
    """The page of one part with the words that are kept."""
    return _part(request, said, forms.PartForm(initial={"text": said.text}, part=said.part), said.text)


_part_in_words = fresh(_part_as_kept)
