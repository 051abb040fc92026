"""The files of "two phones at home", as they are but for names, ports and paths: certificate, nginx, server behind."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.parse
from contextlib import contextmanager

import pytest

from tests.cli.host import Host, Server, free_port
from tests.contracts.house import ROOT
from tests.visitor import Hidden

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]
NAME = "home.example"
MISSING = "This test needs nginx: apt-get install nginx-light. `make test` brings it when run as root."


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    """A certificate as the manual makes it."""
    place = tmp_path_factory.mktemp("tls")
    script = ["sh", ROOT / "deploy" / "make-certificate.sh", NAME, place]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return place


def adapted(tls, upstream: int, https: int, http_: int, place) -> str:
    """The file of the manual with this test's ports and paths, inside the frame a Debian nginx gives it."""
    conf = (ROOT / "deploy" / "nginx-home.conf").read_text()
    for before, after in {
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "listen 443 ssl;": f"listen 127.0.0.1:{https} ssl;",
        "listen 80;": f"listen 127.0.0.1:{http_};",
        "/etc/holdfast/tls": str(tls),
    }.items():
        assert before in conf
        conf = conf.replace(before, after)
    temporary = "".join(
        f"{kind}_temp_path {place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"{user}daemon off;\npid {place}/pid;\nerror_log {place}/errors;\nevents {{}}\nhttp {{\n{temporary}{conf}\n}}\n"
    )


@contextmanager
def proxy(tls, upstream: int, place):
    """nginx with the manual's file; the port it speaks TLS on, and the other."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx, MISSING
    https, http_ = free_port(), free_port()
    (place / "nginx.conf").write_text(adapted(tls, upstream, https, http_, place))
    process = subprocess.Popen([nginx, "-e", "stderr", "-c", place / "nginx.conf"], stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", https)) == 0:
                    break
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.1)
        yield https, http_
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


class Phone:
    """A phone in the house: knows the name, trusts the small authority, keeps cookies as a browser does."""

    def __init__(self, tls, port: int) -> None:
        self.context = ssl.create_default_context(cafile=tls / "ca.pem")
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> http.client.HTTPResponse:
        """One request by name, over TLS that is checked."""
        raw = socket.create_connection(("127.0.0.1", self.port))
        wrapped = self.context.wrap_socket(raw, server_hostname=NAME)
        link = http.client.HTTPConnection(NAME)
        link.sock = wrapped
        own = {"Host": NAME, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is None:
            link.request("GET", path, headers=own | headers)
        else:
            own |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{NAME}"}
            link.request("POST", path, urllib.parse.urlencode(form), own | headers)
        answer = link.getresponse()
        answer.text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition(";")
                assert "Secure" in rest
                assert "HttpOnly" in rest
                assert "SameSite=Strict" in rest
                key, _, content = cookie.partition("=")
                self.cookies[key] = content
        link.close()
        return answer

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of a page."""
        parser = Hidden()
        parser.feed(self.ask(path).text)
        return parser.fields


def test_two_phones_reach_it_by_name_over_tls_and_sign_up_by_invitation(tls, tmp_path):
    host = Host(
        tmp_path / "host", {"HOLDFAST_ADDRESSES": NAME, "HOLDFAST_OPERATOR": "Ana and Ben, at home, for the two of us."}
    )
    (tmp_path / "nginx").mkdir()
    with Server(host, "--behind-tls") as server, proxy(tls, server.port, tmp_path / "nginx") as (https, http_):
        code = host.run("accounts", "invite").stdout.strip()
        phone = Phone(tls, https)
        front = phone.ask("/")
        assert front.status == 200
        assert front.headers["Strict-Transport-Security"].startswith("max-age=63072000")
        assert not front.headers["Server"]
        assert "Ana and Ben, at home" in phone.ask("/about").text
        words = "cedar moth ocean pebble"
        told = {"name": "ana", "mode": "own", "words": words, "again": words, "adult": "yes", "do": "go"}
        uninvited = phone.ask("/p/13", phone.hidden("/p/11") | told)
        assert uninvited.status in (200, 422), uninvited.text[uninvited.text.find("<main") :]
        assert "__Host-s" not in phone.cookies
        invited = phone.ask("/p/13", phone.hidden("/p/11") | told | {"invitation": code})
        assert invited.status == 302, invited.text
        assert all(name.startswith("__Host-") for name in phone.cookies)
        plain = http.client.HTTPConnection("127.0.0.1", http_)
        plain.request("GET", "/p/1", headers={"Host": NAME})
        moved = plain.getresponse()
        assert (moved.status, moved.headers["Location"]) == (301, f"https://{NAME}/p/1")
        plain.close()
        foreign = phone.ask("/", Host="other.example")
        assert foreign.status == 400
    logged = [path for path in (tmp_path / "nginx").rglob("*") if path.is_file() and path.stat().st_size]
    assert {path.name for path in logged} <= {"nginx.conf"}, "no log of who came when"


def test_a_certificate_is_for_one_name_and_short_enough_for_phones(tls):
    text = subprocess.run(
        ["openssl", "x509", "-in", tls / f"{NAME}.pem", "-noout", "-text"], capture_output=True, text=True, check=True
    ).stdout
    assert f"DNS:{NAME}" in text
    assert "CA:FALSE" in text
    assert {path.stat().st_mode & 0o077 for path in tls.iterdir()} == {0}


def test_the_caddy_file_names_the_same_things():
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    assert re.search(r"reverse_proxy 127\.0\.0\.1:8000", text)
    assert "header_up X-Forwarded-Proto https" in text
    assert not re.search(r"^\s*log\b", text, re.MULTILINE)
