"""Good together, the four quiet questions, the quiet check: the same bytes for all, nothing ticked is ever sent."""

import logging
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

import holdfast
from holdfast.accounts import actions as accounts
from holdfast.instruments import actions as instruments
from holdfast.instruments import queries as forms
from holdfast.people import actions as people
from holdfast.people.schema import Someone
from holdfast.safety import actions, queries, rules
from holdfast.vault.models import DropRow
from tests.cast import join
from tests.safety.test_gate import BEN, TODAY, bytes_of, open_record, picture
from tests.web import test_public as public
from tests.web import test_reading as reading
from tests.web import walks

PAGES = ["good-together", "four-questions", "quiet-check", "more-questions", "plan-copy"]
TICKED = ["four-questions", "quiet-check", "more-questions"]
BUTTONS = {"1": "Let them wait", "2": "Let them wait, because of me", "3": "No need", "4": "I'd rather not say"}
TEMPLATES = Path(holdfast.__file__).parent / "safety" / "templates" / "safety"
WEDNESDAY = "2026-11-11"
# Help itself is another page; these are what one reads on the way to it.
SAFETY_PAGES = [
    *sorted((TEMPLATES / "public").glob("*.html")),
    TEMPLATES / "support.html",
    TEMPLATES / "after_an_answer.html",
]


@pytest.fixture(params=PAGES)
def address(request) -> str:
    return reverse(request.param)


class Controls(HTMLParser):
    """The fields of a page, and which of them stand in a form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside = 0
        self.ticks: list[dict[str, str | None]] = []
        self.in_forms: list[dict[str, str | None]] = []
        self.buttons: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one control."""
        told = dict(attrs)
        self.inside += tag == "form"
        if tag in ("input", "select", "textarea"):
            self.ticks.append(told)
            if self.inside or "form" in told:
                self.in_forms.append(told)
        elif tag == "button" and told.get("form") == "choice":
            self.buttons.append(told)

    def handle_endtag(self, tag: str) -> None:
        """The end of a form."""
        self.inside -= tag == "form"


def page(name: str, client: Client | None = None) -> str:
    return (client or Client()).get(reverse(name)).content.decode()


# --- the pages


def test_ps_17_ps_23_the_bytes_are_the_same_for_everyone(address):
    public.test_public_pages_are_the_same_bytes_for_all(address)


def test_ps_51_public_small_no_cookie_no_session_no_database(address, client, monkeypatch):
    public.test_ps_51_cr_01_public_pages_are_small_and_set_no_cookie(client, address)
    public.test_cr_01_ps_40_help_and_exit_stand_in_every_bar(client, address)
    public.test_ps_44_one_title_and_no_query_strings(client, address)
    public.test_one_heading_of_the_first_rank(client, address)
    public.test_every_link_inside_a_page_has_its_place_and_no_id_stands_twice(client, address)
    public.test_ps_51_public_pages_never_look_at_a_cookie_or_the_database(client, address, monkeypatch)


def test_cr_25_they_are_read_easily(address, client):
    if address == reverse("more-questions"):
        return  # published words, exempt
    reading.test_cr_25_public_pages_are_read_easily(client, address)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/p/110", "/p/111", "/p/112/1", "/p/112/6", "/p/115", "/p/117"])
def test_cr_25_one_s_own_pages_of_this_room_are_read_easily(address):
    reading.test_cr_25_public_pages_are_read_easily(join("ana").client, address)


@pytest.mark.django_db
def test_ps_17_both_roles_read_the_same_page_signed_in_or_not(address):
    ana = join("ana", recovering=True)
    ben = join("ben", recovering=False, supporting=True)
    people.keep_someone(ana.keyring, Someone(str(BEN), "Ben", "romantic", True))
    actions.choose(ana.keyring, "because-of-me", TODAY)
    seen = {client.get(address).content for client in (Client(), ana.client, ben.client)}
    assert len(seen) == 1


@pytest.mark.parametrize("moment", ["2026-01-07T08:00:00Z", "2026-11-24T23:30:00Z", "2027-03-01T03:00:00Z"])
def test_ps_22_the_bytes_are_the_same_on_every_day(address, moment):
    before = Client().get(address).content
    with time_machine.travel(moment):
        assert Client().get(address).content == before


