"""Keeping the numbers of a tool: at once for someone whose space is open, through sign-up for someone who starts one.

Before that they travel in the forms alone, under names that begin with "keep-"; nothing else holds them.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdfast.accounts import views as accounts
from holdfast.kit import clock, random
from holdfast.people import queries as people
from holdfast.programme import actions as programme
from holdfast.programme.schema import Practice
from holdfast.vault.errors import KeysReplaced
from holdfast.web.after import Given

HOW = {"helped": "helped", "same": "same", "worse": "worse"}


@csrf_exempt  # the page it comes from is public and sets no cookie; a request from another site brings no session
@require_POST
def keep_this(request: HttpRequest) -> HttpResponse:
    """A5, "Keep this": seal the numbers when the person's space is open, else begin A6 with them in the form."""
    given = Given.read(request.POST)
    if request.keyring is not None:
        try:
            keep(request.keyring, dict(given.carried))
        except KeysReplaced:
            return redirect("sign-in")
        return redirect("today")
    return accounts.start_with(request, {f"keep-{name}": str(value) for name, value in given.carried})


def brought(keyring: Any, fields: Mapping[str, str]) -> None:
    """What a new account brought along through sign-up."""
    given = Given.read({name.removeprefix("keep-"): value for name, value in fields.items()})
    keep(keyring, dict(given.carried))


def keep(keyring: Any, said: Mapping[str, Any]) -> None:
    """One practice from what was said; nothing when no tool is named."""
    if "tool" not in said:
        return
    practice = Practice(
        exercise=str(said["tool"]),
        local_date=clock.today(people.profile(keyring).zone).isoformat(),
        before=said.get("before"),
        after=said.get("after"),
        here=said.get("here"),
        how=HOW.get(str(said.get("helped"))),
    )
    programme.keep(keyring, practice, id=random.uuid())
