"""What a phone may keep for when there is no signal: every public page, the files they need, and nothing of anyone's.

The list is made from the addresses themselves: a page whose view is marked `public` joins by itself, unless it says
that it may not be stored, or has parts in its address. Of those with parts the tools join that Relief leads to, and
Help of the host's country. The version is a hash over what they all say: a changed word is a new version.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, Resolver404, URLPattern, get_resolver, resolve, reverse

from holdfast.catalogue import roots
from holdfast.catalogue.problems import ContentError
from holdfast.kit import clock

# Names of addresses. FORMS: a page that takes a form, and the page that stands in for its answer without a signal.
WORKER, MISSING, RELIEF, COUNTRY = "worker", "no-signal", "relief", "help-country"
FORMS = {"and-now": "after-a-tool"}
SCRIPT = Path(__file__).with_name("static") / "web" / "worker.js"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")  # names of the computer one sits at: no network lies between

IN_PAGES = re.compile(rb'(?:href|src|action)="([^"#]+)"')
IN_STYLES = re.compile(rb"url\([\"']?([^\"')]+)[\"']?\)")
IN_SCRIPTS = re.compile(rb"^\s*(?:import|export)\b[^;\"']*[\"']([^\"']+)[\"']", re.MULTILINE)


@dataclass(frozen=True)
class Held:
    """Addresses of pages and of files, and a version over all they say.

    `others`: how the addresses of public pages with parts begin; `opened`: those that are kept once they were opened.
    """

    version: str
    pages: tuple[str, ...]
    files: tuple[str, ...]
    others: tuple[str, ...]
    opened: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """What the worker is told, ready for JSON."""
        known = {form: page for form, page in FORMS.items() if _address(form) and _address(page)}
        return {
            "version": self.version,
            "pages": self.pages,
            "files": self.files,
            "others": self.others,
            "opened": self.opened,
            "forms": {reverse(form): reverse(page) for form, page in known.items()},
            "exit": reverse("exit"),
            "missing": reverse(MISSING),
            "here": LOOPBACK,
        }


def held() -> Held:
    """The list as of now. Made again when a content file or the day has changed; a setting changes with a new start."""
    return _made(clock.now().date(), _stamp())


@lru_cache(maxsize=1)
def _made(day: date, stamp: int) -> Held:
    said = _pages()
    found = _files(said.values())
    told = hashlib.sha256(SCRIPT.read_bytes())
    for address, content in (*said.items(), *found.items()):
        told.update(f"\n{address} {len(content)}\n".encode() + content)
    others = {pattern.name: _beginning(pattern) for pattern in _public() if pattern.pattern.converters}
    opened = tuple(others[name] for name in (COUNTRY,) if name in others)
    return Held(told.hexdigest()[:16], tuple(said), tuple(found), tuple(sorted(set(others.values()))), opened)


def _pages() -> dict[str, bytes]:
    """Every page that is held, with what it says."""
    waiting = [reverse(pattern.name) for pattern in _public() if not pattern.pattern.converters]
    if settings.COUNTRY and _address(COUNTRY, country=settings.COUNTRY.lower()):
        waiting.append(reverse(COUNTRY, kwargs={"country": settings.COUNTRY.lower()}))
    said = {address: content for address in waiting if (content := _said(address)) is not None}
    for link in IN_PAGES.findall(said.get(_address(RELIEF), b"")):
        address = link.decode()
        if address not in said and _is_public(address) and (content := _said(address)) is not None:
            said[address] = content
    return dict(sorted(said.items()))


def _public() -> Iterator[URLPattern]:
    """The addresses of views marked public, but for the worker, which is no page."""
    for pattern in get_resolver().url_patterns:
        if getattr(pattern.callback, "is_public", False) and pattern.name != WORKER:
            yield pattern


def _is_public(address: str) -> bool:
    """Whether an address is that of a page marked public."""
    try:
        found = resolve(address)
    except Resolver404:
        return False
    return getattr(found.func, "is_public", False) and found.url_name != WORKER


def _beginning(pattern: URLPattern) -> str:
    """An address up to its first part."""
    return "/" + str(pattern.pattern).partition("<")[0]


def _said(address: str) -> bytes | None:
    """What a public page says, asked for as a stranger does. None when it cannot be shown, or may not be stored."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", address, address
    request.META = {"SERVER_NAME": LOOPBACK[0], "SERVER_PORT": "80"}
    found = resolve(address)
    try:
        response = found.func(request, *found.args, **found.kwargs)
    except (ContentError, Http404):
        return None  # the page itself says so when it is opened; the others are held all the same
    stored = "no-store" not in response.headers.get("Cache-Control", "")
    return response.content if response.status_code == 200 and stored else None


def _files(pages: Iterable[bytes]) -> dict[str, bytes]:
    """The files that pages name, and those that these name, with what they hold."""
    found: dict[str, bytes] = {}
    waiting = sorted({name.decode() for page in pages for name in IN_PAGES.findall(page)})
    while waiting:
        address = waiting.pop(0)
        if address in found or not address.startswith(settings.STATIC_URL):
            continue
        content = _content(address.removeprefix(settings.STATIC_URL))
        if content is None:
            continue
        found[address] = content
        inner = {".css": IN_STYLES, ".js": IN_SCRIPTS}.get(Path(address).suffix)
        names = inner.findall(content) if inner else []
        waiting += [normpath(join(dirname(address), name.decode())) for name in names]
    return dict(sorted(found.items()))


def _content(name: str) -> bytes | None:
    """A static file as it is served: from the collected folder, or from where it lies."""
    place = settings.STATIC_ROOT / name if settings.STATIC_COLLECTED else finders.find(name)
    return Path(place).read_bytes() if place and Path(place).is_file() else None


def _stamp() -> int:
    """A number that changes when a content file does."""
    folders = roots.content(nc=settings.CONTENT_NC, extra=settings.CONTENT_EXTRA)
    times = ((str(path), path.stat().st_mtime_ns) for folder in folders for path in folder.rglob("*"))
    return hash(tuple(sorted(times)))


def _address(name: str, **parts: str) -> str:
    try:
        return reverse(name, kwargs=parts)
    except NoReverseMatch:
        return ""
