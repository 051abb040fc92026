"""Run a program and its twins, and ask the three oracles. Whatever they find is told with the program that found it."""

import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from tests.leak import receiving, seen, values
from tests.leak.programs import ROLES, Program
from tests.leak.receiving import Received
from tests.leak.steps import STEPS, looking
from tests.leak.world import Beginning, Done, Verdict, World, run

OTHERS = ("partner", "stranger")
CANARY, VALUE, ERASURE = "1 canary scan", "2 value twin", "3 erasure twin"


class Leak(AssertionError):
    """Something private of one person reached another."""

    def __init__(self, oracle: str, program: Program, told: str) -> None:
        super().__init__(f"{oracle}\n{told}\n\nThe program, as it is kept in tests/leak/found:\n{program.line()}")
        self.oracle, self.program = oracle, program


@dataclass
class Tally:
    """What was run, over many programs."""

    programs: int = 0
    runs: int = 0  # of programs and of their twins
    parted: int = 0  # an act that others may see came out differently: private things of the author's own decided it
    received: int = 0  # answers, parts of them, and rows
    size: int = 0  # their bytes

    def told(self) -> dict[str, int]:
        """Every figure by its name."""
        return asdict(self)


def check(program: Program, beginning: Beginning, tally: Tally | None = None, *, every: bool = False) -> None:
    """Run a program with its twins. Raises Leak for what is found first."""
    for leak in leaks(program, beginning, tally or Tally(), every=every):
        raise leak


def leaks(program: Program, beginning: Beginning, tally: Tally, *, every: bool = False) -> Iterator[Leak]:
    """What each oracle finds, at most one leak each. `every`: run every twin, whatever the program."""
    tally.programs += 1
    first = _run(program, beginning, tally)
    verdicts = seen.judge(first.done, first.codes_used)
    yield from _scanned(program, first, verdicts)
    for oracle in _twins(program, verdicts, every=every):
        twin = _run(program, beginning, tally, first, verdicts, erase=oracle == ERASURE)
        if _parted(first, twin, verdicts):
            tally.parted += 1
            continue
        told = _difference(*(_comparable(each.received, first) for each in (first, twin)))
        if told:
            yield Leak(oracle, program, told)


def _twins(program: Program, verdicts: dict[int, Verdict], *, every: bool) -> list[str]:
    """Which twins to run. Leaving out finds most; other values are tried by half of the programs, and wherever an act
    that others may see has something private in it, which leaving out does not touch."""
    if all(verdict.whole for verdict in verdicts.values()):
        return []
    mixed = any(verdict.seen and not verdict.whole for verdict in verdicts.values())
    return [ERASURE, VALUE] if every or mixed or program.seed % 2 else [ERASURE]


def _run(
    program: Program,
    beginning: Beginning,
    tally: Tally,
    first: World | None = None,
    verdicts: dict[int, Verdict] | None = None,
    *,
    erase: bool = False,
) -> World:
    world = World(beginning, ROLES[program.author], program.seed)
    if first is not None:
        world.first, world.first_found, world.verdicts = first.done, first.found, verdicts or {}
    with run(world) as clock_:
        for number, step in enumerate(program.steps):
            world.step = number
            world.times.clear()
            _step(world, clock_, step, erase=erase)
        world.step = len(program.steps)
        world.times.clear()
        for role in OTHERS:
            looking.last_look(world, role, program.seed)
    tally.runs += 1
    tally.received += len(world.received)
    tally.size += sum(len(each.data) for each in world.received)
    return world


def _step(world: World, clock_: Any, step: Any, *, erase: bool) -> None:
    kind = STEPS[step.name]
    if step.by != "author":
        kind.act(world, clock_ if step.by == "nobody" else step.by, **step.given)
        return
    world.done[world.step] = Done(world.today.isoformat())
    verdict = world.verdicts.get(world.step)
    if not erase or verdict is None or verdict.seen:
        kind.act(world, step.by, **step.given)
    elif verdict.unlock:
        world.enter(step.by, anew=True)
    world.done[world.step].mood_since = world.mood_since()


def _scanned(program: Program, world: World, verdicts: dict[int, Verdict]) -> Iterator[Leak]:
    """Oracle 1: no eight letters of what the author kept private are in what the others received."""
    private = {
        piece: (number, name)
        for number, done in world.done.items()
        for name, text in done.words
        if not verdicts[number].shows(name)
        for piece in values.pieces(text)
    }
    if not private:
        return
    for word in receiving.words(world.received):
        for at in range(len(word) - values.PIECE + 1):
            if word[at : at + values.PIECE] in private:
                yield Leak(CANARY, program, _where(world, word, private[word[at : at + values.PIECE]]))
                return


def _where(world: World, word: str, source: tuple[int, str]) -> str:
    told = f"{word!r}, typed as {source[1]!r} at step {source[0]}"
    for each in world.received:
        if any(word.encode() in text.lower() for text in receiving.disguises(each.data)):
            return f"{told}, came at step {each.step} to {each.who}: {each.what}"
    return told


def _comparable(received: list[Received], first: World) -> list[Received]:
    """What has to be the same: all of it, except where rounds of two legitimately change; see `world.OPENS`."""
    return [
        each for each in received if each.step < first.cut and not (first.rekeyed and each.what == receiving.ROUNDS)
    ]


def _parted(first: World, twin: World, verdicts: dict[int, Verdict]) -> bool:
    """Whether an act that others may see did not come out as in the first run."""
    for number, verdict in verdicts.items():
        if verdict.seen and _outcomes(first.done[number]) != _outcomes(twin.done[number]):
            return True
    return False


def _outcomes(done: Done) -> list[Any]:
    return [(post.route, post.outcome) for post in done.posts if post.taken and post.route in seen.ROUTES]


def _difference(first: list[Received], twin: list[Received]) -> str:
    """Oracles 2 and 3: where what the others received is not the same to the byte; "" when it is."""
    if first == twin:
        return ""
    for one, other in zip(first, twin, strict=False):
        if one != other:
            return _told(one, other)
    rest = (first if len(first) > len(twin) else twin)[min(len(first), len(twin))]
    return f"something more was received at step {rest.step} by {rest.who}: {rest.what}"


def _told(one: Received, other: Received) -> str:
    said = f"step {one.step}, {one.who}: {one.what}"
    if one[:3] != other[:3]:
        return f"{said}\nin the twin: step {other.step}, {other.who}: {other.what}"
    lines = [each.data.decode("utf-8", "replace").splitlines() for each in (one, other)]
    return "\n".join([said, *difflib.unified_diff(*lines, "first run", "twin", n=1, lineterm="")][:60])


def digest(program: Program, beginning: Beginning) -> str:
    """One line for all that others receive in a run of a program."""
    world = _run(program, beginning, Tally())
    return hashlib.blake2b(repr(world.received).encode(), digest_size=16).hexdigest()
