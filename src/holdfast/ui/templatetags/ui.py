"""The component tags, in every template: rating, choices, field, errors, icon, say, chart, shared, dots, places.

They draw; they decide nothing and read nothing. Examples of each stand in `holdfast.ui.examples`.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.dateformat import format as written
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from holdfast.kit import clock
from holdfast.ui.charts import Chart
from holdfast.ui.drawing import draw
from holdfast.ui.geometry import Drawing
from holdfast.ui.icons import ICONS
from holdfast.ui.words import SENTENCES

register = template.Library()

# Cloud keyboards and spell checkers learn from what they see; private fields ask them not to look (PS-46).
PRIVATE = {"autocomplete": "off", "autocorrect": "off", "autocapitalize": "sentences", "spellcheck": "false"}
LATELY = timedelta(days=3)  # a standing stream whose last entry is older says "No new entries."
CANT_TELL = "cant-tell"  # what a form gets when a person pressed "I can't tell"
PLACES = [
    ("today", gettext_lazy("Today")),
    ("relief", gettext_lazy("Relief")),
    ("path", gettext_lazy("Path")),
    ("us", gettext_lazy("Us")),
    ("me", gettext_lazy("Me")),
]


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon that screen readers pass over; the words beside it say the same. Raises KeyError if unknown."""
    shape = mark_safe(ICONS[name])  # noqa: S308  our own constant drawings, no input
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', shape)


def _long(value: date) -> str:
    return _in_words(value, "l j F Y", get_language() or "")


def _short(value: date) -> str:
    return _in_words(value, "D j M Y", get_language() or "")


@lru_cache(maxsize=4096)
def _in_words(value: date, form: str, language: str) -> str:
    """A date as the `date` filter writes it, ready for a page, remembered: a year of days is drawn on one page."""
    return escape(written(value, form))


@register.simple_tag
def dots_of(drawing: Drawing) -> SafeString:
    """The dots of a chart, each with what a screen reader says of it. In Python, since a year has hundreds."""
    shape = '<circle class="dot{}" cx="{}" cy="{}" r="{}" data-say="{}: {}"/>'.format
    dots = (
        shape(" second" if dot.second else "", dot.x, dot.y, drawing.radius, _long(dot.day), escape(dot.words))
        for dot in drawing.dots
    )
    return mark_safe("".join(dots))  # noqa: S308  our own numbers; every word is escaped above


@register.simple_tag
def rows_of(drawing: Drawing) -> SafeString:
    """The rows of the table beside a chart: the day, its values, and what else there was."""
    gap = f'<span class="soft">{escape(gettext("no answer"))}</span>'
    rows = []
    for row in drawing.table:
        values = "".join(f"<td>{gap if value is None else escape(value)}</td>" for value in row.values)
        notes = escape(", ".join(row.notes))
        rows.append(f'<tr><th scope="row">{_short(row.day)}</th>{values}<td>{notes}</td></tr>')
    return mark_safe("\n".join(rows))  # noqa: S308  every word is escaped above


@register.simple_tag
def say(key: str) -> str:
    """One of the fixed sentences, always worded alike. Raises KeyError for a key that is not in `words`."""
    return SENTENCES[key]


@register.inclusion_tag("ui/components/rating.html")
def rating(name: str, low: int = 0, high: int = 10, **options: Any) -> dict[str, Any]:
    """A row of numbers to press, `low` to `high`, wrapping; never required.

    Options: value (chosen number, CANT_TELL or None), low_word and high_word (what the ends mean), legend (the
    question, for screen readers; shown when show_legend), cant_tell (offer "I can't tell", default True).
    Posts `name` = the number as text, or "cant-tell", or nothing.
    """
    numbers = range(int(low), int(high) + 1)
    value = options.get("value")
    return {
        "name": name,
        "numbers": [(n, str(n) == str(value)) for n in numbers],
        "few": len(numbers) < 11,
        "low": low,
        "high": high,
        "low_word": options.get("low_word", ""),
        "high_word": options.get("high_word", ""),
        "legend": options.get("legend") or gettext("Tap one, if you like."),
        "show_legend": options.get("show_legend", False),
        "cant_tell": CANT_TELL if options.get("cant_tell", True) else "",
        "cant_tell_on": value == CANT_TELL,
    }


