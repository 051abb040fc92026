"""Public pages: the front door, two tools, Help, Exit, who runs this. The same bytes for every person.

They never read a cookie, a session or an account and never set one. What is tapped on them is not kept; the numbers
of a tool travel in its form and end with the page (decision 32).
"""

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from holdfast.accounts import actions as accounts
from holdfast.safety import queries
from holdfast.ui.public import public
from holdfast.web import helping
from holdfast.web.after import Given

# What each feeling opens until there are more tools: (words, name of the page, part of the page).
FEELINGS = [
    (gettext_lazy("Too much at once"), "come-back", ""),
    (gettext_lazy("On edge"), "check-the-room", ""),
    (gettext_lazy("Memories coming"), "come-back", ""),
    (gettext_lazy("Far away or numb"), "come-back", ""),
    (gettext_lazy("Panic in my body"), "check-the-room", "#panic"),
    (gettext_lazy("Angry"), "check-the-room", ""),
    (gettext_lazy("Ashamed"), "come-back", ""),
    (gettext_lazy("Sad"), "come-back", ""),
    (gettext_lazy("Alone"), "come-back", ""),
    (gettext_lazy("Can't sleep"), "check-the-room", ""),
    (gettext_lazy("After a bad dream"), "check-the-room", ""),
    (gettext_lazy("Pain or a tight body"), "come-back", ""),
    (gettext_lazy("I want to hurt myself"), "help", "#hurt-myself"),
    (gettext_lazy("I want to drink or use"), "check-the-room", ""),
    (gettext_lazy("Someone is scaring me"), "help", "#scared"),
]


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """A1: the front door."""
    return render(request, "web/public/front.html")


@public
@require_safe
def relief(request: HttpRequest) -> HttpResponse:
    """A2: what is it like right now."""
    return render(request, "web/public/relief.html", {"feelings": FEELINGS, "place": "relief"})


@public
@require_safe
def check_the_room(request: HttpRequest) -> HttpResponse:
    """A3: the tool for "on edge"."""
    return render(request, "web/public/check-the-room.html", helping.context(settings.COUNTRY))


@public
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """ "Come back to here": the tool for "far away", and for "just help me"."""
    return render(request, "web/public/come-back.html")


@public
@csrf_exempt  # nothing is stored or read here, and a token would need a cookie; cross-site posts are refused
def and_now(request: HttpRequest) -> HttpResponse:
    """A4 and A5: ask after a tool, answer, forget."""
    given = Given.read(request.POST)
    if given.page == "far":
        return redirect("come-back")
    choices = {
        "here": [("here", _("Here")), ("partly", _("Partly here")), ("far", _("Far away"))],
        "helped": [("helped", _("It helped")), ("same", _("No change")), ("worse", _("It made it worse"))],
    }
    name = {"ask": "and-now", "worse": "made-it-worse"}.get(given.page, "your-number")
    context = {"given": given, "options": choices, "carried": given.carried}
    return render(request, f"web/public/{name}.html", context)


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """H1 to H9 for the country the host set, or with the table of numbers where none is set."""
    return render(request, "safety/help.html", helping.context(settings.COUNTRY))


@public
@require_safe
def help_country(request: HttpRequest, country: str) -> HttpResponse:
    """The same page for another country, chosen by hand."""
    if queries.emergency(country) is None:
        raise Http404
    return render(request, "safety/help.html", helping.context(country))


@public
@require_safe
def reach_host(request: HttpRequest) -> HttpResponse:
    """How to reach whoever runs this server, in their own words; honest that nobody watches."""
    return render(request, "web/public/reach_host.html", {"operator": settings.OPERATOR, "contact": settings.CONTACT})


@public
@require_safe
def staying_hidden(request: HttpRequest) -> HttpResponse:
    """What Exit does and does not do (PS-43)."""
    return render(request, "web/public/staying-hidden.html")


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who runs this server, in their own words, and what that means (PS-53)."""
    hosts = {"operator": settings.OPERATOR, "privacy": settings.PRIVACY_NOTICE}
    return render(request, "web/public/about.html", hosts)


@public
@csrf_exempt  # it can only lock: see decision 31
def leave(request: HttpRequest) -> HttpResponse:
    """POST locks and forgets this session; GET is the neutral page where one lands."""
    if request.method != "POST":
        return render(request, "web/public/landing.html")
    response = redirect("exit")
    response.status_code = 303
    try:
        accounts.exit_session(request, response)
    except DatabaseError:
        # The page must go away even when the store is busy; without its cookie this browser cannot come back.
        response.delete_cookie(settings.SESSION_COOKIE, samesite="Strict")
    return response


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web manifest: the neutral name, neutral icons, nothing about what this is."""
    icons = [
        {"src": static("ui/icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("ui/icons/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("ui/icons/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("ui/icons/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    body = {
        "name": settings.APP_NAME,
        "short_name": settings.APP_NAME,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f1e8",
        "theme_color": "#f5f1e8",
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")
