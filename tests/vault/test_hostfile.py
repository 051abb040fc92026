"""Backups locked to the host's key: they open with it, with nothing else, and never halfway."""

import pytest

from holdfast.vault import hostfile
from holdfast.vault.errors import CannotOpen


@pytest.fixture
def locked(tmp_path):
    """A locked file and what opens it."""
    secret, public = hostfile.new_key()
    (tmp_path / "rows").write_bytes(b"sealed rows " * 20_000)
    hostfile.lock(tmp_path / "rows", tmp_path / "rows.age", public)
    return tmp_path / "rows.age", secret


def test_it_opens_with_its_own_key_and_reads_as_it_was(locked, tmp_path):
    file, secret = locked
    assert b"sealed rows" not in file.read_bytes()
    hostfile.unlock(file, tmp_path / "again", f" {secret}\n")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "rows").read_bytes()


@pytest.mark.parametrize(
    "key", ["", "AGE-SECRET-KEY-1NONSENSE", hostfile.new_key()[0]], ids=["none", "nonsense", "other"]
)
def test_another_key_opens_nothing_and_leaves_nothing(locked, tmp_path, key):
    with pytest.raises(CannotOpen):
        hostfile.unlock(locked[0], tmp_path / "again", key)
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("at", [3, 60, 200, 70_000, -1])
def test_a_changed_bit_opens_nothing_and_leaves_no_half_of_it(locked, tmp_path, at):
    file, secret = locked
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
    with pytest.raises(CannotOpen):
        hostfile.unlock(file, tmp_path / "again", secret)
    assert not (tmp_path / "again").exists()


def test_only_a_public_key_can_be_locked_to(tmp_path):
    secret, public = hostfile.new_key()
    assert hostfile.is_public(public)
    for text in ("", secret, "age1nonsense", "ssh-ed25519 AAAA"):
        assert not hostfile.is_public(text)
        with pytest.raises(ValueError, match="age1"):
            hostfile.lock(tmp_path, tmp_path, text)


def test_two_keys_are_never_the_same():
    assert len({hostfile.new_key() for _ in range(20)}) == 20