def test_ps_17_good_together_says_what_good_looks_like_and_what_to_watch_for():
    said = public.words(Client().get(reverse("good-together")))
    for words in (
        "What good looks like. You can say no, and nothing bad follows.",
        "What to watch for. Being afraid of how someone will react.",
        "you made me do it",
        "I'm the one who's hurt here",
        "Someone who reads your phone, holds your money",
        "If you are the one who scares someone, there is help for you too.",
        "A limit is about me.",
        "Please don't use it to tell someone what they are.",
        "Where to get help",
    ):
        assert words in said
    assert not re.search(r"\b(your partner|victim|abuser|score|quiz|test)\b", said)


@pytest.mark.parametrize("name", TICKED)
def test_ps_19_no_tick_can_be_sent(name):
    found = Controls(page(name))
    assert found.ticks
    assert [tick for tick in found.ticks if {"name", "form", "id", "value"} & tick.keys()] == []
    assert all(tick["autocomplete"] == "off" for tick in found.ticks), "a browser fills in again what was ticked"
    inside = [field for field in found.in_forms if field.get("type") != "hidden"]
    assert inside == []


@pytest.mark.parametrize("name", TICKED)
def test_ps_19_a_page_with_ticks_is_never_stored(name):
    response = Client().get(reverse(name))
    assert response.headers["Cache-Control"] == "no-store"
    assert "safety/forget.js" in response.content.decode()


def test_ps_18_it_opens_by_asking_whether_one_is_alone_and_leaving_weighs_the_same():
    text = page("quiet-check")
    start = text.index("<h1")
    assert "Are you on your own right now? Could someone look at this phone later?" in text[start : start + 400]
    first = text[start : text.index('id="check"')]
    assert re.findall(r'<(?:a|button)[^>]*class="(btn[^"]*)"', first) == ["btn", "btn"], "one weight"
    assert "checkbox" not in first


def test_ps_20_ps_21_every_branch_stands_in_the_page_for_everyone():
    said = public.words(Client().get(reverse("quiet-check")))
    for words in (
        "Nothing you tick is kept or sent.",
        "I'm sorry. It isn't your fault. You know best what is safe for you.",
        "If you ticked the neck. Please read that part in Help today.",
        "I've hurt, scared, pushed or watched them, or I'm worried that I might.",
        "It took something to be honest. This can change, with people who know how: Help",
        "A page can't tell you that someone is safe.",
        "Should the harder things for two wait?",
    ):
        assert words in said
    text = page("quiet-check")
    assert 'href="/help#scared"' in text
    assert 'href="/help#hurt-someone"' in text


def test_a22_four_questions_and_where_they_lead():
    said = public.words(Client().get(reverse("four-questions")))
    assert "What you tick isn't kept or sent. The page is the same whatever you tick." in said
    assert len(Controls(page("four-questions")).ticks) == 4
    for words in ("Think of someone else", "Go on alone", "Talk to someone first", "Go on"):
        assert words in said


ORDERS = (
    *("you should", "leave them", "leave him", "leave her", "confront", "show this to", "show them", "your partner"),
    *("victim", "couple", "together with them", "don't worry", "well done", "!"),
)
# What may stand in a variable of these pages: published words, whose they are, addresses, and the form to send again.
SHOWN = {"block", "item", "credit", "mark", "who", "sharing", "help", "go_on", "name", "value"}
SAID = re.compile(
    r"""\{%\s*translate\s+(["'])(.*?)\1|\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*endblocktranslate""", re.DOTALL
)


def said_in(file: Path) -> str:
    """What a template says, in small letters."""
    found = SAID.findall(file.read_text(encoding="utf-8"))
    assert found
    return " ".join(one or other for _, one, other in found).lower()


@pytest.mark.parametrize("file", SAFETY_PAGES, ids=lambda file: file.name)
def test_cr_29_no_variable_of_these_pages_can_hold_a_person_or_their_words(file):
    text = file.read_text(encoding="utf-8")
    assert set(re.findall(r"\{\{\s*(\w+)", text)) <= SHOWN
    if file.name != "support.html":
        assert "go_on" not in text
        assert not re.search(r"\b(profile|request|keyring)\b", text)


@pytest.mark.parametrize("file", SAFETY_PAGES, ids=lambda file: file.name)
def test_ps_21_nobody_is_told_what_to_do_or_sent_to_settle_it_together(file):
    for word in ORDERS:
        assert word not in said_in(file), word


@pytest.mark.parametrize("file", SAFETY_PAGES, ids=lambda file: file.name)
def test_cr_16_no_words_that_judge_or_teach_a_way(file):
    for word in ("commit", "successful", "failed attempt", "overdose", "method", "hang", "jump", "note"):
        assert not re.search(rf"\b{word}", said_in(file)), word


