"""The stolen-disk drill itself: it finds nothing here, and it would find something."""

import pytest

from holdfast.cli import drill, planting, search
from holdfast.cli.common import Refusal

pytestmark = pytest.mark.sqlite


@pytest.mark.slow
def test_key_01_a_stolen_disk_reads_nothing(host, tmp_path):
    done = host.run("drill", "stolen-disk", "--keep", str(tmp_path / "stolen"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Teeth: found a known text in 8 disguises" in done.stdout
    assert ": 0 hits." in done.stdout
    kept = {path.relative_to(tmp_path / "stolen").as_posix() for path in search.files(tmp_path / "stolen")}
    for part in ("data/rows/holdfast.sqlite3", "keys/pepper", "run/run.sqlite3", "backup-unlocked.tar"):
        assert part in kept, "a thief takes everything"
    assert any(name.endswith("-wal") for name in kept), "the log as a running server leaves it, too"


@pytest.mark.slow
def test_the_drill_says_no_when_something_lies_open(monkeypatch, tmp_path, capsys, settings):
    """A note planted in clear beside the rows is reported, with its place."""
    secret = planting.letters(26)
    monkeypatch.setattr(drill, "django", lambda: None)
    monkeypatch.setattr("holdfast.cli.migrate.migrate", lambda: None)
    monkeypatch.setattr(planting, "plant", lambda: planting.Planted({"note": secret}, None))
    monkeypatch.setattr(drill, "write_backup", lambda place: None)
    monkeypatch.setattr(drill, "let_a_night_pass", lambda: None)
    rows = tmp_path / "host" / "data" / "rows"
    rows.mkdir(parents=True)
    (rows / "holdfast.sqlite3").write_text(f"{planting.NAME} and {secret}")
    assert drill.steal_and_search(tmp_path) is True
    assert "READABLE: note in data/rows/holdfast.sqlite3 (as it is)" in capsys.readouterr().out


def test_a_search_that_reads_no_rows_is_no_proof(tmp_path):
    (tmp_path / "stolen").mkdir()
    with pytest.raises(Refusal, match="missed the login name"):
        drill.prove_teeth(tmp_path / "control", tmp_path / "stolen")


def test_a_search_that_misses_a_disguise_is_no_proof(monkeypatch, tmp_path):
    monkeypatch.setattr(search, "unpacked", lambda data: [])
    with pytest.raises(Refusal, match="missed gzip packed"):
        drill.prove_teeth(tmp_path / "control", tmp_path)


def test_the_copy_is_kept_in_a_new_folder_only(host, tmp_path):
    done = host.run("drill", "stolen-disk", "--keep", str(tmp_path))
    assert done.returncode == 2
    assert "exists already" in done.stderr
