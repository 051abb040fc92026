"""What two do with each other: link, share, ask, stop, end. Some of it reaches the other, on purpose."""

import re
from uuid import UUID

from django.urls import reverse
from hypothesis import strategies as st

from holdfast.accounts import form_token
from holdfast.accounts.models import Account
from holdfast.people import roles
from holdfast.vault.models import Member
from tests.leak import pages, seen
from tests.leak.steps.registry import AUTHOR, BIT, BOTH, PARTNER, SMALL, STRANGER, press, send, step, token
from tests.leak.values import OTHER
from tests.leak.world import World

TEN_WORDS = re.compile(r"\n\n((?:[a-z-]+ ){9}[a-z-]+)</textarea>")
OTHER_THAN_ROMANTIC = {roles.FRIEND: roles.PEER, roles.PEER: roles.FRIEND}
ROLES = st.sampled_from(sorted(roles.DECLARED))


@step("share", by=BOTH, often=3, mood=BIT, days=st.sampled_from(["7", "90"]))
def share(world: World, role: str, mood: bool, days: str) -> None:
    """One share with the other of the two: a text, or the stream of moods, after its preview."""
    _share(world, role, pair_of(world, role), mood, days)


@step("share with somebody else", by=AUTHOR, mood=BIT)
def share_with_somebody_else(world: World, role: str, mood: bool) -> None:
    """The same with a third person: nothing of one pair shows in another."""
    _share(world, role, pair_of(world, role, with_others=False), mood, "90")


@step("end a share", by=BOTH, often=1.5, quietly=BIT, which=SMALL)
def end_a_share(world: World, role: str, quietly: bool, which: int) -> None:
    """Take a shared thing out, or quietly add nothing more to a stream."""
    known = world.people[role].seen.get("shared", [])
    if known and world.enter(role):
        press(world, role, known[-1 - which % len(known)], f"do={'quiet' if quietly else 'end'}")


@step("stop all", by=BOTH)
def stop_all(world: World, role: str) -> None:
    """Quietly stop every stream to the other; what is there stays."""
    pair = pair_of(world, role)
    if pair and world.enter(role):
        press(world, role, reverse("unlink", args=[pair]), "do=stop")


@step("ask to share", by=BOTH, away=BIT, silence=BIT)
def ask_to_share(world: World, role: str, away: bool, silence: bool) -> None:
    """Ask for a stream; or put away what was asked, or silence such requests."""
    pair = pair_of(world, role)
    if not pair or not world.enter(role):
        return
    if silence:
        press(world, role, reverse("pair", args=[pair]), "asks")
    elif away:
        press(world, role, reverse("us"), "do=away")
    else:
        press(world, role, reverse("share-list", args=[pair]), "key")


@step("say what we are", by=BOTH, as_=ROLES)
def say_what_we_are(world: World, role: str, as_: str) -> None:
    """Say anew what the two are to each other; what was said is shown to neither, unless both said romantic."""
    pair = pair_of(world, role)
    if as_ in OTHER_THAN_ROMANTIC and world.variant(role, seen.FRIEND_OR_PEER) == OTHER:
        as_ = OTHER_THAN_ROMANTIC[as_]
    if pair and world.enter(role):
        press(world, role, reverse("pair", args=[pair]), role=as_)


@step("unlink", by=BOTH, often=0.6, block=BIT)
def unlink(world: World, role: str, block: bool) -> None:
    """End the link, alone and at once; perhaps also block."""
    pair = pair_of(world, role)
    block ^= world.variant(role, "block") == OTHER
    if pair and world.enter(role):
        press(world, role, reverse("unlink", args=[pair]), "do=unlink", **({"block": "1"} if block else {}))


@step("lift a block", by=AUTHOR)
def lift_a_block(world: World, role: str) -> None:
    """Let the invitations of somebody open again."""
    if world.enter(role):
        press(world, role, reverse("blocked"), "who")


