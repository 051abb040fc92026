"""Relief, signed out and without script: two taps, the words of the storyboards, what follows a tool, nothing kept."""

import gzip
import re
from contextlib import closing
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.programme import queries
from holdfast.web.paths import RETIRED, TABLE
from tests.web.test_public import LIMIT, words

TOOLS = [f"/p/150/{number}" for number in queries.tools().tools]
PAGES = ["/p/2", "/p/8", "/p/151", "/p/152", *TOOLS]
ASKED = {"asked": "1"}
LABELS = [
    "I don't know. Just help me",
    *("Too much at once", "On edge", "Memories coming", "Far away or numb"),
    *("Panic in my body", "Angry", "Ashamed", "Sad", "Alone"),
    *("Can't sleep", "After a bad dream", "Pain or a tight body"),
    *("I want to hurt myself", "I want to drink or use"),
    "Someone is scaring me",
]


def tiles(page: object) -> dict[str, str]:
    """The feelings of A2 with where each leads."""
    found = re.findall(r'<a class="tile[^"]*" href="([^"]+)">([^<]+)<', page.content.decode())
    return {unescape(label).strip(): address for address, label in found}


def test_a2_the_fifteen_and_one_stand_in_their_order(client: Client) -> None:
    page = client.get("/p/2")
    assert list(tiles(page))[:16] == LABELS
    read = words(page)
    assert "What's it like right now? Pick what fits best. You can change it." in read
    assert "Nothing you tap here is kept." in read


def test_a2_each_feeling_opens_its_tool_and_two_of_them_help(client: Client) -> None:
    where = tiles(client.get("/p/2"))
    assert where["I don't know. Just help me"] == where["Far away or numb"] == "/p/150/2"
    assert where["On edge"] == "/p/150/1"
    assert where["Memories coming"] == "/p/150/3"
    assert where["Panic in my body"] == "/p/150/21"
    assert where["I want to hurt myself"] == "/help#hurt-myself"
    assert where["Someone is scaring me"] == "/help#scared"
    assert sum(address.startswith("/help") for address in list(where.values())[:16]) == 2


def test_from_the_front_door_two_taps_lead_to_the_first_step_of_a_tool(client: Client) -> None:
    """3.10, check 3: counted."""
    assert 'href="/p/2"' in client.get("/").content.decode()
    for feeling in LABELS:
        address = tiles(client.get("/p/2"))[feeling]
        if not address.startswith("/help"):
            assert 'id="step-1"' in client.get(address).content.decode(), feeling


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_small_sets_nothing_and_is_the_same_for_all(address: str) -> None:
    """PS-51, CR-01, 3.10 checks 4 and 5. No database mark: a query would fail."""
    other = Client(headers={"User-Agent": "Phone", "Accept-Language": "fi"})
    other.cookies["hf-s"] = other.cookies["hf-d"] = "something"
    first, second = Client().get(address), other.get(address)
    assert first.status_code == 200
    assert first.content == second.content
    assert not first.cookies and "Set-Cookie" not in first.headers
    assert len(first.content) < LIMIT
    assert len(re.findall(r"<h1\b", first.content.decode())) == 1


@pytest.mark.parametrize("address", TOOLS)
def test_every_tool_has_its_parts_in_their_places(client: Client, address: str) -> None:
    page = client.get(address)
    text, read = page.content.decode(), words(page)
    tool = queries.tools().tools[int(address.rpartition("/")[2])]
    head = tool.exercise.head
    assert head.opening in read and f"Skip this if {head.skip_if}" in read
    if head.layout == "steps":
        assert text.index('name="before"') < text.index('id="step-1"'), "the rating stands above the first step"
    assert text.index('href="/help#scared"') < text.index('name="after"'), "danger is asked about"
    assert read.index(head.about) < read.index("Why we say that")
    assert "Not yet read by a clinician." in read
    assert re.search(r"Stop Lighter Wait", read), "the bar of an exercise, in its order"
    assert head.lighter in read
    assert "Another kind of tool" in read


