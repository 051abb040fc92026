"""Whether this installation's instruments are whole: said by `holdfast check`, with file, line and how to mend it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register

from holdfast.catalogue import lock, roots
from holdfast.catalogue.problems import ContentError
from holdfast.instruments import checks, library
from holdfast.kit import clock


@register("host")
def instruments(**_: Any) -> list[CheckMessage]:
    """Every file has its shape, its cases hold, nothing released has changed; a pack that is left out is named."""
    folders = roots.content(nc=settings.CONTENT_NC, extra=settings.CONTENT_EXTRA or "")
    found = roots.files(library.FOLDER, folders)
    wrong = checks.problems(found, clock.now().date())
    try:
        wrong += lock.changed(lock.read_lock(folders[0] / lock.NAME), found)
    except ContentError as broken:
        wrong += broken.problems
    notes = [Warning(str(clash), id="holdfast.W030") for clash in roots.clashes(library.FOLDER, folders)]
    if not settings.CONTENT_NC:
        sentence = "The non-commercial pack of instruments is left out; measures from it are not offered."
        notes.append(Info(sentence, id="holdfast.I031"))
    if wrong:
        return [*(Error(str(problem), id="holdfast.E030") for problem in wrong), *notes]
    return [Info(f"{len(found)} instrument files are as they were released.", id="holdfast.I030"), *notes]
