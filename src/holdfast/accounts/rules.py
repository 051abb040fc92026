"""Decisions about names, lock words and PINs: text in, normal form out, or a sentence why not. Touches no table."""

import gzip
import string
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

import django
from django.utils.translation import gettext as _

from holdfast.accounts.errors import Refused

NAME_MOST = 64
WORDS_LEAST, WORDS_MOST = 12, 1000
PIN_LEAST, PIN_MOST = 4, 12
UNIT_MOST = 3
MINUTES_LEAST, MINUTES, MINUTES_MOST = 2, 5, 15
# Control, format, surrogate, private-use and unassigned characters cannot be typed twice the same way.
_UNTYPEABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def name(text: str) -> str:
    """The login name as it is kept: NFKC, case folded, single blanks. Raises Refused with a sentence."""
    made = " ".join(text.split())
    # Folding can undo normal form and the other way round; a few rounds reach the fixed point (Unicode 5.18).
    for _round in range(4):
        made = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", made).casefold())
    made = " ".join(made.split())
    if not made:
        raise Refused(_("Please type a name. It can be any name."))
    if len(made) > NAME_MOST:
        raise Refused(_("That name is too long. Up to 64 letters, please."))
    if any(unicodedata.category(letter) in _UNTYPEABLE for letter in made):
        raise Refused(_("That name holds a sign that can't be typed again. Letters and numbers work well."))
    return made


def words(text: str) -> str:
    """Lock words as they go into the key: NFC, blanks at the ends gone, one blank between words.

    A phone's keyboard adds blanks, and two systems write the same letter in two ways; neither may lock a person
    out (FT-22). Capitals stay as they are. Raises Refused for what can never be lock words.
    """
    made = unicodedata.normalize("NFC", " ".join(text.split()))
    made = " ".join(made.split())
    if not made:
        raise Refused(_("Please type your lock words."))
    if len(made) > WORDS_MOST:
        raise Refused(_("That's too long. Up to 1,000 letters, please."))
    if any(unicodedata.category(letter) in {"Cs", "Cc"} for letter in made):
        raise Refused(_("Your words hold a sign that can't be typed again. Letters and numbers work well."))
    return made


def new_words(text: str, login_name: str = "") -> str:
    """New lock words: `words`, and long enough, not on the common list, not the name itself. Raises Refused."""
    made = words(text)
    if len(made) < WORDS_LEAST:
        raise Refused(_("Twelve letters or more. A short sentence works well."))
    bare = made.casefold()
    if is_common(bare):
        raise Refused(_("Many people use these words, so they are easy to guess. Please pick others."))
    if login_name and bare == login_name:
        raise Refused(_("Your name here can't be your lock words too. Please pick others."))
    return made


def pin(text: str) -> str:
    """A PIN for one phone: four to twelve digits, not all the same, not simply counting. Raises Refused."""
    made = unicodedata.normalize("NFKC", "".join(text.split()))
    if not (made.isascii() and made.isdecimal() and PIN_LEAST <= len(made) <= PIN_MOST):
        raise Refused(_("A PIN is four to twelve numbers."))
    steps = {int(later) - int(earlier) for earlier, later in pairwise(made)}
    if steps in ({0}, {1}, {-1}):
        raise Refused(_("That PIN is one of the first people try. Please pick another."))
    return made


def pin_as_typed(text: str) -> str:
    """A PIN as somebody tries it: whatever was typed, in the same form as `pin` keeps it, cut to a sane length."""
    return unicodedata.normalize("NFKC", "".join(text[:WORDS_MOST].split()))


def minutes(text: str) -> int:
    """Minutes without action before a session locks: 2 to 15. Raises Refused."""
    made = text.strip()
    if not (made.isascii() and made.isdecimal() and len(made) <= 2):
        raise Refused(_("Please pick a number of minutes from 2 to 15."))
    if not MINUTES_LEAST <= int(made) <= MINUTES_MOST:
        raise Refused(_("Please pick a number of minutes from 2 to 15."))
    return int(made)


def is_common(text: str) -> bool:
    """Whether case-folded `text` is a common password, one with numbers at its ends, or one thing said over and over.

    Twelve letters leave few of the list's own entries, but many of their usual disguises: "password1234",
    "monkeymonkey", "aaaaaaaaaaaa".
    """
    bare = "".join(text.split())
    core = bare.strip(string.digits + string.punctuation)
    unit = _unit(bare)
    return len(unit) <= UNIT_MOST or not _common().isdisjoint({bare, core, unit})


def _unit(text: str) -> str:
    """The shortest piece that gives `text` when repeated; `text` itself when nothing repeats."""
    return text[: (text + text).find(text, 1)]


@cache
def _common() -> frozenset[str]:
    """Django's shipped list of 20,000 common passwords (ASVS 6.2.4), case folded."""
    path = Path(django.__file__).parent / "contrib" / "auth" / "common-passwords.txt.gz"
    return frozenset(gzip.decompress(path.read_bytes()).decode("utf-8").casefold().split())