def test_decision_12_the_published_four_stand_in_their_own_words_unscored_and_unsent():
    hark = forms.definition("hark")
    text = page("more-questions")
    said = public.words(Client().get(reverse("more-questions")))
    for item in hark.items:
        assert item.text in said
    assert "<form" not in text[text.index("<main") :]
    assert not re.search(r"\d+ of 4|score|positive", said.split("Whose questions")[0].lower())
    assert "tried with women who went to see a doctor in London" in said
    assert "10.1186/1471-2296-8-49" in said, "whose they are"


@pytest.mark.django_db
def test_decision_22_the_published_four_are_never_recorded():
    ana = join("ana")
    with pytest.raises(ValueError):
        instruments.record(
            ana.keyring, "hark", None, {"afraid": 1}, id=BEN, local_date=TODAY, zone="Europe/Berlin"
        )  # fmt: skip


def test_without_the_published_four_the_page_still_stands(monkeypatch):
    monkeypatch.setattr("holdfast.web.quiet.forms.definition", lambda _id: None)
    response = Client().get(reverse("more-questions"))
    assert response.status_code == 200
    assert "left these questions out" in response.content.decode()


# --- the choice


def answer(response) -> tuple:
    """Everything a browser could see of an answer."""
    return response.status_code, sorted(response.headers.items()), response.content, sorted(response.cookies)


def test_ps_19_each_choice_is_posted_in_one_length_under_a_name_that_says_nothing():
    buttons = Controls(page("quiet-check")).buttons
    assert {button["name"] for button in buttons} == {"v"}
    assert sorted(button["value"] for button in buttons) == ["1", "2", "3", "4", "5"]
    assert len({len(f"{button['name']}={button['value']}") for button in buttons}) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["open", "locked", "nobody"])
@time_machine.travel("2026-11-24T12:00:00Z", tick=False)  # a header names the second, whatever was chosen
def test_ps_18_ps_23_every_choice_and_not_now_get_the_same_answer_to_the_byte(door):
    client = join("ana").client if door != "nobody" else Client()
    if door == "locked":
        client.post(reverse("lock"))
    answers = set()
    for value in ("1", "2", "3", "4", "5", "", "nonsense"):
        with walks.rolled_back():
            answers.add(repr(answer(client.post(reverse("quiet-choice"), {"v": value}))))
    assert len(answers) == 1
    assert client.post(reverse("quiet-choice"), {"v": "5"}).url == reverse("today")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "open_tiers"), [("1", ()), ("2", ()), ("3", (1, 2, 3)), ("4", (1,)), ("5", (1,)), ("x", (1,))]
)
def test_the_choice_is_kept(value, open_tiers):
    ana = join("ana")
    actions._change(ana.keyring, lambda _record: open_record())
    with time_machine.travel("2026-11-24T12:00:00Z"):
        ana = rejoined(ana)
        ana.client.post(reverse("quiet-choice"), {"v": value})
        record = queries.gate(ana.keyring)
    assert tuple(tier for tier in (1, 2, 3) if rules.may_open(tier, record, BEN, TODAY)) == open_tiers


def rejoined(member):
    """The same person in a new session, at the hour it is now."""
    from django.http import HttpResponse

    response = HttpResponse()
    opened = accounts.by_name(member.name, member.words, accounts.Sender("127.0.0.1"))
    accounts.start_session(response, opened)
    for cookie in response.cookies.values():
        member.client.cookies[cookie.key] = cookie.value
    return member


@pytest.mark.django_db
@given(st.lists(st.sampled_from(["1", "2", "3", "4", "5", "", "<script>"]), max_size=5))
def test_ps_19_database_before_and_after_as_many_rows_of_the_same_size(values):
    with walks.rolled_back():
        ana = join("ana")
        before = picture(ana.account.id)
        for value in values:
            held = bytes_of(ana.account.id)
            ana.client.post(reverse("quiet-choice"), {"v": value})
            assert picture(ana.account.id) == before
            now = bytes_of(ana.account.id)
            assert len([id for id in now if now[id] != held[id]]) == 1


