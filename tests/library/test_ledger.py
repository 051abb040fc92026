"""The ledger as content: each claim word for word, reachable, held by a rule or a check, its sources marked."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.catalogue import roots
from holdfast.library import body, content, queries, rules
from holdfast.library.schema import Claim
from holdfast.library.sources import Citation
from tests.web.test_public import words
from tools import ledger

FOLDERS = roots.content()
CLAIMS = [content.claim(file) for file in content.newest(content.files(content.CLAIMS, FOLDERS))]
AUDIT = content.audit(FOLDERS)
SHELF = content.shelf(FOLDERS)
UNSAFE = {"C29", "C44", "C45", "C46"}
each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)


def page(client: Client, claim: Claim) -> str:
    """The words of a claim's page."""
    return words(client.get(reverse("claim", args=[claim.number])))


def test_all_sixty_are_here_as_the_ledger_has_them():
    """Hashes of the ledger's records were kept when it was brought in; each file still gives the same record."""
    lines = Path(ledger.HASHES).read_text(encoding="utf-8").splitlines()
    kept = {line[66:]: line[:64] for line in lines}
    now = {path.parent.name: ledger.digest(ledger.as_record(path)) for path in ledger.CLAIMS.glob("*/1.0.0.yaml")}
    assert len(kept) == 60
    assert now == kept


def test_a_changed_word_is_seen(tmp_path):
    record = ledger.as_record(ledger.CLAIMS / "C20" / "1.0.0.yaml")
    path = tmp_path / "1.0.0.yaml"
    path.write_text(ledger.as_file(record), encoding="utf-8")
    assert ledger.as_record(path) == record
    path.write_text(ledger.as_file(record | {"tell_user": record["tell_user"] + " "}), encoding="utf-8")
    assert ledger.digest(ledger.as_record(path)) != ledger.digest(record)


def test_the_verdicts_are_as_many_as_the_page_about_them_says():
    many = [sum(claim.verdict == verdict for claim in CLAIMS) for verdict in rules.OF_VERDICT]
    assert many == [17, 15, 11, 9, 4, 4]
    told = " ".join(text for section in SHELF.by_id["how-sure-are-we"].sections for _, text in section.texts())
    assert (
        "seventeen are well supported. Fifteen are partly supported. Eleven are mixed, and nine rest on weak signs. "
        "For four we found no study that shows them. Four are unsafe as they are told."
    ) in told


@each_claim
def test_each_claim_has_a_page_with_its_verdict_what_we_may_tell_and_its_sources(client, claim):
    told = page(client, claim)
    assert claim.question in told
    assert f"How sure: {str(rules.LABELS[rules.certainty(claim.verdict)]).lower()}" in told
    assert claim.tell_user in told
    for citation in claim.citations:
        assert citation.text in told


def test_each_claim_is_led_to_from_the_list_and_most_from_an_article(client):
    listed = client.get(reverse("claims")).content.decode()
    assert [claim.id for claim in CLAIMS if f'href="{reverse("claim", args=[claim.number])}"' not in listed] == []
    assert [claim.id for claim in CLAIMS if not SHELF.about(claim)] == []


@each_claim
def test_no_page_prints_a_claim_or_a_summary_of_the_ledger(client, claim):
    """What must never be repeated is never there to be read; what one may tell is."""
    told = page(client, claim)
    assert claim.claim not in told
    assert claim.summary not in told
    assert claim.must_not not in told
    assert claim.drives not in told


@each_claim
def test_cr_each_must_not_is_held_by_a_rule_about_words_or_a_check_by_people(claim):
    known = {one.id for one in (*AUDIT.lints, *AUDIT.checks)}
    assert AUDIT.claims[claim.id]
    assert set(AUDIT.claims[claim.id]) <= known


def test_no_rule_and_no_check_stands_idle():
    used = {name for names in AUDIT.claims.values() for name in names}
    everywhere = {"answer-says-how-sure", "loud"}  # these hold the voice, not a single claim
    assert {one.id for one in (*AUDIT.lints, *AUDIT.checks)} - used <= everywhere


