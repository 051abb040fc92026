"""Addresses for tests alone: every component on one page, and pages of each frame without any room behind them.

The site's own addresses come along, so that the bars lead where they always lead.
"""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils.safestring import mark_safe

from holdfast.ui.examples import EXAMPLES
from holdfast.web.urls import handler400, handler403, handler404, handler500
from holdfast.web.urls import urlpatterns as site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

HEAVY = '<img src=x onerror="document.body.dataset.broken=1"><b hx-get="/exit" hx-trigger="load">words</b>'


def _draw(source: str, request: HttpRequest, **context: object) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def gallery(request: HttpRequest) -> HttpResponse:
    """Every example, one under the other."""
    parts = []
    for name, source, context in EXAMPLES:
        ready = {key: value() if callable(value) else value for key, value in context.items()}
        parts.append((name, mark_safe(engines["django"].from_string(source).render(ready, request))))
    page = (
        '{% extends "ui/page.html" %}{% block h1 %}Gallery{% endblock %}{% block content %}'
        "{% for name, part in parts %}"
        '<section class="stack" aria-label="{{ name }}"><p class="small soft">{{ name }}</p>{{ part }}</section>'
        "{% endfor %}{% endblock %}"
    )
    return _draw(page, request, parts=parts, place="me", pair=True)


def page(request: HttpRequest) -> HttpResponse:
    """A signed-in page with private words on it."""
    source = (
        '{% extends "ui/page.html" %}{% block h1 %}Hello, Ana.{% endblock %}{% block content %}<p>private-canary</p>'
        '<form method="post" action="/t/kept" data-draft="/t/draft">'
        '<textarea name="line" aria-label="A line"></textarea>'
        '{% include "ui/components/draft.html" %}<button class="btn">Keep</button></form>{% endblock %}'
    )
    return _draw(source, request, place="today", theme=request.GET.get("theme", ""))


def step(request: HttpRequest) -> HttpResponse:
    """One question on a screen."""
    source = (
        '{% extends "ui/step.html" %}{% block progress %}<p class="soft">3 of 3 · today</p>{% endblock %}{% block h1 %}'
        "How close did you feel today to someone you trust?{% endblock %}{% block content %}"
        '<form id="f" class="stack">{% rating "close" low_word="not at all" high_word="very close" value=6 %}</form>'
        '{% endblock %}{% block actions %}<button class="btn" form="f">Next</button>'
        '<button class="btn skip" form="f">Skip</button><a class="btn plain" href="#main">I saw no one</a>'
        '{% endblock %}{% block why %}<hr><p class="small soft">'
        "Why this? Feeling close and feeling better sometimes go together, sometimes not.</p>{% endblock %}"
    )
    return _draw(source, request, back="/t/page")


def swap(request: HttpRequest) -> HttpResponse:
    """A page with htmx: one part that swaps, and hostile words a person wrote, inside hx-ignore."""
    source = (
        '{% extends "ui/page.html" %}{% block scripts %}{{ block.super }}{% include "ui/htmx.html" %}{% endblock %}'
        '{% block h1 %}Swap{% endblock %}{% block content %}<div id="part"><button class="btn" hx-get="/t/part" '
        'hx-target="#part">Go on</button> <button class="btn" hx-get="/t/armed" hx-target="#part">Armed</button></div>'
        '<div hx-ignore id="words">{{ raw }}{{ words }}</div>{% endblock %}'
    )
    return _draw(source, request, words=HEAVY, raw=mark_safe('<b id="planted" hx-get="/t/bad" hx-trigger="load">x</b>'))


def part(request: HttpRequest) -> HttpResponse:
    """The part that comes."""
    return HttpResponse("<h2>The next step</h2><p>It came.</p>")


def armed(request: HttpRequest) -> HttpResponse:
    """A part with a script in it, which must never run."""
    return HttpResponse("<h2>Armed</h2><script>document.body.dataset.broken = 1</script><p>It came.</p>")


def fails(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    raise RuntimeError("canary-of-a-fault")


def bare(request: HttpRequest, status: int) -> HttpResponse:
    """A status with no page of its own."""
    return HttpResponse(status=status)


def no_content(request: HttpRequest) -> HttpResponse:
    """Where drafts and keep-alives go."""
    return HttpResponse(status=204)


urlpatterns = [
    *site,
    path("t/gallery", gallery),
    path("t/page", page),
    path("t/step", step),
    path("t/swap", swap),
    path("t/part", part),
    path("t/armed", armed),
    path("t/fails", fails),
    path("t/bare/<int:status>", bare),
    path("t/draft", no_content),
]
