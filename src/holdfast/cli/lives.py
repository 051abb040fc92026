"""Ninety days of two made-up people, lived through the same actions as the pages: for `holdfast demo` and pictures.

Their days come from `insights.simulate`: closeness and symptoms that pull on each other, with gaps, more of them after
bad days. On top lies a gentle, uneven improvement. Nobody's real answers are in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

ZONE = "Europe/Berlin"
A_MONTH = timedelta(days=30)
EASIER = 2.2  # points of ten by which symptoms ease over the whole time
NOTES = (
    "Slept through until five. That has been a while.",
    "The market was too loud. We went home early, and that was fine.",
    "Told Ben about the stairs. He listened.",
    "Nothing much. Tea, rain, an old film.",
    "Woke at three, the room tool helped a little.",
    "A good walk by the water.",
)


@dataclass(frozen=True)
class Life:
    """One of the two: who they are, and for each day closeness and symptoms from 0 to 10 (nan: not answered)."""

    name: str
    words: str
    recovering: bool
    other: str
    days: np.ndarray


class Felt(NamedTuple):
    """A day from inside: closeness and symptoms from 0 to 10, and the burden of the last two weeks from 0 to 1."""

    closeness: float
    symptoms: float
    lately: float


def lives(days: int, seed: int) -> list[Life]:
    """Ana, who is recovering, and Ben, who is at her side."""
    from holdfast.insights import simulate

    design = simulate.Design(pairs=1, days=days, missing=0.16, gaps=1.0)
    panel, _truth = simulate.pairs(design, np.random.default_rng(seed))
    easing = np.linspace(0.0, 1.0, days) ** 1.3
    both = panel.y[0].copy()
    both[:, [1, 3]] = both[:, [1, 3]] + np.array([2.4, 0.6]) - easing[:, None] * np.array([EASIER, EASIER / 3])
    both[:, [0, 2]] += easing[:, None] * 0.8
    both = np.clip(both, 0, 10)
    # The last day is today: it stays open, so that the first thing to do is there.
    both[-1] = np.nan
    return [
        Life("ana", "anchor blanket copper dune", True, "Ben", both[:, :2]),
        Life("ben", "barley lantern quiet river", False, "Ana", both[:, 2:]),
    ]


def live(life: Life, now: datetime, seed: int) -> None:
    """Sign up on the first day and live on until `now`; every write happens at its own moment."""
    from holdfast.accounts import actions as accounts
    from holdfast.kit import clock
    from holdfast.people import actions as people

    rng = np.random.default_rng([seed, len(life.name), ord(life.name[0])])
    moments = list(evenings(now, len(life.days), rng))
    with clock.standing_at(moments[0]):
        opened = accounts.sign_up(life.name, life.words, spare_key="none")
        known = {"name": life.other, "relation": "romantic", "main": True}
        people.update_profile(
            opened.keyring,
            name=life.name.title(),
            zone=ZONE,
            zone_known=True,
            recovering=life.recovering,
            supporting=not life.recovering,
            spare_key="none",
        )
        people.keep_someone(opened.keyring, people.someone(known))
        people.visit(opened.keyring, clock.today(ZONE))
    for number, moment in enumerate(moments[1:], start=1):
        if not np.isnan(life.days[number]).any():
            with clock.standing_at(moment):
                # A form asks about the last weeks, not about today.
                lately = float(np.nanmean(life.days[max(0, number - 13) : number + 1, 1])) / 10
                one_day(opened.keyring, Felt(*life.days[number], lately), rng, writes=life.recovering)


def together(story: list[Life], now: datetime) -> Any:
    """Link the two a month before `now`, and let each share a little: a mood, what helps. The pair's id."""
    from holdfast.accounts import actions as accounts
    from holdfast.checkins import cards
    from holdfast.kit import clock, random
    from holdfast.people import actions as people
    from holdfast.people import queries
    from holdfast.people.schema import Card

    here = accounts.Sender("demo")
    ana, ben = (accounts.by_name(life.name, life.words, here).keyring for life in story)
    helps = Card("what-helps", "What helps me", "Tea first. Then quiet, please. Ask me once, not twice.")
    with clock.standing_at(now - A_MONTH):
        day = clock.today(ZONE)
        pair = people.link(ana, ben, ("romantic", "romantic"))
        people.share(ana, queries.pair(ana, pair), helps, id=random.uuid())
        people.share(ben, queries.pair(ben, pair), cards.mood(ben, day, day), id=random.uuid())
        people.met(ana, pair)
    for keyring in (ana, ben):
        people.publish(keyring)
    return pair