def test_the_four_unsafe_ones_are_answered_and_never_told(client):
    assert {claim.id for claim in CLAIMS if claim.verdict == "misleading-or-unsafe"} == UNSAFE
    for claim in CLAIMS:
        told = page(client, claim)
        assert ("You may have read" in told) == (claim.id in UNSAFE)
        if claim.id in UNSAFE:
            assert told.index("You may have read") < told.index("unsafe as it is told") < told.index(claim.tell_user)


def test_u1_the_claim_about_relatives_and_strangers_is_retold_nowhere():
    """C46: sexual contact with relatives is named only where it is said to be no part of recovery."""
    texts = [text for article in SHELF.articles for section in article.sections for _, text in section.texts()]
    named = [text for text in texts if re.search(r"sex", text) and re.search(r"relative|family|stranger", text)]
    assert named, "it is answered somewhere"
    assert [text for text in named if not re.search(r"never|no part|not ", text)] == []


# Sources


CITATIONS = [(claim, citation) for claim in CLAIMS for citation in claim.citations]


def test_29_nothing_recalled_is_printed_without_its_mark(client):
    recalled = [(claim, one) for claim, one in CITATIONS if one.from_memory or "recalled" in (one.note or "")]
    assert len(recalled) > 20
    for claim, citation in recalled:
        html = client.get(reverse("claim", args=[claim.number])).content.decode()
        (item,) = [
            part for part in re.findall(r"<li>(.*?)</li>", html, re.S) if words_in(citation.text) in words_in(part)
        ]
        assert "From memory, not yet checked" in item


def words_in(html: str) -> str:
    """Letters alone, whatever stands escaped between them."""
    return re.sub(r"&#?\w+;|[^\w]", "", html)


def test_29_a_number_from_memory_is_left_out_and_nothing_links_to_a_work(client):
    hidden = [(claim, one) for claim, one in CITATIONS if one.doi and not one.checked_doi]
    assert {one.status for _, one in hidden} == {"verified", "recalled"}
    for claim, citation in hidden:
        assert citation.doi not in client.get(reverse("claim", args=[claim.number])).content.decode()
    for claim in CLAIMS:
        html = client.get(reverse("claim", args=[claim.number])).content.decode()
        assert not re.search(r'href="(https?:|//)', html)


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("DOI recalled", ["From memory, not yet checked: its number (DOI)."]),
        ("authors and year recalled", ["From memory, not yet checked: the authors, the year."]),
        ("authors not shown in public page", ["Not shown where we saw it: the authors."]),
        (
            "authors not shown; journal and year recalled",
            ["From memory, not yet checked: the journal, the year.", "Not shown where we saw it: the authors."],
        ),
        ("reference-list entry only", ["We saw it in a list of references only."]),
        (
            "only through a later review that reports it; title recalled",
            ["From memory, not yet checked: the title.", "We know it only through a later review."],
        ),
        (None, []),
    ],
)
def test_29_what_a_page_says_of_a_source(note, said):
    assert rules.marks(Citation(text="A work.", status="verified", note=note)) == said


def test_29_a_work_wholly_from_memory_says_so_and_a_strange_note_is_refused():
    whole = Citation(text="A work.", status="recalled", doi="10.1234/abc")
    assert rules.marks(whole) == ["From memory, not yet checked."]
    assert whole.checked_doi == ""
    for note in ("somebody recalled it", "DOI remembered", "recalled", "DOI recalled, probably"):
        with pytest.raises(ValueError, match="not one the pages can say"):
            Citation(text="A work.", status="verified", note=note)


# Certainty and words


def test_no_article_is_surer_than_the_surest_of_its_claims():
    for article in SHELF.articles:
        verdicts = [SHELF.claim_by_id[id].verdict for id in article.head.claims]
        assert not verdicts or not rules.too_sure(article.head.certainty, verdicts), article.head.id


