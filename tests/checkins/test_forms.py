"""Forms from their first page to their meaning, as the storyboards A16, A17 and A33 to A36 tell it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from holdfast.checkins import queries
from holdfast.instruments import queries as instruments
from holdfast.people import actions as people
from tests.cast import join
from tests.checkins.walking import begin, hidden, press, some_answers, text, walk

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 3, 20, 40, tzinfo=UTC)  # a Tuesday evening
NOT_A_TEST = "This number isn't a verdict on you, and it isn't a diagnosis."
ASKED = sorted(set(instruments.all_()) - {"hark", "daily-checkin", "programme-items", "intimacy-own"})
WITH_WORDS = [id for id in ASKED if instruments.definition(id).has_words]


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as moving:
        yield moving


def ana_on(day, clock, **profile):
    clock.move_to(START + timedelta(days=day - 1))
    return join("ana", started="2026-11-03", **profile)


def test_a16_and_a17_the_first_look_on_day_two(clock):
    ana = ana_on(2, clock)
    press(ana, reverse("check-in"), "next", **{"a-mood": "5"})
    assert reverse("offer") in ana.client.get(reverse("check-in-saved", args=[0])).content.decode()
    lead = ana.client.get(reverse("offer"))
    assert "Five yes or no questions about the last month." in text(lead)
    page = ana.client.post(reverse("form-begin"), hidden(lead) | {"do": "yes"})
    shown = ana.client.get(page.url)
    assert "Sometimes things happen to people that are unusually or especially frightening" in text(shown)
    assert len(set(re.findall(r'name="a-([^"]+)"', shown.content.decode()))) == 1, "published one a screen"
    page = press(ana, page.url, "next", **{"a-gate": "1"})
    for item, key in zip(("q1", "q2", "q3", "q4", "q5"), "11110", strict=True):
        page = press(ana, page.url, "next", **{f"a-{item}": key})
    result = ana.client.get(page.url)
    assert "You said yes to 4 of 5." in text(result)
    assert "In studies, people with three or four yeses or more often gain from a closer look." in text(result)
    assert NOT_A_TEST in text(result)
    assert "Ask me on Sunday" in text(result)
    ana.client.post(reverse("closer-look"), hidden(result) | {"do": "ask"})
    clock.move_to(START + timedelta(days=4))
    assert queries.offer(ana.keyring, people.update_profile(ana.keyring), clock_day(clock)) is None
    clock.move_to(START + timedelta(days=5))
    assert queries.offer(ana.keyring, people.update_profile(ana.keyring), clock_day(clock)).turn.form == "pcl-5"


def clock_day(clock):
    return datetime.now(UTC).date()


def test_a_no_to_the_lead_in_ends_the_first_look(clock):
    ana = ana_on(2, clock)
    page = press(ana, reverse("form-page", args=[begin(ana, "pc-ptsd-5"), 1]), "next", **{"a-gate": "0"})
    result = text(ana.client.get(page.url))
    assert "You said yes to 0 of 5. Many people" in result.replace(" . ", ". ") or "You said yes to 0 of 5." in result
    assert "Many people with this number don't need a closer look." in result


def test_no_thanks_after_the_first_look_is_a_no_for_this_turn(clock):
    ana = ana_on(2, clock)
    result = walk(ana, "pc-ptsd-5", {"gate": "1", "q1": "0", "q2": "0", "q3": "0", "q4": "0", "q5": "0"})
    ana.client.post(reverse("closer-look"), hidden(result) | {"do": "no"})
    profile = people.update_profile(ana.keyring)
    for day in range(5, 13):
        found = queries.offer(ana.keyring, profile, (START + timedelta(days=day)).date())
        assert found is None or found.turn.form != "pcl-5"


def test_a33_and_a34_twenty_questions_four_a_page(clock):
    ana = ana_on(6, clock)
    lead = ana.client.get(reverse("offer"))
    assert "Have you slept, and is this an okay day?" in text(lead)
    assert "They're about how you've been, not about what happened." in text(lead)
    page = ana.client.post(reverse("form-begin"), hidden(lead) | {"do": "yes"})
    first = ana.client.get(page.url)
    assert len(set(re.findall(r'name="a-([^"]+)"', first.content.decode()))) == 4
    assert "You can stop at any moment." in text(first)
    for label in ("Wait", "Stop", "Steady me"):
        assert label in text(first)
    result = walk(ana, "pcl-5", {f"q{n}": "2" if n > 3 else "3" for n in range(1, 21)}, "month")
    said = text(result)
    assert "43 of 80" in said
    assert "0 would mean none of these troubles, 80 all of them, as strong as can be." in said
    assert "Many clinics take a closer look from about 31 to 33 on. Your number is above that." in said
    assert "Up or down by 5 is mostly chance. Fifteen or more is likely real." in said
    assert NOT_A_TEST in said
    assert "Treatments made for this help many people." in said
    assert "After forms like this, some people feel stirred up." in said


@pytest.mark.parametrize(("each", "place"), [("1", "below that"), ("4", "above that")])
def test_a34_says_on_which_side_of_the_range_a_number_lies(clock, each, place):
    ana = ana_on(6, clock)
    assert f"Your number is {place}." in text(walk(ana, "pcl-5", {f"q{n}": each for n in range(1, 21)}))


def test_a34_within_the_range_itself(clock):
    ana = ana_on(6, clock)
    answers = {f"q{n}": "2" for n in range(1, 17)} | {f"q{n}": "0" for n in range(17, 21)}
    assert "32 of 80" in text(walk(ana, "pcl-5", answers))


def test_wait_steady_and_stop_keep_the_place_and_the_answers(clock):
    ana = ana_on(6, clock)
    id = begin(ana, "pcl-5")
    address = reverse("form-page", args=[id, 1])
    waited = press(ana, address, "wait", **{"a-q1": "3"})
    assert "Take your time. This stays as it is." in text(ana.client.get(waited.url))
    assert address in ana.client.get(waited.url).content.decode()
    steady = press(ana, address, "steady", **{"a-q1": "3", "a-q2": "1"})
    assert "Breathe in while you count three." in text(ana.client.get(steady.url))
    assert address in ana.client.get(steady.url).content.decode()
    stopped = press(ana, address, "stop", **{"a-q1": "3", "a-q2": "1"})
    assert "Stopped. That was yours to choose." in text(ana.client.get(stopped.url))
    path = ana.client.get(reverse("forms")).content.decode()
    assert reverse("form", args=[id]) in path
    assert ana.client.get(reverse("form", args=[id])).url == address
    page = ana.client.get(address).content.decode()
    assert re.search(r'name="a-q1" value="3" checked', page)


def test_going_on_leads_to_the_first_page_with_something_left(clock):
    ana = ana_on(6, clock)
    id = begin(ana, "pcl-5")
    page = press(ana, reverse("form-page", args=[id, 1]), "next", **{f"a-q{n}": "0" for n in range(1, 5)})
    press(ana, page.url, "stop", **{"a-q5": "2"})
    assert ana.client.get(reverse("form", args=[id])).url == reverse("form-page", args=[id, 2])


def test_a_place_is_kept_for_a_week_and_a_new_start_begins_anew(clock):
    ana = ana_on(6, clock)
    id = begin(ana, "pcl-5")
    press(ana, reverse("form-page", args=[id, 1]), "stop", **{"a-q1": "2"})
    profile = people.update_profile(ana.keyring)
    day = (START + timedelta(days=5)).date()
    assert [draft.id for draft in queries.open_drafts(ana.keyring, day + timedelta(days=7))] == [str(id)]
    assert queries.open_drafts(ana.keyring, day + timedelta(days=8)) == []
    other = begin(ana, "pcl-5")
    assert queries.draft(ana.keyring, id) is None
    assert queries.draft(ana.keyring, other).answers == {}
    assert profile


def test_leaving_everything_out_keeps_nothing(clock):
    ana = ana_on(2, clock)
    id = begin(ana, "who-5")
    page = reverse("form-page", args=[id, 1])
    for _ in range(5):
        page = press(ana, page, "skip").url
    assert page == reverse("forms")
    assert instruments.administrations(ana.keyring) == []
    assert queries.draft(ana.keyring, id) is None


def test_a_form_with_a_gap_has_no_number_and_says_why(clock):
    ana = ana_on(2, clock)
    said = text(walk(ana, "gad-7", {"q1": "3"}))
    assert "There is no number this time, because some were left out." in said
    assert NOT_A_TEST in said


def test_the_draft_is_kept_as_one_goes_without_a_press(clock):
    ana = ana_on(6, clock)
    id = begin(ana, "pcl-5")
    page = ana.client.get(reverse("form-page", args=[id, 1]))
    kept = ana.client.post(reverse("form-draft", args=[id, 1]), hidden(page) | {"a-q1": "4"})
    assert kept.status_code == 204
    assert queries.draft(ana.keyring, id).answers == {"q1": 4}
    refused = ana.client.post(reverse("form-draft", args=[id, 1]), hidden(page) | {"a-q1": "40"})
    assert refused.status_code == 422
    assert queries.draft(ana.keyring, id).answers == {"q1": 4}


@pytest.mark.parametrize("id", WITH_WORDS)
def test_cr_11_every_form_can_be_walked_and_never_ends_in_a_bare_number(clock, id):
    ana = ana_on(2, clock, supporting=True)
    someone = people.someone({"name": "Ben", "relation": "romantic", "main": True})
    people.keep_someone(ana.keyring, someone)
    for pace, choose in ((True, lambda keys: keys[0]), (False, lambda keys: keys[-1])):
        people.update_profile(ana.keyring, one_at_a_time=pace)
        result = walk(ana, id, some_answers(id, choose))
        said = text(result)
        assert result.status_code == 200
        assert NOT_A_TEST in said
        assert "Find someone" in said
        assert instruments.definition(id).title in said
        block = result.content.decode().split("data-meaning")[1].split("</div>")[0]
        assert len(re.findall(r"<p>[^<]{20,}</p>", block)) >= 2, "a meaning besides the sentence that it is no test"
        assert "{person}" not in said
    kept = instruments.administrations(ana.keyring, id)
    assert len(kept) == 2
    target = instruments.definition(id).target
    assert {each.target for each in kept} == ({someone.id} if target else {None})


@pytest.mark.parametrize("variant", ["csi-4", "phq-2", "phq-8", "gad-2", "sci-02", "week"])
def test_variants_are_asked_and_told_as_their_own_form(clock, variant):
    ana = ana_on(2, clock, people=[people.someone({"name": "Ben", "relation": "romantic", "main": True})])
    (id,) = [id for id, form in instruments.all_().items() if variant in [known.id for known in form.variants]]
    result = walk(ana, id, some_answers(id, lambda keys: keys[0], variant), variant)
    assert NOT_A_TEST in text(result)
    (kept,) = instruments.administrations(ana.keyring, id)
    assert kept.variant == variant


def test_the_soft_week_is_marked_on_what_was_answered_in_it(clock):
    ana = ana_on(2, clock, soft_days=["2026-11-05/2026-11-05"])
    walk(ana, "who-5", some_answers("who-5", lambda keys: keys[0]))
    (kept,) = instruments.administrations(ana.keyring)
    assert kept.flags == ("soft",)


def test_a_correction_takes_the_place_of_what_was_answered(clock):
    ana = ana_on(2, clock)
    walk(ana, "who-5", dict.fromkeys(("q1", "q2", "q3", "q4", "q5"), "5"))
    (before,) = instruments.administrations(ana.keyring)
    clock.move_to(START + timedelta(days=2))
    ana = _again(ana)
    page = ana.client.get(reverse("check-in"))
    opened = ana.client.post(reverse("given-correct", args=[before.id]), hidden(page))
    address = ana.client.get(opened.url).url
    for _ in range(5):
        shown = ana.client.get(address)
        assert re.search(r'value="5" checked', shown.content.decode())
        (item,) = set(re.findall(r'name="a-([^"]+)"', shown.content.decode()))
        address = press(ana, address, "next", **{f"a-{item}": "1"}).url
    (after,) = instruments.administrations(ana.keyring)
    assert set(after.answers.values()) == {1}
    assert after.local_date == before.local_date
    assert "corrected" in after.flags


def _again(member):
    """The same person, signed in anew after the clock moved on."""
    from django.http import HttpResponse
    from django.test import Client

    from holdfast.accounts import actions as accounts

    opened = accounts.by_name(member.name, member.words, accounts.Sender("127.0.0.1"))
    response = HttpResponse()
    accounts.start_session(response, opened)
    client = Client()
    for cookie in response.cookies.values():
        client.cookies[cookie.key] = cookie.value
    return type(member)(member.name, member.words, client, opened.account, opened.keyring)


def test_what_cannot_be_begun_is_not_found(clock):
    ana = ana_on(2, clock)
    lead = ana.client.get(reverse("offer"))
    for form, variant in [
        ("hark", ""), ("daily-checkin", ""), ("intimacy-own", ""), ("csi-16", "csi-4"), ("ders-16", ""),
        ("nothing", ""), ("", ""), ("../../etc/passwd", ""), ("pcl-5", "yearly"), ("\x00", ""),
    ]:  # fmt: skip
        sent = hidden(lead) | {"form": form, "variant": variant, "do": "yes"}
        assert ana.client.post(reverse("form-begin"), sent).status_code == 404, form
        assert ana.client.post(reverse("form-look"), sent).status_code == 404, form


def test_pages_of_nobodys_form_are_not_found(clock):
    ana, cleo = ana_on(2, clock), join("cleo")
    id = begin(ana, "who-5")
    for name in ("form-page", "form-draft"):
        page = cleo.client.get(reverse("check-in"))
        assert cleo.client.post(reverse(name, args=[id, 1]), hidden(page)).status_code == 404
    assert cleo.client.get(reverse("form", args=[id])).status_code == 404
    assert ana.client.get(reverse("form-page", args=[id, 99])).status_code == 404
    assert ana.client.get(reverse("form-page", args=[id, 0])).status_code == 404
    assert ana.client.get(reverse("result", args=[id])).status_code == 404


def test_no_address_says_which_form_it_is(clock):
    ana = ana_on(2, clock)
    html = ana.client.get(reverse("forms")).content.decode()
    for address in re.findall(r'(?:href|action)="([^"]+)"', html):
        assert not any(id in address for id in instruments.all_())


def test_another_day_and_no_thanks_from_the_offer(clock):
    ana = ana_on(2, clock)
    lead = ana.client.get(reverse("offer"))
    ana.client.post(reverse("form-begin"), hidden(lead) | {"do": "later"})
    assert ana.client.get(reverse("offer")).url == reverse("today")
    clock.move_to(START + timedelta(days=4))
    ana = _again(ana)
    lead = ana.client.get(reverse("offer"))
    assert "Five yes or no questions" in text(lead)
    ana.client.post(reverse("form-begin"), hidden(lead) | {"do": "no"})
    profile = people.update_profile(ana.keyring)
    for day in range(2, 7):
        found = queries.offer(ana.keyring, profile, (START + timedelta(days=day)).date())
        assert found is None or found.turn.form != "pc-ptsd-5"


def test_an_old_offer_answered_late_changes_nothing(clock):
    ana = ana_on(2, clock)
    lead = ana.client.get(reverse("offer"))
    stale = hidden(lead) | {"key": "closer-look/9", "do": "no"}
    assert ana.client.post(reverse("form-begin"), stale).url == reverse("today")
    assert "Five yes or no questions" in text(ana.client.get(reverse("offer")))


def test_the_form_that_was_taken_out_still_has_a_page(clock, settings):
    ana = ana_on(2, clock)
    result = walk(ana, "who-5", some_answers("who-5", lambda keys: keys[0]))
    (kept,) = instruments.administrations(ana.keyring)
    assert result.status_code == 200
    settings.CONTENT_NC = False
    assert "This form isn't here any more" in text(ana.client.get(reverse("result", args=[kept.id])))


def test_there_is_no_day_to_ask_again_where_the_closer_look_comes_no_more(clock, monkeypatch):
    from holdfast.checkins import content

    ana = ana_on(2, clock)
    plan = content.baseline()
    monkeypatch.setattr(content, "baseline", lambda: plan.model_copy(update={"turns": plan.turns[:1]}))
    result = walk(ana, "pc-ptsd-5", {"gate": "1", "q1": "0", "q2": "0", "q3": "0", "q4": "0", "q5": "0"})
    assert "Ask me on" not in text(result)
    assert "Keep going here" in text(result)
    sent = ana.client.post(reverse("closer-look"), hidden(ana.client.get(reverse("check-in"))) | {"do": "ask"})
    assert sent.url == reverse("today")


def test_an_offer_answered_with_no_button_we_know_changes_nothing(clock):
    ana = ana_on(2, clock)
    lead = ana.client.get(reverse("offer"))
    assert ana.client.post(reverse("form-begin"), hidden(lead) | {"do": "perhaps"}).url == reverse("today")
    assert "Five yes or no questions" in text(ana.client.get(reverse("offer")))


def test_what_a_page_posts_by_itself_after_the_end_is_quietly_let_go(clock):
    ana = ana_on(2, clock, one_at_a_time=False)
    id = begin(ana, "who-5")
    address = reverse("form-page", args=[id, 1])
    sent = hidden(ana.client.get(address)) | {f"a-q{n}": "3" for n in range(1, 6)}
    ana.client.post(address, sent | {"do": "next"})
    assert ana.client.post(reverse("form-draft", args=[id, 1]), sent | {"a-q1": "0"}).status_code == 204
    assert set(instruments.administrations(ana.keyring)[0].answers.values()) == {3}
