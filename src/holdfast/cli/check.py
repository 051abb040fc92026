"""Say in sentences what stands between this installation and a good night: settings, tables, content, backups."""

import argparse
from typing import Any

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

    found = sorted([*run_checks(), *content(), *backup.age()], key=lambda message: -message.level)
    for message in found:
        mark = "WRONG" if message.level >= ERROR else "note " if message.level >= WARNING else "fine "
        if message.level >= WARNING or not args.quiet:
            print(f"  {mark}  {message.msg}{f' {message.hint}' if message.hint else ''}")
    return int(any(message.level >= ERROR for message in found))


def content() -> list[Any]:
    """What is wrong with the content files, as check messages; `holdfast content check` tells more."""
    import os

    from django.core.checks import Error, Info, Warning

    from holdfast.catalogue import roots
    from holdfast.cli import content_files
    from holdfast.kit import clock
    from holdfast.safety.schema import FOLDER

    problems = content_files.problems(roots.from_environment(os.environ), clock.now().date())
    wrong = [Error(str(problem)) for problem in problems if not problem.warning]
    # Of the mere notes only one concerns a host: that nobody has looked at a helpline for half a year (CR-06).
    aged = [Warning(str(problem)) for problem in problems if problem.warning and FOLDER in problem.path.parts]
    return [*(wrong or [Info("The content files are as they were released.")]), *aged]
