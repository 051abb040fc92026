"""A module as one person meets it: the steps that are for them, what they do alone, and what is said first.

What is romantic is there only where both of a pair said romantic (decision 17); a friend gets not a byte of it. Pure.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from holdfast.programme.enrolment import Enrolment
from holdfast.programme.exercise import Exercise
from holdfast.programme.module import Asked, Course, Step

PRACTICE = 0  # the place of the exercise that is tried in real life; what is done alone counts from 1


@dataclass(frozen=True)
class Walk:
    """How somebody walks: in which roles, beside whom, and whether this is a small week.

    `relation`: alone, romantic, friend or clinician, as `Pair.role` says it.
    """

    roles: frozenset[str] = frozenset({"recovering"})
    relation: str = "alone"
    small: bool = False


@dataclass(frozen=True)
class Part:
    """An exercise of a module under its place, which is the last part of its address."""

    place: int
    exercise: Exercise

    @property
    def id(self) -> str:
        """The name of its file."""
        return self.exercise.head.id


def asked(course: Course, walk: Walk) -> list[Asked]:
    """The questions of the two-minute check, in order."""
    return [each for each in course.head.check if set(each.who) & walk.roles]


def steps(course: Course, walk: Walk) -> list[Step]:
    """The steps to read, in order."""
    return [step for step in course.learn if meant(step.only, walk)]


def meant(only: Collection[str], walk: Walk) -> bool:
    """Whether something is for this person: each kind of word that is named has to fit."""
    roles = {"recovering", "supporting"} & set(only)
    relations = set(only) - roles
    return (not roles or bool(roles & walk.roles)) and (not relations or walk.relation in relations)


def alone(course: Course, walk: Walk, exercises: Mapping[str, Exercise]) -> list[Part]:
    """What there is to do alone; in a small week only what the module marks for one."""
    every = list(_alone(course, walk, exercises))
    if not walk.small:
        return every
    small = [part for part in every if course.head.alone[part.place - 1].small]
    return small or every[:1]


def _alone(course: Course, walk: Walk, exercises: Mapping[str, Exercise]) -> Iterator[Part]:
    for place, one in enumerate(course.head.alone, 1):
        made = exercises.get(one.exercise)
        if made is not None and set(one.who) & walk.roles and fits(made, walk):
            yield Part(place, made)


def practice(course: Course, walk: Walk, exercises: Mapping[str, Exercise]) -> Part | None:
    """The exercise that is tried in real life, where it is one for this person alone."""
    made = exercises.get(course.head.practice.exercise)
    return Part(PRACTICE, made) if made is not None and fits(made, walk) else None


def fits(exercise: Exercise, walk: Walk) -> bool:
    """Whether an exercise is for one person in this role; what is only for partners is only for a romantic pair."""
    head = exercise.head
    if head.for_ != "person" or not set(head.roles) & walk.roles:
        return False
    return set(head.relations) == {"romantic", "friend"} or walk.relation in head.relations


def at(course: Course, place: int, walk: Walk, exercises: Mapping[str, Exercise]) -> Part | None:
    """The exercise under a place, also one that a small week leaves out; None where there is none for this person."""
    if place == PRACTICE:
        return practice(course, walk, exercises)
    return next((part for part in _alone(course, walk, exercises) if part.place == place), None)


def said(course: Course, walk: Walk) -> list[str]:
    """What is said first to whoever walks in another way than recovering with a partner."""
    told = course.head.said
    found = [told.supporting] if "supporting" in walk.roles and "recovering" not in walk.roles else []
    beside = {"alone": told.alone, "friend": told.friend, "clinician": told.clinician or told.friend}
    return [*found, beside[walk.relation]] if walk.relation in beside else found


def position(shown: list[Step], enrolment: Enrolment) -> int:
    """The step to read next, counted from 1: where it was left, on whatever device."""
    return next((number for number, step in enumerate(shown, 1) if step.id == enrolment.step), 1)


def next_part(parts: list[Part], enrolment: Enrolment) -> Part | None:
    """The next exercise that was not done yet, or None."""
    return next((part for part in parts if part.id not in enrolment.done), None)
