"""Pages of the library: public, the same bytes for all, and reading them leaves no trace.

They read content files and nothing else: no cookie, no session, no row. A search writes nothing and is kept nowhere;
its page offers Help to everyone alike, since no program here guesses what words may mean (CR-10).
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.library import queries
from holdfast.library.article import Article
from holdfast.library.rules import LABELS
from holdfast.ui.public import public


@public
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Where reading begins: the search, the tags, every article by title."""
    shelf = queries.shelf()
    used = {tag for article in shelf.articles for tag in article.head.tags}
    return _page(
        request,
        "library",
        tags=[tag for tag in shelf.tags if tag.id in used],
        articles=queries.with_certainty(list(shelf.articles)),
    )


@public
@require_safe
def tag(request: HttpRequest, number: int) -> HttpResponse:
    """The articles under one tag."""
    shelf = queries.shelf()
    found = shelf.tag_by_number.get(number)
    if found is None:
        raise Http404
    return _page(request, "tag", tag=found, articles=queries.with_certainty(shelf.tagged(found)))


@public
@require_safe
def article(request: HttpRequest, number: int) -> HttpResponse:
    """One article: its answer and how sure it is, what is known and not, what it rests on, what is near it."""
    return _page(request, "article", **_whole(_article(number)))


@public
@require_safe
def article_print(request: HttpRequest, number: int) -> HttpResponse:
    """The same for paper: nothing folded away, no way out into other pages."""
    return _page(request, "print", **_whole(_article(number)))


@public
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Every single question, under how sure its answer is."""
    said = [queries.said(claim) for claim in queries.shelf().claims]
    groups = [(queries.sure(name), [one for one in said if one.sure.label == label]) for name, label in LABELS.items()]
    return _page(request, "claims", groups=[(sure, group) for sure, group in groups if group])


@public
@require_safe
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """One single question: what we may tell, how sure it is, its sources."""
    shelf = queries.shelf()
    found = shelf.claim_by_id.get(f"C{number:02}")
    if found is None:
        raise Http404
    return _page(request, "claim", said=queries.said(found), articles=queries.with_certainty(shelf.about(found)))


@public
@csrf_exempt  # nothing is stored or read here, and a token would need a cookie; cross-site posts are refused
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Search. What was typed is sent in a form, so that no address holds it, and ends with the answer."""
    typed = request.POST.get("words", "")[:200].strip() if request.method == "POST" else ""
    found = queries.find(typed) if typed else None
    return _page(request, "look-up", typed=typed, found=found, asked=request.method == "POST")


def _article(number: int) -> Article:
    found = queries.shelf().by_number.get(number)
    if found is None:
        raise Http404
    return found


def _whole(article: Article) -> dict[str, object]:
    shelf = queries.shelf()
    return {
        "article": article,
        "head": article.head,
        "sure": queries.sure(article.head.certainty),
        "rests_on": queries.rests_on(article),
        "related": queries.with_certainty(shelf.related(article)),
        "tags": [tag for tag in shelf.tags if tag.id in article.head.tags],
    }


def _page(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    return render(request, f"library/public/{name}.html", context)
