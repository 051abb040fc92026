"""A keyring: every key of one person, held for the length of a request. A keychain: the same, sealed, in the account.

The master key (AMK) opens the keychain; the keychain holds random data keys and two identity pairs. So new words
re-seal one key, not every row. The AMK itself is never in a keyring: to change the keychain it must be shown again.
"""

import json
from dataclasses import dataclass, field
from typing import Any, NoReturn
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from holdfast.kit import random
from holdfast.vault import envelope, hpke, signing
from holdfast.vault.envelope import Key
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import Part, kdf, lp

LAYERS = ("everyday", "private")
FORMAT = 1


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """One person's keys. Immutable, unprintable, and refuses to be pickled into any cache or session.

    `notes` are small sealed facts that belong to the keychain rather than to a row, for example a one-time code's seed.
    """

    owner: UUID
    everyday: Key
    private: Key
    index: Key
    hpke: hpke.Pair
    signing: signing.Pair
    notes: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "<Keyring>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A keyring is never stored.")

    def layer(self, name: str) -> Key:
        """The data key of a layer, "everyday" or "private". Raises ValueError for another name."""
        if name not in LAYERS:
            raise ValueError(f"There is no layer {name!r}.")
        return self.everyday if name == "everyday" else self.private

    def tag(self, label: str) -> bytes:
        """8 bytes that stand for a kind of record, different for each person: a thief cannot tell kinds apart."""
        return kdf(self.index.secret, "hf/kind/1", label, 8)

    def sign(self, purpose: str, *parts: Part) -> bytes:
        """Sign in this person's name; checked with `signing.holds`."""
        return signing.sign(self.signing.seed, purpose, *parts)


def new_amk() -> bytes:
    """A new account master key: 32 random bytes."""
    return random.token(32)


@sensitive_variables()
def make(amk: bytes, owner: UUID) -> tuple[bytes, Keyring]:
    """New keys for an owner: the keychain's envelope for the account, and the open keyring."""
    keyring = Keyring(owner, Key.new(), Key.new(), Key.new(), hpke.new_pair(), signing.new_pair())
    return rewrite(amk, keyring), keyring


@sensitive_variables()
def open_(amk: bytes, owner: UUID, keychain: bytes) -> Keyring:
    """The keyring inside an account's keychain. Raises CannotOpen for another key, owner, or a changed byte."""
    held = json.loads(envelope.open_(_key(amk, owner), keychain, _place(owner)))
    if held["v"] != FORMAT:
        raise CannotOpen
    keys = {name: Key(bytes.fromhex(id), bytes.fromhex(secret)) for name, (id, secret) in held["keys"].items()}
    pairs = {"hpke": hpke.Pair(bytes.fromhex(held["hpke"])), "signing": signing.Pair(bytes.fromhex(held["signing"]))}
    return Keyring(owner, **keys, **pairs, notes=held["notes"])


@sensitive_variables()
def rewrite(amk: bytes, keyring: Keyring) -> bytes:
    """The keychain's envelope for a keyring, after its notes changed: `replace(keyring, notes={...})`.

    Raises ValueError or TypeError when the notes are not plain JSON.
    """
    keys = {name: getattr(keyring, name) for name in (*LAYERS, "index")}
    held = {
        "v": FORMAT,
        "keys": {name: [key.id.hex(), key.secret.hex()] for name, key in keys.items()},
        "hpke": keyring.hpke.private.hex(),
        "signing": keyring.signing.seed.hex(),
        "notes": keyring.notes,
    }
    text = json.dumps(held, separators=(",", ":"), allow_nan=False).encode()
    return envelope.seal(_key(amk, keyring.owner), text, _place(keyring.owner))


def _key(amk: bytes, owner: UUID) -> Key:
    return Key(kdf(amk, "hf/amk-id/1", owner, 16), amk)


def _place(owner: UUID) -> bytes:
    return lp("hf/keychain/1", owner)
