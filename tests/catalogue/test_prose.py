"""The words people read, found with their line: in pages, YAML, templates and code."""

from pathlib import Path

from holdfast.catalogue import loader, prose
from holdfast.catalogue.prose import Saying


def said(sayings) -> list[tuple[int, str, bool]]:
    return [(saying.line, saying.text, saying.door) for saying in sayings]


def test_texts_under_the_keys_that_people_read_wherever_they_stand() -> None:
    text = (
        "id: x\ntitle: One\nitems:\n  - {id: a, text: Two}\n  - text: Three\n    low: 4\nlines:\n  - Four.\n  - Five.\n"
    )
    found = said(prose.values(loader.parse(text, Path("x")), {"title", "text", "lines"}))
    assert [(line, words) for line, words, _ in found] == [
        (2, "One"), (4, "Two"), (5, "Three"), (8, "Four."), (9, "Five."),
    ]  # fmt: skip


def test_a_body_by_its_screens_with_the_lines_of_the_file(tmp_path) -> None:
    path = tmp_path / "1.0.0.md"
    path.write_text("---\nid: x\nversion: 1.0.0\n---\n## look\nLook round.\n\n## press\nPress.\n", encoding="utf-8")
    found = list(prose.body(loader.read_page(path)))
    assert found == [Saying(6, "Look round.", "look"), Saying(9, "Press.", "press")]


TEMPLATE = """\
{% extends "x.html" %}
{% comment %}Nobody reads {% translate "this" %}.
Nor this.{% endcomment %}
{% block h1 %}<h1>{% translate "A heading" %}</h1>{% endblock %}
<p>{% translate "One line." %} {% translate 'Don\\'t say "so".' %}</p>
<a class="btn" href="x">{% translate "A button" %}</a> <a href="x">{% translate "A link in a text" %}</a>
<p data-day="{% translate "It's {weekday}." %}">{% blocktranslate with n=1 %}You had
  {{ n }} days.{% endblocktranslate %}</p>
<input placeholder="{% translate 'Yours' %}"><p>{% translate "After it." %}</p>
<button>{% translate "Go" %}{% if x %}<p>{% translate "odd" %}</p>{% endif %}</button>
"""


def test_the_words_of_a_template() -> None:
    assert said(prose.template(TEMPLATE)) == [
        (4, "A heading", True),
        (5, "One line.", False),
        (5, 'Don\'t say "so".', False),
        (6, "A button", True),
        (6, "A link in a text", False),
        (7, "It's one.", False),
        (7, "You had one days.", False),
        (9, "Yours", False),
        (9, "After it.", False),
        (10, "Go", True),
        (10, "odd", True),
    ]


def test_the_words_of_code() -> None:
    text = (
        'x = _("A label")\ny = gettext("A sentence.")\nz = print("nothing")\nn = ngettext("One day.", "%d days.", 2)\n'
    )
    assert said(prose.source(text)) == [
        (1, "A label", True),
        (2, "A sentence.", False),
        (4, "One day.", False),
        (4, "%d days.", False),
    ]
