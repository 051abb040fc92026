"""Quick unlock on one device: a short PIN and a secret that only this device's cookie holds (11-vault §2.5b).

A PIN alone is soon guessed; without the 32 random bytes of the cookie there is nothing on the server to guess at.
Counting wrong PINs, and deleting the slot after five, belongs to the accounts room.
"""

from django.views.decorators.debug import sensitive_variables

from holdfast.kit import random
from holdfast.vault.kdf import kdf
from holdfast.vault.passphrase import Params, stretch


def new_secret() -> bytes:
    """The device's half: 32 random bytes."""
    return random.token(32)


@sensitive_variables()
def kek_device(pin: str, secret: bytes, salt: bytes, params: Params) -> bytes:
    """The key that opens the device slot: 32 bytes from the PIN (through Argon2id) and the device secret."""
    return kdf(stretch(pin, salt, params), "hf/device/1", secret)
