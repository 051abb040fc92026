"""What a step may do besides saying its words: the closed list of directives (decision 28), one line each.

    ::: wait 60                                    about so many seconds, never by force
    ::: breathe 3 5 6                              in for 3, out for 5, six times; a breath is never held
    ::: choose ID: label -> where | label -> where
    ::: card copy: words                           words to copy and send oneself
    ::: card show: words                           words to hold up for somebody to read
    ::: ask strength                               a state check in the middle, from a closed list
    ::: write ID: what to write about              own words
    ::: turn 5                                     about so many minutes each, then swap
    ::: hand-over: words                           the phone goes to the other
    ::: say-to-partner: words                      a sentence to say aloud
    ::: sheet warning-signs                        one of the person's own sheets opens beside it
    ::: aftercare                                  what the head says under `aftercare`

Nothing else is read from the body, and nothing in it can run. Pure.
"""

import re
from typing import Literal

from holdfast.catalogue.strict import Strict

SHAPES = {
    "wait": re.compile(r"(?P<seconds>[1-9]\d{0,2})"),
    "breathe": re.compile(r"(?P<in_>[2-6]) (?P<out>[3-9]) (?P<times>[1-9]\d?)"),
    "choose": re.compile(r"(?P<id>[a-z-]+): (?P<options>.+)"),
    "card": re.compile(r"(?P<use>copy|show): (?P<words>.+)"),
    "ask": re.compile(r"(?P<what>strength|here|close|wanted)"),
    "write": re.compile(r"(?P<id>[a-z-]+): (?P<words>.+)"),
    "turn": re.compile(r"(?P<minutes>[1-9]\d?)"),
    "hand-over": re.compile(r"(?P<words>.+)"),
    "say-to-partner": re.compile(r"(?P<words>.+)"),
    "sheet": re.compile(r"(?P<id>approach-ladder|support-map|warning-signs|trust-ladder|limits-map)"),
    "aftercare": re.compile(r""),
}
FOR_RELIEF = {"wait", "breathe", "choose", "card"}
FOR_TWO = {"turn", "hand-over", "say-to-partner"}

DOORS = ("scared", "hurt-myself", "body", "hurt-someone", "attacked", "worried", "not-sure")  # of the help page
TARGETS = {"next", "done", "again", "stay", "still-here", "exit", "help", *(f"help:{door}" for door in DOORS)}
"""Where a choice may lead. `stay`: the panel for whoever is not yet back; `still-here`: the page after ten minutes."""

Name = Literal[
    "wait", "breathe", "choose", "card", "ask", "write", "turn", "hand-over", "say-to-partner", "sheet", "aftercare",
]  # fmt: skip


class Directive(Strict):
    """One line of the closed list: its name and its parts as text."""

    name: Name
    parts: dict[str, str]

    @property
    def options(self) -> list[tuple[str, str]]:
        """For `choose`: pairs of label and target."""
        pairs = (option.rsplit(" -> ", 1) for option in self.parts.get("options", "").split(" | "))
        return [(pair[0].strip(), pair[-1].strip()) for pair in pairs if pair[0].strip()]

    @property
    def targets(self) -> list[str]:
        """Where its options lead; empty for all but `choose`."""
        return [target for _, target in self.options]


def parse(line: str) -> Directive | None:
    """The directive in a line that begins with `:::`, or None when it is none of the list."""
    name, _, rest = line.removeprefix(":::").strip().partition(" ")
    match = SHAPES[bare].fullmatch(rest.strip()) if (bare := name.removesuffix(":")) in SHAPES else None
    return Directive(name=bare, parts=match.groupdict()) if match else None
