"""Writes docs/reference/states.md from the table of states, so that the drawing cannot fall behind."""

from pathlib import Path

from holdfast.programme.states import BACK, MEANING, MOVES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "states.md"
OPENING = """\
# How one person walks a module

Made by `python -m tools.states_page` from `src/holdfast/programme/states.py`; a test holds it current.

Nobody is behind in any of these. A state says only what comes next, each part can be opened at any time, and what is
not drawn here does not happen: a module never ends, moves or goes back by itself because time has passed.
"""


def text() -> str:
    """The whole page."""
    return "\n".join([OPENING, "```mermaid", "stateDiagram-v2", *lines(), "```", "", *meanings(), ""])


def lines() -> list[str]:
    """Each move as an arrow. Going on leads back to wherever it was."""
    drawn = []
    for (state, move), to in MOVES.items():
        for end in _ends(state, to):
            drawn.append(f"    {state or '[*]'} --> {end}: {move}")
    return drawn


def _ends(state: str | None, to: str) -> list[str]:
    if to != BACK:
        return [to]
    return [before for before, move in MOVES if before and (MOVES[before, move] == state) and before != "steady"]


def meanings() -> list[str]:
    """What each state is, as a table."""
    rows = [f"| `{state}` | {words} |" for state, words in MEANING.items()]
    return ["| state | what it is |", "|---|---|", *rows]


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    print(f"Written: {PAGE}")
