"""Sizes tell: padding (ISO 7816-4) hides a text's length inside a few buckets (11-vault §2.4). Lengths in bytes."""

from holdfast.vault.errors import CannotOpen

BUCKETS = (128, 256, 512, 1024, 2048, 4096)
STEP = BUCKETS[-1]
MARK = b"\x80"


def padded_size(size: int) -> int:
    """The bucket for a text of `size` bytes and its mark: the smallest that holds both, above 4,096 in whole steps."""
    needed = size + len(MARK)
    return next((bucket for bucket in BUCKETS if bucket >= needed), -(-needed // STEP) * STEP)


def pad(text: bytes) -> bytes:
    """The text, one mark byte 0x80, then zeros up to the bucket."""
    return (text + MARK).ljust(padded_size(len(text)), b"\0")


def unpad(padded: bytes) -> bytes:
    """The text again. Raises CannotOpen when there is no mark, or anything but zeros behind the last one."""
    text, mark, rest = padded.rpartition(MARK)
    if not mark or rest.strip(b"\0"):
        raise CannotOpen
    return text
