"""`holdfast check`: sentences, the wrong ones first, and a status that a monitor can read."""

import pytest
from django.core.checks import Error, Info, Warning

from holdfast.cli import backup, check, main
from holdfast.cli.common import Refusal
from holdfast.vault import passphrase
from holdfast.vault.passphrase import Params


@pytest.fixture
def found(monkeypatch):
    """Put findings in the place of the real ones."""

    def put(*messages):
        monkeypatch.setattr("django.core.checks.run_checks", lambda **_: list(messages))
        monkeypatch.setattr(backup, "age", list)
        monkeypatch.setattr(check, "content", list)

    return put


def wrong(done):
    """What a finished check calls wrong, but for helplines nobody has looked at for a year: a matter of the day."""
    return [line for line in done.stdout.splitlines() if line.startswith("  WRONG") and "days ago" not in line]


def test_what_is_wrong_comes_first_and_makes_it_a_no(found, capsys):
    found(Info("The tables fit."), Warning("Swap is on.", "Switch it off."), Error("No backup."))
    assert main.main(["check"]) == 1
    assert (
        capsys.readouterr().out
        == "  WRONG  No backup.\n  note   Swap is on. Switch it off.\n  fine   The tables fit.\n"
    )


def test_quiet_leaves_out_what_is_fine(found, capsys):
    found(Info("The tables fit."))
    assert main.main(["check", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_content_is_part_of_it(monkeypatch):
    from holdfast.cli import content_files

    monkeypatch.setattr(content_files, "problems", lambda *_: [])
    (fine,) = check.content()
    assert fine.level == Info("").level

    class Problem:
        warning = False

        def __str__(self) -> str:
            return "a file is broken"

    monkeypatch.setattr(content_files, "problems", lambda *_: [Problem()])
    (wrong,) = check.content()
    assert (wrong.level, wrong.msg) == (Error("").level, "a file is broken")


@pytest.mark.sqlite
def test_a_fresh_installation_is_told_what_to_think_of(laid):
    done = laid.run("check")
    assert wrong(done) == [], done.stdout
    for words in ("The tables fit the program.", "There is no backup yet.", "No default country is set"):
        assert words in done.stdout


@pytest.mark.sqlite
def test_a_place_without_tables_is_wrong(host):
    done = host.run("check", "--quiet")
    assert done.returncode == 1
    assert "WRONG  The tables are older than the program." in done.stdout


@pytest.mark.parametrize(
    ("fits", "now", "words"),
    [
        (128, 128, "nothing to change"),
        (256, 128, "HOLDFAST_ARGON2_MIB=256"),
        (64, 128, "Keeping the higher cost is safe"),
    ],
)
def test_key_20_calibrate_says_what_this_machine_can_ask(monkeypatch, settings, capsys, fits, now, words):
    monkeypatch.setattr(passphrase, "calibrate", lambda: Params(fits * 1024, 3))
    settings.ARGON2_KIB = now * 1024
    assert main.main(["calibrate"]) == 0
    assert words in capsys.readouterr().out


def test_migrations_that_cannot_be_found_are_a_sentence(db):
    from holdfast.cli import migrate

    with pytest.raises(Refusal, match="nowhere"):
        migrate.migrate("nowhere")


@pytest.mark.sqlite
def test_one_room_can_go_back_and_forth(laid):
    assert laid.run("migrate", "audit", "zero").stdout == "audit stands at zero.\n"
    assert wrong(laid.run("check"))
    assert laid.run("migrate").stdout == "The tables are up to date.\n"
    assert not wrong(laid.run("check"))