def test_a3_word_for_word(client: Client) -> None:
    read = words(client.get("/p/150/1"))
    for line in (
        "Check the room",
        "About three minutes. You can stop at any moment. Keep your eyes open.",
        "How strong is it? 0 not at all, 10 as strong as it gets. Tap one, if you like.",
        "1. Look. Turn your head slowly. Find the door. Find the window. Look into each corner. Is anyone or anything "
        "here a danger to you now? There may be danger I'm safe enough here",
        "2. Press. Put both feet on the floor. Press down, slowly, five times. Feel the floor push back. Go on",
        "3. Long breath out. Breathe in while you count three. Breathe out while you count five. Six times. Don't hold "
        "your breath. If breath feels bad, press your feet instead.",
        "4. Then and now. Say what year it is. Say where you are. Name one thing you can do now that you couldn't do "
        "then. Done",
        "Looking round and feeling your feet help some people in the moment. How sure are we? Not very. Why we "
        "say that",
        "Just look at one thing near you. Say its colour. That counts.",
        "Used in practice; we know of no test of it alone.",
    ):
        assert line in read


def test_n2_word_for_word(client: Client) -> None:
    read = words(client.get("/p/150/3"))
    for line in (
        "You can stop at any moment. Keep your eyes open. Put a light on if you can.",
        '1. Say it. Say: "This is a memory. It\'s not happening now." Out loud, if no one needs to sleep. In your head '
        "is fine.",
        "2. Find now. What year is it? What town are you in? Look for three things that weren't there then.",
        "3. Feel now. Press your feet down. Hold something cool or rough. Move your toes.",
        "4. Let it pass by. The picture may come back. You don't have to push it away or look at it. Look at the "
        "light. Name what you see.",
        "5. Stay a while. Drink some water. Put something round your shoulders. Done Once more",
        "Say today's date out loud. That counts.",
    ):
        assert line in read


def test_come_back_to_here_word_for_word(client: Client) -> None:
    read = words(client.get("/p/150/2"))
    assert (
        "Eyes open. Say your name. Say the day. Say the place. Feet on the floor. Push. Find something blue. Find "
        "something round. Hold something cold. You're here. It's now. I'm a bit more here Not yet" in read
    )
    assert "That can take time. Stay sitting. Don't drive, cook or carry a child just now." in read
    assert 'data-weekday="You&#x27;re here. It&#x27;s {weekday}."' in client.get("/p/150/2").content.decode()


def test_n5_to_n7_word_for_word(client: Client) -> None:
    read = words(client.get("/p/150/4"))
    lines = (
        "You don't have to get through the night. Only ten minutes.",
        "Sit where your back has something behind it.",
        "Put a light on.",
        "Put things you could hurt yourself with out of reach, or go to another room.",
        "Drink some water. Slowly.",
        "Name five things you can see. Then four you can hear or feel.",
        "Think of one person, one pet or one place that has been good to you.",
        "Waves rise, and they fall. This one will too.",
    )
    assert " Next ".join(lines) in read
    assert (
        "Who could know that tonight is hard? You could write: “Bad night. You don't need to fix it. Can you write "
        "back when you see this?” Copy the message Once more I want a person I'm a bit better" in read
    )
    assert (
        "You got through ten minutes. That's real, even if it feels the same. Ten more I want a person Until morning"
        in words(client.get("/p/152"))
    )
    assert (
        "You needn't sleep. Resting is enough. A blanket. Some water or tea. A quiet voice: radio or a book read "
        'aloud. No big decisions tonight. No long talks. No alcohol. In the morning, tell one person: "I had a bad '
        'night." Nothing you tapped here was kept. Exit Help' in words(client.get("/p/150/5"))
    )


def test_panic_asks_first_whether_it_is_new_and_gives_the_number(client: Client, settings) -> None:
    settings.COUNTRY = "fi"
    page = client.get("/p/150/21")
    assert (
        "Is this new for you? Does your chest hurt? Does the pain go to your arm or jaw? Can you not get air? Is one "
        "side of your body weak? Then call 112 . Do you know this as panic? Then:" in words(page)
    )
    assert 'href="tel:112"' in page.content.decode()
    settings.COUNTRY = ""
    assert 'Then call <a href="/help#numbers">the emergency number</a>.' in client.get("/p/150/21").content.decode()


