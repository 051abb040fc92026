"""Error pages: each says what happened, what was kept and what to do, with Help and Exit, and leaks nothing."""

import re

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from holdfast.web import errors
from holdfast.web.middleware import Headers

pytestmark = [pytest.mark.urls("tests.browser.gallery"), pytest.mark.django_db]


@pytest.fixture
def client() -> Client:
    """A browser that lets our own faults become error pages."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500, 503])
def test_every_status_has_a_page_with_help_and_exit(client: Client, status: int) -> None:
    response = client.get(f"/t/bare/{status}")
    text = response.content.decode()
    assert response.status_code == status
    assert 'href="/help"' in text and 'action="/exit"' in text
    assert len(re.findall(r"<h1\b", text)) == 1
    assert str(status) not in text, "no code on a screen"
    assert "!" not in re.sub(r"<!doctype|<!--", "", text)


def test_the_pages_differ_in_what_they_say() -> None:
    request = RequestFactory().get("/")
    pages = {kind: errors._page(request, kind, 400).content for kind in {*errors.KINDS.values(), "broken", "old-form"}}
    assert len(set(pages.values())) == len(pages) == 9


def test_a_fault_of_ours_shows_nothing_of_itself(client: Client) -> None:
    response = client.get("/t/fails")
    assert response.status_code == 500
    assert b"canary" not in response.content and b"Traceback" not in response.content


def test_a_body_that_is_too_large_is_413_and_not_a_fault(client: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = client.post("/p/8", {"before": "7" * 200})
    assert response.status_code == 413
    assert b"too large" in response.content


def test_too_many_fields_are_refused_plainly(client: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    assert client.post("/p/8", {f"f{n}": "1" for n in range(9)}).status_code == 400


@pytest.mark.parametrize("body", [b"\xff\xfe", b"--x\r\ncontent-disposition: form-data; name=", b""])
def test_ft_22_broken_bodies_are_never_a_fault(client: Client, body: bytes) -> None:
    response = client.post("/p/8", data=body, content_type="multipart/form-data; boundary=x")
    assert response.status_code < 500


def test_a_busy_store_says_not_saved_and_to_send_again() -> None:
    door = Headers(lambda request: None)
    response = door.process_exception(RequestFactory().post("/p/50"), OperationalError("database is locked"))
    assert response.status_code == 503
    assert b"This isn&#x27;t saved yet." in response.content or b"This isn't saved yet." in response.content
    assert door.process_exception(RequestFactory().get("/"), ValueError()) is None


def test_what_a_bare_answer_carried_stays(client: Client) -> None:
    response = client.post("/help")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert b"<h1" in response.content


def test_the_form_of_an_old_tab_is_told_what_to_do() -> None:
    response = errors.forged(RequestFactory().post("/p/50"), "CSRF token missing")
    assert response.status_code == 403
    assert b"open for a long time" in response.content and b"CSRF" not in response.content
