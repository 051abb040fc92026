"""What every clinical text carries, and what no text or exercise may be (CR-18, CR-20 to CR-23)."""

import re

import pytest
from django.test import Client

from holdfast.catalogue import roots
from holdfast.catalogue.loader import read, read_page

from .house import ROOT

CONTENT = ROOT / "content"
# Kinds whose words a person in need may act on. An instrument's words are its authors'; its review stands beside them.
CLINICAL = ("exercises", "library/articles", "safety", "streams", "consents", "wishes", "together", "journal", "sheets")
PAGES = [path for kind in CLINICAL for path in sorted((CONTENT / kind).rglob("*.*")) if path.suffix in (".md", ".yaml")]
WITH_HEAD = [path for path in PAGES if path.name[0].isdigit()]
ARTICLES = CONTENT / "library" / "articles"
SUPPORTERS = ("for-the-partner", "for-friends-and-family")


def head(path):
    """The facts of a file."""
    return (read_page(path) if path.suffix == ".md" else read(path)).data


@pytest.mark.parametrize("path", WITH_HEAD, ids=lambda path: path.relative_to(CONTENT).as_posix())
def test_cr_21_every_clinical_text_says_who_reviewed_it_or_that_nobody_has(path):
    facts = head(path)
    review = facts.get("review")
    assert review and review["status"] in ("none", "peer", "clinician")
    assert review["status"] == "none" or (review.get("by") and review.get("on"))
    assert facts["version"] == path.stem


@pytest.mark.parametrize("path", WITH_HEAD, ids=lambda path: path.relative_to(CONTENT).as_posix())
def test_cr_18_nothing_for_two_is_exposure_or_retelling(path):
    facts = head(path)
    if facts.get("for") == "pair":
        assert facts.get("kind") not in ("approach", "write"), "facing or writing down what happened is done alone"


def test_cr_18_what_happened_is_no_stream():
    titles = {path.parent.name for path in (CONTENT / "streams").rglob("*.yaml")}
    assert titles, "there are streams"
    assert not [title for title in titles if re.search(r"trauma|journal|story|memor", title)]


@pytest.mark.parametrize("id", SUPPORTERS)
def test_cr_20_pages_for_supporters_name_limits_own_lines_and_an_own_check(id):
    text = (ARTICLES / id / "1.0.0.md").read_text(encoding="utf-8")
    assert re.search(r"don.t have to be:.* a therapist|You are not a therapist", text, re.IGNORECASE), "the limits"
    assert "](help" in text, "lines of one's own"
    assert re.search(r"how (?:are|is) (?:you|it)|for you(?:rself)?|check", text, re.IGNORECASE), "a check of one's own"
    assert not re.search(r"\{[{%]|phq|pcl", text, re.IGNORECASE), "nothing of the other's numbers"


@pytest.mark.parametrize("address", ["/about", "/README"])
def test_cr_22_the_purpose_is_said_in_the_same_bounds_everywhere(address):
    said = (
        Client().get(address).content.decode()
        if address == "/about"
        else (ROOT / "README.md").read_text(encoding="utf-8")
    ).replace("&#x27;", "'")
    assert "self-help" in said
    assert re.search(r"doesn't diagnose, it doesn't treat|not as a diagnosis or a\s+treatment", said)
    assert not re.search(r"\b(cures?|proven|heals|clinically tested)\b", said, re.IGNORECASE)


def test_cr_23_an_incident_has_an_address_and_a_time_and_the_app_leads_there():
    for name in ("SECURITY.md", "SAFETY.md"):
        assert "two working days" in " ".join((ROOT / name).read_text(encoding="utf-8").split())
    assert "Safety fixes are named first" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    about = Client().get("/about").content.decode()
    assert 'href="/p/170"' in about
    assert Client().get("/p/170").status_code == 200


def test_the_kinds_named_here_are_kinds_of_content():
    assert {kind for kind in CLINICAL if (CONTENT / kind).is_dir()} >= {"exercises", "library/articles", "streams"}
    assert roots.BASE.is_dir()