@step("begin as a pair", by=BOTH, load=st.integers(0, 10), too=BIT)
def begin_as_a_pair(world: World, role: str, load: int, too: bool) -> None:
    """What who has just come along is asked, for themselves alone: one sentence to try, and how heavy it is."""
    pair = pair_of(world, role)
    if pair is None or not world.enter(role):
        return
    sentence, you = (reverse(page, args=[pair]) for page in ("one-sentence", "and-you"))
    own = {"pick": "own", "own": world.word(role, "own", 60), form_token.FIELD: token(world, role, sentence)}
    world.post(role, sentence, own)
    heavy = str((load + (world.variant(role, "load") == OTHER)) % 11)
    told = {"load": heavy, form_token.FIELD: token(world, role, you)}
    world.post(role, you, told | ({"do": "on"} if too else {}))


@step("hand a code over", by=(AUTHOR, PARTNER), as_=ROLES)
def hand_a_code_over(world: World, role: str, as_: str) -> None:
    """Ask somebody along: the role, the words, the code; it is in the hands of whoever uses it next."""
    if not world.enter(role):
        return
    send(world, role, "who", role=as_)
    answer = send(world, role, "invite", words="Would you?", name=world.people[role].name.title(), copy="1")
    found = TEN_WORDS.search(answer.content_read.decode())
    if found:
        world.codes.append(found[1])
        if role == AUTHOR:
            world.done[world.step].notes["handed"] = (seen.HANDED,)


@step("come along", by=(AUTHOR, PARTNER, STRANGER), often=1.5, as_=ROLES, old=BIT)
def come_along(world: World, role: str, as_: str, old: bool) -> None:
    """Use a code that was handed over: the last one, or the first, which may have been used before."""
    if not world.codes or not world.enter(role):
        return
    if role != AUTHOR:
        world.codes_used.add(world.step)
    ten = world.codes[0 if old else -1]
    for page in ("come-along", "come-along-more", "come-along-here", "come-along-go"):
        world.post(role, reverse(page), {"words": ten})
    send(world, role, "what-to-each-other", role=as_)
    send(world, role, "join", name=world.people[role].name.title())


@step("begin anew", by=AUTHOR, often=1, as_=ROLES, other=ROLES)
def begin_anew(world: World, role: str, as_: str, other: str) -> None:
    """End the link, ask the other along again, and take up what they answer: nothing of before is restored (PS-37)."""
    unlink(world, role, block=False)
    hand_a_code_over(world, role, as_)
    come_along(world, PARTNER, other, old=False)
    world.enter(role, anew=True)


@step("erase", by=BOTH, often=0.3)
def erase(world: World, role: str) -> None:
    """Erase the account and everything in it."""
    if world.enter(role, anew=True):
        press(world, role, reverse("erase"), sure="yes")


def _share(world: World, role: str, pair: UUID | None, mood: bool, days: str) -> None:
    if pair is None or not world.enter(role):
        return
    listed = world.get(role, reverse("share-list", args=[pair])).content_read.decode()
    text = {} if mood else {"text": world.word(role, "text")}
    for address in pages.addresses(listed):
        if pages.route(address) != "share" or _has_text(world, role, address) == mood:
            continue
        told = text | {"days": days, form_token.FIELD: token(world, role, address)}
        for form in world.forms(address, world.post(role, address, told)):
            marks = [each for each in form.buttons if each[0] == "share"]
            hidden = {each.name: each.value for each in form.fields if each.kind == "hidden"}
            if marks:
                world.post(role, form.action, hidden | text | {"days": days} | dict(marks))
                return


def _has_text(world: World, role: str, address: str) -> bool:
    offered = world.forms(address, world.get(role, address))
    return any(each.kind == "textarea" for form in offered for each in form.fields)


def pair_of(world: World, role: str, *, with_others: bool = True) -> UUID | None:
    """The pair of the author and the partner; or, for the author, one with somebody who does not look."""
    names = ["author", "partner"] if with_others else ["author"]
    owners = [
        Account.objects.filter(name=world.people[name].name).values_list("id", flat=True).first() for name in names
    ]
    found = None
    for owner in owners:
        spaces = set(Member.objects.filter(owner=owner).values_list("space", flat=True))
        found = spaces if found is None else found & spaces
    if not with_others:
        found = {space for space in found or () if not world.is_with_others(space)}
    return min(found) if found else None
