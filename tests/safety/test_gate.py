"""The gate record: shut in doubt, opened by one choice alone, and in the table the same whatever was chosen."""

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.exchange import actions as taking
from holdfast.exchange import archive
from holdfast.exchange import queries as exchange
from holdfast.exchange.schema import NotAnExport, Record
from holdfast.safety import actions, gate, queries, rules
from holdfast.safety.gate import GateRecord, Gates
from holdfast.safety.records import GATE
from holdfast.vault import queries as vault
from holdfast.vault.models import DropRow, SealedRow
from tests.cast import join

TODAY = date(2026, 11, 24)
BEN, CLEO = UUID(int=1), UUID(int=2)

days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
maybe_days = st.none() | days
choices = st.sampled_from(rules.CHOICES)
tiers = st.sampled_from(gate.TIERS)


def gates_of(pair):
    return st.builds(
        Gates,
        pair=st.just(pair),
        waits=st.booleans(),
        because_on=maybe_days,
        clear_until=maybe_days,
        held_until=maybe_days,
        not_now=st.booleans(),
        ready_from=st.tuples(maybe_days, maybe_days, maybe_days),
        said_on=st.tuples(maybe_days, maybe_days, maybe_days),
    )


@st.composite
def records(draw):
    pairs = draw(st.lists(st.uuids(), max_size=gate.MOST_PAIRS, unique=True))
    return GateRecord(draw(maybe_days), draw(gates_of(None)), tuple(draw(gates_of(pair)) for pair in pairs))


def open_record(pair=BEN, today=TODAY):
    """A record on which every tier is open for a pair."""
    clear = rules.clear_until(today)
    return GateRecord(None, Gates(), (Gates(pair=pair, clear_until=clear, ready_from=(today, today, today)),))


# --- the shape


@given(records())
def test_ps_19_the_record_has_one_size_and_comes_back_as_it_was(record):
    body = record.body()
    assert len(json.dumps(body, separators=(",", ":"))) == gate.SIZE
    assert gate.read(json.loads(json.dumps(body))) == record


def test_there_is_room_for_twelve_pairs_and_no_more():
    full = GateRecord()
    for _ in range(gate.MOST_PAIRS):
        full = rules.linked(full, uuid4())
    assert gate.read(full.body()) == full
    with pytest.raises(gate.TooManyPairs):
        rules.linked(full, uuid4()).body()


@given(records(), st.data())
def test_a_record_that_was_tampered_with_is_no_record(record, data):
    body = json.loads(json.dumps(record.body()))
    key = data.draw(st.sampled_from(["crisis_until", "gates", "fill"]))
    wrong = data.draw(st.sampled_from([None, "", "tomorrow", 5, [], {}, [{}], [[]], True]))
    if body[key] == wrong:
        return
    assert gate.read(body | {key: wrong}) is None
    gates = data.draw(st.sampled_from([field.name for field in fields(Gates)]))
    spoiled = json.loads(json.dumps(body))
    spoiled["gates"][0][gates] = "maybe"
    assert gate.read(spoiled) is None
    assert gate.read(body | {"more": 1}) is None


@pytest.mark.parametrize(
    "body", [None, {}, [], "text", 7, {"gates": []}, {"crisis_until": "", "gates": [], "fill": ""}]
)
def test_what_is_no_record_reads_as_none(body):
    assert gate.read(body) is None


def test_a_pair_that_stands_there_twice_is_no_record():
    twice = GateRecord(pairs=(Gates(pair=BEN), Gates(pair=BEN, waits=True)))
    assert gate.read(twice.body()) is None


# --- what opens


def test_g1_to_g6_are_known_by_the_names_content_uses():
    assert rules.GATES == {
        "no-hold": "G1", "not-in-crisis": "G2", "stable": "G3", "both-ready": "G4", "romantic-pair": "G6",
    }  # fmt: skip


@pytest.mark.parametrize("tier", gate.TIERS)
def test_with_yes_and_no_need_and_no_hold_a_tier_opens(tier):
    assert rules.may_open(tier, open_record(), BEN, TODAY)


@given(records() | st.none(), st.uuids(), days)
def test_tier_0_is_always_open(record, pair, today):
    assert rules.may_open(0, record, pair, today)


@given(tiers, days)
def test_h07_without_a_record_or_for_an_unknown_pair_all_is_shut(tier, today):
    assert not rules.may_open(tier, None, BEN, today)
    assert not rules.may_open(tier, open_record(BEN, today), CLEO, today)
    assert not rules.may_open(tier, open_record(BEN, today), None, today)
    assert not rules.may_open(tier, GateRecord(), BEN, today)


