"""Writes of this room: keeping a practice, choosing a path, walking a module. One verb, one transaction each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.kit import random
from holdfast.programme import enrolment, queries, rules, schema
from holdfast.programme.enrolment import Enrolment, Kept, Open, Path, Plan
from holdfast.programme.module import Course
from holdfast.programme.records import ENROLMENT, OPEN, PATH, PRACTICE, SESSION
from holdfast.programme.schema import Practice
from holdfast.vault import actions as vault
from holdfast.vault.writing import once_more

AHEAD = timedelta(days=7)  # how far ahead a practice can be planned


class NotKept(ValueError):
    """This cannot be kept; the message is a plain sentence. Nothing was changed."""


def keep(keyring: Any, practice: Practice, *, id: UUID) -> bool:
    """Seal a practice under the form's record id; False when that form was kept before. Raises NotAPractice."""
    schema.read(practice.body())
    day = [kept.nth or 0 for kept in queries.practices(keyring) if kept.local_date == practice.local_date]
    numbered = replace(practice, nth=practice.nth or max(day, default=0) + 1)
    return vault.put_new(keyring, PRACTICE, numbered.body(), id=id)


def remove(keyring: Any, id: UUID) -> bool:
    """Delete one practice of one's own; False when there is none."""
    return vault.delete(keyring, PRACTICE, id)


# The path


def choose_path(keyring: Any, **chosen: Any) -> Path:
    """Another path, other ways, a small week or none. A page that cannot be read gives way: it can be chosen anew."""
    body = vault.remake(keyring, PATH, "", lambda page: replace(enrolment.path(page), **chosen).body())
    return enrolment.path(body)


def go_on(keyring: Any, today: date) -> None:
    """The person has read that their numbers rose twice in a row, and goes on: lighter, with a small week first."""
    since = queries.harder(keyring)
    if since is not None:
        choose_path(keyring, heard=since.isoformat(), small=small_week(today))


def small_week(today: date) -> str:
    """The last day of a small week that begins today: Sunday, as the calendar has it."""
    ordinal = today.toordinal() + 6 - today.weekday()
    return date.fromordinal(min(ordinal, date.max.toordinal())).isoformat()


# Walking a module


def begin(keyring: Any, course: Course, roles: tuple[str, ...], beside: str, today: date) -> Enrolment:
    """Begin a module on the version there is now; one that was begun stays on its own (decision 28)."""
    head = course.head
    new = Enrolment(head.id, head.version, roles, beside, step=head.learn[0], on=today.isoformat())
    return _change(keyring, head.id, lambda mine: mine or new)


def again(keyring: Any, course: Course, today: date) -> Enrolment | None:
    """From the beginning, on the version there is now. What was kept stays."""

    def anew(mine: Enrolment | None) -> Enrolment | None:
        if mine is None:
            return None
        begun = mine.moved("again")
        if begun.state != "learn":
            return mine
        fresh = {"version": course.head.version, "step": course.head.learn[0], "done": (), "plan": None}
        return replace(begun, **fresh, on=today.isoformat())

    return _change(keyring, course.head.id, anew)


def move(keyring: Any, module: str, what: str, today: date) -> Enrolment | None:
    """A move of the table; one that there is not from here changes nothing."""
    return _change(keyring, module, lambda mine: mine and replace(mine.moved(what), on=today.isoformat()))


def walk_beside(keyring: Any, module: str, beside: str) -> Enrolment | None:
    """Beside somebody else from now on, or alone."""
    return _change(keyring, module, lambda mine: mine and replace(mine, beside=beside))


def read_on(keyring: Any, module: str, step: str, today: date) -> Enrolment | None:
    """A step was read and this one comes next; "" after the last one: then what is done alone comes next."""

    def onward(mine: Enrolment | None) -> Enrolment | None:
        if mine is None:
            return None
        moved = mine.moved("learned") if not step else mine
        return replace(moved, step=step or mine.step, on=today.isoformat())

    return _change(keyring, module, onward)


def plan(keyring: Any, module: str, on: str, at: str, today: date) -> Enrolment | None:
    """A day and a time for trying it, or none for on "". Raises NotKept with a sentence."""
    when = enrolment.plan({"on": on, "at": at})
    if on and (when is None or (at and not when.at) or not timedelta(0) <= _day(when) - today < AHEAD):
        raise NotKept(_("Please pick one of the next seven days, and a time such as 18:30, or none."))
    return _change(keyring, module, lambda mine: mine and replace(mine, plan=when))


def _day(when: Plan) -> date:
    return date.fromisoformat(when.on)