def test_the_numbers_of_the_named_tools_are_those_of_the_file() -> None:
    for _, rest, _, name in (row for row in TABLE if row[0] == 150 and row[1] != "/<int:number>"):
        id = {"come-back": "come-back-to-here", "next-ten-minutes": "the-next-ten-minutes"}.get(name, name)
        assert queries.tools().find(id).number == int(rest.removeprefix("/")), name
    assert {6, 7} <= RETIRED


@pytest.mark.parametrize("address", ["/p/150/0", "/p/150/22", "/p/150/99999999999999999999", "/p/6", "/p/7"])
def test_a_number_without_a_tool_is_a_page_that_says_so(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_host_who_took_out_a_tool_has_no_page_for_it(client: Client, monkeypatch) -> None:
    """Whatever is missing, what is left still works."""
    from dataclasses import replace

    whole = queries.tools()
    less = {number: tool for number, tool in whole.tools.items() if number not in (1, 2, 4, 5)}
    feelings = {name: tuple(tool for tool in all_ if tool.number in less) for name, all_ in whole.feelings.items()}
    monkeypatch.setattr(queries, "tools", lambda: replace(whole, tools=less, feelings=feelings))
    assert client.get("/p/150/1").status_code == 404
    assert list(tiles(client.get("/p/2")))[:16] == LABELS
    assert "/p/150/4" not in client.post("/p/8", {"after": "9", **ASKED}).content.decode()
    assert client.post("/p/8", {"here": "far", **ASKED}).status_code == 200
    assert client.get("/p/152").status_code == 200


# After a tool


@pytest.mark.parametrize(
    ("before", "after", "heading", "line"),
    [
        (
            "7",
            "5",
            "7, then 5.",
            "It went down by 2, on a scale from 0 to 10. It won't do that each time. It may do it",
        ),
        ("7", "7", "7, and still 7.", "That happens. It doesn't mean you did it wrong. Another kind may suit you more"),
        ("7", "8", "7, then 8.", "It went up. Let's not go on with this one."),
    ],
)
def test_a5_three_forms(client: Client, before: str, after: str, heading: str, line: str) -> None:
    asked = client.post("/p/8", {"tool": "check-the-room", "before": before})
    assert f'name="before" value="{before}"' in asked.content.decode(), "the number travels in the form"
    response = client.post("/p/8", {"tool": "check-the-room", "before": before, "after": after, **ASKED})
    assert heading in words(response) and line in words(response)
    assert "Would you like to keep this? You need your own space for that. It takes three minutes." in words(response)
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("told", "offered"),
    [
        ({"before": "9", "after": "6"}, False),
        ({"before": "9", "after": "7"}, True),
        ({"before": "3", "after": "3"}, True),
        ({"helped": "same"}, True),
        ({"helped": "helped"}, False),
    ],
)
def test_n4_offers_ten_minutes_another_kind_a_person_and_two_doors(client: Client, told: dict, offered: bool) -> None:
    page = client.post("/p/8", {"tool": "self-hold", **told, **ASKED})
    for door in ('href="/p/150/4"', 'href="/help#hurt-myself"', 'href="/help#scared"', 'href="/p/2"'):
        assert (door in page.content.decode()) is (offered or door == 'href="/p/2"')
    if offered:
        read = words(page)
        assert "What could help next? The next ten minutes Another kind of tool I want a person" in read
        assert "If you think of ending your life or hurting yourself: That's me" in read
        assert "If someone near you is the danger: That's me" in read


def test_n4_still_strong_is_said_of_seven_and_more(client: Client) -> None:
    assert "Still strong. You've done nothing wrong." in words(client.post("/p/8", {"after": "8", **ASKED}))
    assert "Still strong" not in words(client.post("/p/8", {"before": "2", "after": "2", **ASKED}))


def test_far_away_opens_come_back_to_here_and_takes_the_tool_off_the_list(client: Client) -> None:
    page = client.post("/p/8", {"tool": "name-what-is-here", "here": "far", **ASKED})
    assert "<h1" in page.content.decode() and "Come back to here" in words(page)
    assert 'name="off" value="name-what-is-here"' in page.content.decode()
    assert "Name what is here" not in words(page)
    relief = client.post("/p/2", {"off": "name-what-is-here"})
    text = relief.content.decode()
    assert 'action="/p/150/6"' not in text, "too much at once opens the next best"
    assert text.count('name="off" value="name-what-is-here"') > 16
    assert "Name what is here" not in words(relief)


