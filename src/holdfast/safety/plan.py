"""The shape of a safety plan: seven parts in the person's own words, each optional, none ever filled in for them.

Nobody is suggested for any part, whoever the person may have written down elsewhere (CR-13), and the words about one's
surroundings stay general (CR-14). Pure: a body goes in, a body comes out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _

LONGEST = 4000  # letters of one part
A_WHILE = timedelta(days=90)


@dataclass(frozen=True)
class Part:
    """One of the seven: its id in the record, its title, and the words that help to begin."""

    id: str
    title: Any
    hint: Any


PARTS: tuple[Part, ...] = (
    Part("signs", _("How I notice it"), _("Thoughts, feelings, things in your body, things you do. What comes first?")),
    Part(
        "alone",
        _("What I can do alone"),
        _("Small things that have helped, even a little. Things that need no one else."),
    ),
    Part(
        "company",
        _("Company and places"),
        _("Where are there people around you, without having to explain? A park, a café, a library."),
    ),
    Part(
        "tell",
        _("People I can tell"),
        _("Who could know that it's hard? How do you reach them? What would you say? Only those you trust with it."),
    ),
    Part(
        "lines",
        _("Professionals and lines"),
        _("A doctor, a therapist, a helpline. Their names, their numbers, when they can be reached."),
    ),
    Part(
        "surroundings",
        _("Making my surroundings safer"),
        _(
            "If there are things near you that you could use to hurt yourself: someone could keep them for a while, "
            "or you could go where they aren't. You need not write what they are."
        ),
    ),
    Part(
        "reasons",
        _("Reasons to stay"),
        _("Someone, something, a place, a day to come, something you still want to know. It need not be big."),
    ),
)
IDS = tuple(part.id for part in PARTS)


class ChangedElsewhere(ValueError):
    """The part was changed from another page meanwhile; `text` is what is there now."""

    def __init__(self, text: str) -> None:
        super().__init__("This part was changed elsewhere.")
        self.text = text


@dataclass(frozen=True)
class Said:
    """One part with what the person wrote, and its place from 1 to 7."""

    number: int
    part: Part
    text: str


@dataclass(frozen=True)
class Plan:
    """A person's plan. `on` is the day of the last change; None for a plan that is empty.

    `readable` is False for one that lies in the vault damaged: it can be deleted, and never written over.
    """

    parts: tuple[Said, ...]
    on: date | None
    readable: bool = True

    @property
    def filled(self) -> tuple[Said, ...]:
        """The parts with something in them."""
        return tuple(said for said in self.parts if said.text.strip())

    @property
    def empty(self) -> tuple[Said, ...]:
        """The parts left out so far."""
        return tuple(said for said in self.parts if not said.text.strip())

    def is_old(self, today: date) -> bool:
        """Whether it was written a good while ago, so that one might look whether it still fits."""
        return self.on is not None and today - self.on > A_WHILE


def read(body: Mapping[str, Any] | None) -> Plan:
    """The plan in a sealed body. Tolerant: what cannot be read is empty."""
    kept = {id: _kept(body, id) for id in IDS}
    parts = tuple(Said(number, part, kept[part.id]["text"]) for number, part in enumerate(PARTS, 1))
    days = [day for each in kept.values() if each["text"].strip() and (day := _day(each["on"]))]
    return Plan(parts, max(days, default=None))


@dataclass(frozen=True)
class Written:
    """What a page sends for one part. `form`: the id that came with the page; `began`: the mark of what stood there."""

    text: str
    form: str
    began: str


def written(body: Mapping[str, Any], id: str, sent: Written, today: date) -> dict[str, Any]:
    """The body with one part written anew. Raises ChangedElsewhere rather than write over words it has not shown.

    The same page may write again and again: it keeps itself while somebody is typing.
    """
    before = _kept(body, id)
    strange = sent.form != before["by"] and sent.began != mark(before["text"])
    if strange and before["text"].strip() and sent.text != before["text"]:
        raise ChangedElsewhere(before["text"])
    on = today.isoformat() if sent.text != before["text"] else before["on"]
    part = {"text": sent.text, "by": sent.form, "on": on}
    return {**body, "parts": {**_parts(body), id: part}}


def mark(text: str) -> str:
    """A short number that stands for a text, so that a form can say from which words it began."""
    return str(int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:6], "big"))


def _parts(body: Mapping[str, Any] | None) -> dict[str, Any]:
    parts = body.get("parts") if isinstance(body, Mapping) else None
    return dict(parts) if isinstance(parts, Mapping) else {}


def _kept(body: Mapping[str, Any] | None, id: str) -> dict[str, str]:
    found = _parts(body).get(id)
    found = found if isinstance(found, Mapping) else {}
    return {name: found[name] if isinstance(found.get(name), str) else "" for name in ("text", "by", "on")}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