def evenings(now: datetime, days: int, rng: np.random.Generator) -> Iterator[datetime]:
    """A moment in the evening of each local day, the last one today and not after `now`."""
    today = now.astimezone(ZoneInfo(ZONE)).date()
    for back in range(days - 1, -1, -1):
        minute = timedelta(minutes=int(rng.integers(0, 180)))
        evening = datetime.combine(today - timedelta(days=back), datetime.min.time(), ZoneInfo(ZONE))
        yield min(evening + timedelta(hours=19) + minute, now)


def one_day(keyring: Any, felt: Felt, rng: np.random.Generator, *, writes: bool) -> None:
    """The three taps, a note now and then, a form when one is offered, a tool on a hard day."""
    from holdfast.kit import clock
    from holdfast.people import actions as people
    from holdfast.people import queries

    today = clock.today(ZONE)
    people.visit(keyring, today)
    taps(keyring, today, felt, rng, note=writes and rng.random() < 0.12)
    form(keyring, queries.profile(keyring), today, felt.lately, rng)
    if felt.symptoms > 5 and rng.random() < 0.35:
        tool(keyring, today, felt.symptoms, rng)


def taps(keyring: Any, today: date, felt: Felt, rng: np.random.Generator, *, note: bool) -> None:
    """Answer the daily questions of this day; one of them is skipped now and then."""
    from holdfast.checkins import actions, queries
    from holdfast.checkins.monthly import Change
    from holdfast.kit import clock, random
    from holdfast.people import queries as people

    means = {
        "mood": 9.2 - 0.85 * felt.symptoms,
        "in_way": felt.symptoms,
        "p1": felt.symptoms,
        "close": felt.closeness,
        "close_trust": felt.closeness,
        "sleep": 8.5 - 0.7 * felt.symptoms,
    }
    sheet = queries.sheet(people.profile(keyring), today)
    asked = [question.id for question in (*sheet.questions, *sheet.more) if rng.random() > 0.05]
    values = {id: rounded(means[id] + rng.normal(0, 0.6), 10) for id in asked if id in means}
    words = str(rng.choice(NOTES)) if note else None
    change = Change(today, sheet.form, ZONE, clock.now(), values, sheet.target, words)
    actions.answer_day(keyring, sheet, change, id=random.uuid())


def form(keyring: Any, profile: Any, today: date, burden: float, rng: np.random.Generator) -> None:
    """Fill in the form that is offered today, if one is, and more often than not."""
    from holdfast.checkins import actions, queries
    from holdfast.instruments import queries as instruments
    from holdfast.kit import clock

    offer = queries.offer(keyring, profile, today)
    if offer is None or rng.random() < 0.15:
        return
    instrument = instruments.definition(offer.turn.form)
    if instrument is None:
        return
    id = actions.begin(keyring, instrument.id, offer.turn.variant, profile=profile, on=today)
    given = answers(instrument, offer.turn.variant, burden, rng)
    actions.answer(keyring, instrument.id, given, final=True, id=id, now=clock.now(), zone=ZONE)


def answers(instrument: Any, variant: str | None, burden: float, rng: np.random.Generator) -> dict[str, Any]:
    """Answers to every item that is asked, for someone who carries `burden` from 0 nothing to 1 everything."""
    from holdfast.instruments import queries

    better = {item for score in instrument.scores if score.higher_is == "better" for item in score.items}
    watched = {watch.item for watch in instrument.watch}
    given: dict[str, Any] = {}
    while waiting := [item for item in queries.items_for(instrument, variant, given) if item.id not in given]:
        for item in waiting:
            up = (item.id in better) != item.reverse
            share = 1 - burden if up else burden
            given[item.id] = choice(instrument, item, 0.0 if item.id in watched else share, rng)
    return given


def choice(instrument: Any, item: Any, share: float, rng: np.random.Generator) -> Any:
    """One of an item's answers, `share` of the way from its lowest to its highest. A gate is answered with yes."""
    options = sorted((each for each in instrument.options(item) if not each.na), key=lambda each: each.value or 0)
    last = len(options) - 1
    place = last if item.role == "gate" else rounded(share * last + rng.normal(0, 0.45) * (share > 0), last)
    picked = options[place]
    answer = picked.id if picked.id is not None else picked.value
    return [answer] if item.multiple else answer


def tool(keyring: Any, today: date, symptoms: float, rng: np.random.Generator) -> None:
    """Keep the use of a tool with its before and after."""
    from holdfast.kit import random
    from holdfast.programme import actions
    from holdfast.programme.schema import Practice

    before = rounded(symptoms + 1, 10)
    after = rounded(before - abs(rng.normal(1.5, 1)), 10)
    actions.keep(keyring, Practice("check-the-room", today.isoformat(), before, after, "here"), id=random.uuid())


def rounded(value: float, most: int) -> int:
    """A whole number from 0 to `most`."""
    return int(min(max(round(value), 0), most))
