"""Pages of this room that need a person. Help itself is public and stands in `web`."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.accounts.access import unlocked
from holdfast.people import queries as people
from holdfast.safety import actions
from holdfast.safety.actions import GoOn


@require_safe
@unlocked
def support(request: HttpRequest) -> HttpResponse:
    """The support page by its own address, for whoever wants to see it again."""
    frame = people.frame(people.profile(request.keyring))
    return actions.support(request, frame, GoOn(reverse("today")))
