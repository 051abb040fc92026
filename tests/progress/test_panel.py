"""What may stand on one line together, and what is never drawn."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from holdfast.instruments import queries as instruments
from holdfast.instruments.scoring import score
from holdfast.progress import panel, pictures, questions
from holdfast.progress.schema import Cut
from tests.progress import filled

DAY = date(2026, 7, 2)


def given(id="pcl-5", answers=None, on=DAY, variant="month", **more):
    """An administration as `instruments` hands it out."""
    instrument = instruments.definition(id)
    answers = answers if answers is not None else filled.pcl(40)
    plain = {"id": uuid4(), "instrument": id, "variant": variant, "language": "en", "target": None, "flags": ()}
    result = score(instrument, answers, variant)
    return SimpleNamespace(**(plain | {"local_date": on, "answers": answers, "result": result} | more))


def lines(*administrations):
    return panel.lines(administrations, instruments.definition, lambda label: label)


def test_variants_never_share_a_line():
    found = panel.main(lines(given(), given(variant="week"), given(on=DAY + timedelta(days=28))))
    assert [(line.scale.variant, len(line.readings)) for line in found] == [("month", 2), ("week", 1)]
    assert len({line.key for line in found}) == 2


@pytest.mark.parametrize("change", [{"language": "de"}, {"target": str(uuid4())}])
def test_languages_and_persons_asked_about_never_share_a_line(change):
    assert len(panel.main(lines(given(), given(**change)))) == 2


def test_the_main_score_leads_and_its_parts_follow():
    found = lines(given())
    main = panel.main(found)
    assert [line.scale.score for line in main] == ["total"]
    parts = [line.scale.score for line in panel.parts(found, main[0])]
    assert parts == ["cluster_b", "cluster_c", "cluster_d", "cluster_e"]


def test_scores_that_are_not_shown_stay_off_pages():
    assert "short8" not in {line.scale.score for line in lines(given())}


@pytest.mark.parametrize("id", ["phq-9", "core-10", "asq"])
def test_cr_11_no_score_made_of_suicide_items_alone_is_drawn(id):
    instrument = instruments.definition(id)
    watched = {watch.item for watch in instrument.watch}
    assert watched
    for variant in (None, *[variant.id for variant in instrument.variants]):
        drawn = panel.scores(instrument, variant)
        assert not [score.id for score in drawn if set(score.items) <= watched]


def test_cr_11_watched_items_are_no_daily_item():
    watched = {watch.item for instrument in instruments.all_().values() for watch in instrument.watch}
    daily = instruments.definition("daily-checkin")
    assert not {watch.item for watch in daily.watch} & set(questions.ITEMS)
    assert watched


def test_an_incomplete_form_has_no_number_and_leaves_a_gap():
    answers = {f"q{n}": 2 for n in range(1, 20)}
    main = panel.main(lines(given(), given(answers=answers, on=DAY + timedelta(days=28))))[0]
    assert [reading.value for reading in main.readings] == [40, None]
    assert len(main.numbers) == 1
    assert pictures.notes(main.readings[1]) == ["not all answered, so no number"]


@pytest.mark.parametrize("value", [81, -1, "40", True, float("nan")])
def test_a_number_outside_its_scale_is_no_number(value):
    odd = given()
    odd.result.scores["total"] = SimpleNamespace(value=value, n_answered=20, imputed=0)
    number = panel.main(lines(odd))[0].readings[0].value
    assert number is None or 0 <= number <= 80


def test_a_form_without_its_file_or_its_variant_draws_nothing():
    assert lines(given(instrument="not-here")) == []
    assert lines(SimpleNamespace(**vars(given()) | {"variant": "year"})) == []


def test_a_scale_carries_its_published_numbers_with_their_sources():
    scale = panel.main(lines(given()))[0].scale
    assert (scale.low, scale.high, scale.higher_is_better, scale.retest_days) == (0, 80, False, 28)
    assert (scale.rule.threshold.points, scale.rule.threshold.noise, scale.rule.threshold.computed) == (15, 5, False)
    assert "Marx 2022" in scale.rule.source
    assert [cut.value for cut in scale.cuts] == [31, 33]
    assert any("Weathers" in line for line in scale.credit)


def test_a_computed_threshold_is_marked_and_says_what_it_rests_on():
    item = instruments.definition("rses")
    answers = {each.id: 1 for each in item.items}
    scale = panel.main(lines(given("rses", answers, variant=None)))[0].scale
    assert scale.rule.threshold.computed
    assert scale.rule.status == "computed"
    assert scale.rule.rests_on_recalled


@pytest.mark.parametrize("id", sorted(instruments.all_()))
def test_every_instrument_that_can_be_drawn_has_words_for_everything(id):
    from holdfast.progress import wording

    instrument = instruments.definition(id)
    for variant in (None, *[variant.id for variant in instrument.variants]):
        for rule in panel.scores(instrument, variant):
            scale = panel.scale(instrument, variant, "en", rule)
            assert scale.low < scale.high
            assert scale.question.endswith("?")
            assert wording.span(scale)
            assert wording.rule(scale.rule)
            assert all(cut.source and wording.cut(cut) for cut in scale.cuts)
            assert pictures.cuts(scale) is not None


def test_a_range_of_cut_points_is_drawn_as_one_stretch():
    stretch = pictures.cuts(panel.main(lines(given()))[0].scale)
    assert [(cut.low, cut.high) for cut in stretch] == [(31, 33)]


def test_a_long_label_stays_off_the_picture():
    scale = panel.main(lines(given("phq-9", filled.phq(9), variant=None)))[0].scale
    assert [cut.label for cut in pictures.cuts(scale)] == ["10: screening threshold"]
    long = Cut(10, "gte", "a label that is far too long to stand on a small picture", "x")
    assert pictures._label(long) == "10"


def test_a_line_stops_where_a_long_time_has_no_number():
    main = panel.main(lines(given(), given(on=DAY + timedelta(days=28)), given(on=DAY + timedelta(days=228))))[0]
    points = list(pictures.points(main))
    assert [value for _day, value, _words in points] == [40, 40, None, 40]
    assert points[2][2] == "200 days without a number"


def test_a_chart_shows_the_whole_scale_and_every_reading():
    main = panel.main(lines(given(), given(answers=filled.pcl(25), on=DAY + timedelta(days=28))))[0]
    chart = pictures.measure(main)
    assert chart.y_range == (0, 80)
    assert [value for _day, value, _words in chart.points] == [40, 25]


def day(n: int, **values):
    return SimpleNamespace(date=DAY + timedelta(days=n), values=values)


def test_a_daily_series_keeps_every_gap():
    mood = questions.item("mood")
    series = panel.series([day(0, mood=4), day(2, mood=None), day(3, mood=6)], mood, DAY, DAY + timedelta(days=4))
    assert series.days.tolist() == [DAY.toordinal(), DAY.toordinal() + 3]
    chart = pictures.days(series, mood, SimpleNamespace(enough=False))
    assert [value for _day, value in chart.points] == [4, None, None, 6, None]
    assert chart.weekdays
    assert chart.bands == []


@pytest.mark.parametrize("value", [11, -1, "six", float("nan")])
def test_a_daily_answer_off_its_scale_is_a_gap(value):
    mood = questions.item("mood")
    assert panel.series([day(0, mood=value)], mood, DAY, DAY).n == 0


def test_a_sketch_has_one_stroke_for_each_run_of_days():
    mood = questions.item("mood")
    days = [day(0, mood=0), day(1, mood=10), day(3, mood=5)]
    strokes = pictures.sketch(panel.series(days, mood, DAY, DAY + timedelta(days=4)), mood)
    assert strokes == ["M4.0 40.0 L87.0 4.0", "M253.0 22.0 h.1"]
    assert pictures.sketch(panel.series([], mood, DAY, DAY), mood) == []


def test_a_year_is_drawn_by_the_week_with_its_gaps():
    mood = questions.item("mood")
    monday = date(2026, 7, 6)
    days = [SimpleNamespace(date=monday + timedelta(days=n), values={"mood": 4 + n % 2}) for n in (0, 1, 2, 3, 7)]
    chart = pictures.weeks(panel.series(days, mood, monday, monday + timedelta(days=13)), mood)
    assert chart.points == [(monday, 4.5, "days: 4"), (monday + timedelta(days=7), None, "days: 1")]


@pytest.mark.parametrize(("missing", "words"), [(1, "1 answer was missing"), (2, "2 answers were missing")])
def test_a_number_made_without_some_answers_says_so(missing, words):
    reading = panel.main(lines(given()))[0].readings[0]
    assert pictures.notes(replace(reading, imputed=missing, soft=True)) == [words, "a soft week"]


def test_only_items_with_words_and_a_number_are_listed_in_their_fixed_order():
    found = panel.answered([day(0, close_trust=None, sleep=4, mood=3), day(1, conflict=9)])
    assert [item.id for item in found] == ["mood", "sleep"]
    assert questions.item("conflict") is None


def test_a_measure_without_a_question_of_its_own_asks_a_plain_one():
    assert questions.measure("new-scale", "NEW") == "NEW: how has it been?"