def test_far_away_after_come_back_to_here_is_told_that_it_takes_time(client: Client) -> None:
    read = words(client.post("/p/8", {"tool": "come-back-to-here", "here": "far", **ASKED}))
    assert "That can take time. Stay sitting. Don't drive, cook or carry a child just now." in read
    assert "Again I want a person" in read


def test_a_tool_that_made_it_worse_is_stopped(client: Client) -> None:
    page = client.post("/p/8", {"tool": "self-hold", "helped": "worse", **ASKED})
    read = words(page)
    assert (
        "Thank you for saying so. Let's stop this one. It isn't your fault. Some tools don't suit some people." in read
    )
    assert "Look at something near you. Press your feet down. Drink some water." in read
    assert "Try another kind I want a person I'm done" in read


def test_cr_17_two_worse_in_a_row_signed_out_by_the_forms_alone(client: Client) -> None:
    """Each form hands on what the next page needs; nothing else holds it."""
    told = {"tool": "self-hold", "helped": "worse", **ASKED}
    for address in ("/p/8", "/p/2", "/p/150/16"):
        page = client.post(address, told).content.decode()
        told = dict(re.findall(r'name="(off|worse)" value="([^"]*)"', page))
        assert told == {"off": "self-hold", "worse": "1"}
    page = client.post("/p/8", {**told, "tool": "move-a-little"}).content.decode()
    assert 'name="worse" value="1"' in page, "the page that asks hands it on too"
    read = words(client.post("/p/8", {**told, "tool": "move-a-little", "helped": "worse", **ASKED}))
    assert "Thank you for saying so. Let's stop the tools for now." in read
    assert "A person may help more now than a tool." in read
    assert "Try another kind" not in read and "Another tool" not in read
    assert client.cookies == {}


def test_skip_looks_and_weighs_like_the_main_button(client: Client) -> None:
    text = client.get("/p/8").content.decode()
    assert '<button class="btn">Go on</button>' in text and '<button class="btn skip"' in text


def test_pages_sent_as_forms_keep_nothing_and_are_not_stored(client: Client) -> None:
    for address in ("/p/2", "/p/8", "/p/152", *TOOLS):
        page = client.post(address, {"off": "self-hold", "worse": "1", "before": "9"})
        assert page.status_code == 200
        assert not page.cookies and page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/p/2", "/p/8", "/p/150/1", "/p/152"])
def test_a_form_from_another_site_is_refused(client: Client, address: str) -> None:
    assert client.post(address, {}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


# The card


def test_s3_the_cards_word_for_word_and_turned_round(client: Client) -> None:
    page = client.get("/p/151")
    read = words(page)
    for card in (
        "Too much just now. Please give me room. I'm not angry with you.",
        "I'm not fully here. Please talk softly. Don't touch me. Tell me the day and the place.",
        "Shaky. Please stay near. No questions.",
    ):
        assert read.count(card) == 3, "in the list, upright and turned round"
    assert not re.findall(r"<textarea[^>]*\bname=", page.content.decode()), "own words can be sent nowhere"
    assert reverse("cards") in client.get("/p/2").content.decode()


@pytest.mark.django_db  # closing a file sends the signal that ends a request
@pytest.mark.parametrize("address", ["/p/2", "/p/150/1", "/p/150/4", "/p/151"])
def test_a_page_with_all_that_only_relief_needs_is_light(client: Client, address: str) -> None:
    """Under 30 kB on a first visit: the page as it is, and its own files as they travel, compressed."""
    text = client.get(address).content
    scripts = ("tool", "after", "after-rules", "aloud", "breathe") if b"tool.js" in text else ("cards",)
    own = ["/s/programme/relief.css", "/s/ui/js/steps.js", *(f"/s/programme/{name}.js" for name in scripts)]
    weight = len(text)
    for file in own:
        with closing(client.get(file)) as response:
            weight += len(gzip.compress(b"".join(response)))
    assert weight < LIMIT
