"""What the host's clock may call. No job here needs anybody's key."""

from holdfast.accounts import sessions


def expire() -> int:
    """Delete sessions that are over and take the key out of idle ones; how many that were."""
    return sessions.sweep()
