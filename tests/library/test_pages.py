"""The library's pages: the same bytes for all, no cookie, no session, no line in a log, nothing kept of a search."""

import logging
import re
import sqlite3

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from holdfast.catalogue import roots
from holdfast.library import content, health, hooks, queries, search
from holdfast.library.article import number_of
from tests.web.test_public import LIMIT, OTHER, Guarded, words

HEAVY, PLAIN = "red-flags", "closeness-and-symptoms"


def at(name: str, id: str = PLAIN) -> str:
    """The address of an article."""
    return reverse(name, args=[number_of(id)])


PAGES = {
    "library": "/p/190",
    "tag": "/p/190/3",
    "article": f"/p/191/{number_of(PLAIN)}",
    "heavy": f"/p/191/{number_of(HEAVY)}",
    "claims": "/p/192",
    "claim": "/p/193/1",
    "unsafe": "/p/193/44",
    "print": f"/p/194/{number_of(PLAIN)}",
    "look-up": "/p/195",
}
every_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)


@every_page
def test_ps_51_reading_sets_no_cookie_asks_no_database_and_looks_at_none(client, address, monkeypatch):
    """No mark for the database on this test: a query would fail. Cookies raise when touched."""
    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest.COOKIES", Guarded())
    for send in (client.get, client.head):
        response = send(address)
        assert response.status_code == 200
        assert not response.cookies


@every_page
def test_32_pages_are_the_same_bytes_for_all(address):
    stranger, other = Client(), Client(headers=OTHER)
    other.cookies[settings.SESSION_COOKIE] = other.cookies[settings.DEVICE_COOKIE] = "something"
    assert stranger.get(address).content == other.get(address).content == stranger.get(address).content


@every_page
def test_reading_leaves_no_line_in_the_log(client, address, caplog):
    with caplog.at_level(logging.DEBUG):
        client.get(address)
        client.post(reverse("look-up"), {"words": "quartzfinch"})
    assert [record.getMessage() for record in caplog.records] == []


@every_page
def test_44_one_title_one_heading_no_query_help_and_exit(client, address):
    text = client.get(address).content.decode()
    assert re.findall(r"<title>(.*?)</title>", text) == ["Holdfast"]
    assert len(re.findall(r"<h1\b", text)) == 1
    assert not re.findall(r'(?:href|action)="[^"]*\?', text)
    header = text[text.index("<header") : text.index("</header>")]
    assert 'action="/exit"' in header and 'href="/help"' in header


@every_page
def test_every_link_leads_somewhere(client, address):
    text = client.get(address).content.decode()
    for target in set(re.findall(r'href="(/[^"]*)"', text)):
        path, _, part = target.partition("#")
        if not path.startswith("/s/") and path != reverse("today"):
            found = client.get(path)
            assert found.status_code in (200, 302), target
            assert not part or f'id="{part}"' in found.content.decode(), target


@pytest.mark.django_db
def test_every_link_of_every_article_leads_somewhere(client):
    known: dict[str, str] = {}
    for article in queries.shelf().articles:
        text = client.get(reverse("article", args=[article.number])).content.decode()
        for target in set(re.findall(r'href="(/[^"]*)"', text)):
            path, _, part = target.partition("#")
            if path.startswith("/s/"):
                continue
            if path not in known:
                known[path] = client.get(path).content.decode()
            assert not part or f'id="{part}"' in known[path], (article.head.id, target)


def test_public_pages_may_be_cached_after_asking_and_a_search_never(client):
    assert client.get("/p/190").headers["Cache-Control"] == "no-cache"
    assert client.post("/p/195", {"words": "sleep"}).headers["Cache-Control"] == "no-store"


@every_page
def test_pages_are_small(client, address):
    assert len(client.get(address).content) < LIMIT * 2


@pytest.mark.parametrize("address", ["/p/190/999", "/p/191/1", "/p/193/0", "/p/193/61", "/p/194/2", "/p/190/x"])
def test_what_is_not_here_is_said_so(client, address):
    assert client.get(address).status_code == 404


# An article


def test_an_article_says_answer_certainty_known_unknown_and_what_to_do_in_this_order(client):
    article = queries.shelf().by_id[PLAIN]
    told = words(client.get(at("article")))
    parts = [article.head.title, "How sure: mixed", article.head.answer, "What is known", "What is not known"]
    parts += ["What you can do", "You may have read that", "What this rests on", "Near this"]
    places = [told.index(part) for part in parts]
    assert places == sorted(places)
    assert "Not yet read by a clinician." in told


def test_an_article_names_each_claim_it_rests_on_with_its_verdict_and_sources(client):
    article = queries.shelf().by_id[PLAIN]
    html, told = client.get(at("article")).content.decode(), words(client.get(at("article")))
    for said in queries.rests_on(article):
        assert f'href="{reverse("claim", args=[said.claim.number])}"' in html
        assert str(said.sure.label) in told
        for citation in said.claim.citations:
            assert citation.text in told


@pytest.mark.parametrize("id", [one.head.id for one in queries.shelf().articles if one.head.heavy])
def test_a_heavy_page_warns_first_and_can_be_skipped(client, id):
    article = queries.shelf().by_id[id]
    html = client.get(at("article", id)).content.decode()
    warned, folded = html.index(article.head.heavy), html.index("<details")
    assert warned < html.index("Skip this page") < folded
    assert "<details open" not in html
    assert folded < html.index("What is known")


def test_for_paper_everything_is_unfolded(client):
    html = client.get(at("article-print", HEAVY)).content.decode()
    assert "<details" not in html
    assert "What this rests on" in html and "not-on-paper" in html


