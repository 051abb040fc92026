"""The quick unlock's key needs all of PIN, device secret, salt and cost."""

from holdfast.vault import device
from holdfast.vault.kdf import kdf
from holdfast.vault.passphrase import Params, stretch

CHEAP = Params(8, 1)
SALT, SECRET = bytes(16), b"d" * 32


def test_the_key_is_made_of_pin_and_device():
    expected = kdf(stretch("2580", SALT, CHEAP), "hf/device/1", SECRET)
    assert device.kek_device("2580", SECRET, SALT, CHEAP) == expected
    assert device.kek_device(" 2580 ", SECRET, SALT, CHEAP) == expected


def test_each_part_counts():
    keys = {
        device.kek_device("2580", SECRET, SALT, CHEAP),
        device.kek_device("2581", SECRET, SALT, CHEAP),
        device.kek_device("2580", b"e" * 32, SALT, CHEAP),
        device.kek_device("2580", SECRET, b"\x01" * 16, CHEAP),
        device.kek_device("2580", SECRET, SALT, Params(16, 1)),
    }
    assert len(keys) == 5


def test_device_secrets_are_random():
    assert len({device.new_secret() for _ in range(20)}) == 20
    assert len(device.new_secret()) == 32
