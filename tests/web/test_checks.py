"""Each check of an installation, in its good and its bad case."""

from pathlib import Path

import pytest
from django.core.checks import Error, Info, Warning
from django.db import OperationalError

from holdfast.vault import hardening
from holdfast.web import checks


def only(found):
    """The one message a check gave."""
    (message,) = found
    return message


def test_on_this_computer_alone_nothing_is_asked(settings):
    settings.LOOPBACK_ONLY, settings.OPERATOR, settings.SECURE = True, "", False
    assert checks.who_runs_it() == []
    assert checks.the_way_is_encrypted() == []


def test_elsewhere_words_and_tls_are_enough(settings):
    settings.LOOPBACK_ONLY, settings.OPERATOR, settings.SECURE = False, "Harbour Clinic, Kiel.", True
    assert checks.who_runs_it() == []
    assert checks.the_way_is_encrypted() == []


@pytest.mark.django_db
def test_tables_that_fit_are_fine():
    assert isinstance(only(checks.tables()), Info)


@pytest.mark.django_db
def test_a_store_that_cannot_be_read_is_wrong_and_no_crash(monkeypatch):
    def fall(_):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor", fall)
    assert "cannot be read: disk I/O error" in only(checks.tables()).msg


def test_keys_beside_the_rows_are_worth_a_note(settings, tmp_path):
    settings.DATA, settings.KEYS = tmp_path, tmp_path / "keys"
    assert isinstance(only(checks.keys_apart()), Warning)
    settings.KEYS = Path("/etc/holdfast/keys")
    assert isinstance(only(checks.keys_apart()), Info)


def test_key_07_where_sessions_lie_is_said(settings, tmp_path, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "run", {})
    settings.DATA, settings.RUN = tmp_path, tmp_path / "run"
    assert isinstance(only(checks.sessions_in_memory()), Warning)
    settings.RUN = Path("/dev/shm/holdfast-x")
    assert "never reach a backup" in only(checks.sessions_in_memory()).msg
    monkeypatch.delitem(settings.DATABASES, "run")
    assert "unlogged" in only(checks.sessions_in_memory()).msg


@pytest.mark.parametrize(
    ("swaps", "kind"),
    [
        ("Filename Type Size Used Priority\n", Info),
        ("Filename Type Size Used Priority\n/dev/zram0 partition 1 0 5\n", Info),
        ("Filename Type Size Used Priority\n/dev/sda3 partition 1 0 -2\n", Warning),
    ],
)
def test_swap_is_seen(monkeypatch, swaps, kind):
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: swaps)
    assert isinstance(only(checks.no_swap()), kind)


def test_a_system_that_does_not_say_is_a_note(monkeypatch):
    def refuse(*_, **__):
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuse)
    assert "does not say" in only(checks.no_swap()).msg


def test_the_country_is_chosen_and_never_guessed(settings):
    settings.COUNTRY = ""
    assert isinstance(only(checks.country()), Warning)
    settings.COUNTRY = "de"
    assert isinstance(only(checks.country()), Info)
    assert "the lines of Germany" in only(checks.country()).msg
    for code, words in (("es", "no line to call yet"), ("nowhere", "There is no number for 'nowhere'")):
        settings.COUNTRY = code
        assert isinstance(only(checks.country()), Warning) and words in only(checks.country()).msg


def test_every_sentence_ends_like_one(settings):
    settings.LOOPBACK_ONLY, settings.OPERATOR, settings.SECURE = False, "", False
    found = [*checks.who_runs_it(), *checks.the_way_is_encrypted(), *checks.keys_apart(), *checks.country()]
    assert all(isinstance(message, Error | Warning | Info) and message.msg.endswith(".") for message in found)


def test_a_process_makes_no_core_dump_and_lets_no_other_look_in():
    """In a process of its own: it cannot be undone."""
    import subprocess
    import sys

    code = (
        "import resource\nfrom holdfast.vault.hardening import harden\nassert harden()\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
        "import ctypes\nassert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_kernel_that_offers_nothing_is_said_so(monkeypatch):
    def refuse(*_, **__):
        raise OSError

    monkeypatch.setattr(hardening.resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(hardening.ctypes, "CDLL", refuse)
    assert hardening.harden() is False