@register.inclusion_tag("ui/components/choices.html")
def choices(name: str, options: Iterable[tuple], value: Any = None, **more: Any) -> dict[str, Any]:
    """Radio tiles, one under the other, or side by side with inline=True.

    `options` are (value, label) or (value, label, hint). More: legend, show_legend, inline. Never required.
    """
    rows = [(str(row[0]), row[1], row[2] if len(row) > 2 else "") for row in options]
    return {
        "name": name,
        "rows": [(given, label, hint, given == str(value)) for given, label, hint in rows],
        "legend": more.get("legend") or gettext("Pick one, if you like."),
        "show_legend": more.get("show_legend", False),
        "inline": more.get("inline", False),
    }


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """A form field with its label above, hint and what is wrong beside it, and no cloud spelling or filling in."""
    has_own = bound.field.widget.attrs
    attrs = {key: value for key, value in PRIVATE.items() if key not in has_own}
    notes = [f"{bound.auto_id}-hint"] if hint or bound.help_text else []
    if bound.errors:
        attrs["aria-invalid"] = "true"
        notes.append(f"{bound.auto_id}-wrong")
    if notes:
        attrs["aria-describedby"] = " ".join(notes)
    return {"bound": bound, "widget": bound.as_widget(attrs=attrs), "hint": hint or bound.help_text}


@register.inclusion_tag("ui/components/errors.html")
def errors(form: BaseForm | None = None, message: str = "") -> dict[str, Any]:
    """What went wrong, above the form, each line a link to its field; nothing at all when nothing is wrong."""
    lines = []
    if form is not None and form.is_bound:
        lines = [
            (form[name].id_for_label if name in form.fields else "", text)
            for name, texts in form.errors.items()
            for text in texts
        ]
    if message:
        lines.insert(0, ("", message))
    return {"lines": lines}


@register.inclusion_tag("ui/components/chart.html")
def chart(given: Chart) -> dict[str, Any]:
    """A chart as SVG with the same content as a table. See `holdfast.ui.charts.Chart`."""
    return {"chart": given, "drawing": draw(given)}


@register.inclusion_tag("ui/components/card/card.html")
def shared(card: Any) -> dict[str, Any]:
    """A shared card, drawn from the card and today's date alone: its author's preview and its reader's page are the
    same bytes.

    `card` has title, text, author, until (ISO day), points ((ISO day, value or None)) and range, as
    `people.schema.Card`. Where days are shared and the last lies some days back, it says so, whatever the reason.
    """
    points = [(date.fromisoformat(day), value) for day, value in card.points]
    drawn = None
    if any(value is not None for _day, value in points):
        unit = gettext("of {most}").format(most=f"{card.range[1]:g}")
        drawn = Chart(question=card.title, sentence="", y_range=card.range, points=points, unit=unit, heading=0)
    recent = clock.now().date() - LATELY
    quiet = card.range is not None and not any(day >= recent and value is not None for day, value in points)
    return {"card": card, "chart": drawn, "quiet": quiet, "until": date.fromisoformat(card.until) if card.until else ""}


@register.inclusion_tag("ui/components/dots.html")
def dots(step: int, of: int) -> dict[str, Any]:
    """Where one is in a short row of steps. Never used where touch is the content."""
    return {"step": step, "of": of, "all": [n <= step for n in range(1, of + 1)]}


@register.simple_tag
def places(here: str = "", pair: bool = True, hidden: bool = False) -> SafeString:
    """The five places in their fixed order; "Us" is absent while solo, and so is a place with no page yet."""
    return _places(here or "", bool(pair), hidden, get_language() or "")


@lru_cache(maxsize=64)
def _places(here: str, pair: bool, hidden: bool, language: str) -> SafeString:
    """The bar, drawn once for each language and place: it stands on every page."""
    shown = []
    for name, label in PLACES:
        if name == "us" and not pair:
            continue
        try:
            shown.append((name, label, reverse(name), name == here))
        except NoReverseMatch:
            continue  # this installation has no such page
    return render_to_string("ui/components/places.html", {"places": shown, "hidden": hidden})
