"""What a page offers: its forms with the kind and the limits of each field, and the addresses it leads to."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from django.urls import Resolver404, ResolverMatch, resolve

LINK = re.compile(r'(?:href|action)="(/[^"#?]*)"')


@dataclass(frozen=True)
class Field:
    """One name of a form: what kind of field, the value the page gave it, what can be chosen."""

    name: str
    kind: str
    value: str = ""
    options: tuple[str, ...] = ()
    limits: tuple[str, str, str] = ("", "", "")  # min, max, maxlength


@dataclass(frozen=True)
class Form:
    """One form that is sent by POST. A button without a name sends nothing of its own: ("", "")."""

    action: str
    fields: tuple[Field, ...]
    buttons: tuple[tuple[str, str], ...]
    draft: str = ""  # where a script sends it while somebody is typing

    @property
    def sign(self) -> tuple[Any, ...]:
        """What it is known by when the page is drawn again."""
        return self.action, tuple(each.name for each in self.fields), self.buttons


@dataclass
class _Open:
    action: str
    method: str
    draft: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.named = page, [], {}
        self.form: _Open | None = None
        self.select: tuple[_Open, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = _Open(told.get("action") or self.page, told.get("method", "get"), told.get("data-draft", ""))
            self.forms.append(self.form)
            self.named[told.get("id", "")] = self.form
        elif tag == "option" and self.select:
            self._add(*self.select, "select", told)
        else:
            form = self.named.get(told["form"]) if "form" in told else self.form
            if form is not None and (told.get("name") or tag == "button"):
                self._field(form, tag, told)

    def _field(self, form: _Open, tag: str, told: dict[str, str]) -> None:
        if tag == "button":
            form.buttons.append((told.get("name", ""), told.get("value", "")))
        elif tag == "select":
            self.select = (form, told["name"])
        elif tag == "textarea":
            self._add(form, told["name"], "textarea", told)
        elif tag == "input":
            self._add(form, told["name"], told.get("inputmode") or told.get("type", "text"), told)

    def _add(self, form: _Open, name: str, kind: str, told: dict[str, str]) -> None:
        value = told.get("value", "on" if kind == "checkbox" else "")
        before = form.fields.get(name)
        options = (*(before.options if before else ()), value) if kind in ("radio", "checkbox", "select") else ()
        limits = (told.get("min", ""), told.get("max", ""), told.get("maxlength", ""))
        form.fields[name] = Field(name, kind, value, options, limits)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None


def forms(page: str, html: str) -> list[Form]:
    """The forms of a page that are sent by POST."""
    if "<form" not in html:
        return []
    reader = _Reader(page)
    reader.feed(html)
    return [
        Form(form.action, tuple(form.fields.values()), tuple(dict.fromkeys(form.buttons)), form.draft)
        for form in reader.forms
        if form.method == "post"
    ]


def addresses(html: str) -> list[str]:
    """Where a page leads, each once, in its order."""
    return list(dict.fromkeys(LINK.findall(html)))


@lru_cache(maxsize=10_000)
def match(address: str) -> ResolverMatch | None:
    """What an address stands for; None when nothing does."""
    try:
        return resolve(address)
    except Resolver404:
        return None


def route(address: str) -> str:
    """The name of an address in the table; "" for none."""
    found = match(address)
    return (found.url_name or "") if found else ""
