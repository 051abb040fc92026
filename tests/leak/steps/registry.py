"""The registry of steps. A step is a function of the run, of who does it and of a few small values that are drawn.

    @step("write a letter", by=AUTHOR, often=2, words=SMALL)
    def write_a_letter(world, role, words): ...

A new page needs no step of its own: `anything.fill` opens every page of the table and sends every form on it. A step
by hand is for what takes several pages, or secrets, or happens too rarely by itself. Whether an act of the author is
seen by others is never said here: `seen.py` judges every form that was sent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.urls import reverse
from hypothesis import strategies as st

from holdfast.accounts import form_token
from holdfast.accounts.models import Account
from tests.leak.world import World

AUTHOR, PARTNER, STRANGER, NOBODY = "author", "partner", "stranger", "nobody"
OTHERS, BOTH = (PARTNER, STRANGER), (AUTHOR, PARTNER)
LEAVING = "/exit"  # a form on every page
Act = Callable[..., None]
T = TypeVar("T")

SMALL = st.integers(0, 7)
BIT = st.booleans()
DIGITS = st.integers(0, 99)


def one_of(options: Sequence[T]) -> st.SearchStrategy[T]:
    """One of many, drawn by two small numbers.

    Into numbers of a hundred and more Hypothesis mixes constants of whatever modules are loaded, and then the same seed
    would draw other programs after other tests.
    """
    return st.builds(lambda high, low: options[(100 * high + low) * len(options) // 10_000], DIGITS, DIGITS)


@dataclass(frozen=True)
class Kind:
    """One kind of step: who may do it, how often it is drawn, what it is given."""

    name: str
    by: tuple[str, ...]
    often: float
    given: dict[str, st.SearchStrategy[Any]]
    act: Act


STEPS: dict[str, Kind] = {
    # What every other step shrinks to.
    "nothing": Kind("nothing", (NOBODY,), 0.1, {}, lambda world, clock_: None),
}


def step(
    name: str, *, by: str | tuple[str, ...], often: float = 1, **given: st.SearchStrategy[Any]
) -> Callable[[Act], Act]:
    """Enter a step into the registry."""

    def entered(act: Act) -> Act:
        if name in STEPS:
            raise ValueError(f"There are two steps {name!r}.")
        STEPS[name] = Kind(name, (by,) if isinstance(by, str) else by, often, given, act)
        return act

    return entered


def press(world: World, role: str, address: str, button: str = "", /, **fields: Any) -> Any:
    """Open a page, take its form that has this button and these fields, fill in what is given, send it.

    `button` is "name" or "name=value". Hidden fields stay as the page gave them. None when there is no such form.
    """
    response = world.get(role, address)
    name, _, value = button.partition("=")
    for form in world.forms(address, response):
        wanted = [each for each in form.buttons if each[0] == name and (not value or each[1] == value)]
        if (button and not wanted) or not fields.keys() <= {each.name for each in form.fields}:
            continue
        if form.action == LEAVING:
            continue
        told = {each.name: each.value for each in form.fields if each.kind == "hidden"}
        return world.post(role, form.action, told | dict(wanted[:1] if button else []) | fields)
    return None


def token(world: World, role: str, address: str) -> str:
    """A form token of somebody's own, as a page of theirs would hold it."""
    account = Account.objects.get(name=world.people[role].name)
    with world.chance(role, "token", address):
        return form_token.make(account.id, address)


def send(world: World, role: str, page: str, /, *args: Any, **fields: Any) -> Any:
    """Send a form without opening its page first."""
    address = reverse(page, args=args)
    return world.post(role, address, fields | {form_token.FIELD: token(world, role, address)})
