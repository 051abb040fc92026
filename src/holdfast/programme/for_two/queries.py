"""Reads of the part for two: what is on for a pair now, the same for both."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from holdfast.kit import clock
from holdfast.kit.step import Act, Step
from holdfast.people.schema import Pair
from holdfast.programme import queries
from holdfast.programme.exercise import Exercise
from holdfast.programme.for_two import rules
from holdfast.programme.for_two.rules import Relation
from holdfast.programme.module import Course
from holdfast.safety import decisions
from holdfast.safety.gates import FACE_TO_FACE


@dataclass(frozen=True)
class Part:
    """What two could do together now: the module, the exercise of the form that is on, and that form's number."""

    course: Course
    exercise: Exercise
    form: int  # 1 side by side, 2 face to face

    @property
    def on_one_phone(self) -> bool:
        """Whether it may be handed over on one phone."""
        return self.exercise.head.tier <= rules.ON_ONE_PHONE


def relation(pair: Pair) -> Relation:
    """What the two are to each other, as far as exercises go; romantic only where both said so (decision 17)."""
    return "romantic" if pair.romantic else "friend"


def part(keyring: Any, pair: Pair, number: int) -> Part | None:
    """The part for two of the module under this number; None where there is none for this pair.

    Both find the same, each in their own session: from what the last tick decided, and from the calendar. Tiers 2 and
    3 are there only while they are open.
    """
    courses = queries.courses()
    course = courses.by_number(number)
    together = course.head.together if course else None
    if course is None or together is None or pair.role == "clinician":
        return None
    relations = {pin: made.head.relations for pin, made in courses.exercises.items()}
    if not rules.fits(course, relation(pair), relations):
        return None
    if together.tier > 1 and not decisions.opens(keyring, pair, together.tier):
        return None
    now = clock.now()
    form = rules.by_turns(now) if together.tier == 0 else decisions.form(keyring, pair, rules.pick(now))
    return Part(course, courses.exercises[rules.pin(together, form)], 1 + int(form == FACE_TO_FACE))


def offer(keyring: Any, pair: Pair, number: int) -> Step | None:
    """The part for two as an offer on a module's page; None where there is none for this pair.

    Before the first one above tier 0, each has walked "No, lighter, stop" alone: until then, that is what is offered.
    """
    found = part(keyring, pair, number)
    if found is None:
        return None
    head, courses = found.exercise.head, queries.courses()
    if head.tier and not practised_stopping(keyring):
        text = _("First, each alone: the part on saying no, lighter and stop.")
        first = courses.modules[courses.before_two].head.title
        return Step(_("For the two of you"), text, Act(first, "module", (courses.numbers[courses.before_two],)))
    text = _("{title}. About {minutes} minutes.").format(title=head.title, minutes=head.minutes)
    return Step(_("For the two of you"), text, Act(_("Have a look"), "two-together", (str(pair.id), number)))


def practised_stopping(keyring: Any) -> bool:
    """Whether this person has walked what comes before any part for two; yes where an installation names nothing."""
    first = queries.courses().before_two
    mine = queries.enrolments(keyring).get(first)
    return not first or (mine is not None and (mine.state == "done" or bool(mine.done)))


def handed_over(number: int, form: int) -> Exercise | None:
    """The exercise of one form of a module, for the page that anybody may read; None for what is not for one phone."""
    courses = queries.courses()
    course = courses.by_number(number)
    if course is None or course.head.together is None or form not in (1, 2):
        return None
    made = courses.exercises.get(rules.pin(course.head.together, rules.FORMS[form - 1]))
    return made if made and made.head.tier <= rules.ON_ONE_PHONE else None
