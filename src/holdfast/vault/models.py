"""The clear tables of this room. No hour, no kind, no order of writing stands in them (11-vault §2.11).

On SQLite all are WITHOUT ROWID (see the first migration): a rowid keeps the order of insertion, also through VACUUM.
"""

from django.db import models

from holdfast.kit import random


class SealedRow(models.Model):
    """Everything a person writes. `tag` stands for its kind, and differs for each person.

    `scope` is empty in one's own vault; in a space that two people hold, it and `owner` are the space's id.
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


class Space(models.Model):
    """What two people hold in common. Its rows lie among the sealed ones; `epoch` counts its keys."""

    id = models.UUIDField(primary_key=True, default=random.uuid, editable=False)
    epoch = models.PositiveIntegerField(default=1)

    privacy = {"id": "technical", "epoch": "technical"}

    def __str__(self) -> str:
        return str(self.id)


class Member(models.Model):
    """Who belongs to a space, with its key of this epoch sealed to them and signed by who gave it.

    That two accounts belong together stands in clear: the table is the second fence, and has to work without keys.
    """

    id = models.UUIDField(primary_key=True, default=random.uuid, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="members")
    owner = models.UUIDField(db_index=True)
    sealed = models.BinaryField()
    signature = models.BinaryField()

    privacy = {
        "id": "technical",
        "space": "technical",
        "owner": "technical",
        "sealed": "sealed",
        "signature": "technical",
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "owner"], name="vault_member_once")]

    def __str__(self) -> str:
        return str(self.id)


class GrantEnd(models.Model):
    """The last day of one shared row, for the clock that removes it without any key. Says nothing of what it is."""

    row = models.UUIDField(primary_key=True)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="ends")
    ends_on = models.DateField()

    privacy = {"row": "technical", "space": "technical", "ends_on": "technical"}

    def __str__(self) -> str:
        return f"until {self.ends_on}"
