"""What the Help page is filled with for one country: the number first, then the lines each door needs.

The same for every person, and static between two changes of the files: nothing here knows who asks, or when, but for
the day, which says how old a check is.
"""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from holdfast.safety import emergency, queries, schema

# Purposes that stand together at the end of the first door: for some people more than for others.
SPECIFIC = ("men", "lgbtq", "older", "disabled", "papers", "forced-marriage")


def context(code: str) -> dict[str, Any]:
    """The context of the Help page for a country code; for "" or an unknown code the table of numbers stands first.

    `call` is a link to dial, or a link to the table where no country is chosen.
    """
    known = queries.emergency(code) if code else None
    shared = {"table": _table(), "grounding": emergency.grounding()}
    if known is None:
        call = format_html('<a href="{}#numbers">{}</a>', reverse("help"), _("the emergency number"))
        return {"call": call, "country": "", "lines": {}, **shared}
    return {
        "call": format_html('<a class="nums" href="tel:{0}">{0}</a>', known.call),
        "country": known.country,
        "emergency": known,
        "here": True,
        "all_lines": queries.all_lines(code),
        "lines": _lines(code),
        **shared,
    }


def _table() -> list[tuple[bool, list[tuple[str, list[queries.Place]]]]]:
    """Every country under its number: first those with lines we have read, then those with the number alone."""
    table = []
    for checked in (True, False):
        groups: dict[str, list[queries.Place]] = {}
        for place in queries.places():
            if place.lines is checked:
                groups.setdefault(place.call, []).append(place)
        table.append((checked, sorted(groups.items(), key=lambda group: -len(group[1]))))
    return table


def _lines(code: str) -> dict[str, Any]:
    """The lines by purpose, under names a template can say, and the few that only some doors need."""
    by_purpose: dict[str, Any] = {name: queries.lines(code, name) for name in schema.PURPOSES}
    found = {name.replace("-", "_"): lines for name, lines in by_purpose.items()}
    specific = [line for name in SPECIFIC for line in by_purpose[name]]
    return found | {
        "specific": list(dict.fromkeys(specific)),
        "some_lack": not all(by_purpose[name] for name in SPECIFIC),
        "silent_text": [line for line in found["partner_violence"] if line.texts],
        "with_friends": [line for line in found["partner_violence"] if line in found["supporter"]],
        "courses": [way for line in found["uses_violence"] for way in line.ways if way.kind == "page"],
    }
