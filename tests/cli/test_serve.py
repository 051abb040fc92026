"""Serving: loopback asks nothing, any other address needs the host's own words and TLS, and it ends when told to."""

import http.client
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.core.checks import run_checks

from holdfast.cli import serve
from holdfast.cli.common import Refusal
from tests.cli.host import Server, free_port
from tests.visitor import Visitor

pytestmark = pytest.mark.sqlite


@pytest.mark.slow
def test_a_fresh_place_serves_a_front_page_and_stops_when_told(host):
    with Server(host) as server:
        with urllib.request.urlopen(server.address) as answer:
            page, headers = answer.read().decode(), answer.headers
        style = page.split('rel="stylesheet" href="')[1].split('"')[0]
        with urllib.request.urlopen(server.address + style) as answer:
            assert "immutable" in answer.headers["Cache-Control"], "the name carries a hash, so it may be kept"
        assert not headers["Server"], "no name and no version of a server"
        assert "Set-Cookie" not in headers
        said = server.stop()
    assert server.process.returncode == 0
    assert f"Holdfast answers at {server.address}" in said
    assert said.rstrip().endswith("Stopped.")


@pytest.mark.slow
def test_requests_that_are_under_way_end_before_the_server_does(laid):
    with Server(laid, "--workers", "1") as server:
        link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        link.request("GET", "/help")
        server.process.send_signal(signal.SIGTERM)
        assert link.getresponse().status == 200
        link.close()


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "[::1]", "localhost", "127.8.9.10"])
def test_these_addresses_are_this_computer(address):
    assert serve.is_loopback(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.4", "home.example", "127.0.0.1.evil.example"])
def test_these_are_not(address):
    assert not serve.is_loopback(address)


def test_ps_53_no_other_address_without_the_hosts_own_words(settings):
    settings.LOOPBACK_ONLY, settings.OPERATOR, settings.SECURE = False, "", True
    assert [message.id for message in run_checks(tags=["start"])] == ["holdfast.E001"]
    with pytest.raises(Refusal, match="HOLDFAST_OPERATOR is empty"):
        serve.refuse("127.0.0.1")


def test_no_other_address_without_tls(settings):
    settings.LOOPBACK_ONLY, settings.OPERATOR, settings.SECURE = False, "Harbour Clinic", False
    assert [message.id for message in run_checks(tags=["start"])] == ["holdfast.E002"]
    with pytest.raises(Refusal, match="--behind-tls"):
        serve.refuse("127.0.0.1")


def test_ps_53_listening_beyond_this_computer_is_refused_while_only_loopback_names_are_set(settings):
    settings.LOOPBACK_ONLY = True
    serve.refuse("127.0.0.1")
    with pytest.raises(Refusal, match="HOLDFAST_OPERATOR"):
        serve.refuse("0.0.0.0")


def test_ps_53_another_application_server_is_refused_too(laid):
    laid.environment |= {"HOLDFAST_ADDRESSES": "home.example", "HOLDFAST_BEHIND_TLS": "on"}
    load = [sys.executable, "-c", "import holdfast.web.wsgi"]
    done = subprocess.run(load, env=laid.variables, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "HOLDFAST_OPERATOR is empty" in done.stderr
    laid.environment["HOLDFAST_OPERATOR"] = "Ana and Ben, at home."
    assert subprocess.run(load, env=laid.variables, capture_output=True, check=False).returncode == 0


def test_the_command_refuses_with_every_reason_at_once(host):
    host.environment["HOLDFAST_ADDRESSES"] = "home.example"
    done = host.run("serve", "--port", str(free_port()))
    assert done.returncode == 2
    assert "HOLDFAST_OPERATOR is empty" in done.stderr
    assert "nothing encrypts the way to it" in done.stderr


def test_a_port_in_use_is_a_sentence(host):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = host.run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "Another port: --port" in done.stderr


@pytest.mark.parametrize("port", ["0", "70000"])
def test_a_port_that_is_none_is_a_sentence(host, port):
    assert "is not a port" in host.run("serve", "--port", port).stderr


def test_half_of_a_certificate_is_refused(host):
    assert "only work together" in host.run("serve", "--tls-key", "key.pem").stderr


def test_sessions_on_disk_are_emptied_at_a_start_and_those_in_memory_are_not(settings, tmp_path):
    settings.DATA = tmp_path
    settings.RUN = tmp_path / "run"
    settings.RUN.mkdir()
    (settings.RUN / "run.sqlite3").touch()
    serve.empty_run_store()
    assert list(settings.RUN.iterdir()) == []
    settings.DATA = tmp_path / "elsewhere"
    (settings.RUN / "run.sqlite3").touch()
    serve.empty_run_store()
    assert (settings.RUN / "run.sqlite3").exists()


def test_a_wrong_pepper_stops_the_start_with_the_way_out(laid):
    laid.python("from holdfast.cli import planting; planting.plant()")
    (laid.place / "keys" / "pepper").write_text("22" * 32)
    done = laid.run("serve", "--port", str(free_port()))
    assert done.returncode == 2
    assert "is not the one" in done.stderr
    assert "`holdfast accounts pepper-is-lost`" in done.stderr


@pytest.mark.slow
def test_a_worker_can_write_whatever_the_clock_was_doing_when_it_began(host):
    """A worker that is a copy of the process with the clock holds SQLite's locks as that had them: for good."""
    with Server(host, "--workers", "1") as server:
        time.sleep(2)  # the clock's first turn: sessions, a backup
        Visitor(server.address).sign_up("ana", "anchor blanket copper dune")
        said = server.stop()
    assert "5xx" not in said, said