@pytest.mark.django_db
def test_ps_22_nothing_shows_that_it_was_done(caplog):
    """Erasure twin: every page of Ana's is the same after a choice as without one, and so is Ben's."""
    ana, ben = join("ana"), join("ben")
    names = ["today", "me", "path", "my-data", "quiet-check", "plan", "settings", "locks-and-keys", "after-an-answer"]

    def seen():
        return [plain(member.client.get(reverse(name))) for member in (ana, ben) for name in names]

    before = seen()
    with caplog.at_level(logging.DEBUG):
        for value in "123451":
            ana.client.post(reverse("quiet-choice"), {"v": value})
            assert seen() == before, value
    lines = {record.getMessage() for record in caplog.records if record.name.startswith("holdfast")}
    assert all(re.fullmatch(r"\dxx \d+ ms", line) for line in lines)


def plain(response) -> str:
    return re.sub(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"', r'name="\1"', response.content.decode())


@pytest.mark.django_db
def test_a_choice_made_while_locked_shuts_at_the_next_unlock_and_never_opens():
    ana = join("ana")
    actions._change(ana.keyring, lambda _record: open_record())
    sizes = set()
    for value, waits in (("3", False), ("1", True)):
        ana.client.post(reverse("lock"))
        ana.client.post(reverse("quiet-choice"), {"v": value})
        (dropped,) = DropRow.objects.filter(owner=ana.account.id)
        sizes.add(len(dropped.sealed))
        assert queries.gate(ana.keyring).of(BEN).waits is False, "nothing yet"
        before = queries.gate(ana.keyring)
        rejoined(ana)
        assert not DropRow.objects.filter(owner=ana.account.id).exists()
        assert queries.gate(ana.keyring).of(BEN).waits is waits
        if value == "3":
            assert queries.gate(ana.keyring) == before, "no need is never taken from a locked page"
    assert len(sizes) == 1
    assert ana.client.get(reverse("kept-forms")).content.decode().count("Save it now") == 0


@pytest.mark.django_db
def test_a_choice_from_another_site_is_refused():
    ana = join("ana")
    before = bytes_of(ana.account.id)
    for site in ("cross-site", "same-site"):
        response = ana.client.post(reverse("quiet-choice"), {"v": "3"}, headers={"Sec-Fetch-Site": site})
        assert response.status_code == 403
    assert bytes_of(ana.account.id) == before
    assert ana.client.get(reverse("quiet-choice")).status_code == 405


@pytest.mark.django_db
def test_a_choice_of_nobody_leaves_nothing():
    Client().post(reverse("quiet-choice"), {"v": "1"})
    assert not DropRow.objects.exists()


@pytest.mark.django_db
def test_a_flood_of_choices_while_locked_fills_no_table():
    ana = join("ana")
    ana.client.post(reverse("lock"))
    for _ in range(30):
        assert ana.client.post(reverse("quiet-choice"), {"v": "1"}).status_code == 302
    assert DropRow.objects.count() <= 20
    rejoined(ana)
    assert queries.gate(ana.keyring).anyone.waits


# --- when everyone is reminded of it


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_ps_22_the_day_is_the_same_for_everyone_and_the_week_after_it(today):
    day = rules.check_day(today)
    assert (rules.reading(today) == "quiet-check") == (today - day < timedelta(days=7))


def test_ps_17_good_together_comes_again_each_quarter():
    first = date(2026, 1, 1)
    days = [first + timedelta(days=n) for n in range(364)]
    weeks = [day for day in days if rules.reading(day) == "good-together"]
    assert len(weeks) in range(28, 36), "a week, four or five times a year"


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["1", "2", "3", "4", "5", None])
def test_ps_22_today_reminds_all_week_whatever_was_chosen(value):
    with time_machine.travel(f"{WEDNESDAY}T12:00:00Z"):
        ana = join("ana")
        if value:
            ana.client.post(reverse("quiet-choice"), {"v": value})
        assert "This week, for everyone:" in public.words(ana.client.get(reverse("today")))
        assert reverse("quiet-check") in ana.client.get(reverse("today")).content.decode()
    with time_machine.travel("2026-11-19T12:00:00Z"):
        rejoined(ana)
        assert "This week, for everyone:" not in public.words(ana.client.get(reverse("today")))


@pytest.mark.django_db
def test_they_are_reached_from_me():
    text = join("ana").client.get(reverse("me")).content.decode()
    for name in ("quiet-check", "good-together", "plan"):
        assert f'href="{reverse(name)}"' in text


def test_each_template_of_these_pages_is_looked_at_here():
    names = {name.replace("-", "_") for name in PAGES}
    assert {file.stem for file in (TEMPLATES / "public").glob("*.html")} == names
