"""Readers for the environment that refuse nonsense. Nothing else reads the environment."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

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
            raise ImproperlyConfigured(f"{name}_FILE names {file!r}, which cannot be read: {broken.strerror}.") from None
    return os.environ.get(name, default).strip()


def folder(name: str, default: Path) -> Path:
    """A folder, made when it is missing, readable by its owner alone."""
    path = Path(os.environ.get(name) or default).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as broken:
        raise ImproperlyConfigured(f"{name}: the folder {path} cannot be made: {broken.strerror}.") from None
    return path
