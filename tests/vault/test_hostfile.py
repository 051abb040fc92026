"""Files locked to the host's key: open with the secret half, whole, and with nothing else."""

import pytest

from holdfast.vault import hostfile
from holdfast.vault.errors import CannotOpen

SECRET, PUBLIC = hostfile.new_key()


@pytest.fixture
def locked(tmp_path):
    source, target = tmp_path / "plain", tmp_path / "locked"
    source.write_bytes(b"canary" * 1000)
    hostfile.lock(source, target, PUBLIC)
    return target


def test_a_locked_file_opens_with_its_secret_key(locked, tmp_path):
    assert b"canary" not in locked.read_bytes()
    hostfile.unlock(locked, tmp_path / "opened", f"{SECRET}\n")
    assert (tmp_path / "opened").read_bytes() == b"canary" * 1000


def test_another_key_or_a_changed_byte_opens_nothing_and_leaves_nothing(locked, tmp_path):
    whole = locked.read_bytes()
    other = hostfile.new_key()[0]
    changed = whole[:-1] + bytes([whole[-1] ^ 1])
    for secret, data in ((other, whole), ("no key", whole), (SECRET, changed), (SECRET, b""), (SECRET, b"x" * 9)):
        locked.write_bytes(data)
        with pytest.raises(CannotOpen):
            hostfile.unlock(locked, tmp_path / "opened", secret)
        assert not (tmp_path / "opened").exists()


def test_a_missing_file_is_refused_like_any_other(tmp_path):
    with pytest.raises(CannotOpen):
        hostfile.unlock(tmp_path / "missing", tmp_path / "opened", SECRET)


def test_only_a_public_key_locks(tmp_path):
    assert hostfile.is_public(PUBLIC)
    for text in ("", SECRET, "age1nonsense", PUBLIC[:-1]):
        assert not hostfile.is_public(text)
    with pytest.raises(ValueError, match="age1"):
        hostfile.lock(tmp_path / "plain", tmp_path / "locked", SECRET)


def test_keys_are_random():
    assert hostfile.new_key() != hostfile.new_key()
    assert SECRET.startswith("AGE-SECRET-KEY-")
    assert PUBLIC.startswith("age1")
