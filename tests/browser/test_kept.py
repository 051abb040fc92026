"""What a phone keeps and what it never does: a signed-in session, an update, each kind of Exit, a shared phone."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from holdfast.cli import search
from holdfast.web import held
from tests.browser.harness import copies, enter, holding, kept, settled
from tests.cast import WORDS as LOCK_WORDS
from tests.cast import join
from tests.web import walks

rows = pytest.mark.django_db(transaction=True, databases="__all__")
NOTHING = {"local": {}, "session": {}, "caches": [], "databases": [], "workers": 0}
GONE = """async () => !(await caches.keys()).length && !(await navigator.serviceWorker.getRegistrations()).length"""


def exit_now(page: Page) -> None:
    """Press Exit, and land."""
    page.get_by_role("button", name="Exit this page now").click()
    page.wait_for_url("**/exit")


def put_plan(page: Page) -> None:
    """What the page of a person's plan does when they want it on this phone."""
    page.evaluate("caches.open('hf-plan').then((cache) => cache.put('/hf-plan', new Response('my own plan')))")


def sign_in(page: Page, name: str, who: str) -> None:
    """Through the page, on one's own phone or on a shared one."""
    page.goto("/p/10/o")
    page.get_by_label("Your name here").fill(name)
    page.get_by_label("Your lock words").fill(LOCK_WORDS[name])
    page.locator("label", has_text=who).first.click()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/p/1")


@pytest.fixture
def visitor(open_page) -> Page:
    """A phone that was on the front page and holds the public pages."""
    page = open_page("/", service_workers="allow")
    holding(page)
    return page


def test_ps_45_a_phone_holds_exactly_what_the_list_says_and_no_cookie_came_with_it(visitor):
    found, listed = copies(visitor), held.held()
    assert set(found) == {*listed.pages, *listed.files}
    assert not [path for path, text in found.items() if "set-cookie" in text.lower()]
    assert visitor.context.cookies() == []


@rows
def test_ps_45_no_word_of_hers_is_on_the_phone_after_a_signed_in_session(open_page, site):
    ana = join("ana")
    ids = walks.live(ana)
    page = open_page("/", service_workers="allow")
    holding(page)
    enter(page.context, site, ana)
    shown = ""
    for name, address in walks.addresses(ids).items():
        if name not in {"exit", "lock", "worker", "export", "erase"}:
            page.goto(address)
            shown += page.content()
    assert walks.CANARY in shown.lower(), "her words were on those pages"
    stored = "\n".join(f"{path}{text}" for path, text in copies(page).items()).encode("latin1")
    for word in (walks.CANARY, LOCK_WORDS["ana"]):
        for name, forms in search.disguises(word).items():
            assert not [form for form in forms if form in stored], (word, name)
    public = {*held.held().pages, *held.held().files, "/p/129/fi"}
    assert set(copies(page)) <= public
    session = kept(page)["session"]
    assert set(session) <= {"places"}


@rows
def test_decision_31_exit_keeps_the_public_pages_and_drops_the_plan(visitor, site):
    enter(visitor.context, site, join("ana"))
    visitor.goto("/p/1")
    put_plan(visitor)
    exit_now(visitor)
    settled(visitor, "async () => !(await caches.has('hf-plan'))")
    assert kept(visitor)["workers"] == 1
    assert len(kept(visitor)["caches"]) == 1


@rows
@pytest.mark.parametrize("place", ["/p/1", "/help"])
def test_ps_41_exit_of_who_wants_nothing_left_clears_everything(visitor, site, place):
    ana = join("ana")
    enter(visitor.context, site, ana)
    visitor.goto("/p/32")
    visitor.get_by_label("Exit leaves nothing on this phone").check()
    visitor.get_by_role("button").locator("visible=true").last.click()
    visitor.wait_for_url("**/p/25")
    put_plan(visitor)
    visitor.goto(place)
    exit_now(visitor)
    settled(visitor, GONE)
    visitor.reload()
    settled(visitor, GONE)
    assert {name: value for name, value in kept(visitor).items() if name != "cookies"} == NOTHING


@rows
def test_ps_49_signing_in_on_a_shared_phone_clears_it_and_help_stays_by_signal_alone(visitor):
    join("ana")
    put_plan(visitor)
    sign_in(visitor, "ana", "It's shared, or not mine")
    settled(visitor, GONE)
    visitor.goto("/help")
    visitor.wait_for_load_state("networkidle")
    settled(visitor, GONE)
    exit_now(visitor)
    assert {name: value for name, value in kept(visitor).items() if name != "cookies"} == NOTHING


@rows
def test_ps_49_a_phone_that_is_called_shared_at_sign_up_is_cleared_too(visitor, site):
    ana = join("ana")
    enter(visitor.context, site, ana)
    visitor.goto("/p/14")
    visitor.get_by_role("button", name="Someone else can, or might").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Then we'll be more careful.")
    settled(visitor, GONE)


def test_the_copy_can_be_taken_off_by_hand_and_stays_off_where_one_lands(visitor):
    put_plan(visitor)
    visitor.goto("/p/9")
    visitor.get_by_role("button", name="Take the copy off now").click()
    visitor.wait_for_url("**/exit")
    settled(visitor, GONE)
    visitor.reload()
    assert kept(visitor) == NOTHING | {"cookies": []}


def test_an_update_that_fails_leaves_the_earlier_copy_whole(visitor, monkeypatch):
    before, told = copies(visitor), held.held()
    broken = replace(told, version="f" * 16, pages=(*told.pages, "/nowhere"))
    monkeypatch.setattr(held, "held", lambda: broken)
    state = visitor.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.getRegistration();
            const began = new Promise((done) => registration.addEventListener("updatefound", done, {once: true}));
            registration.update().catch(() => {});
            await began;
            const next = registration.installing;
            await new Promise((done) => next.addEventListener("statechange", done, {once: true}));
            return [next.state, registration.active.state];
        }"""
    )
    assert state == ["redundant", "activated"]
    assert copies(visitor) == before
    assert len(kept(visitor)["caches"]) == 1


def test_ft_27_a_browser_that_refuses_workers_and_storage_shows_the_pages_all_the_same(open_page):
    page = open_page()
    page.add_init_script(
        """ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("no", "SecurityError"));
        Object.defineProperty(window, "sessionStorage", {get: () => { throw new DOMException("no", "SecurityError") }});
        """
    )
    page.goto("/")
    page.get_by_role("link", name="I want to feel steadier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What's it like right now?")
    exit_now(page)


def test_without_script_nothing_is_kept_and_every_public_page_opens(open_page):
    page = open_page(js=False, service_workers="allow")
    for address in held.held().pages:
        assert page.request.get(address).status == 200
    page.goto("/help")
    assert page.get_by_role("heading", level=1).inner_text() == "Help"


def test_without_any_network_a_private_page_is_answered_by_the_page_that_says_so(open_page, site, settings):
    """Only then: nobody's page can be on its way. A server on this very computer needs no network."""
    settings.ALLOWED_HOSTS = ["*"]
    port = urlsplit(site).port
    away = open_page("/", base_url=f"http://harbour.localhost:{port}", service_workers="allow")
    holding(away)
    away.context.set_offline(True)
    away.goto("/p/1")
    expect(away.get_by_role("heading", level=1)).to_have_text("You have no signal.")
