"""What of the daily check-ins can be shared, as cards. Closeness is never among it, nor how much something was in the
way (decision 29b): those have no stream for pairs.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from holdfast.checkins import queries
from holdfast.people.schema import Card

MOOD = "my-mood"
SCALE = (0, 10)


def mood(keyring: Any, since: date, today: date) -> Card:
    """How each answered day felt overall, from `since` to `today`."""
    points = []
    for day in queries.days(keyring, since, today):
        value = day.values.get("mood")
        if value is not None:
            points.append((day.date.isoformat(), value))
    said = _("How each day felt overall: 0 very bad, 10 very good.")
    return Card(stream=MOOD, title=_("Mood, day by day"), text=said, points=tuple(points), range=SCALE)
