"""Backups: locked, without sessions; a restore into an empty place opens again, with the pepper and only with it."""

import json
import os
import shutil
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pyrage
import pytest
import time_machine
from django.core.checks import ERROR, INFO, WARNING

from holdfast.cli import backup, restore
from holdfast.cli.common import Refusal
from tests.cli.host import Host

PEOPLE = """
from tests.cast import WORDS
from django.http import HttpResponse
from holdfast.accounts import actions as accounts, spare
from holdfast.people import actions as people
for name in ("ana", "ben", "cleo"):
    opened = accounts.sign_up(name, WORDS[name], spare_key="none")
    people.update_profile(opened.keyring, name=f"{name} own name")
    accounts.start_session(HttpResponse(), opened)
    if name == "ana":
        key = spare.new_text()
        spare.keep(opened, key)
        print(key)
"""
OPEN = """
from tests.cast import WORDS
from holdfast.accounts import actions as accounts
from holdfast.people import queries as people
for name in ("ana", "ben", "cleo"):
    print(people.profile(accounts.by_name(name, WORDS[name], accounts.Sender("test")).keyring).name)
"""


@dataclass
class Lived(Host):
    """A host with three people: the spare key of one, its backup key, and one backup."""

    spare_key: str = ""

    @property
    def key(self) -> Path:
        return self.place / "backup.key"

    @property
    def file(self) -> Path:
        return self.place / "holdfast.age"


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Made once, copied for each test."""
    host = Lived(tmp_path_factory.mktemp("once") / "host")
    assert host.run("migrate").returncode == 0
    host.spare_key = host.python(PEOPLE).strip()
    made = host.run("backup", "--new-key", str(host.key))
    assert made.returncode == 0, made.stderr
    host.environment["HOLDFAST_BACKUP_KEY"] = made.stdout.split("HOLDFAST_BACKUP_KEY=")[1].strip()
    done = host.run("backup", "--to", str(host.file))
    assert done.returncode == 0, done.stderr
    return host


@pytest.fixture
def lived(once, tmp_path):
    """A copy of that host."""
    shutil.copytree(once.place, tmp_path / "host")
    return Lived(tmp_path / "host", dict(once.environment), once.spare_key)


def tables(file: Path) -> set[str]:
    """The tables in a file of SQLite."""
    with closing(sqlite3.connect(file)) as rows:
        return {name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def holds_nothing(host: Host) -> bool:
    """Whether the store of a host was left without a table."""
    return tables(host.place / "data" / "rows" / "holdfast.sqlite3") == set()


def unlocked(host: Host) -> tarfile.TarFile:
    """What is inside a backup."""
    secret = next(line for line in host.key.read_text().splitlines() if line.startswith("AGE-SECRET"))
    return tarfile.open(
        fileobj=BytesIO(pyrage.decrypt(host.file.read_bytes(), [pyrage.x25519.Identity.from_str(secret)]))
    )


@pytest.mark.sqlite
def test_a_backup_is_locked_and_names_a_day_but_no_hour(lived):
    assert lived.run("backup").returncode == 0
    folder = lived.place / "data" / "backups"
    (file,) = folder.iterdir()  # and no copy in clear beside it
    assert backup.NAME.fullmatch(file.name)
    assert file.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.sqlite
def test_before_its_lock_a_backup_never_lies_where_it_goes(lived, tmp_path):
    """A stick keeps what was deleted on it."""
    watch = """
from pathlib import Path
from django.conf import settings
from holdfast.cli import backup
target = Path(%r)
def lock(source, draft):
    print(source.is_relative_to(settings.DATA), [file.name for file in target.parent.iterdir()], draft.stat().st_size)
    draft.write_bytes(b"locked")
