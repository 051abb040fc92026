"""The two clear tables of this room. No time, no kind, no order of writing stands in them (11-vault §2.11).

On SQLite both are WITHOUT ROWID (see the first migration): a rowid keeps the order of insertion, also through VACUUM.
"""

from django.db import models

from holdfast.kit import random


class SealedRow(models.Model):
    """Everything a person writes. `tag` stands for its kind, and differs for each person.

    `scope` is empty in one's own vault; a space that two people hold will put its id there.
    """

    id = models.UUIDField(primary_key=True, default=random.uuid, editable=False)
    owner = models.UUIDField()
    scope = models.UUIDField(null=True)
    tag = models.BinaryField(max_length=8)
    envelope = models.BinaryField()

    privacy = {
        "id": "technical",
        "owner": "technical",
        "scope": "technical",
        "tag": "technical",
        "envelope": "sealed",
    }

    class Meta:
        indexes = [models.Index(fields=["owner", "tag"], name="vault_owner_tag")]

    def __str__(self) -> str:
        return str(self.id)


class DropRow(models.Model):
    """Something entered while the owner's key was not at hand, sealed to the owner's public key."""

    id = models.UUIDField(primary_key=True, default=random.uuid, editable=False)
    owner = models.UUIDField(db_index=True)
    sealed = models.BinaryField()

    privacy = {"id": "technical", "owner": "technical", "sealed": "sealed"}

    def __str__(self) -> str:
        return str(self.id)
