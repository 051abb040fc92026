"""The label under a tool: how sure, in words; the ledger's claims with their verdicts; no more than the file says."""

import pytest
from django.test import Client
from django.urls import reverse

from holdfast.catalogue.problems import broken
from holdfast.library import queries as library
from holdfast.programme import evidence, queries
from holdfast.programme.exercise import Evidence, Review
from tests.web.test_public import words


def head(id: str, **change: object):
    """The head of one of our tools, with something changed."""
    return queries.tools().find(id).exercise.head.model_copy(update=change)


def test_29_without_a_claim_it_says_that_no_test_is_known():
    told = evidence.label(head("check-the-room"))
    assert told.sure == "How sure are we? Not very."
    assert told.basis == "Used in practice; we know of no test of it alone."
    assert told.review == "Not yet read by a clinician."
    assert told.claims == []


def test_29_a_claim_is_shown_in_the_words_of_the_ledger_with_how_sure_and_where_to_read_more():
    known = library.shelf().claim_by_id
    told = evidence.label(head("a-kind-sentence"))
    assert [claim.words for claim in told.claims] == [known["C13"].tell_user, known["C27"].tell_user]
    assert all("Partly supported." in claim.sure for claim in told.claims)
    assert told.claims[1].address == reverse("claim", args=[27])


def test_29_every_claim_a_tool_names_is_one_that_may_be_told():
    known = library.shelf().claim_by_id
    for tool in queries.tools().tools.values():
        for id in tool.exercise.head.evidence.claims:
            assert known[id].verdict not in ("misleading-or-unsafe", "unsupported"), (tool.id, id)


def test_the_page_shows_what_the_label_says():
    read = words(Client().get("/p/150/16"))
    assert "A little movement helps some people in the moment. How sure are we? Not very. Why we say that" in read
    assert "We know of no test of this tool alone." in read
    assert library.shelf().claim_by_id["C35"].tell_user in read


def test_a_library_that_cannot_be_read_closes_no_tool(monkeypatch):
    def shut():
        raise broken(queries.roots.BASE, 0, "This cannot be read.")

    monkeypatch.setattr(library, "shelf", shut)
    assert evidence.label(head("a-kind-sentence")).claims == []
    assert Client().get("/p/150/20").status_code == 200


@pytest.mark.parametrize(("basis", "sure"), [("tested", "Fairly"), ("plausible", "Not very")])
def test_only_what_was_tested_alone_is_called_fairly_sure(basis, sure):
    told = evidence.label(head("self-hold", evidence=Evidence(basis=basis, claims=["C40"])))
    assert sure in told.sure
    assert ("was tested alone" in told.basis) is (basis == "tested")


def test_a_clinician_is_named():
    read = Review(status="clinician", by="A. Reader, psychologist", on="2026-11-21")
    assert evidence.label(head("self-hold", review=read)).review == "Read by a clinician: A. Reader, psychologist."
