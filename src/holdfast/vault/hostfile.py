"""Files locked to the host's own age key (age-encryption.org/v1): backups, which only the key's holder can open.

What is inside a backup is sealed already, by each person's key; this second lock keeps the clear half, names of
accounts and sizes, from whoever finds the file. The secret key need not lie on the server.
"""

from pathlib import Path

from pyrage import DecryptError, IdentityError, RecipientError, decrypt_file, encrypt_file, x25519

from holdfast.vault.errors import CannotOpen


def new_key() -> tuple[str, str]:
    """A fresh key pair: the secret (AGE-SECRET-KEY-…) and the public key (age1…)."""
    made = x25519.Identity.generate()
    return str(made), str(made.to_public())


def is_public(text: str) -> bool:
    """Whether this is a public key that a backup can be locked to."""
    try:
        x25519.Recipient.from_str(text)
    except RecipientError:
        return False
    return True


def lock(source: Path, target: Path, public: str) -> None:
    """Write `source` locked to `target`. Raises ValueError for what is no public key."""
    if not is_public(public):
        raise ValueError("This is not an age public key; one begins with age1.")
    encrypt_file(str(source), str(target), [x25519.Recipient.from_str(public)])


def unlock(source: Path, target: Path, secret: str) -> None:
    """Write what is inside `source` to `target`. Raises CannotOpen for another key or a damaged file."""
    try:
        decrypt_file(str(source), str(target), [x25519.Identity.from_str(secret.strip())])
    except (DecryptError, IdentityError, OSError):
        target.unlink(missing_ok=True)
        raise CannotOpen from None
