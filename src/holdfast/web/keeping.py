"""Keeping the numbers of a tool: at once for someone whose space is open, through sign-up for someone who starts one.

Before that they travel in the forms alone, under names that begin with "keep-"; nothing else holds them. A locked space
keeps nothing, and the page says so (decision 32).
"""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdfast.accounts import access
from holdfast.accounts import views as accounts
from holdfast.kit import clock, random
from holdfast.people import queries as people
from holdfast.programme import actions as programme
from holdfast.programme import queries
from holdfast.programme.rules import ONCE, Given
from holdfast.programme.schema import Practice
from holdfast.vault.errors import KeysReplaced


@csrf_exempt  # the page it comes from is public and sets no cookie; a request from another site brings no session
@require_POST
def keep_this(request: HttpRequest) -> HttpResponse:
    """A5, "Keep this": seal the numbers when the person's space is open; say so when it is locked; else begin A6."""
    given = Given.read(request.POST, queries.tools().ids)
    if request.keyring is not None:
        try:
            keep(request.keyring, dict(given.carried), once=request.POST.get(ONCE, ""))
        except KeysReplaced:
            return redirect("sign-in")
        return redirect("tool-kept")
    if access.known_account(request) is not None:
        carried = [*given.carried, (ONCE, random.token(8).hex())]
        return render(request, "programme/public/not-kept.html", {"carried": carried}, status=403)
    return accounts.start_with(request, {f"keep-{name}": str(value) for name, value in given.carried})


def brought(keyring: Any, fields: Mapping[str, str]) -> None:
    """What a new account brought along through sign-up."""
    told = {name.removeprefix("keep-"): value for name, value in fields.items()}
    keep(keyring, dict(Given.read(told, queries.tools().ids).carried))


def keep(keyring: Any, said: Mapping[str, Any], *, once: str = "") -> None:
    """One practice from what was said; nothing when no tool is named."""
    if "tool" not in said:
        return
    practice = Practice(
        exercise=str(said["tool"]),
        local_date=clock.today(people.profile(keyring).zone).isoformat(),
        before=said.get("before"),
        after=said.get("after"),
        here=said.get("here"),
        how=said.get("helped"),
    )
    programme.keep(keyring, practice, id=_id(keyring.owner, once) if once else random.uuid())


def _id(owner: UUID, once: str) -> UUID:
    """The same id for the same form of the same person. It looks like any other, and can meet nobody else's."""
    told = hashlib.blake2b(once[:64].encode("utf-8", "replace"), key=owner.bytes, digest_size=16, person=b"hf/once/1")
    return UUID(bytes=told.digest(), version=4)
