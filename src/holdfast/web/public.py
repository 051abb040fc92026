"""Public pages: the front door, Help, Exit, who runs this. The same bytes for every person (decision 32).

They never read a cookie, a session or an account and never set one. The tools stand in `programme`.
"""

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from holdfast.accounts import actions as accounts
from holdfast.safety import queries
from holdfast.ui.public import public
from holdfast.web import helping


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """A1: the front door."""
    return render(request, "web/public/front.html")


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
