"""Whether this installation's library is whole and can be searched: said by `holdfast check`."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register

from holdfast.catalogue import roots
from holdfast.catalogue.problems import ContentError
from holdfast.library import content, search


@register("host")
def library(**_: Any) -> list[CheckMessage]:
    """Every page of the library can be read, and the search finds something."""
    folders = roots.content(extra=settings.CONTENT_EXTRA or "")
    try:
        shelf = content.shelf(folders)
        found = search.index(shelf).find("closeness")
    except ContentError as broken:
        return [Error(str(problem), id="holdfast.E190") for problem in broken.problems]
    except sqlite3.Error as broken:
        return [
            Error(
                f"The library cannot be searched: {broken}.", "Use a Python whose SQLite has FTS5.", id="holdfast.E191"
            )
        ]
    left_out = [Error(str(problem), id="holdfast.E190") for problem in content.unusable(folders)]
    sentence = f"The library has {len(shelf.articles)} pages and {len(shelf.claims)} single questions."
    return left_out or [Info(sentence if found else f"{sentence} The search finds nothing.", id="holdfast.I190")]
