"""The doctor counts without a key, names damage, and refuses a wrong pepper."""

from io import StringIO

import pytest

from holdfast.cli import doctor, main
from tests.cast import WORDS, join

pytestmark = pytest.mark.django_db


def damage(row, at: int, value: int) -> None:
    """Change one byte of an envelope behind everybody's back."""
    data = bytearray(bytes(row.envelope))
    data[at] = value
    type(row).objects.filter(pk=row.pk).update(envelope=bytes(data))


@pytest.fixture
def ana():
    """Ana with a practice kept."""
    from holdfast.kit import random
    from holdfast.programme import actions
    from holdfast.programme.schema import Practice

    ana = join("ana")
    actions.keep(ana.keyring, Practice("check-the-room", "2026-11-21", 7, 5), id=random.uuid())
    return ana


def test_rows_are_counted_by_version_suite_and_key(ana, capsys):
    from holdfast.vault.models import SealedRow

    rows = SealedRow.objects.count()
    assert main.main(["doctor", "--keys"]) == 0
    said = capsys.readouterr().out
    assert f"{rows} sealed rows.\n  version 1, suite 1: {rows} rows under" in said
    assert sum(int(line.rsplit(" ", 2)[1]) for line in said.splitlines() if ", key " in line) == rows
    assert "0 things wait in the drop box" in said


def test_the_digest_changes_with_any_byte(ana, capsys):
    from holdfast.vault.models import SealedRow

    def digest() -> str:
        main.main(["doctor", "--digest"])
        return capsys.readouterr().out.split("digest ")[1].split("\n")[0]

    before = digest()
    assert digest() == before
    damage(SealedRow.objects.first(), 100, 0xAA)
    assert digest() != before


def test_ft_18_a_row_with_a_strange_header_is_named_as_damage(ana, capsys):
    from holdfast.vault.models import SealedRow

    damage(SealedRow.objects.first(), 0, 9)
    assert main.main(["doctor"]) == 1
    assert "DAMAGED: 1 rows begin with a version or suite this program does not know." in capsys.readouterr().out


def test_ft_18_with_its_person_a_damaged_row_is_named(ana, capsys, monkeypatch):
    from holdfast.vault.models import SealedRow

    row = SealedRow.objects.first()
    damage(row, 90, bytes(row.envelope)[90] ^ 1)
    monkeypatch.setattr("sys.stdin", StringIO(WORDS["ana"] + "\n"))
    assert main.main(["doctor", "--name", "ana"]) == 1
    said = capsys.readouterr()
    assert "1 rows of this person cannot be read." in said.out
    assert f"cannot be read: {row.pk}" in said.err


def test_with_everything_whole_it_says_so(ana, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO(WORDS["ana"] + "\n"))
    assert main.main(["doctor", "--name", "ana"]) == 0
    assert "Every row of this person can be read." in capsys.readouterr().out


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_wrong_words_and_unknown_names_get_one_sentence(ana, capsys, monkeypatch, name):
    monkeypatch.setattr("sys.stdin", StringIO("other words entirely\n"))
    assert main.main(["doctor", "--name", name]) == 2
    assert "that name and those words do not open anything" in capsys.readouterr().err


def test_too_many_tries_are_told_to_wait(ana, capsys, monkeypatch):
    from holdfast.accounts import actions
    from holdfast.accounts.errors import TooBusy

    def busy(*_):
        raise TooBusy

    monkeypatch.setattr(actions, "by_name", busy)
    monkeypatch.setattr("sys.stdin", StringIO("words\n"))
    assert main.main(["doctor", "--name", "ana"]) == 2
    assert "Wait a few minutes" in capsys.readouterr().err


def test_ft_16_a_wrong_pepper_is_refused_with_the_exact_way_out(ana, capsys, settings):
    settings.PEPPER = b"\x22" * 32
    assert main.main(["doctor"]) == 2
    said = capsys.readouterr().err
    assert str(settings.KEYS / "pepper") in said
    assert "`holdfast accounts pepper-is-lost`" in said


@pytest.mark.sqlite
def test_a_file_that_is_not_whole_is_named(ana, capsys, monkeypatch):
    from django.db import connection

    class Cursor:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return False

        def execute(self, words):
            assert words == "PRAGMA integrity_check"

        def fetchall(self):
            return [("row 3 missing from index",)]

    monkeypatch.setattr(connection, "cursor", Cursor)
    assert doctor.store_is_whole() is False
    assert "Restore the newest backup" in capsys.readouterr().out


@pytest.mark.postgresql
def test_postgresql_looks_after_its_own_pages():
    assert doctor.store_is_whole() is True