backup.write(target, lock)
print([file.name for file in target.parent.iterdir()], [file.name for file in settings.DATA.glob(".backup-*")])
"""
    stick = tmp_path / "stick"
    stick.mkdir()
    seen = lived.python(watch % str(stick / "copy.age")).splitlines()
    assert seen == ["True ['.copy.age.part'] 0", "['copy.age'] []"]


@pytest.mark.sqlite
def test_key_07_a_backup_holds_no_session_no_counter_and_no_key(lived, tmp_path):
    with unlocked(lived) as bundle:
        assert bundle.getnames() == ["about.json", "rows"]
        (tmp_path / "rows").write_bytes(bundle.extractfile("rows").read())
    found = tables(tmp_path / "rows")
    assert "vault_sealedrow" in found
    assert found.isdisjoint({"accounts_session", "accounts_counter"})
    pepper = (lived.place / "keys" / "pepper").read_text()
    assert bytes.fromhex(pepper) not in (tmp_path / "rows").read_bytes()


@pytest.mark.sqlite
def test_ft_15_three_people_open_their_rows_after_a_restore_on_an_empty_machine(lived, tmp_path):
    new = Host(tmp_path / "new")
    new.move_pepper_from(lived)
    done = new.run("restore", "--key", str(lived.key), str(lived.file))
    assert done.returncode == 0, done.stderr
    assert new.python(OPEN).splitlines() == ["ana own name", "ben own name", "cleo own name"]
    assert new.run("doctor", "--digest").stdout == lived.run("doctor", "--digest").stdout


@pytest.mark.sqlite
def test_ft_16_a_restore_without_the_pepper_refuses_with_the_way_out_and_changes_nothing(lived, tmp_path):
    new = Host(tmp_path / "new")
    done = new.run("restore", "--key", str(lived.key), str(lived.file))
    assert done.returncode == 2
    assert f"copy its file `pepper` to {new.place}/keys/pepper" in done.stderr
    assert "--pepper-lost" in done.stderr
    assert holds_nothing(new)


@pytest.mark.sqlite
def test_ft_16_with_the_pepper_lost_the_spare_key_still_opens(lived, tmp_path):
    new = Host(tmp_path / "new")
    done = new.run("restore", "--key", str(lived.key), "--pepper-lost", str(lived.file))
    assert done.returncode == 0, done.stderr
    opens = f"""
from holdfast.accounts import actions, opening
from holdfast.accounts.errors import WrongSecret
from holdfast.people import queries as people
from tests.cast import WORDS
try:
    actions.by_name("ana", WORDS["ana"], actions.Sender("test"))
except WrongSecret:
    print("words stay shut")
