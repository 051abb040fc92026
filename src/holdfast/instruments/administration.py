"""One answered instrument: its answers, its scores as they were then, and what a later reader needs to make them again.

A score can be recomputed years later, because instrument, version and the hash of the file stand beside the answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from holdfast.instruments.scoring import Result, ScoreValue


@dataclass(frozen=True)
class Administration:
    """One completed instrument, at one time, by one person.

    `at` is the moment in UTC (ISO 8601), `local_date` the person's own day in `zone`; `target` names the person asked
    about; `role` is the respondent's; `flags` say, for example, "backfilled" or "soft".
    """

    id: UUID
    instrument: str
    version: str
    hash: str
    variant: str | None
    language: str
    role: str
    answers: Mapping[str, Any]
    result: Result
    at: str
    local_date: date
    zone: str
    target: str | None = None
    flags: tuple[str, ...] = ()

    def body(self) -> dict[str, Any]:
        """The record as sealed: what is absent is left out."""
        body = {
            "instrument": self.instrument,
            "version": self.version,
            "hash": self.hash,
            "variant": self.variant,
            "language": self.language,
            "role": self.role,
            "target": self.target,
            "answers": dict(self.answers),
            "at": self.at,
            "local_date": self.local_date.isoformat(),
            "zone": self.zone,
            "flags": list(self.flags),
            **self.result.as_data(),
        }
        return {key: value for key, value in body.items() if value is not None}


def read(id: UUID, body: Mapping[str, Any]) -> Administration | None:
    """An administration from its sealed body, or None when the body is not one (a file that came from elsewhere)."""
    try:
        scores = {name: _score(value) for name, value in body["scores"].items()}
        return Administration(
            id=id,
            instrument=str(body["instrument"]),
            version=str(body["version"]),
            hash=str(body["hash"]),
            variant=body.get("variant"),
            language=str(body["language"]),
            role=str(body["role"]),
            answers=dict(body["answers"]),
            result=Result(scores, dict(body["rules"])),
            at=str(body["at"]),
            local_date=date.fromisoformat(body["local_date"]),
            zone=str(body["zone"]),
            target=body.get("target"),
            flags=tuple(body["flags"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _score(value: Mapping[str, Any]) -> ScoreValue:
    """A stored score. Raises ValueError or TypeError when a part of it is not what scoring makes."""
    made = ScoreValue(**value)
    numbers = (made.n_answered, made.imputed, made.value if made.value is not None else 0)
    if any(type(number) not in (int, float) for number in numbers) or not isinstance(made.meets, dict):
        raise ValueError("not a score")
    return made
