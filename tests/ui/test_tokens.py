"""Colours: every pair that carries words is readable in both themes, and no other file names a colour of its own."""

import re
from pathlib import Path

import pytest

import holdfast.ui

STATIC = Path(holdfast.ui.__file__).parent / "static" / "ui"
TOKEN = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
TOKENS = {name: (light, dark) for name, light, dark in TOKEN.findall((STATIC / "tokens.css").read_text())}

BODY = [("ink", "ground"), ("ink", "surface"), ("ink", "raised"), ("ink", "sea-tint"), ("ink", "sand")]
SMALL = [
    ("ink-soft", "ground"),
    ("ink-soft", "surface"),
    ("ink-soft", "sea-tint"),
    ("ink-soft", "sand"),
    ("ink-soft", "clay-tint"),
    ("sea", "ground"),
    ("sea", "surface"),
    ("sea", "sea-tint"),
    ("on-sea", "sea"),
    ("kelp", "kelp-tint"),
    ("kelp", "surface"),
    ("kelp", "ground"),
    ("clay", "surface"),
    ("clay", "ground"),
    ("clay", "clay-tint"),
]
SHAPES = [("edge", "ground"), ("edge", "surface"), ("sea", "ground"), ("clay", "ground")]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(BODY, 7), (SMALL, 4.5), (SHAPES, 3)], ids=["body", "small", "shapes"])
def test_every_pair_is_readable(theme: int, pairs: list[tuple[str, str]], least: float) -> None:
    poor = {
        (front, back): round(contrast(TOKENS[front][theme], TOKENS[back][theme]), 2)
        for front, back in pairs
        if contrast(TOKENS[front][theme], TOKENS[back][theme]) < least
    }
    assert not poor


def test_old_phones_get_every_colour_of_the_light_room() -> None:
    plain = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", (STATIC / "tokens.css").read_text()))
    assert plain == {name: light for name, (light, _) in TOKENS.items()}


def test_only_tokens_name_colours() -> None:
    """On paper the ground is white whatever the room; that is said where printing is."""
    screen, mark, _ = (STATIC / "page.css").read_text().partition("@layer print")
    assert mark
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", screen)


def test_no_token_is_red_and_none_is_unused() -> None:
    used = "".join(path.read_text() for path in STATIC.glob("*.css"))
    for name, colours in TOKENS.items():
        assert f"var(--{name})" in used, name
        for colour in colours:
            red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
            assert not (red > 180 and green < 90 and blue < 90), f"{name} is an alarm"
