"""What the browser is given: pinned copies, small scripts, nothing inline, nothing from elsewhere."""

import hashlib
import re
from pathlib import Path

import pytest

import holdfast

SOURCE = Path(holdfast.__file__).parent
STATIC = SOURCE / "ui" / "static" / "ui"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
PINNED = {
    "vendor/htmx-4.0.1.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    "fonts/atkinson-next-latin.woff2": "18b2a1a39a2fa298b0ba5390aca68462669826c90925656f1c1f6796e0e1bbaf",
    "fonts/atkinson-next-latin-ext.woff2": "7dae0c6c66af1aec82e096186aeb1f0e6fa36ab8061ed65422f2b7daf4dd93f3",
}


@pytest.mark.parametrize(("name", "wanted"), PINNED.items())
def test_vendored_files_are_exactly_the_published_ones(name: str, wanted: str) -> None:
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == wanted


def test_vendored_files_bring_their_licences() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (STATIC / "fonts" / "LICENSE-OFL.txt").read_text()
    assert "Zero-Clause BSD" in (STATIC / "vendor" / "LICENSE-htmx.txt").read_text()


def test_hand_written_scripts_stay_under_two_thousand_lines() -> None:
    scripts = [path for path in SOURCE.glob("*/static/**/*.js") if "vendor" not in path.parts]
    assert sum(len(path.read_text().splitlines()) for path in scripts) < 2000


@pytest.mark.parametrize("path", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_scripts_make_no_code_and_no_markup_from_text(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)
    assert not re.search(r"https?://", text), "no address of anyone else"
    assert not re.search(r"localStorage|indexedDB|document\.cookie", text), "nothing stays on the phone"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_templates_hold_nothing_inline_and_nothing_foreign(path: Path) -> None:
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)", text), "the policy forbids inline code and style"
    assert not re.search(r"\son[a-z]+=", text), "no inline handlers"
    assert not re.search(r"(?:src|href|action)=[\"']?https?://", text), "no third party"
    if path.name != "base.html":
        assert "<title" not in text, "one constant title, in the base alone"


def test_tags_that_are_left_open_are_found_by_every_template_compiling() -> None:
    from django.template.loader import get_template

    for path in TEMPLATES:
        get_template(str(path.relative_to(path.parents[len(path.parts) - path.parts.index("templates") - 2])))


def test_ps_44_icons_and_manifest_say_nothing() -> None:
    svg = (STATIC / "icons" / "icon.svg").read_text()
    assert "<text" not in svg and "<title" not in svg
    assert {path.name for path in (STATIC / "icons").iterdir()} == {
        "icon.svg",
        "icon-180.png",
        "icon-192.png",
        "icon-512.png",
    }
