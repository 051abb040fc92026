"""A person walks modules alone: from the path to the next one, with the client, as files in a folder say it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from holdfast.programme import actions, queries
from tests.cast import join, linked
from tests.programme import modules as m
from tests.programme.modules import begun, do, get, read_all, send, text

pytestmark = pytest.mark.django_db
N, M = 500, 502


@pytest.fixture
def ana(here):
    return join("ana")


def state(member, module="getting-ready"):
    """Where an enrolment stands."""
    return queries.enrolments(member.keyring)[module].state


def test_files_in_an_own_folder_are_a_module_that_can_be_walked_without_a_line_of_code(tmp_path, settings):
    """Issue 6: a clinician adds an exercise and a module by files."""
    settings.CONTENT_EXTRA = m.folder(tmp_path)
    ana = join("ana")
    assert "Getting ready" in text(get(ana, "path"))
    assert "Start" in text(get(ana, "module", N))
    begun(ana)
    read_all(ana, N)
    assert state(ana) == "alone"
    assert "That's enough for now." in text(do(ana, N, 1, before="6", after="", here="here"))
    assert "What was good today?" in get(ana, "exercise", N, 2).content.decode()
    do(ana, N, 2, before="6", after="4", w_page="The light.", keep="yes")
    assert state(ana) == "practice"
    assert "You tried it." in text(send(ana, "practice", N, do="log", how="done"))
    assert send(ana, "practice", N, do="practised")["Location"] == reverse("module-check", args=[N])
    assert send(ana, "module-check", N, **{"a-how-easy": "7"})["Location"] == reverse("module-done", args=[N])
    assert state(ana) == "done"
    assert "You've been through “Getting ready”" in text(get(ana, "module-done", N))
    assert "The light." in text(get(ana, "module-words", N))


def test_the_path_names_one_next_thing_and_counts_nothing(ana):
    page = get(ana, "path").content.decode()
    assert page.count('class="card next"') == 1
    assert page.index("Getting ready") < page.index("First words") < page.index("Looking back")
    begun(ana, 501)
    page = text(get(ana, "path"))
    assert page.index("First words") < page.index("Getting ready"), "what is under way stands first"
    assert not any(word in page.lower() for word in ("streak", "% ", "left to do", "overdue", "to go", "missed"))


def test_a_session_resumes_where_it_was_left_on_any_device(ana):
    begun(ana)
    assert "1 of 2" in text(get(ana, "learn-step", N, 1))
    assert send(ana, "learn-step", N, 1)["Location"] == reverse("learn-step", args=[N, 2])
    another = Client()
    another.cookies = ana.client.cookies
    page = another.get(reverse("module", args=[N])).content.decode()
    assert reverse("learn-step", args=[N, 2]) in page
    assert "Go on reading" in page
    send(ana, "exercise", N, 2, before="5", **{"w-page": "half a line"})
    assert "half a line" in another.get(reverse("exercise", args=[N, 2])).content.decode()


def test_reading_alone_shows_no_step_for_somebody_else(ana):
    begun(ana)
    pages = [get(ana, "learn-step", N, step).content.decode() for step in (1, 2)]
    assert get(ana, "learn-step", N, 3).status_code == 404
    assert not any(word in page for page in pages for word in ("For lovers", "For friends", "Beside somebody"))
    assert "Alone is whole." in text(get(ana, "module", N))


def test_who_supports_reads_what_is_for_them_and_writes_no_page_of_the_other(here):
    ben = begun(join("ben", recovering=False, supporting=True))
    assert "Beside somebody" in get(ben, "learn-step", N, 2).content.decode()
    page = text(get(ben, "module", N))
    assert "You walk beside." in page
    assert "A page for myself" not in page
    assert get(ben, "exercise", N, 2).status_code == 404


@pytest.mark.parametrize(("declared", "sees"), [(("friend", "friend"), False), (("romantic", "romantic"), True),
                                                (("romantic", "friend"), False)])  # fmt: skip
def test_what_is_romantic_is_in_no_byte_unless_both_said_so(here, declared, sees):
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    pair = linked(ana, ben, declared)
    begun(ana, beside=str(pair.id))
    addresses = [("module", N), ("learn-step", N, 1), ("learn-step", N, 2), ("exercise", N, 3), ("path",)]
    pages = [get(ana, *address).content.decode() for address in addresses]
    assert any("lovers" in page.lower() for page in pages) == sees
    assert get(ana, "exercise", N, 3).status_code == (200 if sees else 404)
    assert any("For friends" in page for page in pages) != sees
    assert queries.enrolments(ana.keyring)["getting-ready"].beside == str(pair.id)


def test_a_pair_that_ended_leaves_a_walk_alone(here):
    from holdfast.people import actions as people

    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    pair = linked(ana, ben, ("romantic", "romantic"))
    begun(ana, beside=str(pair.id))
    people.unlink(ana.keyring, pair)
    assert "lovers" not in get(ana, "module", N).content.decode().lower()
    assert "Alone is whole." in text(get(ana, "module", N))


def test_beside_takes_only_a_pair_of_ones_own(here):
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    pair = linked(ana, ben, ("romantic", "romantic"))
    begun(cleo, beside=str(pair.id))
    assert queries.enrolments(cleo.keyring)["getting-ready"].beside == ""
    send(cleo, "module", N, do="beside", beside=str(pair.id))
    assert "lovers" not in get(cleo, "module", N).content.decode().lower()


def test_28_an_enrolment_stays_on_its_version(here, monkeypatch):
    ana = begun(join("ana"))
    newer = m.module("getting-ready", version="1.1.0", phase="0", title="Getting ready anew")
    m.write(here, "modules", "getting-ready", "1.1.0", newer.replace("Words can be slow. That", "Words are new. That"))
    m.only(monkeypatch, here)
    assert "Getting ready anew" not in get(ana, "module", N).content.decode()
    assert "Words can be slow." in text(get(ana, "learn-step", N, 1))
    assert "There is a newer version of this." in text(get(ana, "module", N))
    cleo = begun(join("cleo"))
    assert "Words are new." in text(get(cleo, "learn-step", N, 1))
    send(ana, "module", N, do="again")
    assert queries.enrolments(ana.keyring)["getting-ready"].version == "1.1.0"
    assert "Words are new." in text(get(ana, "learn-step", N, 1))


def test_a_small_week_is_one_slice_one_exercise_one_try_and_counts_in_full(ana):
    begun(ana)
    send(ana, "module", N, do="small")
    page = get(ana, "learn-step", N, 1).content.decode()
    assert "The whole step" in page
    assert "A page for myself" not in text(get(ana, "module", N))
    read_all(ana, N)
    do(ana, N, 1, helped="same")
    assert state(ana) == "practice"
    page = text(send(ana, "practice", N, do="log", how="partly"))
    assert "Two minutes to look back" in page, "once is enough in a small week"
    send(ana, "module", N, do="whole")
    assert "A page for myself" in text(get(ana, "module", N))


def test_a_small_week_ends_by_itself_on_sunday(ana):
    with time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC), tick=False) as clock:
        ana = join("cleo")
        send(ana, "path-ways", small="yes", path="full")
        assert "This is a small week" in text(get(ana, "path"))
        assert queries.path(ana.keyring).small == "2026-03-08"
        clock.shift(timedelta(days=5))
        assert not queries.path(ana.keyring).is_small(datetime(2026, 3, 9, tzinfo=UTC).date())


def test_hard_dates_make_a_week_soft(here):
    from holdfast.kit import clock
    from holdfast.people import actions as people
    from holdfast.people.schema import Span

    ana = begun(join("ana"))
    today = clock.today("Europe/Berlin")
    people.update_profile(ana.keyring, soft_days=[str(Span(today, today))])
    assert "This is a soft week." in text(get(ana, "path"))
    page = text(get(ana, "module", N))
    assert "This is a soft week." in page
    assert "A page for myself" not in page


def test_own_ways_come_first_with_the_reason_said(ana):
    send(ana, "path-ways", path="full", small="no", way=["shame", "nonsense"])
    page = text(get(ana, "path"))
    assert page.index("Getting ready") < page.index("Looking back") < page.index("First words")
    assert "Shame needs safe company." in page
    send(ana, "path-ways", path="short", small="no")
    page = text(get(ana, "path"))
    assert "First words" not in page
    assert "Shame" not in page


def test_a_way_is_hinted_at_by_ones_own_answers_and_never_ticked(ana):
    from tests.progress import filled

    assert "may point here" not in text(get(ana, "path-ways"))
    filled.form(ana.keyring, "phq-9", filled.phq(12), datetime.now(UTC).date())
    assert text(get(ana, "path-ways")).count("may point here") == 1
    assert queries.path(ana.keyring).ways == ()


def test_cr_17_it_made_it_worse_stops_and_offers_a_person(ana):
    begun(ana)
    page = text(do(ana, N, 1, before="4", after="5", helped="worse"))
    assert "Thank you for saying so. Let's stop this one." in page
    assert "Drink some water." in page
    assert "I want a person" in page
    assert state(ana) == "learn"


def test_cr_17_two_worse_in_a_row_step_down_and_suggest_a_person(ana):
    begun(ana)
    do(ana, N, 1, helped="worse")
    page = text(do(ana, N, 2, before="4", after="8", helped=""))
    assert "Two in a row felt worse." in page
    assert state(ana) == "steady"
    page = text(get(ana, "module", N))
    assert "Steady things first" in page
    assert "A page for myself" not in page, "what is heavy waits"
    assert get(ana, "exercise", N, 2).status_code == 302
    send(ana, "module", N, do="go-on")
    assert state(ana) == "learn"
    assert "This is a small week" in text(get(ana, "module", N)), "going on is lighter"


def test_cr_17_a_practice_that_made_it_worse_counts_as_well(ana):
    begun(ana)
    send(ana, "practice", N, do="log", how="worse")
    page = text(send(ana, "practice", N, do="log", how="worse"))
    assert "Two in a row felt worse." in page
    assert state(ana) == "steady"


def test_far_away_leads_back_to_here_and_to_nothing_else(ana):
    begun(ana)
    page = do(ana, N, 1, here="far").content.decode()
    assert reverse("come-back") in page
    assert "Come back to here" in page


def test_what_is_written_is_kept_only_when_one_presses_keep(ana):
    begun(ana)
    do(ana, N, 2, w_page="mine alone", keep="no")
    assert queries.kept(ana.keyring, "getting-ready", "words") == []
    assert queries.under_way(ana.keyring, "getting-ready", m.WRITE) is None
    do(ana, N, 2, w_page="kept\r\nwords", **{"a_feet.strength": "4", "a_write.here": "partly"}, keep="yes")
    (words,) = queries.kept(ana.keyring, "getting-ready", "words")
    assert words.words == "kept\nwords"
    (asked,) = queries.kept(ana.keyring, "getting-ready", "asked")
    assert asked.answers == {"feet.strength": 4, "write.here": "partly"}
    send(ana, "module-words", N, delete=str(words.id))
    assert queries.kept(ana.keyring, "getting-ready", "words") == []


def test_a_draft_is_sealed_as_one_goes_and_too_much_is_said_plainly(ana):
    begun(ana)
    assert send(ana, "exercise-draft", N, 2, **{"w-page": "so far"}).status_code == 204
    assert queries.under_way(ana.keyring, "getting-ready", m.WRITE).written == {"page": "so far"}
    page = send(ana, "exercise", N, 2, **{"w-page": "x" * 9000})
    assert page.status_code == 422
    assert "x" * 9000 in page.content.decode(), "nothing is lost"
    assert send(ana, "exercise-draft", N, 2, **{"w-page": "x" * 9000}).status_code == 422


def test_stop_says_what_becomes_of_what_was_written_and_does_it(ana):
    """Nothing written stays behind unsaid: it waits, or it goes, as the person presses."""
    begun(ana)
    page = get(ana, "exercise", N, 2).content.decode()
    assert "What you wrote is yours alone. It can wait here, locked, for another day. Or let it go now." in page
    assert "If you press neither, what was saved so far waits." in page
    home = reverse("module", args=[N])
    assert send(ana, "exercise", N, 2, **{"w-page": "so far"}, do="wait")["Location"] == home
    held = queries.under_way(ana.keyring, "getting-ready", m.WRITE)
    assert (held.written, held.finished) == ({"page": "so far"}, False)
    assert "so far" in text(get(ana, "exercise", N, 2))
    assert send(ana, "exercise", N, 2, **{"w-page": "so far, and more"}, do="let-go")["Location"] == home
    assert queries.under_way(ana.keyring, "getting-ready", m.WRITE) is None
    assert "so far" not in text(get(ana, "exercise", N, 2))
    assert queries.practices(ana.keyring) == [], "stopping counts for nothing"
    assert "What you wrote" not in get(ana, "exercise", N, 1).content.decode(), (
        "where nothing is written nothing is said of it"
    )


def test_cr_17_it_made_it_worse_stops_in_the_middle_too(ana):
    begun(ana)
    send(ana, "exercise-draft", N, 2, **{"w-page": "so far"})
    page = text(send(ana, "exercise", N, 2, before="4", **{"w-page": "so far, and more"}, do="worse"))
    assert "Thank you for saying so. Let's stop this one." in page
    assert "I want a person" in page
    assert [(use.exercise, use.how) for use in queries.practices(ana.keyring)] == [(m.WRITE, "worse")]
    assert queries.under_way(ana.keyring, "getting-ready", m.WRITE) is None
    assert queries.kept(ana.keyring, "getting-ready", "words") == []
    assert "Two in a row felt worse." in text(send(ana, "exercise", N, 1, do="worse"))
    assert state(ana) == "steady"


def test_ft_08_the_same_form_twice_is_kept_once(ana):
    from tests.web import walks

    begun(ana)
    address = reverse("exercise-after", args=[N, 1])
    token = walks.token(ana, address)
    pages = [ana.client.post(address, {"form_token": token, "helped": "worse"}) for _ in range(2)]
    assert len(queries.practices(ana.keyring)) == 1
    assert text(pages[0]) == text(pages[1])
    assert state(ana) == "learn"


def test_a_practice_is_planned_for_a_day_and_a_gap_is_welcome(ana):
    begun(ana)
    days = get(ana, "practice", N).content.decode()
    on = days.split('<option value="')[2].split('"')[0]
    send(ana, "practice", N, do="plan", on=on, at="18:30")
    plan = queries.enrolments(ana.keyring)["getting-ready"].plan
    assert (plan.on, plan.at) == (on, "18:30")
    page = text(get(ana, "practice", N))
    assert "18:30" in page
    assert page.index("When?") < page.index("How did it go?"), "the day has not come"
    assert send(ana, "practice", N, do="plan", on="2020-01-01").status_code == 422
    assert send(ana, "practice", N, do="plan", on=on, at="evening").status_code == 422
    page = text(send(ana, "practice", N, do="log", how="not"))
    assert "There's nothing to catch up on." in page
    send(ana, "practice", N, do="unplan")
    assert queries.enrolments(ana.keyring)["getting-ready"].plan is None


def test_put_aside_keeps_the_place_and_is_never_the_next_thing(ana):
    begun(ana)
    send(ana, "learn-step", N, 1)
    send(ana, "module", N, do="pause")
    assert "Your place is kept." in text(get(ana, "module", N))
    assert text(get(ana, "path")).index("First words") < text(get(ana, "path")).index("Getting ready")
    send(ana, "module", N, do="go-on")
    assert reverse("learn-step", args=[N, 2]) in get(ana, "module", N).content.decode()


def test_today_offers_what_was_planned_then_the_next_part_and_once_a_day_is_enough(here):
    from holdfast.people import actions as people
    from holdfast.people import queries as persons
    from holdfast.programme import offers
    from holdfast.web.today import OFFERS

    with time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC), tick=False) as clock:
        ana = join("ana", started="2026-03-04")

        def step(of):
            return of(ana.keyring, persons.profile(ana.keyring), datetime.now(UTC))

        assert step(offers.next_step) is None, "not on the first day"
        clock.shift(timedelta(days=1))
        assert step(offers.next_step).title == "Getting ready"
        course, today = queries.courses().modules["getting-ready"], datetime.now(UTC).date()
        actions.begin(ana.keyring, course, ("recovering",), "", today)
        assert step(offers.next_step) is None, "something was done today"
        clock.shift(timedelta(days=1))
        assert (step(offers.next_step).title, step(offers.next_step).act.label) == ("Getting ready", "Go on")
        ahead = "2026-03-07"
        actions.plan(ana.keyring, "getting-ready", ahead, "18:30", datetime.now(UTC).date())
        assert step(offers.planned_step) is None
        clock.shift(timedelta(days=1))
        planned = step(offers.planned_step)
        assert "Getting ready" in planned.title
        assert "18:30" in planned.text
        assert offers.planned_step in OFFERS and offers.next_step == OFFERS[-1]
        people.update_profile(ana.keyring, soft_days=["2026-03-07/2026-03-07"])
        assert step(offers.planned_step) is step(offers.next_step) is None, "nothing on a hard day"
        clock.shift(timedelta(days=1))
        assert "An easy thing, if any." in step(offers.next_step).text


def test_cr_19_nothing_of_a_walk_reaches_the_one_beside(here):
    """Writing, stopping on "worse", stepping down: no row of the other, none in a space, no page of theirs."""
    from holdfast.vault.models import SealedRow
    from tests.web import walks
    from tests.web.test_doors import plain

    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    pair = linked(ana, ben)

    def theirs():
        pages = [plain(ben.client.get(reverse(name))) for name in ("today", "us", "path", "me")]
        shared = sorted(SealedRow.objects.exclude(scope=None).values_list("id", flat=True))
        return walks.rows_of(ben), shared, pages

    with time_machine.travel(datetime.now(UTC), tick=False):
        before = theirs()
        begun(ana, beside=str(pair.id))
        do(ana, N, 2, w_page="mine", keep="yes", helped="worse")
        do(ana, N, 1, helped="worse")
        send(ana, "practice", N, do="log", how="worse")
        assert state(ana) == "steady"
        assert theirs() == before


def test_a_part_for_two_and_a_sheet_are_drawn_only_where_there_is_one(here, monkeypatch):
    from holdfast.kit.step import Act, Step
    from holdfast.programme.for_two import queries as two
    from holdfast.programme.sheets import queries as sheets

    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    pair = linked(ana, ben)
    begun(ana, beside=str(pair.id))
    offer = Step("For you two", "Only if you both like.", Act("Look at it", "us"))
    monkeypatch.setattr(two, "offer", lambda *_: None)
    monkeypatch.setattr(sheets, "address", lambda _: "")
    assert "For you two" not in text(get(ana, "module", N))
    assert "Open my own sheet" not in get(ana, "exercise", N, 2).content.decode()
    monkeypatch.setattr(two, "offer", lambda *_: offer)
    monkeypatch.setattr(sheets, "address", lambda name: f"/p/{name}")
    assert "For you two" in text(get(ana, "module", N))
    assert 'href="/p/warning-signs"' in get(ana, "exercise", N, 2).content.decode()
    send(ana, "module", N, do="beside", beside="")
    assert "For you two" not in text(get(ana, "module", N))


def test_before_a_module_is_begun_its_pages_lead_to_its_first(ana):
    home = reverse("module", args=[N])
    for name, *more in (("learn-step", 1), ("exercise", 1), ("exercise-after", 1), ("practice",), ("module-check",),
                        ("module-done",), ("exercise-print", 1)):  # fmt: skip
        assert get(ana, name, N, *more).headers["Location"] == home
    assert get(ana, "exercise", N, 9).status_code == 404
    assert get(ana, "module", 499).status_code == 404
    send(ana, "module", N, do="pause")
    send(ana, "module", N, do="nonsense")
    send(ana, "module", N, do="again")
    assert queries.enrolments(ana.keyring) == {}


def test_what_was_kept_is_told_in_words(ana):
    begun(ana)
    do(ana, N, 2, **{"a_feet.strength": "4", "a_write.here": "far"}, keep="no", close="7")
    send(ana, "practice", N, do="log", how="partly", before="5", after="3")
    send(ana, "module-check", N, **{"a-how-easy": "7"})
    page = text(get(ana, "module-words", N))
    for words in ("How strong 4", "Here far away", "How close 7", "Tried a part of it.", "How easy was it? 7"):
        assert words in page
    assert (queries.practices(ana.keyring)[-1].before, queries.practices(ana.keyring)[-1].after) == (5, 3)
    send(ana, "module-words", N, delete="no id")
    assert send(ana, "practice", N, do="log", how="splendid").status_code == 422
    assert send(ana, "practice", N).status_code == 302


def test_a_module_is_for_the_roles_it_names(tmp_path, monkeypatch):
    only_one = m.module("getting-ready", phase="0", roles="[supporting]")
    m.only(monkeypatch, m.folder(tmp_path, m.MODULES | {"getting-ready": only_one}))
    ana, ben = join("ana"), join("ben", recovering=False, supporting=True)
    assert get(ana, "module", N).status_code == 404
    assert "Getting ready" not in text(get(ana, "path"))
    assert "Getting ready" in text(get(ben, "path"))
