"""What the host's clock may call. No job here needs anybody's key, and none tells anybody anything."""

from datetime import timedelta

from holdfast.kit import clock
from holdfast.people import linking
from holdfast.vault import spaces


def expire() -> int:
    """Remove shared rows and unanswered invitations whose last day has passed everywhere; how many there were.

    Pages look at the last day themselves, by their reader's own calendar; this comes a day later at most.
    """
    return spaces.expire(clock.now().date() - timedelta(days=1)) + linking.forget_old()
