"""The others of the demonstration: Cleo, a stranger, and Eve, who was linked with Ana and left. Dov has no account.

Dov is Ana's clinician in the cast of the tests. That role is reserved: nobody can be linked as a clinician yet, so he
is in no table.
"""

from datetime import datetime, timedelta
from typing import Any

CLEO, EVE = ("cleo", "cedar moth ocean pebble"), ("eve", "ember glacier hollow thistle")
CAME, WENT = timedelta(days=12), timedelta(days=10)


def arrive(ana: Any, now: datetime) -> list[tuple[str, str]]:
    """Let Cleo sign up, and Eve come along for two days and unlink; names and lock words of both."""
    from holdfast.kit import clock
    from holdfast.people import actions, queries

    with clock.standing_at(now - CAME):
        _join(*CLEO, recovering=True)
        eve = _join(*EVE, supporting=True)
        pair = actions.link(ana, eve)
        actions.met(ana, pair)
    with clock.standing_at(now - WENT):
        actions.unlink(eve, queries.pair(eve, pair))
        actions.settle_pairs(ana)
    return [CLEO, EVE]


def _join(name: str, words: str, **roles: bool) -> Any:
    from holdfast.accounts import actions as accounts
    from holdfast.cli.lives import ZONE
    from holdfast.people import actions as people

    keyring = accounts.sign_up(name, words, spare_key="none").keyring
    known = {"recovering": False, "supporting": False} | roles
    people.update_profile(keyring, name=name.title(), zone=ZONE, zone_known=True, spare_key="none", **known)
    return keyring
