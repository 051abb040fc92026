"""What others do to find out: open pages, look at what their keys open, take their data out, try what is not theirs."""

from functools import cache
from uuid import UUID

from django.urls import reverse
from hypothesis import strategies as st

from holdfast.accounts import form_token
from holdfast.accounts.models import Account, Slot
from holdfast.vault.models import Member, SealedRow
from holdfast.web.paths import TABLE
from tests.leak import values
from tests.leak.beginnings import NAMES, NOT_OPENED, plain_address
from tests.leak.steps.anything import ROUTES
from tests.leak.steps.own import for_two
from tests.leak.steps.registry import OTHERS, PARTNER, SMALL, press, step, token
from tests.leak.steps.two import pair_of
from tests.leak.world import World
from tests.web.walks import CONVERTER, FOR_TWO, WITH_TWO

PARTS = {name: f"/p/{number}{rest}" for number, rest, _view, name in TABLE if "<" in rest}
# Where anything of somebody else's would show first; opened at the end of every program.
FIRST_LOOK = ("today", "us")
# What a form may name, and words its buttons say: tried with ids that are not one's own.
NAMED = ("id", "way", "back", "show", "kept", "ask", "delete", "who", "key", "row", "form", "draft", "person")
OF_TWO = FOR_TWO | {"for-two-before", "signal-sent"}
DEEDS = ("", "delete", "end", "unlink", "stop", "away", "yes", "begin", "next", "ask")


@step("look", by=OTHERS, often=3, routes=st.lists(ROUTES, min_size=1, max_size=4), which=SMALL)
def look(world: World, role: str, routes: list[str], which: int) -> None:
    """Open some pages."""
    world.enter(role)
    for route in routes:
        address = address_of(world, role, route, which)
        if address:
            world.get(role, address)


def address_of(world: World, role: str, route: str, which: int) -> str:
    """An address of a page: as it is, as it was seen, or made with the pair and a small number; "" for none."""
    known = world.people[role].seen.get(route, [])
    if plain_address(route) or known:
        return plain_address(route) or known[-1 - which % len(known)]
    kinds = [part[2] for part in CONVERTER.finditer(PARTS[route])]
    pair = pair_of(world, role) if route in OF_TWO and role == PARTNER else None
    if not {*kinds} <= {"id", "number", "back", "kind", "card", "form"} or ("id" in kinds and pair is None):
        return ""
    number = for_two(which) if route in WITH_TWO else which
    parts = {"id": pair, "number": number, "form": 1 + which % 2}
    return reverse(route, args=[parts.get(kind, which) for kind in kinds])


@step("look at rows", by=OTHERS, often=0.7)
def look_at_rows(world: World, role: str) -> None:
    """Every row that opens with one's keys."""
    world.rows(role)


@step("take data out", by=OTHERS, often=0.7)
def take_data_out(world: World, role: str) -> None:
    """The export, by words typed anew."""
    if world.enter(role, anew=True):
        press(world, role, reverse("export"), words="")


@step("come again", by=OTHERS, often=0.8)
def come_again(world: World, role: str) -> None:
    """Lock, and unlock with the words."""
    if world.enter(role):
        world.get(role, reverse("lock"))
        press(world, role, reverse("today"), words=world.people[role].words)


@step("guess", by=OTHERS, often=3, which=SMALL, deed=st.sampled_from(DEEDS))
def guess(world: World, role: str, which: int, deed: str) -> None:
    """Try addresses and ids of the author's; in a twin the same bytes, whether or not the things are there."""
    if not world.enter(role):
        return
    id, addresses = world.again("guess", lambda: (_id(world, which), _addresses(world, which, 3)))
    some = sorted(PARTS)[which % 3 :: 3]
    for address in (*addresses, *(CONVERTER.sub(lambda part: id if part[1] != "int" else "1", PARTS[n]) for n in some)):
        world.ask(role, "GET", address)
    for address in addresses[:1]:
        told = dict.fromkeys(NAMED, id) | {"do": deed, form_token.FIELD: token(world, role, address)}
        world.post(role, address, told)


@step("guess in a form", by=OTHERS, often=1.5, route=ROUTES, which=SMALL, deed=st.sampled_from(DEEDS))
def guess_in_a_form(world: World, role: str, route: str, which: int, deed: str) -> None:
    """Name an id of the author's in a form of one's own page."""
    address = plain_address(route)
    if not address or not world.enter(role):
        return
    id = world.again("guess", lambda: _id(world, which))
    world.post(role, address, dict.fromkeys(NAMED, id) | {"do": deed, form_token.FIELD: token(world, role, address)})


@step("guess words", by=OTHERS, often=0.4, which=SMALL)
def guess_words(world: World, role: str, which: int) -> None:
    """Try to sign in as the author, from one's own phone."""
    name = world.people["author"].name
    browser = world.people[role].browser
    kept = dict(browser.cookies)
    told = {"name": name, "words": values.canary(world.seed, world.step, "guess"), "who": "mine"}
    for _ in range(1 + which % 2):
        world.ask(role, "POST", reverse("sign-in-other"), told)
    browser.cookies = kept


def last_look(world: World, role: str, turn: int) -> None:
    """At the end: where anything would show first, another page or two in turn, and every row that opens.

    Whoever is a stranger tries what the author has just made.
    """
    if not world.enter(role):
        return
    partner = role == PARTNER
    pages_ = other_pages()
    wanted = [
        *(FIRST_LOOK if partner else ()),
        *(pages_[(turn * 2 + more) % len(pages_)] for more in range(1 + partner)),
    ]
    for name in wanted:
        world.get(role, plain_address(name))
    seen = world.people[role].seen
    with_parts = sorted(name for name in seen if name in FOR_TWO)
    if partner and with_parts:
        world.get(role, seen[with_parts[turn % len(with_parts)]][-1])
    if not partner:
        for address in world.again("last", lambda: _addresses(world, turn, 3)):
            world.ask(role, "GET", address)
    world.rows(role)


@cache
def other_pages() -> list[str]:
    """Every other page without parts in its address."""
    return sorted(name for name in {*NAMES} - NOT_OPENED - {*FIRST_LOOK} if plain_address(name))


def _addresses(world: World, which: int, most: int) -> list[str]:
    """Addresses that the author has seen, and nobody else: those of this program first."""
    others = {each for role in OTHERS for held in world.people[role].seen.values() for each in held}
    held = [each for found in world.people["author"].seen.values() for each in found if each not in others]
    new = [each for each in held if each not in world.old_addresses]
    return values.chance(world.seed, world.step, which).sample(new or held, min(most, len(new or held)))


def _id(world: World, which: int) -> str:
    """An id of something that is the author's alone: mostly what was made in this program."""
    account = Account.objects.filter(name=world.people["author"].name).first()
    if account is None:
        return str(UUID(int=which))
    rows = sorted(SealedRow.objects.filter(owner=account.id, scope=None).values_list("id", flat=True))
    slots = sorted(Slot.objects.filter(account=account).values_list("id", flat=True))
    spaces = sorted(Member.objects.filter(owner=account.id).values_list("space", flat=True))
    new = [id for id in rows if id not in world.old_rows]
    draw = values.chance(world.seed, world.step, which)
    return str(draw.choice(new) if new and draw.random() < 0.7 else draw.choice([*rows, *slots, *spaces, account.id]))
