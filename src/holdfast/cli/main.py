"""The `holdfast` command: finds the sub-command, teaches it with `--help`, and turns refusals into sentences.

Only the module of the chosen sub-command is imported, and Django only when that command asks for it.
"""

import argparse
import os
import sys
from importlib import import_module
from types import ModuleType

from holdfast.cli.common import Refusal

# One row per sub-command: the module of that name in this folder has EXAMPLES, `arguments(parser)` and `run(args)`.
COMMANDS = {
    "serve": "run the server, its clock included",
    "demo": "serve a throw-away database with Ana, Ben and 90 simulated days",
    "tick": "do what is due now: expire, tidy, back up",
    "check": "say in sentences what stands between this installation and a good night",
    "backup": "write a locked copy of every row",
    "restore": "bring a backup back into an empty place",
    "upgrade": "back up, bring the tables up to date, check",
    "migrate": "bring the tables up to date",
    "doctor": "count sealed rows by version, suite and key, and name damaged ones",
    "log": "show what happened to this host, by day, never who",
    "calibrate": "choose how hard guessing a passphrase is on this machine",
    "accounts": "list, invite, disable or delete accounts",
    "import": "take back a person's own export, with their passphrase",
    "drill": "steal the disk and look for anything readable",
    "instruments": "list the instruments and score answers",
    "content": "check and release the content files",
    "study": "simulate and fit studies of many consented pairs",
}

TEACHING = """\
A first evening:
  holdfast serve                      the server on this computer, http://127.0.0.1:8000
  holdfast demo                       the same with made-up people, thrown away at the end
  holdfast check                      is everything as it should be?
  holdfast backup --new-key ~/holdfast-backup.key
  holdfast instruments list

Each command teaches itself: holdfast COMMAND --help
Settings are read from the environment; docs/reference/settings.md lists them all."""


DATABASE_SENTENCE = """\
the database could not do this ({}). Nothing was half-written.
  Tables missing or old: `holdfast migrate`. Disk full or busy: make room, or wait, and run this again."""


def is_database_error(broken: Exception) -> bool:
    """Whether an exception is Django's for any database; never imports Django for it."""
    known = sys.modules.get("django.db.utils")
    return known is not None and isinstance(broken, known.Error)


def module_of(command: str) -> ModuleType:
    """The module behind a sub-command. `import` is a word of the language, so its module is `imports`."""
    return import_module(f"holdfast.cli.{'imports' if command == 'import' else command}")


def parser(command: str | None = None) -> argparse.ArgumentParser:
    """The command line. Only the named sub-command gets its arguments; the others are listed with one line each."""
    top = argparse.ArgumentParser(
        prog="holdfast",
        description="A private, self-hosted companion for recovering from trauma with someone you trust.",
        epilog=TEACHING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    from holdfast import __version__

    top.add_argument("--version", action="version", version=f"holdfast {__version__}")
    listed = top.add_subparsers(dest="command", metavar="COMMAND", title="commands", required=True)
    for name, sentence in COMMANDS.items():
        if name != command:
            listed.add_parser(name, help=sentence, add_help=False)
            continue
        module = module_of(name)
        sub = listed.add_parser(
            name,
            help=sentence,
            description=(module.__doc__ or "").strip(),
            epilog=module.EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.arguments(sub)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command and give its exit status: 0 done, 1 the answer is no, 2 could not be done and why."""
    given = sys.argv[1:] if argv is None else argv
    command = given[0] if given and given[0] in COMMANDS else None
    args = parser(command).parse_args(given)
    try:
        status = module_of(args.command).run(args)
        sys.stdout.flush()
    except Refusal as refusal:
        print(f"holdfast {args.command}: {refusal}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone, as with `| head`. What Python still holds goes nowhere, without complaint.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as broken:
        if not is_database_error(broken):
            raise
        print(f"holdfast {args.command}: {DATABASE_SENTENCE.format(broken)}", file=sys.stderr)
        return 2
    return status
