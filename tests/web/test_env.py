"""Readers of the environment: they take what makes sense and refuse the rest in a sentence."""

import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from holdfast.web import database, env


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    """Nothing is set until a test sets it."""
    for name in ("HF_X", "HF_X_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("given", "meant"), [("on", True), ("YES", True), ("1", True), ("off", False), ("", False), ("No", False)]
)
def test_a_flag_is_read_as_meant(monkeypatch, given, meant):
    monkeypatch.setenv("HF_X", given)
    assert env.flag("HF_X", not meant) is meant


def test_without_a_value_the_default_holds():
    assert env.flag("HF_X", True) is True
    assert env.number("HF_X", 5, least=1, most=9) == 5
    assert env.choice("HF_X", "a", {"a", "b"}) == "a"
    assert env.text("HF_X", "so") == "so"
    assert env.words("HF_X", ["a"]) == ["a"]


@pytest.mark.parametrize(
    ("read", "given"),
    [
        (lambda: env.flag("HF_X", True), "maybe"),
        (lambda: env.number("HF_X", 5, least=1, most=9), "10"),
        (lambda: env.number("HF_X", 5, least=1, most=9), "-1"),
        (lambda: env.number("HF_X", 5, least=1, most=9), "5.0"),
        (lambda: env.number("HF_X", 5, least=1, most=9), "²"),
        (lambda: env.choice("HF_X", "a", {"a", "b"}), "c"),
        (lambda: env.words("HF_X", ["a"]), " , ,"),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch, read, given):
    monkeypatch.setenv("HF_X", given)
    with pytest.raises(ImproperlyConfigured, match=r"^HF_X "):
        read()


def test_words_lose_their_blanks(monkeypatch):
    monkeypatch.setenv("HF_X", " home.example , 10.0.0.2 ,")
    assert env.words("HF_X", []) == ["home.example", "10.0.0.2"]


def test_a_secret_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("  from a file\n")
    monkeypatch.setenv("HF_X_FILE", str(tmp_path / "secret"))
    assert env.text("HF_X") == "from a file"
    monkeypatch.setenv("HF_X_FILE", str(tmp_path / "gone"))
    with pytest.raises(ImproperlyConfigured, match="HF_X_FILE names"):
        env.text("HF_X")


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path):
    file = tmp_path / "pepper"
    made = env.kept_bytes("HF_X", file)
    assert len(made) == 32
    assert env.kept_bytes("HF_X", file) == made
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file], "no draft stays"


def test_whoever_comes_second_takes_the_first_ones_secret(tmp_path, monkeypatch):
    file = tmp_path / "pepper"
    really = os.link

    def beaten(draft, target):
        file.write_text("ab" * 32)
        return really(draft, target)

    monkeypatch.setattr(os, "link", beaten)
    assert env.kept_bytes("HF_X", file) == b"\xab" * 32


@pytest.mark.parametrize("given", ["short", "zz" * 32, "ab" * 31])
def test_a_pepper_that_cannot_be_is_refused(monkeypatch, tmp_path, given):
    monkeypatch.setenv("HF_X", given)
    with pytest.raises(ImproperlyConfigured, match="HF_X"):
        env.kept_bytes("HF_X", tmp_path / "pepper")


def test_a_folder_is_made_for_its_owner_alone(tmp_path):
    made = env.folder("HF_X", tmp_path / "a" / "b")
    assert made.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_can_look_into_is_refused_with_the_command(tmp_path):
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "open").chmod(0o755)
    with pytest.raises(ImproperlyConfigured, match="chmod 700"):
        env.folder("HF_X", tmp_path / "open")


def test_a_folder_of_another_user_is_refused(tmp_path, monkeypatch):
    """In memory folders that are open to all, somebody could have made ours first."""
    (tmp_path / "theirs").mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 4321)
    with pytest.raises(ImproperlyConfigured, match="belongs to another user"):
        env.folder("HF_X", tmp_path / "theirs")


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="cannot be made"):
        env.folder("HF_X", tmp_path / "file" / "below")


def test_each_installation_has_a_memory_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    first, second = env.memory_folder(tmp_path / "a"), env.memory_folder(tmp_path / "b")
    assert first.parent == second.parent == tmp_path
    assert first != second
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert env.memory_folder(tmp_path / "a") == tmp_path / "a" / "run"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://ana:p%40ss@db.example:5433/holdfast", ("db.example", "5433", "ana", "p@ss", "holdfast")),
        ("postgres:///holdfast?host=/run/postgresql", ("/run/postgresql", "", "", "", "holdfast")),
        ("postgresql://me@/holdfast?host=%2Ftmp%2Fx", ("/tmp/x", "", "me", "", "holdfast")),
    ],
)
def test_a_database_address_is_read(url, expected):
    made = database.postgresql(url)
    assert tuple(made[part] for part in ("HOST", "PORT", "USER", "PASSWORD", "NAME")) == expected


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "postgresql://host", "postgresql://host/", "holdfast", "postgresql://h:x/n"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="HOLDFAST_DATABASE"):
        database.postgresql(url)


def test_without_an_address_two_files_of_sqlite_are_used(tmp_path):
    made = database.databases("", tmp_path, tmp_path / "run")
    assert set(made) == {"default", "run"}
    assert made["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in made["default"]["OPTIONS"]["init_command"]
    assert set(database.databases("postgresql:///x", tmp_path, tmp_path)) == {"default"}


def test_ft_03_the_settings_of_the_store_are_in_force(db):
    from django.db import connection

    if connection.vendor != "sqlite":
        assert connection.settings_dict["CONN_HEALTH_CHECKS"]
        return
    with connection.cursor() as cursor:
        values = {}
        for pragma in ("synchronous", "foreign_keys", "secure_delete", "trusted_schema", "cell_size_check"):
            cursor.execute(f"PRAGMA {pragma}")
            values[pragma] = cursor.fetchone()[0]
    assert values == {
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }


def test_sessions_and_counters_go_to_the_run_store_and_nothing_else_does(settings):
    from django.apps import apps

    router = database.RunRouter()
    here = "run" if "run" in settings.DATABASES else None
    for model in apps.get_models():
        key = (model._meta.app_label, model._meta.model_name)
        expected = here if key in database.RUN_MODELS else None
        assert router.db_for_read(model) == router.db_for_write(model) == expected
        if here:
            assert router.allow_migrate("run", *key) is (key in database.RUN_MODELS)
            assert router.allow_migrate("default", *key) is (False if key in database.RUN_MODELS else None)
