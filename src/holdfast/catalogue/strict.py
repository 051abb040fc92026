"""The ground of every content schema: frozen, unknown keys refused, and exact readings of text as numbers and dates.

Content arrives as text (`loader`), so each type here says which text it takes. `Whole` takes "3" and not "3.0", `Flag`
takes "true" and "false" and not "yes": nothing is guessed.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from holdfast.catalogue import versions
from holdfast.catalogue.loader import Document, Place
from holdfast.catalogue.problems import ContentError, Problem

_WHOLE = re.compile(r"-?(0|[1-9]\d{0,8})")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,8})(\.\d{1,8})?")


class Strict(BaseModel):
    """A table of a content file: cannot be changed once read, and a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Misfit(ValueError):
    """Parts of a file that do not go together: places in it, each with a sentence. Raised inside a validator."""

    def __init__(self, faults: Iterable[tuple[Place, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(sentence for _, sentence in self.faults))


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value):
            raise ValueError("a whole number is wanted here, such as 3")
        return int(value)
    return value


def _number(value: Any) -> Any:
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            raise ValueError("a number is wanted here, such as 2.5")
        return float(value) if "." in value else int(value)
    return value


def _flag(value: Any) -> Any:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise ValueError("true or false is wanted here")
        return value == "true"
    return value


def _day(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError("a day is wanted here, such as 2026-11-21")
        return date.fromisoformat(value)
    return value


def _version(value: str) -> str:
    versions.key(value)
    return value


Whole = Annotated[int, BeforeValidator(_whole), Field(strict=True)]
Number = Annotated[
    Annotated[int, Field(strict=True)] | Annotated[float, Field(strict=True, allow_inf_nan=False)],
    BeforeValidator(_number),
]
Flag = Annotated[bool, BeforeValidator(_flag), Field(strict=True)]
Day = Annotated[date, BeforeValidator(_day)]
Version = Annotated[str, StringConstraints(strict=True), BeforeValidator(_version)]
Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=4000)]
Slug = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", max_length=60)]


def exact(value: int | float) -> Fraction:
    """A number as its decimal writing says it: 0.1 is one tenth."""
    return Fraction(str(value))


def build(model: type[BaseModel], document: Document) -> Any:
    """The document as `model`. Raises ContentError: file, line and what is wanted for every part that is not right."""
    try:
        return model.model_validate(document.data)
    except ValidationError as wrong:
        problems = [problem for error in wrong.errors() for problem in _problems(document, error)]
        raise ContentError(sorted(problems)) from None


SENTENCES = {
    "missing": ("The key {key!r} is missing.", "Add it."),
    "extra_forbidden": ("The key {key!r} is not known here.", "Check its spelling, or leave it out."),
}


def _problems(document: Document, error: Any) -> Iterator[Problem]:
    place, cause = error["loc"], error.get("ctx", {}).get("error")
    if isinstance(cause, Misfit):
        for where, said in cause.faults:
            yield Problem(document.path, document.line_of((*place, *where)), _sentence(said))
        return
    key = str(place[-1]) if place else ""
    what, mend = SENTENCES.get(error["type"], ("", ""))
    if not what:
        said = str(cause or error["msg"])
        what = f"{key}: {said}." if key and cause is None else _sentence(said)
    yield Problem(document.path, document.line_of(place), what.format(key=key) if mend else what, mend)


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:].rstrip('.')}."
