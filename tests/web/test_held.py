"""What phones may keep: the list the server gives, its version, the worker itself, and the way to be rid of it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from holdfast.catalogue import roots
from holdfast.catalogue.problems import broken
from holdfast.programme import queries
from holdfast.safety import emergency
from holdfast.web import held, public
from tests.web.test_doors import NAMES, PRIVATE
from tests.web.test_doors import PUBLIC as FOR_EVERYONE


@pytest.fixture(autouse=True)
def made_anew() -> Iterator[None]:
    """A list is made once for a process; its settings stand still, but not in tests."""
    held._made.cache_clear()
    yield
    held._made.cache_clear()


def told(client: Client) -> dict:
    """The list at the top of the worker, made as a new process makes it."""
    held._made.cache_clear()
    script = client.get(reverse("worker")).content.decode()
    return json.loads(re.match(r"const HELD = (\{.*?\n\});\n", script, re.DOTALL)[1])


def test_the_worker_may_answer_for_the_whole_site_and_is_asked_for_each_time(client: Client) -> None:
    response = client.get(reverse("worker"))
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response.headers["Content-Security-Policy"]
    assert not response.cookies


def test_every_public_page_without_parts_in_its_address_is_held_and_no_other(client: Client) -> None:
    pages = set(told(client)["pages"])
    for pattern in get_resolver().url_patterns:
        if pattern.pattern.converters:
            continue
        address, public = reverse(pattern.name), getattr(pattern.callback, "is_public", False)
        response = client.get(address) if public and pattern.name != "worker" else None
        joined = response is not None and response.status_code == 200 and "no-store" not in response["Cache-Control"]
        assert (address in pages) == joined, pattern.name
    assert pages >= {
        "/",
        "/help",
        "/about",
        "/exit",
        reverse("relief"),
        reverse("staying-hidden"),
        reverse("no-signal"),
    }


def test_ps_45_no_private_address_is_in_the_list(client: Client) -> None:
    listed = told(client)
    private = {reverse(name) for name in PRIVATE if not get_resolver().reverse_dict.getlist(name)[0][0][0][1]}
    assert len(private) > 20
    assert private.isdisjoint([*listed["pages"], *listed["files"], *listed["forms"]])


def test_a_view_says_of_itself_that_it_is_public() -> None:
    """The list and the walk over all doors must mean the same pages."""
    marked = {pattern.name for pattern in get_resolver().url_patterns if hasattr(pattern.callback, "is_public")}
    assert marked == FOR_EVERYONE & set(NAMES)


def test_ps_45_ps_51_what_is_held_says_so_itself(client: Client) -> None:
    """No cookie, nothing that may not be stored, the same twice: asked for as a stranger asks."""
    for address in told(client)["pages"]:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.headers["Cache-Control"] == "no-cache", address
        assert not response.cookies, address
        assert response.content == Client().get(address).content, address


def test_the_version_is_made_of_what_the_pages_say(client: Client, settings, monkeypatch) -> None:
    versions = {told(client)["version"], told(Client())["version"]}
    assert len(versions) == 1
    for setting, value in (("APP_NAME", "Tide table"), ("OPERATOR", "Somebody else."), ("COUNTRY", "fi")):
        setattr(settings, setting, value)
        versions.add(told(client)["version"])
    assert len(versions) == 4


def test_a_changed_word_on_a_page_is_a_new_version(client: Client, monkeypatch) -> None:
    before = told(client)["version"]
    monkeypatch.setattr(emergency, "grounding", lambda: "Look round.")
    assert told(client)["version"] != before


def test_the_stamp_changes_with_a_file(tmp_path, settings, monkeypatch) -> None:
    monkeypatch.setattr(roots, "BASE", tmp_path)
    (tmp_path / "a.yaml").write_text("a: 1\n", encoding="utf-8")
    before = held._stamp()
    assert held._stamp() == before
    (tmp_path / "b.yaml").write_text("b: 1\n", encoding="utf-8")
    assert held._stamp() != before


def test_the_day_makes_a_new_version_only_where_a_page_shows_it(client: Client, time_machine) -> None:
    time_machine.move_to("2026-11-21T12:00:00Z")
    before = told(client)["version"]
    time_machine.move_to("2026-11-22T12:00:00Z")
    assert told(client)["version"] == before


def test_a_page_that_cannot_be_shown_just_now_costs_no_other_page(client: Client, monkeypatch) -> None:
    def torn() -> None:
        raise broken(Path("help.md"), 1, "torn")

    whole = told(client)["pages"]
    monkeypatch.setattr(emergency, "grounding", torn)
    lost = set(whole) - set(told(client)["pages"])
    assert "/help" in lost and {"/", "/p/2", "/about"}.isdisjoint(lost)


def test_a_page_that_says_it_may_not_be_stored_is_not_held(client: Client, monkeypatch) -> None:
    before = told(client)["pages"]
    monkeypatch.setattr(public, "render", no_store(public.render))
    assert "/about" in before
    assert "/about" not in told(client)["pages"]


def no_store(render):
    """Render as before, and say that nothing of it may be stored."""

    def rendered(*args, **kwargs):
        response = render(*args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return rendered


def test_every_tool_that_relief_leads_to_is_held(client: Client) -> None:
    text = client.get(reverse("relief")).content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    doors = {link.partition("#")[0] for link in re.findall(r'href="([^"]+)"', main)}
    public = {address for address in doors if getattr(resolve(address).func, "is_public", False)}
    assert {f"/p/150/{number}" for number in queries.tools().tools} <= public
    assert public <= set(told(client)["pages"])


def test_the_hosts_country_is_held_and_others_once_opened(client: Client, settings) -> None:
    assert not [address for address in told(client)["pages"] if address.startswith("/p/129/")]
    settings.COUNTRY = "FI"
    assert "/p/129/fi" in told(client)["pages"]
    settings.COUNTRY = "nowhere"
    assert not [address for address in told(client)["pages"] if address.startswith("/p/129/")]
    assert told(client)["opened"] == ["/p/129/"]


def test_only_public_pages_with_parts_are_among_the_others(client: Client) -> None:
    """Where one of them is not held, the page that says so is shown. A private address never begins like these."""
    others = told(client)["others"]
    assert "/p/129/" in others
    for pattern in get_resolver().url_patterns:
        address = "/" + str(pattern.pattern).partition("<")[0]
        if not getattr(pattern.callback, "is_public", False):
            assert not any(address.startswith(start) for start in others), pattern.name


def test_a_form_of_a_public_page_has_a_page_that_stands_in_for_its_answer(client: Client) -> None:
    listed = told(client)
    assert listed["forms"] == {reverse("and-now"): reverse("after-a-tool")}
    assert set(listed["forms"].values()) <= set(listed["pages"])
    assert listed["missing"] in listed["pages"]
    assert listed["exit"] == "/exit"


@pytest.mark.django_db  # closing a file sends the signal that ends a request
def test_each_file_that_a_held_page_names_is_held_too(client: Client) -> None:
    listed = told(client)
    named = set()
    for address in listed["pages"]:
        text = client.get(address).content.decode()
        named |= set(re.findall(r'(?:href|src)="(/s/[^"]+)"', text))
    assert named <= set(listed["files"])
    assert {"/s/ui/js/exit.js", "/s/ui/js/public.js", "/s/ui/fonts/atkinson-next-latin.woff2"} <= set(listed["files"])
    for address in listed["files"]:
        response = client.get(address)
        assert response.status_code == 200, address
        response.close()


def test_a_whole_copy_is_small(client: Client) -> None:
    listed = held.held()
    weight = sum(len(client.get(page).content) for page in listed.pages)
    assert weight < 30_000 * len(listed.pages)
    assert weight + sum(len(held._content(file.removeprefix("/s/"))) for file in listed.files) < 1_500_000


def test_ps_49_the_copy_can_be_taken_off_without_script(client: Client) -> None:
    response = client.post(reverse("clear-phone"))
    assert (response.status_code, response.headers["Location"]) == (303, "/exit")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not response.cookies, "a session goes on"
    assert client.get(reverse("clear-phone")).status_code == 405
    foreign = client.post(reverse("clear-phone"), headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert "Clear-Site-Data" not in foreign.headers


def test_where_exit_lands_no_worker_is_asked_for(client: Client) -> None:
    assert f'data-worker="{reverse("worker")}"' in client.get("/").content.decode()
    assert "data-worker" not in client.get("/exit").content.decode()


def test_ps_43_staying_hidden_says_that_a_copy_is_a_trace_too(client: Client) -> None:
    text = client.get(reverse("staying-hidden")).content.decode()
    assert "The copy is a trace too." in text
    assert f'action="{reverse("clear-phone")}"' in text
