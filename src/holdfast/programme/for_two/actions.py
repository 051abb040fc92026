"""The one write after a part for two: what a person noted of it, alone. The other has no row, and no trace, of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from holdfast.kit import clock
from holdfast.people import queries as people
from holdfast.programme import actions, queries, rules, schema
from holdfast.programme.enrolment import Open
from holdfast.programme.for_two.queries import Part


def note(keyring: Any, part: Part, sent: Mapping[str, str], *, id: UUID) -> bool:
    """Keep how it was, and that this part was done. True when two in a row made it worse (CR-17). Raises NotAPractice.

    Both forms, and an answer of nothing at all, count the same. The form sent twice is kept once.
    """
    day = clock.today(people.profile(keyring).zone).isoformat()
    said = {name: sent[name] for name in ("here", "how") if sent.get(name)}
    use = schema.read({"exercise": part.exercise.head.id, "local_date": day} | said)
    mine = queries.enrolments(keyring).get(part.course.head.id)
    if mine is None:
        actions.keep(keyring, use, id=id)
    else:
        actions.finish(keyring, mine, use, Open(mine.module, use.exercise), id=id)
    return rules.two_worse(queries.practices(keyring))
