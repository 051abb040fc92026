"""Without a signal: the worker that keeps public pages on a phone, the pages it shows, and the way to be rid of it."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from holdfast.accounts import cookies
from holdfast.ui.public import public
from holdfast.web import held, helping


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of what it holds at its top: list and version can never part."""
    told = json.dumps(held.held().told(), indent=1)
    script = f"const HELD = {told};\n{held.SCRIPT.read_text(encoding='utf-8')}"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


@public
@require_safe
def no_signal(request: HttpRequest) -> HttpResponse:
    """Storyboard 3.5: shown where a page is missing and there is no signal."""
    return render(request, "safety/no-signal.html", helping.context(settings.COUNTRY))


@public
@require_safe
def after_a_tool(request: HttpRequest) -> HttpResponse:
    """A4 without a signal: the same questions as links on one page, since no number can be sent or set side by side."""
    return render(request, "web/public/after-a-tool.html")


@public
@csrf_exempt  # it can only clear what this browser keeps of public pages; a request from another site is refused
@require_POST
def clear_phone(request: HttpRequest) -> HttpResponse:
    """Take the pages that were kept off this phone, the worker with them. Works without script."""
    response = redirect("exit")
    response.status_code = 303
    cookies.clear_browser(response)
    return response