@pytest.mark.parametrize("tier", [-1, 4, 99, True, False, None, "1", 1.0, 2.0])
def test_h07_what_is_no_tier_is_shut(tier):
    assert not rules.may_open(tier, open_record(), BEN, TODAY)


HOLDS = {
    "waits": {"waits": True},
    "because of me, long ago": {"because_on": TODAY - timedelta(days=400)},
    "not now": {"not_now": True},
    "held": {"held_until": TODAY + timedelta(days=1)},
}


@pytest.mark.parametrize("tier", gate.TIERS)
@pytest.mark.parametrize("hold", HOLDS.values(), ids=HOLDS.keys())
def test_h07_any_hold_shuts_every_tier_for_two(tier, hold):
    record = open_record()
    assert not rules.may_open(tier, replace(record, pairs=(replace(record.pairs[0], **hold),)), BEN, TODAY)


@given(tiers, records(), days)
def test_h07_whatever_else_stands_there_any_hold_shuts(tier, record, today):
    if not record.pairs:
        return
    pair = record.pairs[0].pair
    opened = rules.may_open(tier, record, pair, today)
    gates = record.pairs[0]
    held = (
        gates.waits
        or gates.because_on is not None
        or gates.not_now
        or (gates.held_until is not None and today < gates.held_until)
        or (record.crisis_until is not None and today < record.crisis_until)
        or gates.ready_from[tier - 1] is None
        or gates.ready_from[tier - 1] > today
    )
    unclear = gates.clear_until is None or not today < gates.clear_until <= today + timedelta(days=35)
    assert opened == (not held and (tier == 1 or not unclear))


def test_tier_1_needs_no_clear_and_tiers_2_and_3_do():
    record = open_record()
    unclear = replace(record, pairs=(replace(record.pairs[0], clear_until=None),))
    assert [rules.may_open(tier, unclear, BEN, TODAY) for tier in (1, 2, 3)] == [True, False, False]


# --- the choices


@given(days)
def test_no_need_counts_until_the_next_check_and_a_week_five_weeks_at_most(today):
    until = rules.clear_until(today)
    assert timedelta(days=7) < until - today <= timedelta(weeks=5)
    assert rules.check_day(until) == until - timedelta(weeks=1) > today


@given(days)
def test_ps_22_the_day_of_the_check_is_the_same_for_everyone_every_four_weeks(today):
    last, following = rules.check_day(today), rules.next_check(today)
    assert last <= today < following == last + timedelta(weeks=4)
    assert last.weekday() == 2


@given(gates_of(BEN), st.sampled_from(["wait", "because-of-me", "rather-not", "skip"]), days)
def test_only_no_need_opens_anything(gates, choice, today):
    record = GateRecord(pairs=(rules.chosen(gates, choice, today),))
    assert not any(rules.may_open(tier, record, BEN, day) for tier in (2, 3) for day in (today, today + timedelta(30)))
    if rules.may_open(1, record, BEN, today):
        assert rules.may_open(1, GateRecord(pairs=(gates,)), BEN, today), "a choice other than no need opened tier 1"


@pytest.mark.parametrize("choice", ["rather-not", "skip"])
def test_a_skip_waits_for_tiers_2_and_3_and_leaves_tier_1(choice):
    record = rules.choose(open_record(), choice, TODAY)
    assert [rules.may_open(tier, record, BEN, TODAY) for tier in (1, 2, 3)] == [True, False, False]


@pytest.mark.parametrize("choice", ["wait", "because-of-me"])
def test_cr_30_waiting_shuts_every_tier_from_1_on(choice):
    record = rules.choose(open_record(), choice, TODAY)
    assert [rules.may_open(tier, record, BEN, TODAY) for tier in (0, 1, 2, 3)] == [True, False, False, False]


@given(st.lists(st.tuples(choices, st.integers(0, 40)), max_size=12), st.integers(0, 200))
def test_because_of_me_is_not_lifted_before_90_days_whatever_is_chosen(later, after):
    record, today = rules.choose(open_record(), "because-of-me", TODAY), TODAY
    last = TODAY
    for choice, wait in later:
        today += timedelta(days=wait)
        record = rules.choose(record, choice, today)
        last = today if choice == "because-of-me" else last
        if today < last + timedelta(days=90):
            assert record.of(BEN).because_on == last
            assert not any(rules.may_open(tier, record, BEN, today) for tier in gate.TIERS)
    if (today := today + timedelta(days=after)) < last + timedelta(days=90):
        assert rules.choose(record, "no-need", today) == record


