"""Readers for the environment that refuse nonsense. Nothing else reads the environment."""

import hashlib
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from holdfast.kit import random

ON, OFF = {"1", "on", "yes", "true"}, {"", "0", "off", "no", "false"}


def flag(name: str, default: bool) -> bool:
    """A switch: on/off, yes/no, true/false or 1/0. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in ON:
        return True
    if value.lower() in OFF:
        return False
    raise ImproperlyConfigured(f"{name} must be on or off, not {value!r}.")


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number within limits. Raises ImproperlyConfigured outside them."""
    value = os.environ.get(name)
    if value is None:
        return default
    if not value.isdecimal() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
    return int(value)


def choice(name: str, default: str, options: set[str]) -> str:
    """One of a few words. Raises ImproperlyConfigured for any other."""
    value = os.environ.get(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(options))}, not {value!r}.")
    return value


def text(name: str, default: str = "") -> str:
    """Plain text, or the content of the file named by NAME_FILE, without blanks at its ends."""
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as broken:
            raise ImproperlyConfigured(
                f"{name}_FILE names {file!r}, which cannot be read: {broken.strerror}."
            ) from None
    return os.environ.get(name, default).strip()


def words(name: str, default: list[str]) -> list[str]:
    """A list written with commas, without blanks. Raises ImproperlyConfigured when nothing is left."""
    value = os.environ.get(name)
    if value is None:
        return default
    if found := [word.strip() for word in value.split(",") if word.strip()]:
        return found
    raise ImproperlyConfigured(f"{name} is empty. Leave it out, or write words with commas between.")


def memory_folder(data: Path) -> Path:
    """Where sessions lie while the host runs: memory where there is some, else beside the data. One for each `data`."""
    name = "holdfast-" + hashlib.blake2b(os.fsencode(data), digest_size=6).hexdigest()
    shared = Path("/dev/shm")  # noqa: S108  `folder` refuses one that another user made
    for place in (os.environ.get("XDG_RUNTIME_DIR"), shared):
        if place and os.access(place, os.W_OK):
            return Path(place) / name
    return data / "run"


def kept_secret(name: str, file: Path) -> str:
    """A secret of 32 or more characters: from the environment, or made once and kept in `file`, for its owner alone."""
    written = text(name)
    if not written:
        if not file.exists():
            _make_secret(file)
        written = file.read_text(encoding="utf-8").strip()
    if len(written) < 32:
        raise ImproperlyConfigured(f"{name} (or {file}) is too short: it needs 32 characters or more.")
    return written


def kept_bytes(name: str, file: Path) -> bytes:
    """Like `kept_secret`, written as 64 or more hexadecimal digits."""
    try:
        secret = bytes.fromhex(kept_secret(name, file))
    except ValueError:
        secret = b""
    if len(secret) < 32:
        raise ImproperlyConfigured(f"{name} (or {file}) must be 64 or more hexadecimal digits.")
    return secret


def _make_secret(file: Path) -> None:
    """Write a new secret in one step, so that a second process never reads half of it; the first one wins."""
    draft = file.with_name(f".{file.name}-{random.token(8).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as made:
        made.write(random.token(32).hex())
        made.flush()
        os.fsync(made.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def folder(name: str, default: Path) -> Path:
    """A folder of our own, made when it is missing. Raises ImproperlyConfigured when someone else could read it.

    Memory folders such as /dev/shm are open to all: another user could have made ours first, to read along.
    """
    path = Path(os.environ.get(name) or default).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.stat()
    except OSError as broken:
        raise ImproperlyConfigured(
            f"{name}: the folder {path} cannot be made: {broken.strerror}. Name another one with {name}=/a/folder."
        ) from None
    if found.st_uid != os.geteuid():
        raise ImproperlyConfigured(
            f"{name}: the folder {path} belongs to another user of this machine. Give it to this one with chown, "
            f"or name another one with {name}=/a/folder."
        )
    if found.st_mode & 0o077:
        raise ImproperlyConfigured(
            f"{name}: other users of this machine can look into {path}. Close it with: chmod 700 {path}"
        )
    return path
