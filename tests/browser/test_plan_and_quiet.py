"""The plan and the quiet pages in a real browser: by keyboard, by axe, without script; the copy on a phone."""

from datetime import date

import pytest
from playwright.sync_api import expect

from holdfast.safety import actions
from holdfast.safety.plan import Written
from tests.browser.harness import (
    DESK,
    NARROW,
    PHONE,
    axe,
    both_themes,
    enter,
    fits,
    holding,
    kept,
    large_text,
    tab_order,
)
from tests.cast import join
from tests.safety.test_plan import rejoined

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

GOOD, FOUR, CHECK, CHECKING, MORE, COPY = "/p/180", "/p/181", "/p/182", "/p/182#check", "/p/184", "/p/116"
PUBLIC = [GOOD, FOUR, CHECK, CHECKING, MORE, COPY]
PLAN = "/p/111"
OWN = [PLAN, "/p/110", "/p/112/1", "/p/112/7", "/p/114", "/p/115", "/p/117"]
WORDS = {"signs": "I stop answering.\nMy jaw is tight.", "reasons": "The sea in June."}


@pytest.fixture
def ana():
    """Ana with two parts of a plan."""
    member = join("ana")
    for id, words in WORDS.items():
        actions.write(member.keyring, id, Written(words, "form", ""), date(2026, 11, 20))
    return member


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["320", "phone", "desk"])
def test_public_pages_axe_narrow_and_twice_as_large(open_page, address, size):
    page = open_page(address, size=size)
    both_themes(page, axe)
    fits(page)
    large_text(page)
    fits(page)


def test_own_pages_axe_narrow_and_twice_as_large(open_page, site, ana):
    page = open_page(size=NARROW)
    enter(page.context, site, ana)
    for address in OWN:
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        both_themes(page, axe)
        fits(page)
        large_text(page)
        fits(page)


@pytest.mark.parametrize("address", PUBLIC)
def test_every_page_works_without_script(open_page, address):
    page = open_page(address, js=False)
    assert page.locator("h1").inner_text().strip()
    assert page.get_by_role("button", name="Exit this page now").is_visible()
    assert page.get_by_role("link", name="Help", exact=True).first.is_visible()


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_ps_18_the_quiet_check_opens_with_one_question_and_two_equal_buttons(open_page, js):
    page = open_page(CHECK, js=js)
    assert page.get_by_role("checkbox").count() == 0
    on, off = page.get_by_role("link", name="Go on"), page.get_by_role("button", name="Not now")
    first, second = on.bounding_box(), off.bounding_box()
    assert abs(first["height"] - second["height"]) < 1
    look = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color, getComputedStyle(e).fontSize]"
    assert on.evaluate(look) == off.evaluate(look)
    on.click()
    assert page.get_by_role("checkbox").count() == 9
    expect(page.get_by_role("button", name="Let them wait", exact=True)).to_be_visible()


def test_ps_18_by_keyboard_alone(open_page):
    page = open_page(CHECK)
    order = tab_order(page)
    assert order[:3] == ["Exit this page now", "Help", "Go to the page"]
    assert order[order.index("Go on") + 1] == "Not now"
    page.get_by_role("link", name="Go on").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_role("checkbox").first.is_checked()


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(
    "button", ["Let them wait", "Let them wait, because of me", "No need", "I'd rather not say", "Not now"]
)
def test_ps_19_ps_23_what_is_sent_holds_no_tick_and_every_button_leads_to_one_place(open_page, site, ana, js, button):
    page = open_page(js=js)
    enter(page.context, site, ana)
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.post_data))
    page.goto(CHECK)
    if button != "Not now":
        page.get_by_role("link", name="Go on").click()
        for tick in page.get_by_role("checkbox").all():
            tick.check()
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url("**/p/1")
    assert [len(body) for body in sent] == [3]
    assert sent[0].startswith("v=")


@pytest.mark.parametrize("address", [FOUR, CHECKING, MORE])
def test_ticks_are_gone_when_one_comes_back(open_page, address):
    page = open_page(address)
    page.get_by_role("checkbox").first.check()
    page.goto("/help")
    page.go_back()
    assert [tick.is_checked() for tick in page.get_by_role("checkbox").all()].count(True) == 0
    page.get_by_role("checkbox").first.check()
    page.reload()
    assert [tick.is_checked() for tick in page.get_by_role("checkbox").all()].count(True) == 0
    found = kept(page)
    assert (found["local"], found["cookies"], found["databases"]) == ({}, [], [])


def test_cr_12_a_plan_without_script_from_nothing_to_paper(open_page, site):
    ben = join("ben")
    page = open_page(js=False)
    enter(page.context, site, ben)
    page.goto("/p/5")
    page.get_by_role("link", name="My plan").click()
    page.get_by_role("link", name="Begin").click()
    for words in ("tight jaw", "", "the library"):
        page.get_by_label("In your own words").fill(words)
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="That's enough for now").click()
    page.wait_for_url(f"**{PLAN}")
    assert "tight jaw" in page.locator("main").inner_text()
    offered = page.get_by_role("button", name="Keep a copy here").count()
    assert not offered, "the copy needs a script, so it is not offered"
    page.get_by_role("link", name="Print it").click()
    assert "the library" in page.locator("main").inner_text()


