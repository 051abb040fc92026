"""Say in sentences what stands between this installation and a good night: settings, tables, content, backups."""

import argparse

from holdfast.cli.common import django

EXAMPLES = """\
examples:
  holdfast check              all checks; ends with status 1 when something is wrong
  holdfast check --quiet      only what is wrong or worth reading"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast check` takes."""
    parser.add_argument("--quiet", action="store_true", help="leave out what is fine")


def run(args: argparse.Namespace) -> int:
    """Print every finding, what is wrong first; 1 when one of them is wrong."""
    django()
    from django.core.checks import ERROR, WARNING, run_checks

    from holdfast.cli import backup

    found = sorted([*run_checks(), *backup.age()], key=lambda message: -message.level)
    for message in found:
        mark = "WRONG" if message.level >= ERROR else "note " if message.level >= WARNING else "fine "
        if message.level >= WARNING or not args.quiet:
            print(f"  {mark}  {message.msg}{f' {message.hint}' if message.hint else ''}")
    return int(any(message.level >= ERROR for message in found))
