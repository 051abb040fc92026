"""Taking one's own export back in at the host's keyboard: with one's own words, all of it or nothing."""

from io import StringIO

import pytest

from holdfast.cli import main
from tests.cast import WORDS, join

pytestmark = pytest.mark.django_db
FILE_WORDS = "six wet boots on a warm stove"


@pytest.fixture
def ana():
    """Ana, with one practice."""
    from holdfast.kit import random
    from holdfast.programme import actions
    from holdfast.programme.schema import Practice

    ana = join("ana")
    actions.keep(ana.keyring, Practice("check-the-room", "2026-11-21", 7, 5), id=random.uuid())
    return ana


@pytest.fixture
def export(ana, tmp_path):
    """Ana's export, as downloaded."""
    from holdfast.exchange import archive, queries

    file = tmp_path / "my-data.zip"
    file.write_bytes(b"".join(archive.stream(queries.contents(ana.keyring))))
    return file


@pytest.fixture
def typed(monkeypatch):
    """Type lines at the keyboard."""
    return lambda *lines: monkeypatch.setattr("sys.stdin", StringIO("".join(f"{line}\n" for line in lines)))


def test_an_export_comes_back_into_a_new_account_and_twice_is_once(export, typed, capsys):
    from holdfast.programme import queries

    cleo = join("cleo")
    typed(WORDS["cleo"])
    assert main.main(["import", str(export), "--name", "cleo"]) == 0
    assert "Taken in: " in capsys.readouterr().out
    assert [each.before for each in queries.practices(cleo.keyring)] == [7]
    typed(WORDS["cleo"])
    assert main.main(["import", str(export), "--name", "cleo"]) == 0
    assert "Taken in: 0 new entries" in capsys.readouterr().out


def test_a_locked_export_asks_for_its_passphrase(export, typed, capsys):
    from holdfast.vault import ageing

    export.write_bytes(ageing.lock(export.read_bytes(), FILE_WORDS))
    join("cleo")
    typed(WORDS["cleo"], "wrong words for it")
    assert main.main(["import", str(export), "--name", "cleo"]) == 2
    assert "doesn't open the file. Nothing was changed." in capsys.readouterr().err
    typed(WORDS["cleo"], FILE_WORDS)
    assert main.main(["import", str(export), "--name", "cleo"]) == 0


def test_a_file_that_is_no_export_changes_nothing(ana, typed, tmp_path, capsys):
    (tmp_path / "photo.zip").write_bytes(b"PK not really")
    typed(WORDS["ana"])
    assert main.main(["import", str(tmp_path / "photo.zip"), "--name", "ana"]) == 2
    assert "Nothing was changed." in capsys.readouterr().err


def test_wrong_words_and_a_missing_file_are_sentences(export, typed, capsys, tmp_path):
    typed("not her words")
    assert main.main(["import", str(export), "--name", "ana"]) == 2
    assert "do not open anything" in capsys.readouterr().err
    assert main.main(["import", str(tmp_path / "gone.zip"), "--name", "ana"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_busy_server_asks_to_wait(export, typed, capsys, monkeypatch):
    from holdfast.accounts.errors import TooBusy
    from holdfast.exchange import actions

    def busy(*_):
        raise TooBusy

    monkeypatch.setattr(actions, "take_in", busy)
    typed(WORDS["ana"])
    assert main.main(["import", str(export), "--name", "ana"]) == 2
    assert "run this again" in capsys.readouterr().err


def test_on_a_terminal_a_secret_is_typed_unseen(monkeypatch):
    from holdfast.cli import common

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(common.getpass, "getpass", lambda question: f"answer to {question}")
    assert common.secret_line("Lock words: ") == "answer to Lock words: "