@once_more
@transaction.atomic
def hold(keyring: Any, under_way: Open) -> None:
    """Seal an exercise as far as it is: what was tapped and written. Nothing of it counts as kept. Raises NotKept."""
    if not enrolment.is_open(under_way.body()):
        raise NotKept(
            _("This is longer than a page here can hold: {letters} letters. Nothing is lost.").format(
                letters=enrolment.LONGEST
            )
        )
    mine = queries.rows_under_way(keyring, under_way.module, under_way.exercise)
    vault.put(keyring, OPEN, under_way.body(), id=mine[0][0] if mine else None)


@once_more
@transaction.atomic
def let_go(keyring: Any, module: str, exercise: str) -> None:
    """Forget an exercise under way, with what was written in it."""
    for id, _held in queries.rows_under_way(keyring, module, exercise):
        vault.delete(keyring, OPEN, id)


@once_more
@transaction.atomic
def finish(keyring: Any, mine: Enrolment, use: Practice, held: Open, *, id: UUID, last: bool = False) -> None:
    """An exercise ended: its use is kept, with the state checks and words in `held`, and what was open is gone.

    Without the person's press on Keep, `held` comes without words. `last`: nothing is left to do alone, so trying it in
    real life comes next. The same form sent twice changes nothing more. Two in a row that made it worse step the module
    down (CR-17).
    """
    if not keep(keyring, use, id=id):
        return
    on = use.local_date
    if held.asked:
        _put(keyring, Kept("asked", mine.module, on, use.exercise, answers=held.asked))
    for key, words in held.written.items():
        if words.strip():
            _put(keyring, Kept("words", mine.module, on, use.exercise, key=key, words=words))
    let_go(keyring, mine.module, use.exercise)
    worse = rules.two_worse(queries.practices(keyring))

    def ended(now: Enrolment | None) -> Enrolment | None:
        if now is None:
            return None
        onward = now.moved("tried") if last else now
        done = tuple(dict.fromkeys([*now.done, use.exercise]))
        return replace(_stepped(onward, worse=worse), done=done, on=on)

    _change(keyring, mine.module, ended)


def _stepped(mine: Enrolment, *, worse: bool) -> Enrolment:
    return mine.moved("too-much") if worse else mine


@once_more
@transaction.atomic
def log(keyring: Any, mine: Enrolment, use: Practice, how: str, *, id: UUID) -> None:
    """How trying it in real life went. A use is kept beside it where there is something to tell."""
    if how not in enrolment.HOW:
        raise NotKept(_("Please pick from the answers on the page."))
    said = Kept("log", mine.module, use.local_date, use.exercise, how=how)
    if not vault.put_new(keyring, SESSION, said.body(), id=id):
        return
    if how == "worse" or use.before is not None or use.after is not None:
        keep(keyring, replace(use, how="worse" if how == "worse" else None), id=random.uuid())
    worse = how == "worse" and rules.two_worse(queries.practices(keyring))

    def noted(now: Enrolment | None) -> Enrolment | None:
        spent = now and now.plan and now.plan.on <= use.local_date
        return now and replace(_stepped(now, worse=worse), on=use.local_date, plan=None if spent else now.plan)

    _change(keyring, mine.module, noted)


@once_more
@transaction.atomic
def check(keyring: Any, mine: Enrolment, answers: Mapping[str, int], today: date, *, id: UUID) -> None:
    """The two-minute check, which ends a module. Answering nothing ends it too."""
    if answers:
        vault.put_new(keyring, SESSION, Kept("check", mine.module, today.isoformat(), answers=answers).body(), id=id)

    def ended(now: Enrolment | None) -> Enrolment | None:
        return now and replace(now.moved("practised").moved("checked"), on=today.isoformat(), plan=None)

    _change(keyring, mine.module, ended)


def forget(keyring: Any, id: UUID) -> bool:
    """Delete one thing that was kept in a module; False when there is none of one's own."""
    return vault.delete(keyring, SESSION, id)


def _put(keyring: Any, said: Kept) -> None:
    vault.put(keyring, SESSION, said.body())


Change = Callable[[Enrolment | None], Enrolment | None]


def _change(keyring: Any, module: str, change: Change) -> Any:
    """Change one enrolment on the page, under the vault's lock, so that two devices never lose each other's step."""

    def revised(body: dict[str, Any]) -> dict[str, Any]:
        held = body.get("modules", {})
        after = change(enrolment.enrolments(body).get(module))
        return body | {"modules": held | ({module: after.body()} if after else {})}

    return enrolment.enrolments(vault.remake(keyring, ENROLMENT, "", revised)).get(module)
