"""Writes docs/reference/commands.md from the command line itself, so that the page cannot fall behind."""

import argparse
from pathlib import Path

from holdfast.cli import main

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "commands.md"
OPENING = """\
# Commands

Made by `python -m tools.commands_page` from the command line itself; a test holds it current.
Exit status: 0 done, 1 the answer is no, 2 it could not be done, and a sentence says why.
"""


def text() -> str:
    """The whole page."""
    parts = [OPENING, *(section(command) for command in main.COMMANDS)]
    return "\n".join(parts)


def section(command: str) -> str:
    """One command: its description, what it takes, its examples."""
    parser = subparser(main.parser(command), command)
    lines = [f"## holdfast {command}", "", *described(parser)]
    if inner := inner_commands(parser):
        for name, sub in inner.items():
            lines += [f"### holdfast {command} {name}", "", *described(sub)]
    lines += ["```", main.module_of(command).EXAMPLES, "```", ""]
    return "\n".join(lines)


def described(parser: argparse.ArgumentParser) -> list[str]:
    """The description and the table of arguments."""
    lines = [parser.description or "", ""] if parser.description else []
    rows = [row(action) for action in parser._actions if shown(action)]
    if rows:
        lines += ["| argument | meaning |", "|---|---|", *rows, ""]
    return lines


def shown(action: argparse.Action) -> bool:
    """Whether an argument is worth a row: not --help, not the list of inner commands."""
    hidden = argparse._HelpAction | argparse._SubParsersAction
    return not isinstance(action, hidden) and action.help != argparse.SUPPRESS


def row(action: argparse.Action) -> str:
    """One argument."""
    value = (
        "" if action.nargs == 0 else (action.metavar or "|".join(map(str, action.choices or [])) or action.dest.upper())
    )
    name = ", ".join(f"{option} {value}".strip() for option in action.option_strings) or str(
        action.metavar or action.dest
    )
    meaning = (action.help or "").replace("%(default)s", str(action.default)).replace("|", "\\|")
    return f"| `{name}` | {meaning} |".replace("`|", "`\\|")


def inner_commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Commands inside a command, as in `holdfast accounts list`."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def subparser(top: argparse.ArgumentParser, command: str) -> argparse.ArgumentParser:
    """The parser of one command."""
    return inner_commands(top)[command]


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text(), encoding="utf-8")
    print(f"Written: {PAGE}")
