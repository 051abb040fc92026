"""The component tags: what they post, what they say, and that nothing a person wrote gets out of its place."""

import re

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from holdfast.ui.examples import EXAMPLES
from holdfast.ui.icons import ICONS
from holdfast.ui.templatetags.ui import PRIVATE
from holdfast.ui.words import SENTENCES


def draw(source: str, **context: object) -> str:
    """Render a template as a page would."""
    return engines["django"].from_string(source).render(context, RequestFactory().get("/"))


@pytest.mark.parametrize(("name", "source", "context"), EXAMPLES, ids=[example[0] for example in EXAMPLES])
def test_every_example_renders(name: str, source: str, context: dict) -> None:
    ready = {key: value() if callable(value) else value for key, value in context.items()}
    assert draw(source, **ready).strip()


def test_a_rating_offers_every_number_and_i_cant_tell_and_asks_for_none() -> None:
    text = draw('{% rating "mood" 0 10 low_word="very bad" high_word="very good" %}')
    assert re.findall(r'name="mood" value="([^"]+)"', text) == [*map(str, range(11)), "cant-tell"]
    assert "required" not in text and "checked" not in text
    assert "0 very bad" in text and "10 very good" in text


@pytest.mark.parametrize(("value", "expected"), [(6, "6"), ("6", "6"), ("cant-tell", "cant-tell"), (0, "0")])
def test_a_rating_shows_what_was_chosen(value: object, expected: str) -> None:
    text = draw('{% rating "mood" value=value %}', value=value)
    assert re.findall(r'value="([^"]+)" checked', text) == [expected]


def test_choices_show_hints_and_the_one_chosen() -> None:
    options = [("a", "One"), ("b", "Two", "with a hint")]
    text = draw('{% choices "which" options "b" legend="Which?" show_legend=True %}', options=options)
    assert re.findall(r'value="([^"]+)" checked', text) == ["b"]
    assert "with a hint" in text and "<legend>Which?</legend>" in text


class Words(forms.Form):
    """A private line."""

    line = forms.CharField(label="A line", help_text="For you alone.")


def test_ps_46_private_fields_ask_keyboards_and_browsers_not_to_learn() -> None:
    text = draw("{% field form.line %}", form=Words())
    for name, value in PRIVATE.items():
        assert f'{name}="{value}"' in text
    assert 'for="id_line"' in text and 'aria-describedby="id_line-hint"' in text


def test_a_wrong_field_is_named_in_the_summary_and_at_its_place() -> None:
    form = Words({"line": ""})
    text = draw("{% errors form %}{% field form.line %}", form=form)
    assert '<a href="#id_line">' in text and 'role="alert"' in text
    assert 'aria-invalid="true"' in text and 'aria-describedby="id_line-hint id_line-wrong"' in text


def test_no_summary_where_nothing_is_wrong() -> None:
    assert draw("{% errors form %}", form=Words()).strip() == ""
    assert draw("{% errors form %}", form=Words({"line": "x"})).strip() == ""


def test_ft_22_words_come_back_as_words() -> None:
    hostile = '"><script>alert(1)</script><b hx-get=/exit hx-trigger=load>'
    text = draw("{% field form.line %}{% errors form message=words %}", form=Words({"line": hostile}), words=hostile)
    assert "<script" not in text and "<b hx-get" not in text


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_shapes_that_screen_readers_pass_over(name: str) -> None:
    text = draw("{% icon name %}", name=name)
    assert 'aria-hidden="true"' in text and "<text" not in text


def test_fixed_sentences_are_worded_as_in_the_storyboards() -> None:
    assert SENTENCES["watched"] == "Nobody is watching this app. It cannot call for you."
    assert SENTENCES["nothing-kept"] == "Nothing you tap here is kept."
    assert SENTENCES["not-a-yes"] == "This isn't a yes to touch, or to anything else. Ask each time."
    assert draw('{% say "stop-any" %}') == "You can stop at any moment."
    with pytest.raises(KeyError):
        draw('{% say "not-a-key" %}')


def test_us_is_absent_while_solo_and_order_never_changes() -> None:
    both = re.findall(r'data-place="(\w+)"', draw("{% places pair=True %}"))
    alone = re.findall(r'data-place="(\w+)"', draw("{% places pair=False %}"))
    assert alone == [name for name in both if name != "us"]
    assert both == [name for name in ("today", "relief", "path", "us", "me") if name in both]


def test_the_place_one_is_in_is_marked_once() -> None:
    text = draw('{% places here="relief" %}')
    assert text.count('aria-current="page"') == 1


@pytest.mark.parametrize("theme", ["light", "dark", "", '"><b>'])
def test_only_known_themes_reach_the_page(theme: str) -> None:
    text = draw('{% extends "ui/page.html" %}', theme=theme)
    assert ("data-theme" in text) == (theme in {"light", "dark"})


def test_a_page_says_when_it_locks_and_public_frames_ask_for_nobody() -> None:
    text = draw('{% extends "ui/page.html" %}')
    assert "data-private" in text and 'data-lock-after="300"' in text
    public = draw('{% extends "ui/public.html" %}')
    assert "data-private" not in public and "csrf" not in public
