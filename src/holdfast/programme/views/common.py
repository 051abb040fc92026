"""What the pages of modules share: their frame, the module behind a number, and how this person walks it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from holdfast.kit import clock
from holdfast.people import queries as people
from holdfast.people import rules as persons
from holdfast.people.schema import Pair, Profile
from holdfast.programme import doors, queries, screens, walk
from holdfast.programme.doors import Doors
from holdfast.programme.enrolment import Enrolment
from holdfast.programme.module import Course, Step
from holdfast.programme.walk import Part, Walk
from holdfast.safety import queries as safety


def page(request: HttpRequest, profile: Profile, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of this room."""
    found = {"place": "path"} | people.frame(profile) | context
    return render(request, f"programme/{template}.html", found, status=status)


def roles_of(profile: Profile) -> tuple[str, ...]:
    """What the person is here for, as their profile says."""
    return tuple(role for role in ("recovering", "supporting") if getattr(profile, role))


def call() -> SafeString:
    """The emergency number of the host's country as a link, or the way to all of them."""
    found = safety.emergency(settings.COUNTRY) if settings.COUNTRY else None
    return screens.emergency(found.call if found else "")


@dataclass
class Here:
    """One module, one person, today. What is dear is looked up when it is asked for, and once."""

    keyring: Any
    number: int
    course: Course
    mine: Enrolment | None

    @cached_property
    def profile(self) -> Profile:
        """Whose page this is."""
        return people.profile(self.keyring)

    @cached_property
    def today(self) -> date:
        """The person's own day."""
        return clock.today(self.profile.zone)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Everybody one could walk it beside."""
        return people.pairs(self.keyring) if self.profile.pairs else []

    @cached_property
    def beside(self) -> Pair | None:
        """In whose company; None for alone, and for a pair that is no more."""
        wanted = self.mine.beside if self.mine else ""
        return next((pair for pair in self.pairs if wanted and str(pair.id) == wanted), None)

    @cached_property
    def soft(self) -> bool:
        """Whether hard days make this week a soft one."""
        return persons.soft(self.profile, self.today)

    @cached_property
    def walk(self) -> Walk:
        """How this person walks it."""
        roles = self.mine.roles if self.mine else self._roles
        relation = self.beside.role if self.beside else "alone"
        small = self.soft or queries.path(self.keyring).is_small(self.today)
        return Walk(frozenset(roles), relation, small)

    @cached_property
    def doors(self) -> Doors:
        """What of it is open today."""
        rests = self.mine is not None and self.mine.state == "steady"
        steady = rests or queries.harder(self.keyring) is not None
        return doors.of(self.keyring, self.course, self.today, steady=steady)

    @cached_property
    def steps(self) -> list[Step]:
        """What there is to read for this person."""
        return walk.steps(self.course, self.walk)

    @cached_property
    def parts(self) -> list[Part]:
        """What there is to do alone, as the week is."""
        return walk.alone(self.course, self.walk, queries.courses().exercises)

    @cached_property
    def practice(self) -> Part | None:
        """The exercise that is tried in real life, where it is one for a person alone."""
        return walk.practice(self.course, self.walk, queries.courses().exercises)

    @property
    def open_parts(self) -> list[Part]:
        """What there is to do alone and does not wait."""
        return [part for part in self.parts if self.doors.opens(part.exercise)]

    @property
    def _roles(self) -> tuple[str, ...]:
        return tuple(role for role in roles_of(self.profile) if role in self.course.head.roles)

    @property
    def first_roles(self) -> tuple[str, ...]:
        """In which roles somebody who begins now would walk it."""
        return self._roles


def here(request: HttpRequest, number: int) -> Here:
    """The module under a number, on the version this person is on. Raises Http404, also where it is not for them."""
    newest = queries.courses().by_number(number)
    if newest is None:
        raise Http404
    mine = queries.enrolments(request.keyring).get(newest.head.id)
    course = (queries.course(mine) if mine else None) or newest
    found = Here(request.keyring, number, course, mine)
    if mine is None and not found.first_roles:
        raise Http404
    return found


def rating(text: str) -> int | None:
    """A tapped number from 0 to 10; None for none and for "I can't tell"."""
    return int(text) if text in {str(n) for n in range(11)} else None
