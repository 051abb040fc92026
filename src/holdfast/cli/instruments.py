"""List the instruments of this installation, and score answers to one of them. Stores nothing, asks nobody."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, BinaryIO

from holdfast.catalogue import roots
from holdfast.catalogue.problems import ContentError
from holdfast.cli.common import Refusal
from holdfast.instruments import library, scoring
from holdfast.instruments.answers import BadAnswers, takes_lists
from holdfast.instruments.library import Library
from holdfast.instruments.schema import Instrument

EXAMPLES = """\
examples:
  holdfast instruments list                              every instrument, its variants and its licence
  holdfast instruments list --json                       the same for a program
  echo '[2, 1, 0, 3, 1, 0, 2]' | holdfast instruments score gad-7 --answers -
  echo '{"q1": 2, "q2": 1}' | holdfast instruments score gad-7 --variant gad-2 --answers -

Scores are arithmetic on answers. They are no diagnosis, and a zero reassures of nothing."""

SCORE = """\
The answers are JSON, in a file or on standard input (-), in one of two forms:
  {"q1": 2, "q2": null, "q3": "na"}    by item; what is left out or null is missing
  [2, null, 1]                         in the order of the file, without the gate and without unscored items
An answer is the value of an option. "na" says that a question does not apply, where the form offers that.
Where questions depend on each other (asq, daily-checkin, lec-5) only the first form is taken.

Printed is JSON: each score with its value (or null where none can be made), band, number of answers, number of answers
it does without, and its published lines ("gte:31": true); then each rule as true, false or null for cannot be known."""

MOST_BYTES = 1_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast instruments` takes."""
    sub = parser.add_subparsers(metavar="list | score", required=True)
    listing = sub.add_parser("list", help="every instrument, its variants and its licence")
    listing.add_argument("--json", action="store_true", help="for a program")
    listing.set_defaults(handle=list_)
    scores = sub.add_parser(
        "score",
        help="score answers to one instrument",
        description="Score answers to one instrument.",
        epilog=f"{SCORE}\n\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    scores.add_argument("id", help="its id, as `holdfast instruments list` shows it")
    scores.add_argument("--variant", help="a shorter form, or another period asked about")
    scores.add_argument("--answers", required=True, metavar="FILE|-", help="a JSON file, or - for standard input")
    scores.set_defaults(handle=score)


def run(args: argparse.Namespace) -> int:
    """Do what was asked. Raises Refusal with a plain sentence."""
    handle: Callable[[argparse.Namespace], int] = args.handle
    try:
        return handle(args)
    except ContentError as broken:
        raise Refusal(str(broken)) from None
    except BadAnswers as wrong:
        raise Refusal(str(wrong)) from None


def list_(args: argparse.Namespace) -> int:
    """Print the newest version of every instrument."""
    here = _library()
    found = [each.made for id in here.ids() if (each := here.newest(id))]
    print(json.dumps([_entry(one) for one in found], indent=2) if args.json else _table(found))
    return 0


def score(args: argparse.Namespace) -> int:
    """Print the scores and rules of the answers as JSON."""
    instrument = _instrument(_library(), args.id)
    answers = _answers(_read(args.answers), instrument, args.variant)
    variant = scoring.variant_of(instrument, args.variant)
    print(
        json.dumps(
            {
                "instrument": instrument.id,
                "version": instrument.version,
                "variant": variant.id if variant else None,
                **scoring.score(instrument, answers, args.variant).as_data(),
            },
            indent=2,
        )
    )
    return 0


def _library() -> Library:
    return library.at(roots.from_environment(os.environ))


def _instrument(here: Library, id: str) -> Instrument:
    """The newest version of an instrument, an active one if there is one. Raises Refusal."""
    found = here.newest(id) or here.newest(id, ("draft", "retired"))
    if found is not None:
        return found.made
    if id in library.at(roots.content()).ids():
        raise Refusal(f"{id} belongs to the non-commercial pack, which HOLDFAST_CONTENT_NC leaves out here.")
    near = get_close_matches(id, here.ids(), n=1)
    hint = f"Did you mean {near[0]}?" if near else "`holdfast instruments list` names them all."
    raise Refusal(f"there is no instrument {ascii(id)[:60]}. {hint}")


def _read(place: str) -> Any:
    """The JSON in a file or on standard input. Raises Refusal with a sentence for anything else."""
    if place == "-":
        return _parse(sys.stdin.buffer)
    try:
        with Path(place).open("rb") as file:
            return _parse(file)
    except (OSError, ValueError) as odd:
        why = getattr(odd, "strerror", None) or "that is no name of a file"
        raise Refusal(f"the answers in {ascii(place)[:80]} cannot be read: {why}.") from None


def _parse(file: BinaryIO) -> Any:
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Refusal("the answers are longer than a megabyte; no form is.")
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise Refusal("the answers are not UTF-8 text.") from None
    except json.JSONDecodeError as odd:
        raise Refusal(f"the answers are not JSON: line {odd.lineno}, column {odd.colno}: {odd.msg}.") from None
    except RecursionError:
        raise Refusal("the answers are nested too deeply; write a list or one table.") from None
    except ValueError:
        raise Refusal("the answers hold a number that is far too long.") from None


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise Refusal("the answers name an item twice.")
    return table


def _no_number(written: str) -> Any:
    raise Refusal(f"{written} is not a number that an answer can have.")


def _answers(given: Any, instrument: Instrument, variant: str | None) -> dict[str, Any]:
    """Answers by item, from either form. Raises Refusal or BadAnswers."""
    if isinstance(given, list):
        return scoring.from_list(instrument, given, variant)
    if isinstance(given, dict):
        return given
    raise Refusal('the answers must be a JSON list such as [2, 1] or a table such as {"q1": 2}.')


def _entry(instrument: Instrument) -> dict[str, Any]:
    licence = instrument.source.licence
    return {
        "id": instrument.id,
        "version": instrument.version,
        "title": instrument.title,
        "variants": [variant.id for variant in instrument.variants],
        "items": len(instrument.items),
        "scores": [score.id for score in instrument.scores],
        "rules": [rule.id for rule in instrument.rules],
        "takes_lists": takes_lists(instrument),
        "pack": licence.pack,
        "licence": licence.name,
        "words_included": instrument.has_words,
        "wording": instrument.source.status,
        "review": instrument.review.status,
    }


def _table(found: Sequence[Instrument]) -> str:
    """One line for each instrument, in columns."""
    rows = [("id", "version", "pack", "variants", "title")]
    for one in found:
        variants = ", ".join(variant.id for variant in one.variants) or "-"
        rows.append((one.id, one.version, one.source.licence.pack, variants, one.title))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) for row in rows]
    return "\n".join(f"{line}  {row[4]}" for line, row in zip(lines, rows, strict=True))