print(people.profile(opening.by_spare_key("ana", "{lived.spare_key}", actions.Sender("test")).keyring).name)
"""
    assert new.python(opens).splitlines() == ["words stay shut", "ana own name"]


@pytest.mark.sqlite
def test_a_restore_never_writes_over_people(lived):
    done = lived.run("restore", "--key", str(lived.key), str(lived.file))
    assert done.returncode == 2
    assert "holds accounts already" in done.stderr


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda host: host.file.unlink(), "there is no file"),
        (lambda host: host.key.unlink(), "cannot be read"),
        (lambda host: host.key.write_text("# nothing in it"), "does not open"),
        (lambda host: host.file.write_bytes(b"age-encryption.org/v1\nhello"), "does not open"),
        (lambda host: flip(host.file), "does not open"),
    ],
)
def test_what_cannot_be_restored_is_refused_in_a_sentence(lived, tmp_path, spoil, sentence):
    spoil(lived)
    new = Host(tmp_path / "new")
    new.move_pepper_from(lived)
    done = new.run("restore", "--key", str(lived.key), str(lived.file))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert holds_nothing(new)


def flip(file: Path) -> None:
    """Change one bit near the end."""
    data = bytearray(file.read_bytes())
    data[-40] ^= 1
    file.write_bytes(data)


@pytest.mark.sqlite
def test_a_passphrase_locks_a_backup_as_well(lived, tmp_path):
    target = tmp_path / "stick.age"
    words = "six wet boots on a warm stove"
    assert lived.run("backup", "--passphrase", "--to", str(target), given=f"{words}\n").returncode == 0
    assert pyrage.passphrase.decrypt(target.read_bytes(), words)
    new = Host(tmp_path / "new")
    new.move_pepper_from(lived)
    assert "does not open" in new.run("restore", "--passphrase", str(target), given="other words here\n").stderr
    assert new.run("restore", "--passphrase", str(target), given=f"{words}\n").returncode == 0
    assert new.python(OPEN).splitlines()[0] == "ana own name"


def test_a_backup_that_nothing_can_lock_is_refused(settings, monkeypatch, tmp_path):
    settings.BACKUP_KEY = ""
    with pytest.raises(Refusal, match="nothing to lock the backup with"):
        backup.chosen_lock(None, False)
    with pytest.raises(Refusal, match="no age public key"):
        backup.chosen_lock("age1nonsense", False)
    monkeypatch.setattr("sys.stdin", StringIO("short\n"))
    with pytest.raises(Refusal, match="eight letters or more"):
        backup.chosen_lock(None, True)
    with pytest.raises(Refusal, match="cannot write"):
        backup.make_key(tmp_path / "no" / "such" / "folder")


def test_a_key_file_is_for_its_owner_and_never_written_over(tmp_path, capsys):
    file = tmp_path / "key"
    assert backup.make_key(file) == 0
    before = file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert capsys.readouterr().out.split("HOLDFAST_BACKUP_KEY=")[1].startswith("age1")
    with pytest.raises(Refusal, match="cannot write"):
        backup.make_key(file)
    assert file.read_text() == before


def test_a_backup_into_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(Refusal, match="could not be written"):
        backup.write(tmp_path / "gone" / "file.age", lambda source, target: None)


@pytest.mark.sqlite
def test_an_upgrade_backs_up_migrates_and_checks(lived):
    done = lived.run("upgrade")
    assert "Backed up:" in done.stdout
    assert "up to date already" in done.stdout
    assert "The newest backup was written today" in done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No backup was made, as asked." in lived.run("upgrade", "--without-backup").stdout
    del lived.environment["HOLDFAST_BACKUP_KEY"]
    refused = lived.run("upgrade")
    assert refused.returncode == 2
    assert "nothing to lock the backup with" in refused.stderr


def bundle(tmp_path, about=None, rows=b"rows", names=("about.json", "rows")) -> Path:
    """A tar file as inside a backup, or nearly."""
    file = tmp_path / "bundle.tar"
    contents = {names[0]: json.dumps(about or {"format": 1}).encode(), names[1]: rows}
    with tarfile.open(file, "w") as packed:
        for name, data in contents.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            packed.addfile(member, BytesIO(data))
    return file


def test_only_two_names_are_read_from_a_bundle(tmp_path):
    place = tmp_path / "place"
    place.mkdir()
    rows, about = restore.unpack(bundle(tmp_path), place)
    assert (rows.read_bytes(), about) == (b"rows", {"format": 1})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"names": ("about.json", "../rows")}, "holds no backup"),
        ({"names": ("other", "rows")}, "holds no backup"),
        ({"about": {"format": 2}}, "newer version"),
    ],
)
def test_a_bundle_that_is_no_backup_is_refused(tmp_path, given, sentence):
    place = tmp_path / "place"
    place.mkdir()
    with pytest.raises(Refusal, match=sentence):
        restore.unpack(bundle(tmp_path, **given), place)
    assert not (tmp_path / "rows").exists()


def test_what_is_no_tar_file_and_what_is_a_folder_in_one_are_refused(tmp_path):
    (tmp_path / "bundle.tar").write_bytes(b"no tar file")
    with pytest.raises(Refusal, match="holds no backup"):
        restore.unpack(tmp_path / "bundle.tar", tmp_path)
    with tarfile.open(tmp_path / "bundle.tar", "w") as packed:
        for name in ("about.json", "rows"):
            member = tarfile.TarInfo(name)
            member.type = tarfile.DIRTYPE
            packed.addfile(member)
    with pytest.raises(Refusal, match="holds no backup"):
        restore.unpack(tmp_path / "bundle.tar", tmp_path)


def test_saying_how_to_open_is_asked_for():
    with pytest.raises(Refusal, match="--key FILE or --passphrase"):
        restore.secret_in(None)


@pytest.fixture
def folder(settings, tmp_path):
    """A backup folder with what is ours and what is not."""
    settings.BACKUPS = tmp_path
    for name in (
        "holdfast-2026-10-16.age",
        "holdfast-2026-10-17.age",
        "holdfast-2026-11-19-2.age",
        "mine.age",
        "notes",
    ):
        (tmp_path / name).touch()
    return tmp_path


def test_backups_go_after_35_days_and_other_files_stay(folder):
    assert backup.expire(datetime(2026, 11, 21, tzinfo=UTC)) == 1
    left = {path.name for path in folder.iterdir()}
    assert left == {"holdfast-2026-10-17.age", "holdfast-2026-11-19-2.age", "mine.age", "notes"}


@pytest.mark.parametrize(
    ("now", "key", "level", "words"),
    [
        ("2026-11-19", "age1", INFO, "today"),
        ("2026-11-20", "age1", INFO, "yesterday"),
        ("2026-11-21", "age1", ERROR, "2 days ago although one a day is asked for"),
        ("2026-11-26", "", INFO, "7 days ago"),
        ("2026-11-27", "", WARNING, "8 days ago"),
    ],
)
def test_the_age_of_the_newest_backup_is_said(folder, settings, now, key, level, words):
    settings.BACKUP_KEY = key
    with time_machine.travel(f"{now}T12:00:00Z", tick=False):
        (message,) = backup.age()
    assert (message.level, words in message.msg) == (level, True)


@pytest.mark.parametrize(("alone", "level"), [(True, WARNING), (False, ERROR)])
def test_no_backup_is_worse_where_others_rely_on_it(settings, tmp_path, alone, level):
    settings.BACKUPS, settings.LOOPBACK_ONLY, settings.BACKUP_KEY = tmp_path, alone, ""
    (message,) = backup.age()
    assert message.level == level


def test_a_second_backup_of_a_day_gets_a_number(settings, tmp_path):
    settings.BACKUPS = tmp_path
    first = backup.next_file()
    first.touch()
    assert backup.next_file().name == first.name.replace(".age", "-1.age")


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_clock_makes_one_backup_a_day_where_a_key_is_set(settings, tmp_path):
    settings.BACKUPS, settings.BACKUP_KEY = tmp_path, ""
    backup.daily()
    assert backup.days() == []
    settings.BACKUP_KEY = str(pyrage.x25519.Identity.generate().to_public())
    backup.daily()
    backup.daily()
    assert [day for day, _ in backup.days()] == [datetime.now(UTC).date()]
    assert isinstance(backup.days()[0][0], date)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_ft_15_rows_of_postgresql_come_back_in_an_empty_database(tmp_path):
    """Two databases beside the test's own: people in one, a restore into the other."""
    import psycopg

    url = os.environ["HOLDFAST_DATABASE"]
    socket = {"host": url.split("host=")[1].replace("%2F", "/"), "user": "holdfast", "dbname": "postgres"}
    names = [f"there_{os.getpid()}", f"here_{os.getpid()}"]
    with psycopg.connect(**socket, autocommit=True) as link:
        for name in names:
            link.execute(f"CREATE DATABASE {name}")
    try:
        old, new = (
            Lived(tmp_path / name, {"HOLDFAST_DATABASE": url.replace("/postgres?", f"/{name}?")}) for name in names
        )
        assert old.run("migrate").returncode == 0
        old.python(PEOPLE)
        public = old.run("backup", "--new-key", str(old.key)).stdout.split("HOLDFAST_BACKUP_KEY=")[1].strip()
        done = old.run("backup", "--key", public, "--to", str(tmp_path / "rows.age"))
        assert done.returncode == 0, done.stderr
        new.move_pepper_from(old)
        done = new.run("restore", "--key", str(old.key), str(tmp_path / "rows.age"))
        assert done.returncode == 0, done.stderr
        assert new.python(OPEN).splitlines() == ["ana own name", "ben own name", "cleo own name"]
        assert (sessions(old), sessions(new)) == (3, 0), "sessions are left out"
    finally:
        with psycopg.connect(**socket, autocommit=True) as link:
            for name in names:
                link.execute(f"DROP DATABASE {name} WITH (FORCE)")


def sessions(host: Host) -> int:
    """How many sessions a host holds."""
    return int(host.python("from holdfast.accounts.models import Session; print(Session.objects.count())"))
