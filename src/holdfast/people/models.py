"""The clear tables of this room: an invitation to link while it is under way; what two publish for their rounds."""

from django.db import models

from holdfast.kit import random


class Invitation(models.Model):
    """A code given to somebody: the name it is found by, its last day, and what the two say under it, sealed.

    The moment it ends stands sealed in the offer; the day in clear is for the clock. Once there is a reply, no other
    is taken.
    """

    finder = models.CharField(max_length=64, primary_key=True)
    ends_on = models.DateField()
    offer = models.BinaryField()
    reply = models.BinaryField(null=True)

    privacy = {"finder": "key-material", "ends_on": "technical", "offer": "sealed", "reply": "sealed"}

    def __str__(self) -> str:
        return f"until {self.ends_on}"


class RoundRow(models.Model):
    """What one of two publishes so that bits of both can meet: keys and tags, sealed under the key of their space.

    One for each of the two from the first unlock after linking on, always of one size, written over at every unlock
    whatever was chosen, answered or not. It goes with its space.
    """

    id = models.UUIDField(primary_key=True, default=random.uuid, editable=False)
    space = models.ForeignKey("vault.Space", on_delete=models.CASCADE, related_name="+")
    owner = models.UUIDField()
    sealed = models.BinaryField()

    privacy = {"id": "technical", "space": "technical", "owner": "technical", "sealed": "sealed"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "owner"], name="people_round_once")]

    def __str__(self) -> str:
        return str(self.id)
