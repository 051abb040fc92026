"""Which forms a person can look at, with names in plain words. Pure: files and profile in, a list out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from holdfast.instruments.schema import Instrument
from holdfast.people import rules as people
from holdfast.people.schema import Profile

# Never a form to pick: asked daily or by a module, a page of its own (hark), only after another answer (asq), or
# about touch and sex, which needs two who both chose to open it (intimacy-own).
ELSEWHERE = {"daily-checkin", "programme-items", "hark", "asq", "intimacy-own"}

AFTER_AN_ANSWER = "asq"

NAMES = {
    "pc-ptsd-5": gettext_lazy("A first look: five yes or no questions"),
    "pcl-5": gettext_lazy("A closer look: what trauma leaves behind"),
    "phq-9": gettext_lazy("Mood over the last two weeks"),
    "gad-7": gettext_lazy("Worry and being on edge"),
    "who-5": gettext_lazy("How well you have been"),
    "sci": gettext_lazy("Sleep"),
    "csi-16": gettext_lazy("How happy you are with the two of you"),
    "scs-sf": gettext_lazy("How kind you are to yourself"),
    "itq": gettext_lazy("What trauma leaves behind, in other words"),
    "phq-4": gettext_lazy("Mood and worry, in four questions"),
    "core-10": gettext_lazy("How the last week was"),
    "dss": gettext_lazy("Feeling far away or unreal"),
    "rses": gettext_lazy("How you see yourself"),
    "ecr-rs": gettext_lazy("Being close to someone"),
    "ios": gettext_lazy("How close you feel, as a picture"),
    "ucla-3": gettext_lazy("Feeling alone"),
    "audit-c": gettext_lazy("Alcohol"),
    "osss-3": gettext_lazy("People who support you"),
    "b-ipf": gettext_lazy("How daily life goes"),
    "lec-5": gettext_lazy("A list of hard events"),
}
FRONT = 8  # so many stand on the shelf at once; the others behind one press
SECONDS = 12  # about how long one question takes


@dataclass(frozen=True)
class Form:
    """A form on the shelf: what it is called, how many questions it has, about how many minutes it takes."""

    id: str
    variant: str | None
    name: str
    title: str
    asks: int
    minutes: int


def name(instrument: Instrument, variant: str | None = None) -> str:
    """What a form is called in plain words, else its own title."""
    given = NAMES.get(instrument.id)
    chosen = instrument.variant(variant) if variant else None
    return str(given) if given else (chosen.title if chosen and chosen.title else instrument.short_title)


def form(instrument: Instrument, variant: str | None = None) -> Form:
    """A form as the shelf and its first page show it."""
    chosen = instrument.variant(variant)
    asks = len([item for item in instrument.items_in(variant) if not item.rotating])
    title = chosen.title if chosen and chosen.title else instrument.short_title
    used = chosen.id if chosen else None
    return Form(instrument.id, used, name(instrument, variant), title, asks, max(1, round(asks * SECONDS / 60)))


def fits(instrument: Instrument, profile: Profile) -> bool:
    """Whether a form can be asked of this person: it has its words, is for their role, and has whom it asks about."""
    roles = {role for role in ("recovering", "supporting") if getattr(profile, role)}
    if not instrument.has_words or instrument.never_persist or not roles & set(instrument.roles):
        return False
    if instrument.target is None:
        return True
    return people.romantic(profile) if instrument.target.who == "romantic-partner" else people.main(profile) is not None


def may_begin(instrument: Instrument, profile: Profile) -> bool:
    """Whether a person may begin this form: one on the shelf, or the one offered after a watched answer."""
    return fits(instrument, profile) and instrument.id not in ELSEWHERE - {AFTER_AN_ANSWER}


def shelf(instruments: Mapping[str, Instrument], profile: Profile) -> list[Form]:
    """The forms this person could look at, in the order of NAMES, unknown ones last."""
    order = list(NAMES)
    ids = [id for id in instruments if id not in ELSEWHERE and fits(instruments[id], profile)]
    ids.sort(key=lambda id: (order.index(id) if id in order else len(order), id))
    return [form(instruments[id]) for id in ids]


def credit(instrument: Instrument) -> dict[str, Any]:
    """What stands beside a form and its result: whose it is, on what terms, and how sure we are of its words."""
    licence = instrument.source.licence
    marks = []
    if instrument.source.status == "own":
        marks.append(_("These are our own questions. They are not yet validated."))
    if instrument.source.status == "recalled" or instrument.source.recalled:
        marks.append(_("Parts of it are from memory and not yet checked against the published form."))
    if instrument.review.status != "clinician":
        marks.append(_("Not yet reviewed by a clinician."))
    if (get_language() or "en") != "en":
        marks.append(_("We have no checked translation of this form, so it stands here in English."))
    return {
        "title": instrument.title,
        "citation": instrument.source.citation,
        "attribution": licence.attribution or licence.name,
        "conditions": licence.conditions,
        "recalled": instrument.source.recalled,
        "marks": marks,
    }
