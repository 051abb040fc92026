"""What can be wrong with a content file: always the file, the line, what is wrong and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. `line` counts from 1; 0 stands for the whole file. A warning stops nothing."""

    path: Path
    line: int
    what: str
    mend: str = ""
    warning: bool = False

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        word = "note: " if self.warning else ""
        return f"{place}: {word}{self.what}" + (f" {self.mend}" if self.mend else "")


class ContentError(ValueError):
    """A content file cannot be used. Its message is every problem, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def broken(path: Path, line: int, what: str, mend: str = "") -> ContentError:
    """The error of a single problem."""
    return ContentError([Problem(path, line, what, mend)])
