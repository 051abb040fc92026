"""What answers a person after a tool, and which tools come first in the list of one's own.

Pure: no request, no session, nothing kept. What was tapped travels in the forms alone and ends with the page. Anything
that is not an answer counts as no answer. `static/programme/after-rules.js` decides alike where there is script; a test
holds the two together.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from holdfast.programme.schema import Practice

Page = Literal["ask", "far", "not-yet", "worse", "enough", "down", "same", "up", "plain"]
COME_BACK = "come-back-to-here"
STRONG = 7  # from here on the page also offers the next ten minutes and a person (storyboard N4)
ONCE = "once"  # the field of "Keep this" that makes a form sent twice one form
ENOUGH = 2  # so many "worse" in a row, and no further tool is offered first (CR-17)


@dataclass(frozen=True)
class Given:
    """Ratings 0 to 10 before and after, where the person is, and how the tool was. None = not said.

    `off`: tools taken off the list for now; `worse`: how many in a row had made it worse before this one.
    """

    before: int | None = None
    after: int | None = None
    here: str = ""
    helped: str = ""
    tool: str = ""
    asked: bool = False  # the three questions were on the page that sent this
    skip: bool = False
    off: tuple[str, ...] = ()
    worse: int = 0

    @classmethod
    def read(cls, posted: Mapping[str, str], tools: Collection[str]) -> "Given":
        """From a posted form; whatever does not fit is left out, never an error. `tools`: the names there are."""
        return cls(
            before=_rating(posted.get("before", "")),
            after=_rating(posted.get("after", "")),
            here=_one_of(posted.get("here", ""), ("here", "partly", "far")),
            helped=_one_of(posted.get("helped", ""), ("helped", "same", "worse")),
            tool=_one_of(posted.get("tool", ""), tools),
            asked="asked" in posted,
            skip="skip" in posted,
            off=tuple(id for id in dict.fromkeys(posted.get("off", "").split(" ")) if id in tools),
            worse={"1": 1, "2": 2}.get(posted.get("worse", ""), 0),
        )

    @property
    def page(self) -> Page:
        """The page that answers. Two "worse" in a row come first, then being far away, then one, then the numbers."""
        if not self.asked and not self.skip:
            return "ask"
        if self.skip:
            return "plain"
        if self.went_worse and self.worse_now >= ENOUGH:
            return "enough"
        if self.here == "far":
            return "not-yet" if COME_BACK in (self.tool, *self.off) else "far"
        if self.helped == "worse":
            return "worse"
        if self.before is None or self.after is None:
            return "plain"
        if self.after == self.before:
            return "same"
        return "down" if self.after < self.before else "up"

    @property
    def facts(self) -> frozenset[str]:
        """What the answering page shows: its name, and the parts that depend on what was said."""
        strong = not self.skip and self.after is not None and self.after >= STRONG
        hard = strong or self.page in ("same", "up") or self.helped == "same"
        next_ = not self.skip and hard and self.page in ("down", "same", "up", "plain")
        said = not self.skip and self.tool and self.said and self.page != "ask"
        named = {"strong": strong, "next": next_, "keep": said, "calm": not next_, "mild": next_ and not strong}
        return frozenset({self.page, *(name for name, holds in named.items() if holds)})

    @property
    def went_worse(self) -> bool:
        """The person said so, or the number went up."""
        if not self.asked or self.skip:
            return False
        rose = self.before is not None and self.after is not None and self.after > self.before
        return self.helped == "worse" or rose

    @property
    def worse_now(self) -> int:
        """How many in a row made it worse, this one included; no answer leaves the count as it was."""
        if self.went_worse:
            return min(self.worse + 1, ENOUGH)
        told = self.asked and not self.skip and (self.helped or self.after is not None)
        return 0 if told else self.worse

    @property
    def off_now(self) -> tuple[str, ...]:
        """Off the list for now: what came before, and this tool if the person is far away after it or it got worse.

        "Come back to here" is what helps when far away: it goes only when it made things worse.
        """
        far = self.asked and not self.skip and self.here == "far" and self.tool != COME_BACK
        goes = self.tool and self.tool not in self.off and (far or self.went_worse)
        return (*self.off, self.tool) if goes else self.off

    @property
    def said(self) -> list[tuple[str, str | int]]:
        """What was answered, by the name of its field."""
        answers = (("before", self.before), ("after", self.after), ("here", self.here), ("helped", self.helped))
        return [(name, value) for name, value in answers if value not in (None, "")]

    @property
    def carried(self) -> list[tuple[str, str | int]]:
        """What travels on in the form when a person wants to keep this: only what was said, and of which tool."""
        return [("tool", self.tool), *self.said] if self.tool else self.said

    @property
    def onward(self) -> list[tuple[str, str]]:
        """What travels on to the next page of Relief: nothing, unless something is off or got worse."""
        off, worse = " ".join(self.off_now), self.worse_now
        return [("off", off), ("worse", str(worse))] if off or worse else []

    @property
    def less(self) -> int:
        """By how much it went down."""
        return (self.before or 0) - (self.after or 0)


def _rating(text: str) -> int | None:
    return int(text) if text in {str(n) for n in range(11)} else None


def _one_of(text: str, known: Collection[str]) -> str:
    return text if text in known else ""


@dataclass(frozen=True)
class Record:
    """What a person noted of one tool: times kept, times that say how it went, times it was easier after."""

    exercise: str
    uses: int
    told: int
    eased: int
    set_aside: bool

    @property
    def share(self) -> float:
        """The share of eased uses, drawn toward one half while there are few: one good evening is not yet a habit."""
        return (self.eased + 1) / (self.told + 2)


def what_helped(practices: Iterable[Practice]) -> list[Record]:
    """A person's own tools, what was followed by ease first; those set aside last.

    Set aside: it made things worse or left the person far away the last time. The person's own word goes before the
    numbers, and a tool that was only kept without an answer stands in the middle.
    """
    kept: dict[str, list[Practice]] = {}
    for practice in practices:
        kept.setdefault(practice.exercise, []).append(practice)
    records = [_record(exercise, uses) for exercise, uses in kept.items()]
    return sorted(records, key=lambda one: (one.set_aside, -one.share, -one.uses, one.exercise))


def _record(exercise: str, uses: Sequence[Practice]) -> Record:
    told = [use for use in uses if use.how or None not in (use.before, use.after)]
    last = told[-1] if told else None
    aside = last is not None and (last.how == "worse" or last.here == "far" or _change(last) > 0)
    return Record(exercise, len(uses), len(told), sum(map(_eased, told)), aside)


def _eased(use: Practice) -> bool:
    return use.how == "helped" or (use.how is None and _change(use) < 0)


def _change(use: Practice) -> int:
    return use.after - use.before if use.before is not None and use.after is not None else 0


def worse_in_a_row(practices: Sequence[Practice]) -> int:
    """How many of the last kept uses made it worse without a break, as far as it matters."""
    told = [use for use in practices if use.how or None not in (use.before, use.after)][-ENOUGH:]
    count = 0
    for use in reversed(told):
        if use.how != "worse" and _change(use) <= 0:
            return count
        count += 1
    return count


def two_worse(practices: Sequence[Practice]) -> bool:
    """Whether the last two kept uses, of whatever tools, both made it worse (CR-17, G7)."""
    return worse_in_a_row(practices) == ENOUGH