def test_because_of_me_is_lifted_by_a_fresh_check_and_not_by_the_day_alone():
    record = rules.choose(open_record(), "because-of-me", TODAY)
    early, due = TODAY + timedelta(days=89), TODAY + timedelta(days=90)
    record = rules.choose(record, "no-need", early)
    assert not rules.may_open(1, record, BEN, due + timedelta(days=400)), "an earlier no need never comes to count"
    lifted = rules.choose(record, "no-need", due)
    assert all(rules.may_open(tier, lifted, BEN, due) for tier in gate.TIERS)


@given(records(), choices, days)
def test_what_shuts_is_meant_of_everyone_and_no_need_never_of_one_among_several(record, choice, today):
    after = rules.choose(record, choice, today)
    assert after.crisis_until == record.crisis_until
    assert [gates.pair for gates in after.pairs] == [gates.pair for gates in record.pairs]
    if choice != "no-need":
        assert all(gates.clear_until is None for gates in (after.anyone, *after.pairs))
    elif len(record.pairs) > 1:
        assert after.pairs == record.pairs


def test_no_need_about_one_of_two_pairs_is_for_that_pair():
    record = rules.linked(rules.linked(GateRecord(), BEN), CLEO)
    after = rules.choose(record, "no-need", TODAY, CLEO)
    assert after.of(CLEO).clear_until == rules.clear_until(TODAY)
    assert after.of(BEN) == record.of(BEN)
    assert after.anyone == record.anyone


def test_what_is_no_choice_is_refused():
    with pytest.raises(ValueError, match="no choice"):
        rules.choose(GateRecord(), "open", TODAY)


def test_a_new_pair_begins_with_what_was_chosen_before_and_with_no_yes():
    record = rules.linked(rules.choose(GateRecord(), "no-need", TODAY), BEN)
    assert record.of(BEN).clear_until == rules.clear_until(TODAY)
    assert not any(rules.may_open(tier, record, BEN, TODAY) for tier in gate.TIERS)
    assert rules.linked(record, BEN) == record


@given(records(), days)
def test_unlinking_and_linking_again_is_no_way_round_a_hold(record, today):
    for gates in record.pairs:
        again = rules.linked(rules.unlinked(record, gates.pair), gates.pair)
        for tier in gate.TIERS:
            assert not rules.may_open(tier, again, gates.pair, today)
        if not rules.no_hold(record, gates.pair, today):
            assert not rules.no_hold(again, gates.pair, today)


def test_a_clear_from_a_wrong_clock_is_none():
    record = open_record(today=date(2031, 1, 1))
    assert not rules.may_open(2, record, BEN, TODAY)


# --- kept, sealed, alike


def picture(owner):
    """Every row of one person as the table shows it, without what is random: how many, of which kind and size."""
    rows = SealedRow.objects.filter(owner=owner).order_by("id")
    return [(row.id, bytes(row.tag), len(row.envelope)) for row in rows] + [DropRow.objects.filter(owner=owner).count()]


def bytes_of(owner):
    return {row.id: bytes(row.envelope) for row in SealedRow.objects.filter(owner=owner)}


@pytest.mark.django_db
def test_ps_19_every_account_has_its_record_from_sign_up_on():
    ana = join("ana")
    assert queries.gate(ana.keyring) == GateRecord()
    assert len(vault.rows(ana.keyring, GATE)) == 1


@pytest.mark.django_db
def test_an_account_from_before_gets_its_record_at_the_next_unlock():
    from holdfast.accounts import hooks

    ana = join("ana")
    SealedRow.objects.filter(owner=ana.account.id, tag=ana.keyring.tag(GATE.label())).delete()
    assert queries.gate(ana.keyring) is None
    for hook in hooks.opened:
        hook(ana.keyring)
    before = bytes_of(ana.account.id)
    assert queries.gate(ana.keyring) == GateRecord()
    for hook in hooks.opened:
        hook(ana.keyring)
    assert bytes_of(ana.account.id) == before, "where there is one, nothing is written"


