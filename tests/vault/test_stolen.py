"""What a thief has: every stored byte of an account, in the shapes in which it is stored (KEY-01, KEY-02)."""

import base64
import json
import zlib
from uuid import UUID

import pytest

from holdfast.vault import actions, device, dropbox, envelope, passphrase, recovery, session, slots
from holdfast.vault import keyring as keyrings
from holdfast.vault.errors import CannotOpen
from holdfast.vault.kdf import lp
from holdfast.vault.models import DropRow, SealedRow
from holdfast.vault.passphrase import Params

pytestmark = pytest.mark.django_db
OWNER, WORDS_SLOT, SPARE_SLOT, PIN_SLOT = (UUID(int=n) for n in (1, 2, 3, 4))
CANARY, WORDS, PIN, SALT, PEPPER = "kestrel-9c41", "harbor linen quartz moth", "4826", b"s" * 16, b"p" * 32
CHEAP = Params(8, 1)


class Host:
    """One account as the host stores it, and apart from that what only its owner has."""

    def __init__(self, kind, page) -> None:
        amk = keyrings.new_amk()
        auth, kek = passphrase.mix(passphrase.stretch(WORDS, SALT, CHEAP), PEPPER)
        self.code, self.device, self.cookie = recovery.new_code(), device.new_secret(), session.Cookie.new()
        self.keychain, self.keyring = keyrings.make(amk, OWNER)
        self.words = slots.seal_slot(kek, amk, OWNER, "passphrase", WORDS_SLOT)
        spare = slots.seal_slot(recovery.kek_recovery(self.code, OWNER), amk, OWNER, "recovery", SPARE_SLOT)
        pin_kek = device.kek_device(PIN, self.device, SALT, CHEAP)
        self.pin = slots.seal_slot(pin_kek, amk, OWNER, "device", PIN_SLOT)
        row = session.seal_session(self.cookie, amk, OWNER, 99)
        actions.put(self.keyring, kind, {CANARY: CANARY * 9})
        actions.revise(self.keyring, page, CANARY, lambda body: {"text": CANARY})
        dropbox.drop(self.keyring.hpke.public, OWNER, CANARY, {"text": CANARY})
        public = self.keyring.hpke.public + self.keyring.signing.public
        self.slots = [self.words, spare, self.pin, passphrase.verifier(auth), SALT, self.keychain, public]
        self.files = [PEPPER, passphrase.pepper_fingerprint(PEPPER), row, self.cookie.row]

    def database(self) -> list[bytes]:
        """Every value of every row."""
        tables = (SealedRow.objects.values_list(), DropRow.objects.values_list())
        rows = [bytes(v.bytes if isinstance(v, UUID) else v or b"") for table in tables for row in table for v in row]
        return [*self.slots, *rows]

    def disk(self) -> list[bytes]:
        """The database, and everything else on the host."""
        return [*self.database(), *self.files]


@pytest.fixture
def host(note, diary) -> Host:
    return Host(note, diary)


def test_key_01_nothing_a_person_wrote_is_on_the_disk(host):
    everything = b"\n".join(host.disk())
    for secret in (CANARY, WORDS, recovery.write(host.code), host.cookie.text, "test-note", "test-diary"):
        raw = secret.encode()
        shapes = [raw, raw[::-1], raw.hex().encode(), *(base64.b64encode(raw[at:])[:-4] for at in range(3))]
        for shape in (*shapes, raw.decode().encode("utf-16-le"), raw.upper()):
            assert shape not in everything, secret


def test_key_01_nothing_on_the_disk_unpacks(host):
    for value in host.disk():
        for at in (0, envelope.HEADER):
            with pytest.raises(zlib.error):
                zlib.decompress(value[at:])


def test_key_01_no_stored_bytes_are_themselves_a_key(host):
    """Each 32 bytes that lie anywhere on the disk are tried on everything that is sealed."""
    text = b"\n".join(host.disk())
    for at in range(len(text) - 31):
        guess = text[at : at + 32]
        for sealed, bound_to in (
            (host.words, lp("hf/slot/1", OWNER, "passphrase", WORDS_SLOT)),
            (host.keychain, lp("hf/keychain/1", OWNER)),
        ):
            with pytest.raises(CannotOpen):
                envelope.open_(envelope.Key(sealed[envelope.KEY_ID], guess), sealed, bound_to)


def test_key_02_the_database_alone_cannot_even_be_guessed_at(host):
    """The right words are no use without the pepper, and the stored verifier does not confirm them either."""
    for pepper in (b"", bytes(32), *(value[:32] for value in host.database())):
        auth, kek = passphrase.mix(passphrase.stretch(WORDS, SALT, CHEAP), pepper)
        assert passphrase.verifier(auth) not in host.slots
        with pytest.raises(CannotOpen):
            slots.open_slot(kek, host.words, OWNER, "passphrase", WORDS_SLOT)


def test_key_01_a_pin_cannot_be_guessed_without_the_phone(host):
    for secret in (bytes(32), *(value[:32] for value in host.disk())):
        with pytest.raises(CannotOpen):
            slots.open_slot(device.kek_device(PIN, secret, SALT, CHEAP), host.pin, OWNER, "device", PIN_SLOT)


def test_the_owner_opens_it_all(host, note):
    """The same bytes, with a secret of the owner: so the tests above do not pass for want of a key."""
    _, kek = passphrase.mix(passphrase.stretch(f" {WORDS} ", SALT, CHEAP), PEPPER)
    amk = slots.open_slot(kek, host.words, OWNER, "passphrase", WORDS_SLOT)
    code = recovery.read(recovery.write(host.code).lower())
    assert amk == slots.open_slot(recovery.kek_recovery(code, OWNER), host.slots[1], OWNER, "recovery", SPARE_SLOT)
    pin_kek = device.kek_device(PIN, host.device, SALT, CHEAP)
    assert amk == slots.open_slot(pin_kek, host.pin, OWNER, "device", PIN_SLOT)
    assert amk == session.open_session(host.cookie, host.files[2], OWNER, 99)
    ring = keyrings.open_(amk, OWNER, host.keychain)
    assert dropbox.collect(ring) == [(CANARY, {"text": CANARY})]
    assert CANARY in json.dumps([row.body for row in actions.queries.everything(ring)])
