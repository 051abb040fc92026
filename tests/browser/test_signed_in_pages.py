"""Every page a person can walk to inside their space: axe in both themes, a phone's width, a way out first.

Ana has five weeks of days and some forms behind her, so that no page is empty. Pages are found by following links.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from holdfast.kit import clock
from tests.browser.harness import DESK, NARROW, axe, both_themes, enter, fits, large_text
from tests.cast import Member, join
from tests.progress import filled

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

STARTS = ["/p/1", "/p/3", "/p/5", "/p/25", "/p/40", "/p/50", "/p/80", "/p/86", "/p/87", "/p/100"]
OUTSIDE = {"/", "/help", "/exit", "/about", "/p/2", "/p/150/1", "/p/150/2", "/p/8", "/p/9"}
STOPS = "a[href], button, input, select, textarea, summary, [tabindex='0']"
EACH = 2  # of pages that differ by a day or an id alone, two are enough


@pytest.fixture
def ana() -> Member:
    """Ana, with five weeks behind her."""
    member = join("ana")
    last = clock.today("Europe/Berlin")
    filled.start(member.keyring, last - timedelta(days=34))
    filled.keep_days(member.keyring, filled.diary(35, last=last, skip=(3, 11, 12)))
    for days, total in ((30, 44), (2, 40)):
        filled.form(member.keyring, "pcl-5", filled.pcl(total), last - timedelta(days=days), variant="month")
    filled.form(member.keyring, "phq-9", filled.phq(9, ninth=1), last - timedelta(days=20))
    filled.tool(member.keyring, last, 7, 5)
    return member


def walk(page) -> Iterator[str]:
    """Open page after page, following links, and hand out the address of each; the page then stands there."""
    waiting, seen, kinds = list(STARTS), set(), Counter()
    while waiting:
        address = waiting.pop(0)
        kind = "/".join(address.split("/")[:3])
        if address in seen or address in OUTSIDE or kinds[kind] == EACH:
            continue
        seen.add(address)
        kinds[kind] += 1
        answer = page.goto(address)
        assert answer.status in (200, 403), f"{address} answered {answer.status}"
        yield address
        hrefs = page.eval_on_selector_all("a[href]", "links => links.map((a) => a.getAttribute('href'))")
        waiting += [urlsplit(href).path for href in hrefs if href.startswith("/p/")]


def test_ps_40_44_every_page_has_one_heading_one_title_and_exit_first(open_page, site, ana):
    page = open_page()
    enter(page.context, site, ana)
    seen = []
    for address in walk(page):
        seen.append(address)
        assert page.locator("h1").count() == 1, address
        assert page.title() == "Holdfast", address
        assert "Exit" in page.locator(STOPS).first.inner_text(), address
        both_themes(page, axe)
        fits(page)
    assert len(seen) >= 40


@pytest.mark.parametrize("size", [NARROW, DESK], ids=["320", "desk"])
def test_every_page_fits_without_script_also_at_200_percent(open_page, site, ana, size):
    """Without script each page is whole; its text can be twice as large."""
    plain, scripted = open_page(size=size, js=False), open_page(size=size)
    for page in (plain, scripted):
        enter(page.context, site, ana)
    for address in walk(plain):
        assert plain.locator("main").inner_text().strip(), address
        scripted.goto(address)
        fits(scripted)
        large_text(scripted)
        fits(scripted)
