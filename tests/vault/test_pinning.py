"""Whose keys are whose: pinned once, followed only along signatures made with the old keys."""

from itertools import pairwise

import pytest

from holdfast.kit import random
from holdfast.vault import keyring as keyrings
from holdfast.vault import pinning
from holdfast.vault.errors import CannotOpen
from holdfast.vault.models import SealedRow

pytestmark = pytest.mark.django_db


def renewed(person):
    """New keys for the same owner."""
    return keyrings.make(keyrings.new_amk(), person.owner)[1]


def chain(*keyrings_):
    """The links from each keyring to the next, as their owner signs them."""
    links = []
    for old, new in pairwise(keyrings_):
        digest = pinning._digest(new.hpke.public)
        signature = old.sign("hf/succession/1", old.owner, new.signing.public, digest)
        links.append(pinning.Link(new.signing.public, digest, signature))
    return links


def test_a_card_travels_and_comes_back(ana):
    card = pinning.own(ana)
    assert pinning.card(card.data()) == card
    assert (card.owner, card.hpke, card.signing) == (ana.owner, ana.hpke.public, ana.signing.public)
    (link,) = chain(ana, renewed(ana))
    assert pinning.link(link.data()) == link


def test_a_pin_is_kept_changed_and_forgotten_for_its_space_alone(ana, ben):
    one, two = random.uuid(), random.uuid()
    pinning.pin(ana, one, pinning.own(ben))
    pinning.pin(ana, two, pinning.own(ben))
    new = pinning.own(renewed(ben))
    pinning.pin(ana, one, new)
    assert pinning.pins(ana) == {one: new, two: pinning.own(ben)}
    pinning.unpin(ana, one)
    pinning.unpin(ana, one)
    assert pinning.pins(ana) == {two: pinning.own(ben)}
    pinning.unpin(ben, one)
    assert pinning.pins(ben) == {}
    assert not SealedRow.objects.filter(owner=ben.owner).exists(), "forgetting nothing writes nothing"


def test_a_page_of_pins_that_cannot_be_read_proves_nothing_and_is_not_written_over(ana, ben):
    pinning.pin(ana, random.uuid(), pinning.own(ben))
    envelope = bytes(SealedRow.objects.get().envelope)
    SealedRow.objects.update(envelope=envelope[:-1] + bytes([envelope[-1] ^ 1]))
    assert pinning.pins(ana) == {}
    with pytest.raises(CannotOpen):
        pinning.pin(ana, random.uuid(), pinning.own(ben))


def test_a_succession_is_followed_from_wherever_somebody_left_off(ana):
    second, third = renewed(ana), renewed(ana)
    links = chain(ana, second, third)
    assert pinning.followed(pinning.own(ana), links, third.hpke.public) == pinning.own(third)
    assert pinning.followed(pinning.own(second), links, third.hpke.public) == pinning.own(third)
    assert pinning.followed(pinning.own(third), links, third.hpke.public) is None, "nothing to follow"
    assert pinning.followed(pinning.own(ana), [], ana.hpke.public) is None


def test_a_succession_with_a_gap_another_end_or_another_owner_is_none(ana, ben):
    second, third, fourth = renewed(ana), renewed(ana), renewed(ana)
    links = chain(ana, second, third, fourth)
    assert pinning.followed(pinning.own(ana), [links[0], links[2]], fourth.hpke.public) is None
    assert pinning.followed(pinning.own(ana), links, third.hpke.public) is None
    assert pinning.followed(pinning.own(ana), links[1:], fourth.hpke.public) is None
    foreign = pinning.Card(ben.owner, ana.hpke.public, ana.signing.public)
    assert pinning.followed(foreign, links, fourth.hpke.public) is None


def test_ones_own_succession_is_kept_and_bounded(ana, monkeypatch):
    monkeypatch.setattr(pinning, "MOST_LINKS", 2)
    assert pinning.succession(ana) == []
    made = [pinning.succeed(ana, ana) for _ in range(3)]
    assert [len(each) for each in made] == [1, 2, 2]
    assert pinning.succession(ana) == made[-1]
    assert pinning.succession(ana)[-1].signing == ana.signing.public
