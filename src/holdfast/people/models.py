"""The one clear table of this room: an invitation to link, while it is under way. Names nobody."""

from django.db import models


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
