"""The pages of one's own numbers, as their person sees them, and as nobody else does."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from holdfast.instruments import queries as instruments
from holdfast.people import actions as people
from holdfast.people.schema import Someone
from holdfast.programme import queries as programme
from holdfast.progress import queries
from holdfast.vault.models import SealedRow
from tests.cast import join
from tests.progress import filled

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
TODAY = filled.LAST


@pytest.fixture(autouse=True)
def an_evening_in_november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ana():
    return join("ana")


def words(response) -> str:
    """What stands on the page, without tags and doubled blanks."""
    assert response.status_code == 200
    text = re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2].partition("</main>")[0])
    return " ".join(text.replace("&#x27;", "'").replace("&gt;", ">").split())


def see(member, name: str, *args) -> str:
    return words(member.client.get(reverse(name, args=args)))


def key(member, label: str) -> str:
    return queries.address(member.keyring, label)


def post(member, name: str, *args, **fields):
    path = reverse(name, args=args)
    page = member.client.get(fields.pop("page", path)).content.decode()
    token = page.partition('name="form_token" value="')[2].partition('"')[0]
    return member.client.post(path, {"form_token": token} | fields)


PCL = "pcl-5/month/en/total/"


def test_me_leads_quietly_to_what_is_ones_own(ana):
    page = ana.client.get(reverse("me")).content.decode()
    for name in ("progress", "first-week", "my-data", "locks-and-keys", "hard-dates", "settings", "help", "exit"):
        assert reverse(name) in page
    assert "With whom, until when, and how to end it" in words(ana.client.get(reverse("me")))


def test_an_empty_space_says_what_will_be_here(ana):
    said = see(ana, "progress")
    assert "Your days will be here after the first three taps." in said
    assert "They come one at a time, and you can skip each." in said
    assert reverse("check-in") in ana.client.get(reverse("progress")).content.decode()


def test_my_numbers_lists_days_and_forms_with_their_range_and_day(ana):
    filled.keep_days(ana.keyring, filled.diary(20))
    filled.form(ana.keyring, "pcl-5", filled.pcl(43), date(2026, 11, 8), variant="month")
    said = see(ana, "progress")
    assert "How have your days felt? On most of these days it lay between 5 and 7, out of 10." in said
    assert "Are the trauma symptoms easing? PCL-5 · 43 of 80 · 8 November" in said
    assert "This number isn't a verdict on you, and it isn't a diagnosis." in said


def fall(ana, *totals, every=28):
    first = TODAY - timedelta(days=every * (len(totals) - 1))
    return [
        filled.form(ana.keyring, "pcl-5", filled.pcl(total), first + timedelta(days=every * n), variant="month")
        for n, total in enumerate(totals)
    ]


def test_a_measure_answers_its_question_with_limits_and_sources(ana):
    fall(ana, 52, 47, 49, 41, 33)
    said = see(ana, "measure", key(ana, PCL))
    assert "Are the trauma symptoms easing?" in said
    assert (
        "Since 31 July your number went from 52 to 33. A step of 19 is likely real. We can't say what caused it."
        in said
    )
    assert "0 to 80. Lower is lighter." in said
    assert "Up or down by 5 is mostly chance. 15 or more is likely real." in said
    assert "Source: Marx 2022" in said
    assert "31 to 33: many clinics look closer" in said
    assert "31 and above: lower edge of the published 31-33 range" in said
    assert "Weathers" in said
    assert "not yet reviewed by a clinician" in said


def test_cr_11_no_number_stands_without_its_meaning_a_next_step_and_that_it_is_no_diagnosis(ana):
    given = fall(ana, 43)[0]
    for page in (reverse("measure", args=[key(ana, PCL)]), reverse("given", args=[given]), reverse("print")):
        text = ana.client.get(page).content.decode()
        assert "isn&#x27;t a diagnosis" in text, page
        assert reverse("help") in text.partition("<main")[2], page
    assert "43 of 80" in see(ana, "given", given)


def test_cr_11_the_ninth_question_is_on_no_chart_and_in_no_table_of_numbers(ana):
    for n in range(3):
        day = TODAY - timedelta(days=14 * n)
        filled.form(ana.keyring, "phq-9", filled.phq(8 + n, ninth=3), day)
    measure = ana.client.get(reverse("measure", args=[key(ana, "phq-9//en/total/")])).content.decode()
    printed = ana.client.get(reverse("print")).content.decode()
    text = instruments.definition("phq-9").item("q9").text
    assert text not in measure
    assert text not in printed
    assert "q9" not in measure + printed


def test_a_drop_in_the_first_days_is_called_nothing(ana):
    fall(ana, 52, 20, every=7)
    said = see(ana, "measure", key(ana, PCL))
    assert "It's too early to say what is changing. That's normal." in said
    assert "likely real." not in said.partition("What the number can say")[0]


def test_a_heavier_number_brings_company_and_no_alarm(ana):
    fall(ana, 30, 50)
    said = see(ana, "measure", key(ana, PCL))
    assert "That's heavier than before. It's worth telling someone: a doctor, or a person you trust." in said
    assert "Find someone" in said


def test_cr_19_the_rule_of_care_brings_company_although_the_verdict_is_none(ana):
    fall(ana, 46, 20, 50, 49)
    said = see(ana, "measure", key(ana, PCL))
    assert "That's no clear change." in said
    assert "That's heavier than before." in said


@pytest.mark.parametrize("totals", [(50, 30), (40, 40), (40,), (30, 40)])
def test_nothing_is_called_heavier_when_it_is_not(ana, totals):
    fall(ana, *totals)
    assert "heavier" not in see(ana, "measure", key(ana, PCL))


@pytest.mark.parametrize(("days", "early"), [(40, True), (80, False)])
def test_only_in_the_first_weeks_a_heavier_number_comes_with_the_word_about_first_weeks(ana, days, early):
    filled.start(ana.keyring, TODAY - timedelta(days=days))
    fall(ana, 30, 50)
    said = see(ana, "measure", key(ana, PCL))
    assert ("The first weeks can feel worse before they feel better." in said) is early


def test_the_main_number_is_the_one_with_a_rule_of_change(ana):
    answers = dict.fromkeys(instruments.item_ids(instruments.definition("who-5")), 2)
    filled.form(ana.keyring, "who-5", answers, TODAY)
    assert "WHO-5 · 40 of 100" in see(ana, "progress")


def test_higher_is_better_turns_the_support_round(ana):
    for n, value in enumerate((4, 1)):
        answers = dict.fromkeys(instruments.item_ids(instruments.definition("who-5")), value)
        filled.form(ana.keyring, "who-5", answers, TODAY - timedelta(days=28 * (1 - n)))
    said = see(ana, "measure", key(ana, "who-5//en/percentage/"))
    assert "went from 80 to 20" in said
    assert "heavier than before" in said


def test_variants_have_pages_of_their_own(ana):
    filled.form(ana.keyring, "pcl-5", filled.pcl(43), TODAY, variant="month")
    filled.form(ana.keyring, "pcl-5", filled.pcl(20), TODAY, variant="week")
    month, week = see(ana, "measure", key(ana, PCL)), see(ana, "measure", key(ana, "pcl-5/week/en/total/"))
    assert "20 Nov 2026 43" in month
    assert "20 Nov 2026 20" not in month
    assert "20 Nov 2026 20" in week


def test_a_relationship_measure_names_whom_it_asks_about(ana):
    ben = Someone(str(uuid4()), "Ben", "romantic", True)
    people.keep_someone(ana.keyring, ben)
    answers = dict.fromkeys(instruments.item_ids(instruments.definition("csi-16"), "csi-4"), 1)
    filled.form(ana.keyring, "csi-16", answers, TODAY, variant="csi-4", target=ben.id)
    assert "· Ben" in see(ana, "progress")


def test_an_incomplete_form_says_that_it_has_no_number(ana):
    answers = {f"q{n}": 2 for n in range(1, 10)}
    given = filled.form(ana.keyring, "pcl-5", answers, TODAY, variant="month")
    assert "Are the trauma symptoms easing? PCL-5 · no number yet" in see(ana, "progress")
    assert "no number: not all was answered" in see(ana, "given", given)
    assert "No number here yet." in see(ana, "measure", key(ana, PCL))


def test_the_answers_of_a_form_stand_in_its_own_words_with_who_made_it(ana):
    given = filled.form(ana.keyring, "pcl-5", filled.pcl(43), date(2026, 11, 8), variant="month")
    said = see(ana, "given", given)
    assert "Repeated, disturbing, and unwanted memories of the stressful experience? Quite a bit" in said
    assert "8 November 2026" in said
    assert "Weathers" in said
    assert "past month" in said


def test_skipped_questions_and_answers_without_a_file_are_shown_honestly(ana):
    given = filled.form(ana.keyring, "pcl-5", {"q1": 2}, TODAY, variant="month")
    assert see(ana, "given", given).count("no answer") == 19
    from holdfast.instruments.records import ADMINISTRATIONS
    from holdfast.vault import actions as vault
    from holdfast.vault import queries as rows

    body = rows.get(ana.keyring, ADMINISTRATIONS, given).body
    vault.put(ana.keyring, ADMINISTRATIONS, body | {"instrument": "older-scale"}, id=given)
    said = see(ana, "given", given)
    assert "older-scale" in said
    assert "q1 2" in said
    assert "Correct these answers" not in said
    vault.put(ana.keyring, ADMINISTRATIONS, body | {"variant": "year"}, id=given)
    assert "q1 2" in see(ana, "given", given)


def test_a_form_is_opened_again_to_correct_it(ana):
    given = filled.form(ana.keyring, "pcl-5", filled.pcl(43), TODAY, variant="month")
    response = post(ana, "given-correct", given, page=reverse("given", args=[given]))
    assert response.status_code == 302
    assert ana.client.get(response["Location"], follow=True).status_code == 200


def test_a_form_is_deleted_after_one_question(ana):
    given = filled.form(ana.keyring, "pcl-5", filled.pcl(43), TODAY, variant="month")
    assert "Delete these answers?" in see(ana, "given-delete", given)
    assert instruments.administration(ana.keyring, given) is not None
    assert post(ana, "given-delete", given)["Location"] == reverse("progress")
    assert instruments.administration(ana.keyring, given) is None
    assert not SealedRow.objects.filter(id=given).exists()


def test_nothing_of_ana_is_there_for_ben(ana):
    ben = join("ben")
    given = fall(ana, 43)[0]
    filled.keep_days(ana.keyring, filled.diary(20))
    for path in (
        reverse("given", args=[given]),
        reverse("given-delete", args=[given]),
        reverse("measure", args=[key(ana, PCL)]),
        reverse("days", args=[key(ana, "item/mood"), 30]),
    ):
        assert ana.client.get(path).status_code == 200
        assert ben.client.get(path).status_code == 404
    token = form_token(ben, reverse("tools-used"))
    assert ben.client.post(reverse("given-correct", args=[given]), {"form_token": token}).status_code == 404
    assert instruments.administration(ana.keyring, given) is not None


def form_token(member, path: str) -> str:
    from holdfast.accounts import form_token as tokens

    return tokens.make(member.account.id, path)


def test_addresses_tell_nobody_what_they_are_about(ana):
    ben = join("ben")
    filled.form(ana.keyring, "pcl-5", filled.pcl(43), TODAY, variant="month")
    filled.keep_days(ana.keyring, filled.diary(20))
    page = ana.client.get(reverse("progress")).content.decode()
    addresses = re.findall(r'href="(/p/8[12][^"]*)"', page)
    assert len(addresses) == 4
    assert not [address for address in addresses if re.search(r"pcl|mood|close|phq", address)]
    assert key(ana, PCL) != key(ben, PCL)


@pytest.mark.parametrize("path", ["/p/81/0000000000000000", "/p/82/0000000000000000/30", "/p/81/%00", "/p/82/x/7"])
def test_an_address_that_leads_nowhere_is_a_plain_404(ana, path):
    assert ana.client.get(path).status_code == 404


def test_only_the_three_spans_are_pages(ana):
    filled.keep_days(ana.keyring, filled.diary(20))
    mood = key(ana, "item/mood")
    assert [ana.client.get(f"/p/82/{mood}/{span}").status_code for span in (30, 90, 365, 31)] == [200, 200, 200, 404]


def test_the_first_days_are_shown_and_judged_by_nobody(ana):
    filled.start(ana.keyring, TODAY - timedelta(days=4))
    filled.keep_days(ana.keyring, filled.diary(5))
    said = see(ana, "days", key(ana, "item/mood"), 30)
    assert "Each of these days has a number." in said
    assert "That needs about 5 more days with a number." in said
    assert "It's too early to say what is changing. That's normal." in said


def test_a_month_of_days_has_its_usual_range_and_no_change_yet(ana):
    filled.start(ana.keyring, TODAY - timedelta(days=29))
    filled.keep_days(ana.keyring, filled.diary(30, skip=(4, 5, 6)))
    said = see(ana, "days", key(ana, "item/mood"), 30)
    assert "27 of these 30 days have a number." in said
    assert "On most of these days it lay between 5 and 7, out of 10." in said
    assert "On average it was" in said
    assert "too early to say" in said


def test_two_fortnights_are_compared_once_both_are_there(ana):
    filled.start(ana.keyring, TODAY - timedelta(days=59))
    filled.keep_days(ana.keyring, filled.diary(60, mood=lambda n: (3 if n < 30 else 7) + n % 2))
    said = see(ana, "days", key(ana, "item/mood"), 90)
    assert "Your first two weeks were at 3.5 on average. Your last two weeks were at 7.5." in said
    assert "That's likely a real step up" in said
    assert "We can't say what caused it." in said


def test_a_year_shows_weeks_and_says_so(ana):
    filled.keep_days(ana.keyring, filled.diary(365))
    page = ana.client.get(reverse("days", args=[key(ana, "item/mood"), 365]))
    assert "Each dot is the average of one week" in words(page)
    assert page.content.decode().count('class="dot"') in (52, 53)


def test_a_weekday_of_equal_numbers_has_an_average_and_no_range(ana):
    filled.keep_days(ana.keyring, filled.diary(60, mood=lambda n: 6))
    said = see(ana, "days", key(ana, "item/mood"), 90).partition("By weekday")[2]
    assert "Monday 6 8" in said


def test_gaps_stay_gaps_in_the_picture_and_in_the_table(ana):
    filled.keep_days(ana.keyring, filled.diary(30, skip=range(10, 20)))
    page = ana.client.get(reverse("days", args=[key(ana, "item/mood"), 30])).content.decode()
    assert page.count('class="line"') == 2
    assert page.count('class="dot"') == 20
    assert page.count("no answer") == 10


def test_weekdays_need_four_numbers_each(ana):
    filled.keep_days(ana.keyring, filled.diary(27))
    said = see(ana, "days", key(ana, "item/mood"), 30).partition("By weekday")[2]
    rows = dict(re.findall(r"(Monday|Tuesday|Saturday|Sunday) (\S+)", said))
    assert rows["Monday"] == rows["Tuesday"] == "–"
    assert "Weekdays often differ by chance alone." in said


def test_the_first_three_days_are_in_no_sum(ana):
    first = TODAY - timedelta(days=29)
    filled.start(ana.keyring, first)
    filled.keep_days(ana.keyring, filled.diary(30, mood=lambda n: 10 if n < 3 else 4 + n % 2))
    said = see(ana, "days", key(ana, "item/mood"), 30)
    assert "On most of these days it lay between 4 and 5, out of 10." in said


# The look back


def test_the_look_back_tells_what_was_done_and_that_it_is_too_early(ana):
    first = TODAY - timedelta(days=6)
    filled.start(ana.keyring, first)
    filled.keep_days(ana.keyring, filled.diary(6))
    filled.tool(ana.keyring, first, 7, 5)
    filled.tool(ana.keyring, first + timedelta(days=2), 6, 5)
    filled.form(ana.keyring, "pcl-5", filled.pcl(43), first + timedelta(days=5), variant="month")
    said = see(ana, "first-week")
    assert "Your first week, Ana" in said
    assert "You used a tool twice. Before: 7 and 6. After: 5 and 5, out of 10." in said
    assert "You noted how 6 days were." in said
    assert "You answered 1 form." in said
    assert "It's too early to say what is changing. That's normal." in said
    assert "The first weeks can feel worse before they feel better." in said


def test_the_look_back_holds_only_what_was_done_and_only_in_that_week(ana):
    filled.start(ana.keyring, TODAY - timedelta(days=20))
    filled.tool(ana.keyring, TODAY, 7, 5)
    said = see(ana, "first-week")
    assert "You used" not in said
    assert "You noted" not in said
    assert "You answered" not in said
    assert "too early" in said


def test_the_look_back_waits_for_seven_days(ana):
    filled.start(ana.keyring, TODAY - timedelta(days=5))
    assert "After your first seven days you can look back on them here." in see(ana, "first-week")


@pytest.mark.parametrize(("day", "offered"), [(1, False), (6, False), (7, True), (9, True), (10, False)])
def test_today_may_offer_the_look_back_from_day_seven_to_nine(ana, day, offered):
    filled.start(ana.keyring, TODAY - timedelta(days=day - 1))
    from holdfast.people import queries as persons

    step = queries.next_step(ana.keyring, persons.profile(ana.keyring), NOW)
    assert (step is not None) is offered
    assert step is None or reverse(step.act.route)


def test_nobody_is_offered_a_look_back_before_a_first_day(ana):
    from holdfast.people.schema import Profile

    assert queries.next_step(ana.keyring, Profile(), NOW) is None
    assert queries.first_week(ana.keyring, Profile()) is None


# Tools


def test_kept_uses_of_a_tool_are_listed_and_can_be_deleted(ana):
    assert "When you keep the numbers of a tool, they will stand here." in see(ana, "tools-used")
    use = filled.tool(ana.keyring, TODAY, 7, 5)
    filled.tool(ana.keyring, TODAY - timedelta(days=1), 6)
    filled.tool(ana.keyring, TODAY - timedelta(days=2))
    said = see(ana, "tools-used")
    assert "Check the room 7 → 5 20 Nov 2026" in said
    assert "Check the room 6 → –" in said
    assert "This is your record, not proof." in said
    assert post(ana, "tools-used", delete=str(use)).status_code == 302
    assert [each.before for each in programme.practices(ana.keyring)] == [None, 6]


@pytest.mark.parametrize("id", ["", "x", "1" * 999, "\0"])
def test_ft_22_deleting_what_is_no_id_is_a_plain_404(ana, id):
    filled.tool(ana.keyring, TODAY, 7, 5)
    assert post(ana, "tools-used", delete=id).status_code == 404


# Print


def test_the_print_view_holds_everything_for_a_doctor(ana):
    fall(ana, 52, 41, 33)
    filled.keep_days(ana.keyring, filled.diary(30, skip=(3, 4, 5, 6, 7, 8, 9)))
    said = see(ana, "print")
    assert "Numbers of Ana" in said
    assert "These numbers are no diagnosis, and nobody has checked them." in said
    assert re.search(r"25 Sep 2026 52 .* 23 Oct 2026 41 .* 20 Nov 2026 33", said)
    assert "16 Nov 2026 5 – 7 (days: 5)" in said
    assert "Marx 2022" in said


def test_an_empty_print_view_says_so(ana):
    assert "No forms answered so far." in see(ana, "print")


def test_signed_out_browsers_see_no_number(client):
    for name in ("me", "progress", "print", "first-week", "tools-used"):
        assert client.get(reverse(name)).status_code == 302
