"""Relief: how it is right now, the tools, and what follows a tool. Public: the same bytes for every person.

These pages never read a cookie, a session or an account. What is tapped on them is not kept; it travels in forms, and
only where script is off or something has to be left out does it travel at all (decision 32).
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.kit import random
from holdfast.programme import evidence, queries, screens
from holdfast.programme.exercise import FEELINGS, Exercise
from holdfast.programme.rules import COME_BACK, ONCE, Given
from holdfast.programme.shelf import Tool
from holdfast.safety import queries as safety
from holdfast.ui.public import View, public

TEN_MINUTES, UNTIL_MORNING = "the-next-ten-minutes", "until-morning"
WORDS = {
    "dont-know": gettext_lazy("I don't know. Just help me"),
    "too-much": gettext_lazy("Too much at once"),
    "on-edge": gettext_lazy("On edge"),
    "memories": gettext_lazy("Memories coming"),
    "far-away": gettext_lazy("Far away or numb"),
    "panic": gettext_lazy("Panic in my body"),
    "angry": gettext_lazy("Angry"),
    "ashamed": gettext_lazy("Ashamed"),
    "sad": gettext_lazy("Sad"),
    "alone": gettext_lazy("Alone"),
    "cant-sleep": gettext_lazy("Can't sleep"),
    "bad-dream": gettext_lazy("After a bad dream"),
    "pain": gettext_lazy("Pain or a tight body"),
    "hurt-myself": gettext_lazy("I want to hurt myself"),
    "drink-or-use": gettext_lazy("I want to drink or use"),
    "scared": gettext_lazy("Someone is scaring me"),
}
# These two open their door of Help, not a tool.
DOORS = {"hurt-myself": "hurt-myself", "scared": "scared"}
CARDS = [
    (gettext_lazy("Too much just now."), gettext_lazy("Please give me room. I'm not angry with you.")),
    (
        gettext_lazy("I'm not fully here."),
        gettext_lazy("Please talk softly. Don't touch me. Tell me the day and the place."),
    ),
    (gettext_lazy("Shaky."), gettext_lazy("Please stay near. No questions.")),
]

# Nothing is stored or read behind these forms, and a token would need a cookie; posts from other sites are refused.
open_form = csrf_exempt
either = require_http_methods(["GET", "HEAD", "POST"])


def _given(request: HttpRequest) -> Given:
    return Given.read(request.POST, queries.tools().ids)


@public
@open_form
@either
def relief(request: HttpRequest) -> HttpResponse:
    """A2: what is it like right now. Each feeling opens its best tool that is not off the list for now."""
    shelf, given = queries.tools(), _given(request)
    tools = [tool for tool in shelf.tools.values() if tool.id not in given.off]
    context = {
        "place": "relief",
        "feelings": [_feeling(name, given) for name in FEELINGS],
        "tools": sorted(tools, key=lambda tool: tool.exercise.head.title),
        "onward": given.onward,
    }
    return render(request, "programme/public/relief.html", context)


def _feeling(name: str, given: Given) -> dict[str, str | int | Promise]:
    """One button of A2: a door of Help, or the number of a tool."""
    first = queries.tools().first(name, given.off)
    door = DOORS.get(name, "") if first is None or name in DOORS else ""
    return {"words": WORDS[name], "door": door, "number": first.number if first else 0}


@public
@open_form
@either
def tool(request: HttpRequest, number: int) -> HttpResponse:
    """One tool under its number."""
    found = queries.tools().tools.get(number)
    if found is None:
        raise Http404
    return _tool(request, found, _given(request))


def named(id: str) -> View:
    """The view of one tool that other pages link to by name. 404 where this installation has taken it out."""

    @public
    @open_form
    @either
    def view(request: HttpRequest) -> HttpResponse:
        found = queries.tools().find(id)
        if found is None:
            raise Http404
        return _tool(request, found, _given(request))

    return view


def _tool(request: HttpRequest, found: Tool, given: Given) -> HttpResponse:
    head, shelf = found.exercise.head, queries.tools()
    call = screens.emergency(_number())
    context = {
        "head": head,
        "lighter": head.lighter,
        "screens": screens.screens(found.exercise, call),
        "folded": head.fold_rating or head.layout != "steps",
        "asks_aside": not _ends_with_done(found.exercise),
        "label": evidence.label(head),
        "others": shelf.others(found, given.off),
        "onward": given.onward,
        **_after(),
    }
    return render(request, "programme/public/tool.html", context)


def _ends_with_done(exercise: Exercise) -> bool:
    """Whether its last step leads on to "And now?" by itself."""
    targets = [target for part in exercise.steps[-1].directives for target in part.targets]
    return not targets or "done" in targets


def _after() -> dict[str, Any]:
    """What the pages after a tool need: their choices, and the numbers of three tools."""
    shelf = queries.tools()
    wanted = {"ten_minutes": TEN_MINUTES, "until_morning": UNTIL_MORNING, "come_back": COME_BACK}
    here = [("here", _("Here")), ("partly", _("Partly here")), ("far", _("Far away"))]
    helped = [("helped", _("It helped")), ("same", _("No change")), ("worse", _("It made it worse"))]
    numbers = {name: tool.number if (tool := shelf.find(id)) else 0 for name, id in wanted.items()}
    return {"options": {"here": here, "helped": helped}, **numbers}


@public
@open_form
@either
def and_now(request: HttpRequest) -> HttpResponse:
    """A4, A5 and N4 where script is off: ask after a tool, answer, forget."""
    given = _given(request)
    come_back = queries.tools().find(COME_BACK)
    if given.page == "far" and come_back is not None:
        return _tool(request, come_back, Given(off=given.off_now, worse=given.worse_now))
    keeps = [*given.carried, (ONCE, random.token(8).hex())]
    context = {"given": given, "facts": given.facts, "carried": keeps, "onward": given.onward, **_after()}
    if given.page == "ask":
        before = [(name, value) for name, value in given.carried if name in ("tool", "before")]
        return render(request, "programme/public/and-now.html", {**context, "sent": [*before, *given.onward]})
    return render(request, "programme/public/answer.html", context)


@public
@open_form
@either
def still_here(request: HttpRequest) -> HttpResponse:
    """N6: ten minutes are over."""
    return render(request, "programme/public/still-here.html", {"onward": _given(request).onward, **_after()})


@public
@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """S3: words to hold up for somebody, without a link, an account or a signal."""
    return render(request, "programme/public/cards.html", {"cards": CARDS, "place": "relief"})


def _number() -> str:
    """The emergency number of the host's country, or "" where none is set."""
    found = safety.emergency(settings.COUNTRY) if settings.COUNTRY else None
    return found.call if found else ""
