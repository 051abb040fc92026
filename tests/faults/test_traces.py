"""FT-28: after a whole session with a running server, no file anywhere holds a word of what was typed."""

import io
import secrets
import zipfile
from urllib.parse import urlencode

import pytest

from holdfast.cli import search
from tests.cli.host import Host, Server
from tests.visitor import Visitor

pytestmark = pytest.mark.sqlite


def canary() -> str:
    """Letters that mean nothing else."""
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(26))


class Canaries(dict):
    """Made when first asked for, by the name of where they go."""

    def __missing__(self, where: str) -> str:
        self[where] = canary()
        return self[where]


def live(visitor: Visitor, planted: Canaries) -> None:
    """Sign up, write, make mistakes, send hostile things, lock, write while locked, take it all out."""
    words = planted["lock words"]
    assert "Hello" in visitor.sign_up("canary-person", words).text
    visitor.send("/p/41", name=planted["own name"], recovering="on")
    visitor.send("/p/45", name=planted["someone"], relation="friend")
    visitor.send("/p/50", **{"a-mood": "3", "do": "next"})
    visitor.send("/p/51/0", note=planted["note"])
    assert planted["note"] in visitor.get("/p/53").text + visitor.get("/p/51/0").text
    visitor.get(f"/p/{planted['in an address']}")
    visitor.get(f"/p/1?q={planted['in a query']}")
    visitor.send("/p/45", name=planted["too long a name"] * 40, relation="friend")
    visitor.ask("/p/50", f"a-mood={planted['broken form']}".encode())
    visitor.ask("/p/102", *bad_upload(visitor, planted["broken file"]))
    visitor.send("/p/27", old=planted["wrong words"], words="x", again="y", do="go", mode="own")
    export = visitor.send("/p/101", words="")
    assert export.size > 1000
    form = visitor.hidden("/p/51/0")
    assert "Locked" in visitor.get("/p/24").text
    form["note"] = planted["while locked"]
    locked = visitor.ask("/p/51/0", urlencode(form).encode())
    assert locked.status == 403
    visitor.sign_in("canary-person", words)
    assert planted["while locked"] in visitor.get("/p/34").text, "it waited, sealed, for its owner"
    stranger = Visitor(visitor.address)
    stranger.sign_in("canary-person", planted["words of a guesser"])
    stranger.sign_in(planted["an unknown name"], "some words or other")


def bad_upload(visitor: Visitor, text: str) -> tuple[bytes, str]:
    """A file that is no export, as a browser sends it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("export.json", f'{{"format": "{text}"}}')
    line = "----------a-border"
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in visitor.hidden("/p/102").items()
    ]
    head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{text}.zip"\r\n\r\n'.encode()
    return b"".join(
        [*parts, head, file.getvalue(), f"\r\n--{line}--\r\n".encode()]
    ), f"multipart/form-data; boundary={line}"


@pytest.mark.slow
def test_ft_28_a_session_leaves_no_word_in_any_file(tmp_path):
    planted = Canaries()
    host = Host(tmp_path / "host", {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp")})
    for folder in ("home", "tmp"):
        (tmp_path / folder).mkdir()
    with Server(host) as server:
        live(Visitor(server.address), planted)
        while_running = search.search([tmp_path], list(planted.values()))
        log = server.stop()
    assert len(planted) == 13
    assert while_running == []
    (tmp_path / "log").write_text(log)
    assert search.search([tmp_path], list(planted.values())) == []
    assert search.search([tmp_path], ["canary-person"]), "the name is in clear: the search reads the rows"
    assert "Traceback" not in log
    assert "5xx" not in log


def test_ps_44_the_log_says_how_it_went_and_nothing_else(tmp_path):
    host = Host(tmp_path / "host")
    with Server(host) as server:
        visitor = Visitor(server.address)
        visitor.get("/p/10")
        visitor.get("/p/does-not-exist")
        log = server.stop()
    lines = [line for line in log.splitlines() if line and not line.startswith(("Holdfast answers", "Stopped"))]
    assert lines
    assert all(
        line.split()[0] in ("2xx", "3xx", "4xx") and line.split()[2] == "ms" and len(line.split()) == 3
        for line in lines
    )
