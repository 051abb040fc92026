"""What every response carries, what never comes in, and what the log never says (03-safety-and-privacy 6.2)."""

import logging

import pytest
from django.test import Client

from holdfast.web.middleware import HEADERS, HSTS, POLICY

pytestmark = [pytest.mark.urls("tests.browser.gallery"), pytest.mark.django_db]

EVERYWHERE = ["/", "/help", "/p/2", "/t/page", "/nope", "/t/fails", "/t/bare/429", "/s/ui/tokens.css", "/s/nope.css"]


@pytest.fixture
def client() -> Client:
    """A browser that lets our own faults become error pages."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_route_and_status_carries_every_header(client: Client, address: str) -> None:
    response = client.get(address)
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert "Strict-Transport-Security" not in response.headers
    assert "X-Powered-By" not in response.headers
    response.close()


@pytest.mark.parametrize("address", EVERYWHERE)
def test_behind_tls_browsers_are_told_to_stay_there(client: Client, settings, address: str) -> None:
    settings.SECURE = True
    response = client.get(address)
    assert response.headers["Strict-Transport-Security"] == HSTS
    response.close()


def test_the_policy_allows_no_inline_code_and_no_stranger() -> None:
    assert "unsafe" not in POLICY and "http" not in POLICY and "*" not in POLICY and "nonce" not in POLICY
    assert "default-src 'none'" in POLICY and "require-trusted-types-for 'script'" in POLICY


@pytest.mark.parametrize("address", ["/t/page", "/nope", "/t/fails", "/t/bare/403"])
def test_ps_45_private_pages_and_errors_are_never_stored(client: Client, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/", "/help", "/about", "/exit", "/p/2", "/p/150/1", "/p/151", "/p/9", "/p/149"])
def test_public_pages_may_be_kept_but_are_asked_for_again(client: Client, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-cache"


def test_an_unknown_host_gets_nothing(client: Client) -> None:
    response = client.get("/t/page", headers={"Host": "rebound.example"})
    assert response.status_code == 400
    assert b"private-canary" not in response.content
    assert response.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("address", ["/exit", "/p/8", "/t/draft"])
def test_forms_of_other_sites_are_refused(client: Client, site: str, address: str) -> None:
    assert client.post(address, headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_own_forms_come_in(client: Client, site: str | None) -> None:
    headers = {"Sec-Fetch-Site": site} if site else {}
    assert client.post("/p/8", headers=headers).status_code == 200


def test_links_from_elsewhere_still_open_pages(client: Client) -> None:
    assert client.get("/help", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_the_log_holds_status_class_and_duration_and_nothing_else(client: Client, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="holdfast.access"):
        client.get("/t/page?canary=1", headers={"User-Agent": "canary"})
        client.get("/nope-canary")
    assert len(caplog.records) == 2
    for record, kind in zip(caplog.records, ("2xx", "4xx"), strict=True):
        words = record.getMessage().split()
        assert words[0] == kind and words[1].isdecimal() and words[2:] == ["ms"]


def test_no_trace_public_pages_leave_no_line(client: Client, caplog, capfd) -> None:
    with caplog.at_level(logging.DEBUG):
        for address in ("/", "/help", "/p/2", "/p/150/1", "/p/151", "/exit", "/s/ui/tokens.css"):
            client.get(address).close()
        client.post("/p/8", {"before": "7", "after": "5", "asked": "1"})
    assert [record for record in caplog.records if record.name.startswith("holdfast")] == []
    assert capfd.readouterr() == ("", "")
