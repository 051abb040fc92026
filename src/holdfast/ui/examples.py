"""Examples of every component, written once: the gallery shows them, tests press them, axe reads them, shots keep them.

Never imported by a page. Each is (name, template, context).
"""

from datetime import date, timedelta
from typing import Any

from django import forms

from holdfast.ui.charts import Band, Chart, Cut, Event, Series


class Sample(forms.Form):
    """A form with one good and one wrong field."""

    name = forms.CharField(label="Your name here", help_text="It can be any name. It need not be your own.")
    line = forms.CharField(label="A line for yourself", widget=forms.Textarea, required=False)


def checklist() -> Chart:
    """Five measurements of a checklist with a range of published cut points."""
    values = [(date(2026, 7, 2), 52.0), (date(2026, 7, 30), 47.0), (date(2026, 8, 27), 49.0)]
    values += [(date(2026, 9, 24), 41.0), (date(2026, 10, 22), 33.0)]
    return Chart(
        question="Are the trauma symptoms easing?",
        sentence="Since July your score went from 52 to 33. A drop this size is more than day-to-day noise.",
        y_range=(0, 80),
        points=values,
        cuts=[Cut(31, 33, "31 to 33: where clinicians look closer", "published cut points")],
        events=[Event(date(2026, 8, 27), "began “Steadying”")],
        unit="points",
    )


def days() -> Chart:
    """Thirty days with gaps, weekends and a person's usual range, and a second line."""
    first = date(2026, 10, 1)
    mood = [4, 5, 5, None, 6, 3, 4, 5, None, None, 6, 6, 5, 4, 7, 6, 5, 5, 6, 7, None, 6, 5, 7, 7, 6, 8, 6, 7, 6]
    near = [3, 3, 4, None, 4, 4, 3, 4, None, None, 5, 5, 4, 4, 6, None, 5, 4, 5, 5, None, 6, 6, 6, 5, 6, 7, 7, 6, 7]

    def line(values: list[int | None]) -> list[tuple[date, float | None]]:
        return [(first + timedelta(days=n), value) for n, value in enumerate(values)]

    return Chart(
        question="How were your days, last 30?",
        sentence="Most days lay between 4 and 7. Four days have no answer, and that is fine.",
        y_range=(0, 10),
        points=line(mood),
        name="Overall",
        series2=Series("Closeness", line(near)),
        bands=[Band(4, 7, "Your usual range", own=True)],
        events=[Event(date(2026, 10, 12), "Check the room"), Event(date(2026, 10, 15), "tea for two")],
        weekdays=True,
    )


def first_day() -> Chart:
    """A single point: the scale is honest and nothing is said about change."""
    return Chart(
        "How did it begin?",
        "One measurement so far.",
        (0, 27),
        [(date(2026, 11, 3), 14.0)],
        cuts=[Cut(10, 10, "10: often looked at more closely")],
    )


def empty() -> Chart:
    """No point yet."""
    return Chart("How were your days?", "Your days will be here after the first three taps.", (0, 10), [])


def severity() -> Chart:
    """Named bands, and more events than there is room for."""
    start = date(2025, 12, 1)
    points = [(start + timedelta(days=28 * n), value) for n, value in enumerate((19, 17, 18, 12, 9, 10, 6, 4, 5, 3))]
    events = [Event(start + timedelta(days=28 * n + 3), f"a note with many words {n}") for n in range(5)]
    bands = [Band(0, 4, "minimal"), Band(5, 9, "mild"), Band(10, 14, "moderate"), Band(15, 27, "more than that")]
    question, sentence = "Is the low mood lifting?", "From 19 to 3 over ten months."
    return Chart(question, sentence, (0, 27), points, bands=bands, events=events)


def wrong() -> Sample:
    """The sample form, sent with its name left out."""
    return Sample({"line": "<b hx-get='/exit' hx-trigger='load'>kept as typed</b>"})


EXAMPLES: list[tuple[str, str, dict[str, Any]]] = [
    ("rating", '{% rating "mood" low_word="very bad" high_word="very good" value=6 legend="How was today?" %}', {}),
    (
        "rating, short",
        '{% rating "q" 0 4 low_word="not at all" high_word="very" cant_tell=False legend="How much?" %}',
        {},
    ),
    (
        "choices",
        '{% choices "when" options "evening" legend="When would suit you?" show_legend=True %}',
        {"options": [("morning", "Morning"), ("evening", "Evening", "after 18:00"), ("any", "I'll come when I come")]},
    ),
    (
        "choices, inline",
        '{% choices "here" options legend="Are you here?" inline=True %}',
        {"options": [("a", "Here"), ("b", "Partly here")]},
    ),
    ("errors and fields", "{% errors form %}{% field form.name %}{% field form.line %}", {"form": wrong}),
    ("dots", "{% dots 2 4 %}", {}),
    (
        "icons",
        '<p class="row">{% for name in names %}{% icon name %}{% endfor %}</p>',
        {"names": lambda: sorted(_icons())},
    ),
    ("sentences", '<p>{% say "saved" %}</p><p class="soft">{% say "not-a-test" %}</p>', {}),
    ("draft", '{% include "ui/components/draft.html" %}', {}),
    ("chart, checklist", "{% chart chart %}", {"chart": checklist}),
    ("chart, days", "{% chart chart %}", {"chart": days}),
    ("chart, one point", "{% chart chart %}", {"chart": first_day}),
    ("chart, nothing yet", "{% chart chart %}", {"chart": empty}),
    ("chart, bands", "{% chart chart %}", {"chart": severity}),
    (
        "cards and buttons",
        '<section class="card next"><p class="small soft">Next, if you like</p><h2>No, lighter, stop</h2>'
        '<p>Three words that make everything after them safer.</p><div class="row">'
        '<a class="btn" href="#main">Begin</a>'
        '<a class="btn ghost" href="#main">Something lighter</a></div></section>'
        '<section class="card"><h2>Three taps about today</h2><p class="soft">Skip anything.</p><div class="row">'
        '<button class="btn">Next</button><button class="btn skip">Skip</button><a class="btn plain" href="#main">'
        "Not today</a></div></section>"
        '<p class="callout">Something to know before.</p><p class="label">Helps some people.</p>',
        {},
    ),
]


def _icons() -> list[str]:
    from holdfast.ui.icons import ICONS

    return list(ICONS)