def test_the_page_of_a_part_keeps_itself(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    page.goto("/p/112/2")
    page.get_by_label("In your own words").type("walk to the shore")
    expect(page.get_by_text("Saved, and locked with your own words.")).to_be_visible()
    page.goto(PLAN)
    assert "walk to the shore" in page.locator("main").inner_text()


def caches(page) -> dict[str, list[str]]:
    """What lies in the browser's caches of this site, and what it says."""
    return page.evaluate(
        """async () => {
            const found = {};
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                const answers = await Promise.all((await cache.keys()).map((one) => cache.match(one)));
                found[name] = await Promise.all(answers.map((one) => one.text()));
            }
            return found;
        }"""
    )


GONE = "caches.has('hf-plan').then((there) => !there)"


def test_cr_15_no_copy_without_a_press_and_the_dump_of_the_browser_is_empty(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    for address in (PLAN, "/p/112/1", "/p/114", PLAN, COPY):
        page.goto(address)
        page.wait_for_timeout(100)
    assert "hf-plan" not in caches(page)
    found = kept(page)
    assert found["local"] == {} and found["databases"] == []
    assert "jaw" not in str(found) + str(caches(page))
    expect(page.get_by_text("There's no copy of a plan here.")).to_be_visible()


def test_cr_15_a_copy_is_kept_seen_renewed_and_taken_off_by_a_press(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    page.goto(PLAN)
    expect(page.get_by_text("Anyone who can open this phone or this browser could read it.")).to_be_visible()
    page.get_by_role("button", name="Keep a copy here").click()
    expect(page.get_by_text("There's a copy on this phone.")).to_be_visible()
    page.context.clear_cookies()  # nobody is signed in
    page.goto(COPY)
    shown = page.locator("[data-held]")
    expect(shown).to_be_visible()
    assert "I stop answering.\nMy jaw is tight." in shown.inner_text()
    assert "Kept here from your plan of 20 November 2026." in shown.inner_text()
    both_themes(page, axe)
    enter(page.context, site, ana)
    actions.write(ana.keyring, "tell", Written("<b>the neighbour</b>", "form", ""), date(2026, 11, 21))
    page.goto(PLAN)
    expect(page.get_by_text("The copy on this phone is older than your plan.")).to_be_visible()
    page.get_by_role("button", name="Keep a copy here").click()
    expect(page.get_by_text("There's a copy on this phone.")).to_be_visible()
    page.goto(COPY)
    expect(page.get_by_text("<b>the neighbour</b>")).to_be_visible()
    page.get_by_role("button", name="Take it off this phone").click()
    expect(page.get_by_text("It's off this phone.")).to_be_visible()
    assert "hf-plan" not in caches(page)


def test_cr_15_a_copy_opens_without_a_signal_and_exit_takes_it_off(open_page, site, ana):
    page = open_page("/", service_workers="allow")
    holding(page)
    enter(page.context, site, ana)
    page.goto(PLAN)
    page.get_by_role("button", name="Keep a copy here").click()
    expect(page.get_by_text("There's a copy on this phone.")).to_be_visible()
    page.context.set_offline(True)
    page.goto("/help")
    page.get_by_role("link", name="My plan").last.click()
    expect(page.locator("[data-held]")).to_contain_text("My jaw is tight.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Exit this page now").click()
    page.wait_for_url("**/exit")
    page.wait_for_function(GONE)


def test_cr_15_exit_and_deleting_take_the_copy_off(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    page.goto(PLAN)
    page.get_by_role("button", name="Keep a copy here").click()
    expect(page.get_by_text("There's a copy on this phone.")).to_be_visible()
    page.get_by_role("button", name="Exit this page now").click()
    page.wait_for_url("**/exit")
    page.wait_for_function(GONE)
    enter(page.context, site, rejoined(ana))
    page.goto(PLAN)
    page.get_by_role("button", name="Keep a copy here").click()
    expect(page.get_by_text("There's a copy on this phone.")).to_be_visible()
    page.get_by_role("link", name="Delete it").click()
    page.get_by_role("button", name="Delete").click()
    page.wait_for_url(f"**{PLAN}")
    page.wait_for_function(GONE)


def test_cr_15_in_shared_device_mode_nothing_is_offered_and_an_old_copy_goes(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    page.goto(PLAN)
    page.get_by_role("button", name="Keep a copy here").click()
    expect(page.get_by_text("There's a copy on this phone.")).to_be_visible()
    page.context.clear_cookies()
    enter(page.context, site, rejoined(ana, shared=True))
    page.goto(PLAN)
    expect(page.get_by_text("On a shared phone no copy is kept.")).to_be_visible()
    assert page.get_by_text("Keep a copy here").count() == 0
    page.wait_for_function(GONE)


def test_cr_08_the_support_page_reads_like_any_other(open_page, site, ana):
    page = open_page("")
    enter(page.context, site, ana)
    page.goto("/p/110")
    assert page.get_by_role("link", name="Open it").is_visible()
    assert page.get_by_role("link", name="Yes, or I'm not sure").is_visible()
    assert page.get_by_role("link", name="No. Go on").is_visible()
    assert page.locator("[role=alert], dialog").count() == 0
