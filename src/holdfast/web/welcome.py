"""The end of the first evening (A11): enough for today. Names the tool someone found, when one is known."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.accounts.access import unlocked
from holdfast.people import queries as people
from holdfast.programme import queries as programme


@require_safe
@unlocked
def done(request: HttpRequest) -> HttpResponse:
    """A11. It says of the tool only what is true: where it stands."""
    shelf = programme.tools()
    used = [shelf.find(kept.exercise) for kept in programme.practices(request.keyring)]
    found = [tool.exercise.head.title for tool in used if tool is not None]
    frame = people.frame(people.profile(request.keyring))
    return render(request, "web/welcome_done.html", frame | {"tool": found[-1] if found else ""})
