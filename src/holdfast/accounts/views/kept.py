"""What was sent while the space was locked: shown to its owner, to be sent again or thrown away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from holdfast.accounts import drops
from holdfast.accounts.access import unlocked
from holdfast.accounts.views import common


@unlocked
@require_safe
def kept_forms(request: HttpRequest) -> HttpResponse:
    """Everything that waits; Today when nothing does."""
    kept = drops.waiting(request.keyring)
    return common.page(request, "kept_forms", {"kept": kept}) if kept else redirect("today")


@unlocked
@require_POST
def throw_kept_form_away(request: HttpRequest) -> HttpResponse:
    """Delete one of them."""
    drops.throw_away(request.keyring, request.POST.get("id", ""))
    return redirect("kept-forms")