def test_a_page_that_a_clinician_read_says_who_and_when(client, monkeypatch):
    article = queries.shelf().by_id[PLAIN]
    review = article.head.review.model_copy(update={"status": "clinician", "by": "A. Person, nurse", "on": None})
    head = article.head.model_copy(update={"review": review})
    shelf = queries.shelf()
    changed = [type(one)(head, one.sections) if one is article else one for one in shelf.articles]
    monkeypatch.setattr(queries, "shelf", lambda: type(shelf)(tuple(changed), shelf.claims, shelf.tags, shelf.words))
    assert "Read by a clinician: A. Person, nurse" in words(client.get(at("article")))


def test_links_to_tools_ask_the_rooms_above_and_else_lead_to_all_tools(monkeypatch):
    monkeypatch.setattr(hooks, "tool_address", [])
    assert hooks.address_of_tool("self-hold") == reverse("relief")
    monkeypatch.setattr(hooks, "tool_address", [lambda id: "", lambda id: f"/somewhere/{id}"])
    assert hooks.address_of_tool("self-hold") == "/somewhere/self-hold"


def test_a_link_to_a_tool_that_has_a_page_leads_to_it():
    assert hooks.address_of_tool("check-the-room") == reverse("check-the-room")


# Tags and lists


def test_every_article_is_led_to_from_the_front_page_and_from_each_of_its_tags(client):
    shelf = queries.shelf()
    front = client.get("/p/190").content.decode()
    for article in shelf.articles:
        assert f'href="{reverse("article", args=[article.number])}"' in front
    for tag in shelf.tags:
        html = client.get(reverse("library-tag", args=[tag.number])).content.decode()
        for article in shelf.articles:
            address = f'href="{reverse("article", args=[article.number])}"'
            assert (address in html) == (tag.id in article.head.tags)


def test_every_tag_is_used_and_a_number_stays_with_its_tag():
    shelf = queries.shelf()
    assert {tag.id for tag in shelf.tags} == {tag for one in shelf.articles for tag in one.head.tags}
    assert shelf.tag_by_number[3].id == "sleep" and shelf.tag_by_number[30].id == "this-library"


# Search


def test_30_a_search_is_sent_in_a_form_and_answered_with_pages_and_single_questions(client):
    told = words(client.post("/p/195", {"words": "my partner scares me"}))
    assert queries.shelf().by_id["red-flags"].head.title in told
    assert "Single questions" in told


def offer(html: str) -> str:
    """The line that offers Help."""
    return re.search(r'<p class="note">.*?</p>', html, re.S)[0]


def test_cr_10_help_is_offered_above_the_results_alike_for_every_search_and_none(client):
    searches = ["kill myself", "he hit me", "sleep", "quartzfinch", "", "😀"]
    pages = [client.get("/p/195")] + [client.post("/p/195", {"words": each}) for each in searches]
    offers = {offer(page.content.decode()) for page in pages}
    assert len(offers) == 1
    assert 'href="/help"' in offers.pop()
    for page in pages[1:]:
        html = page.content.decode()
        assert html.index('class="note"') < (html.find('id="pages"') if 'id="pages"' in html else len(html))


def test_a_search_without_an_answer_says_so_and_what_else_there_is(client):
    told = words(client.post("/p/195", {"words": "quartzfinch"}))
    assert "Nothing here fits these words." in told and "Pick a subject" in told
    assert "Nothing here fits" not in words(client.get("/p/195"))


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><b>', "x" * 100_000, "\x00", "{{7*7}}"])
def test_what_was_typed_comes_back_escaped_and_cut(client, typed):
    page = client.post("/p/195", {"words": typed})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode() and '"><b>' not in page.content.decode()
    assert len(page.content) < LIMIT


def test_a_search_from_another_site_is_refused_and_other_methods_too(client):
    assert client.post("/p/195", {"words": "x"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.put("/p/195").status_code == 405


# The way there


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["front", "relief", "help", "about", "staying-hidden", "sign-in", "library"])
def test_one_quiet_link_leads_here_from_everywhere_without_signing_in(client, name):
    assert 'href="/p/190">' in client.get(reverse(name)).content.decode()


def test_where_exit_lands_nothing_says_what_this_is(client):
    assert "/p/190" not in client.get(reverse("exit")).content.decode()


def test_a_tool_has_its_own_bar_and_no_other_way_out(client):
    assert "/p/190" not in client.get(reverse("check-the-room")).content.decode()


# When something is not whole


def test_a_search_that_cannot_be_made_says_so_and_the_rest_stands(client, monkeypatch):
    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("no such module: fts5")

    monkeypatch.setattr(queries, "_index", refuse)
    page = client.post("/p/195", {"words": "sleep"})
    assert page.status_code == 200 and "The search doesn't work here right now." in words(page)
    monkeypatch.setattr(search, "index", refuse)
    (message,) = health.library()
    assert message.is_serious() and "FTS5" in message.hint


def test_a_broken_page_of_an_installation_is_left_out_and_named(tmp_path, settings):
    path = tmp_path / "library" / "articles" / "our-own-page" / "1.0.0.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\nid: our-own-page\n---\nNo heading.\n", encoding="utf-8")
    folders = roots.content(extra=tmp_path)
    assert "our-own-page" not in content.shelf(folders).by_id
    settings.CONTENT_EXTRA = str(tmp_path)
    found = health.library()
    assert found and all(message.is_serious() and "our-own-page/1.0.0.md" in message.msg for message in found)


def test_a_whole_library_is_said_to_be_so():
    (message,) = health.library()
    assert not message.is_serious() and "60 single questions" in message.msg


def test_without_its_lists_the_library_is_said_to_be_broken(monkeypatch, tmp_path):
    monkeypatch.setattr(roots, "content", lambda **_: (tmp_path,))
    assert all(message.is_serious() for message in health.library())
