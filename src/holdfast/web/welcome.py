"""The end of the first evening (A11): enough for today. Names the tool someone found, when one is known."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from holdfast.accounts.access import unlocked
from holdfast.people import queries as people
from holdfast.programme import queries as programme

# The tools that stand under Relief so far, by the name of their exercise.
TOOLS = {"check-the-room": _("Check the room"), "come-back-to-here": _("Come back to here")}


@require_safe
@unlocked
def done(request: HttpRequest) -> HttpResponse:
    """A11. It says of the tool only what is true: where it stands."""
    used = [TOOLS[kept.exercise] for kept in programme.practices(request.keyring) if kept.exercise in TOOLS]
    frame = people.frame(people.profile(request.keyring))
    return render(request, "web/welcome_done.html", frame | {"tool": used[-1] if used else ""})