@pytest.mark.django_db
@given(
    st.lists(
        choices | st.sampled_from(["hold", "lift", "answered", "link", "unlink", "ready", "say", "later"]), max_size=6
    )
)
def test_ps_19_rows_are_as_many_and_as_large_whatever_was_chosen(acts):
    owner = ana = None
    from tests.web.walks import rolled_back

    with rolled_back():
        ana = join("ana")
        owner = ana.account.id
        before = picture(owner)
        for act in acts:
            held = bytes_of(owner)
            {
                "hold": lambda: actions.answered(ana.keyring, TODAY, holds=True),
                "answered": lambda: actions.answered(ana.keyring, TODAY, holds=False),
                "lift": lambda: actions.lift_crisis(ana.keyring),
                "link": lambda: actions.link(ana.keyring, BEN),
                "unlink": lambda: actions.unlink(ana.keyring, BEN),
                "ready": lambda: actions.set_ready(ana.keyring, BEN, 2, TODAY, ready=True),
                "say": lambda: actions.say(ana.keyring, BEN, [1, 2], TODAY, yes=True),
                "later": lambda: actions.set_not_now(ana.keyring, BEN, not_now=True),
            }.get(act, lambda act=act: actions.choose(ana.keyring, act, TODAY))()
            assert picture(owner) == before
            changed = [id for id, envelope in bytes_of(owner).items() if envelope != held[id]]
            assert len(changed) == 1, "each act seals the one record anew, also when nothing in it changed"


@pytest.mark.django_db
def test_verbs_for_the_pair_do_what_they_say():
    ana = join("ana")
    actions.link(ana.keyring, BEN)
    actions.choose(ana.keyring, "no-need", TODAY)
    actions.set_ready(ana.keyring, BEN, 2, TODAY, ready=True)
    morning = TODAY + timedelta(days=1)
    record = queries.gate(ana.keyring)
    assert not rules.may_open(2, record, BEN, TODAY), "a yes counts from the next morning"
    assert rules.may_open(2, record, BEN, morning)
    assert not rules.may_open(3, record, BEN, morning)
    actions.set_not_now(ana.keyring, BEN, not_now=True)
    assert not rules.may_open(2, queries.gate(ana.keyring), BEN, morning)
    actions.set_not_now(ana.keyring, BEN, not_now=False)
    actions.hold_until(ana.keyring, BEN, TODAY + timedelta(days=14))
    actions.hold_until(ana.keyring, BEN, TODAY)
    assert queries.gate(ana.keyring).of(BEN).held_until == TODAY + timedelta(days=14), "a longer hold stays"
    actions.set_ready(ana.keyring, BEN, 2, TODAY, ready=False)
    assert not rules.may_open(2, queries.gate(ana.keyring), BEN, TODAY + timedelta(days=20))
    actions.unlink(ana.keyring, BEN)
    assert queries.gate(ana.keyring).of(BEN) is None
    with pytest.raises(ValueError):
        actions.set_ready(ana.keyring, BEN, 4, TODAY, ready=True)


@pytest.mark.django_db
def test_ft_18_a_damaged_record_shuts_all_and_gives_way_to_a_careful_one():
    ana = join("ana")
    actions.link(ana.keyring, BEN)
    row = SealedRow.objects.get(owner=ana.account.id, tag=ana.keyring.tag(GATE.label()))
    row.envelope = bytes(row.envelope)[:-1] + bytes([bytes(row.envelope)[-1] ^ 1])
    row.save()
    assert queries.gate(ana.keyring) is None
    actions.choose(ana.keyring, "skip", TODAY)
    record = queries.gate(ana.keyring)
    assert record.anyone.waits
    actions.link(ana.keyring, BEN)
    assert not rules.no_hold(queries.gate(ana.keyring), BEN, TODAY)
    assert len(vault.rows(ana.keyring, GATE)) == 1


@pytest.mark.django_db
def test_the_record_is_in_no_export_and_comes_in_with_none():
    ana = join("ana")
    assert "gate" not in {record.kind for record in exchange.contents(ana.keyring).parcel.records}
    parcel = exchange.contents(ana.keyring)
    forged = Record(BEN, "gate", "", open_record().body())
    whole = replace(parcel, parcel=replace(parcel.parcel, records=(*parcel.parcel.records, forged)))
    before = queries.gate(ana.keyring)
    with pytest.raises(NotAnExport):
        taking.take_in(ana.keyring, b"".join(archive.stream(whole)))
    assert queries.gate(ana.keyring) == before


@pytest.mark.django_db
def test_the_record_opens_with_nobody_elses_keys():
    ana, ben = join("ana"), join("ben")
    actions.choose(ana.keyring, "because-of-me", TODAY)
    assert queries.gate(ben.keyring) == GateRecord()
