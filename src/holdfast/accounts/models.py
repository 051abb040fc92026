"""The clear tables of this room: as little as it takes to find an account and open it.

No creation time, no last sign-in, no address, no e-mail. What a slot is called and in which month it was made
lies sealed in the person's own keychain. Session and Counter live in the run store, which dies with the host.
"""

from django.db import models
from django.db.models import Q

from holdfast.kit import random


class Account(models.Model):
    """What signs in. `id` is the owner id of every sealed row; `keychain` is sealed under the master key."""

    id = models.UUIDField(primary_key=True, default=random.uuid, editable=False)
    name = models.CharField(max_length=64, unique=True)
    # Sessions carry the epoch they were opened in: one more here locks every session at once (decision 5).
    epoch = models.PositiveIntegerField(default=1)
    disabled = models.BooleanField(default=False)
    hpke_public = models.BinaryField()
    signing_public = models.BinaryField()
    keychain = models.BinaryField()

    privacy = {
        "id": "technical",
        "name": "person",
        "epoch": "technical",
        "disabled": "host",
        "hpke_public": "public-key",
        "signing_public": "public-key",
        "keychain": "sealed",
    }

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """One way to open an account: the master key, sealed under what this way brings along."""

    PASSPHRASE, RECOVERY, DEVICE, PASSKEY = "passphrase", "recovery", "device", "passkey"
    # A passkey's place is kept free; no code makes one in this release.
    KINDS = [(kind, kind) for kind in (PASSPHRASE, RECOVERY, DEVICE, PASSKEY)]

    id = models.UUIDField(primary_key=True, default=random.uuid, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="slots")
    kind = models.CharField(max_length=10, choices=KINDS)
    salt = models.BinaryField(default=bytes)
    kib = models.PositiveIntegerField(default=0)
    passes = models.PositiveSmallIntegerField(default=0)
    verifier = models.BinaryField(default=bytes)
    # Which pepper was mixed in; empty where none is (spare key) or where the host said it is lost.
    pepper_print = models.BinaryField(default=bytes)
    envelope = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)

    privacy = {
        "id": "technical",
        "account": "technical",
        "kind": "technical",
        "salt": "key-material",
        "kib": "technical",
        "passes": "technical",
        "verifier": "key-material",
        "pepper_print": "key-material",
        "envelope": "sealed",
        "tries": "technical",
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind"],
                condition=Q(kind__in=["passphrase", "recovery"]),
                name="accounts_one_passphrase_one_spare_key",
            ),
            models.CheckConstraint(condition=Q(tries__lte=5), name="accounts_five_tries"),
        ]

    def __str__(self) -> str:
        return self.kind


class Invitation(models.Model):
    """The host's invitation to sign up: a hash of its code and a last day. Names nobody."""

    code_hash = models.CharField(max_length=64, primary_key=True)
    expires_on = models.DateField()
    used = models.BooleanField(default=False)

    privacy = {"code_hash": "key-material", "expires_on": "host", "used": "host"}

    def __str__(self) -> str:
        return f"until {self.expires_on}"


class Session(models.Model):
    """One signed-in browser. The key inside `envelope` opens only with the secret half of the cookie.

    `envelope` is None while locked. Only this store may hold clear times (decision 5).
    """

    sid_hash = models.CharField(max_length=64, primary_key=True)
    account_id = models.UUIDField(db_index=True)
    epoch = models.PositiveIntegerField()
    device = models.CharField(max_length=8)
    day = models.DateField()
    shared = models.BooleanField(default=False)
    leave_nothing = models.BooleanField(default=False)
    half_open = models.BooleanField(default=False)
    minutes = models.PositiveSmallIntegerField()
    hard_until = models.DateTimeField()
    idle_until = models.DateTimeField()
    fresh_until = models.DateTimeField(null=True)
    envelope = models.BinaryField(null=True)

    privacy = {
        "sid_hash": "technical",
        "account_id": "technical",
        "epoch": "technical",
        "device": "run-store",
        "day": "run-store",
        "shared": "run-store",
        "leave_nothing": "run-store",
        "half_open": "run-store",
        "minutes": "run-store",
        "hard_until": "run-store",
        "idle_until": "run-store",
        "fresh_until": "run-store",
        "envelope": "sealed",
    }

    def __str__(self) -> str:
        return f"{self.device}, {self.day}"


class Counter(models.Model):
    """One rate limit's memory: a keyed hash and a time. `secret` is filled in one row only, the day's key."""

    key = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField()
    secret = models.BinaryField(null=True)

    privacy = {"key": "run-store", "until": "run-store", "secret": "run-store"}

    def __str__(self) -> str:
        return self.key