@pytest.mark.parametrize(
    ("said", "verdicts", "too_sure"),
    [
        ("well-supported", ["supported", "mixed"], False),
        ("mixed", ["supported", "mixed"], False),
        ("well-supported", ["partly supported", "mixed"], True),
        ("weak", ["unsupported"], True),
        ("unsafe-as-told", ["misleading-or-unsafe", "supported"], False),
        ("unsafe-as-told", ["supported"], True),
        ("mixed", ["misleading-or-unsafe"], True),
    ],
)
def test_how_sure_an_article_may_be(said, verdicts, too_sure):
    assert rules.too_sure(said, verdicts) == too_sure


def test_each_certainty_has_words_and_none_of_them_is_a_grade():
    assert set(rules.LABELS) == set(rules.MEANINGS) == {*rules.OF_VERDICT.values(), "practice"}
    told = " ".join(map(str, (*rules.LABELS.values(), *rules.MEANINGS.values()))).lower()
    assert not re.search(r"\b(high|moderate|low|very low) (certainty|quality)|grade\b", told)


def faults_of(text: str, kind: str = "statement") -> set[str]:
    """The rules a text breaks."""
    return {fault.lint.id for fault in AUDIT.faults(text, kind)}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Closeness heals.", "benefit-verbs"),
        ("Good company protects people.", "benefit-verbs"),
        ("A hug helps.", "benefit-needs-hedge"),
        ("Some people find it hard: company eases pain.", "benefit-needs-hedge"),
        ("You will feel better soon.", "promises"),
        ("With this you recover faster.", "faster"),
        ("Try this instead of therapy.", "instead-of-care"),
        ("That is paranoid.", "watchful-words"),
        ("Just calm down.", "soothe-away"),
        ("You should tell them.", "duty"),
        ("Anxiously attached people do this.", "types-of-people"),
        ("Sex can ease the pain.", "sex-as-remedy"),
        ("Oxytocin makes you trust.", "hormone-stories"),
        ("The 'cuddle hormone' does it.", "cuddle-hormone"),
        ("Studies prove it.", "borrowed-authority"),
        ("Start with a hug.", "touch-first"),
        ("Confront them tonight.", "confronting"),
        ("Why didn't you leave?", "why-didnt-you"),
        ("Be adventurous together.", "risk-words"),
        ("It made you stronger.", "growth-duty"),
        ("Keep your streak.", "games"),
        ("Good!", "loud"),
    ],
)
def test_a_rule_finds_what_it_is_there_for(text, rule):
    assert rule in faults_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "No study shows that closeness heals.",
        "A hug helps some people.",
        "It helps a little, or not, you decide.",
        "Sex isn\u2019t a treatment.",
        "You don't have to tell anyone.",
        "We found no trial in which people recover faster.",
    ],
)
def test_a_rule_lets_be_what_is_hedged_or_denied(text):
    assert faults_of(text) == set()


def test_an_answer_says_how_sure_it_is():
    assert faults_of("Closeness is good.", "answer") == {"answer-says-how-sure"}
    assert faults_of("Closeness is good. This is partly supported, and some people differ.", "answer") == set()


def test_no_text_of_the_library_breaks_a_rule():
    """All that is printed of claims and articles without the frame; what stands under "You may have read" is spared."""
    for claim in CLAIMS:
        assert list(AUDIT.faults(claim.question)) == []
        assert list(AUDIT.faults(claim.tell_user, "statement")) == []
    for article in SHELF.articles:
        for section in article.sections:
            kind = "statement" if section.heading == body.KNOWN else "other"
            if section.heading != body.READ:
                assert [str(f) for _, text in section.texts() for f in AUDIT.faults(text, kind)] == []


def test_pages_know_the_shelf_of_this_installation():
    assert {one.head.id for one in queries.shelf().articles} == set(SHELF.by_id)
