"""One table without a link to any other: how often something happened to the host on a day."""

from django.db import models

from holdfast.audit.rules import WHAT


class Event(models.Model):
    """How often one thing happened on one day (UTC). No person, no id, no hour, no text (decision 10).

    `about`: the file of an exercise, where somebody sent that it made it worse; its day is the first of a month.
    """

    day = models.DateField()
    what = models.CharField(max_length=20, choices=list(WHAT.items()))
    about = models.CharField(max_length=60, default="", blank=True)
    count = models.PositiveIntegerField(default=0)

    privacy = {"id": "technical", "day": "host", "what": "host", "about": "host", "count": "host"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "what", "about"], name="audit_one_row_per_day_and_thing"),
            models.CheckConstraint(condition=models.Q(what__in=sorted(WHAT)), name="audit_closed_list"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.what}: {self.count}"
