"""What a person tapped after a tool, and which page answers it. Held in the form alone and gone with the page.

Pure: no request, no session, nothing kept. Anything that is not an answer counts as no answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Page = Literal["ask", "far", "worse", "down", "same", "up", "plain"]
TOOLS = ("check-the-room", "come-back-to-here")  # ids of their content files
STRONG = 7  # from here on the page also offers the next ten minutes and a person (storyboard N4)


@dataclass(frozen=True)
class Given:
    """Ratings 0 to 10 before and after, where the person is, and how the tool was. None = not said."""

    before: int | None = None
    after: int | None = None
    here: str = ""
    helped: str = ""
    tool: str = ""
    asked: bool = False  # the three questions were on the page that sent this
    skip: bool = False

    @classmethod
    def read(cls, posted: Mapping[str, str]) -> "Given":
        """From a posted form; whatever does not fit is left out, never an error."""
        return cls(
            before=_rating(posted.get("before", "")),
            after=_rating(posted.get("after", "")),
            here=_one_of(posted.get("here", ""), ("here", "partly", "far")),
            helped=_one_of(posted.get("helped", ""), ("helped", "same", "worse")),
            tool=_one_of(posted.get("tool", ""), TOOLS),
            asked="asked" in posted,
            skip="skip" in posted,
        )

    @property
    def page(self) -> Page:
        """The page that answers. Being far away comes first, then a tool that made things worse, then the numbers."""
        if not self.asked and not self.skip:
            return "ask"
        if self.here == "far" and not self.skip:
            return "far"
        if self.helped == "worse" and not self.skip:
            return "worse"
        if self.skip or self.before is None or self.after is None:
            return "plain"
        if self.after == self.before:
            return "same"
        return "down" if self.after < self.before else "up"

    @property
    def strong(self) -> bool:
        """Still strong: offer more than another number."""
        return not self.skip and self.after is not None and self.after >= STRONG

    @property
    def carried(self) -> list[tuple[str, str | int]]:
        """What travels on in the form when a person wants to keep this: the names as they came, only what was said."""
        said = (("tool", self.tool), ("before", self.before), ("after", self.after))
        rest = (("here", self.here), ("helped", self.helped))
        return [(name, value) for name, value in said + rest if value not in (None, "")]

    @property
    def less(self) -> int:
        """By how much it went down."""
        return (self.before or 0) - (self.after or 0)


def _rating(text: str) -> int | None:
    return int(text) if text in {str(n) for n in range(11)} else None


def _one_of(text: str, known: tuple[str, ...]) -> str:
    return text if text in known else ""
