"""How much guessing is served: two Argon2id runs at a time, and a slow drip of tries after a burst.

No limit hangs on a name alone, so nobody can keep a person out by trying their name from elsewhere (ADR 5). Addresses
are kept only as a hash under a key that lives one day.
"""

import fcntl
import hashlib
import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from holdfast.accounts import store
from holdfast.accounts.errors import TooBusy
from holdfast.accounts.models import Counter
from holdfast.kit import clock, random

RUNNING, WAITING = 2, 8
PATIENCE_S, LOOK_AGAIN_S = 20.0, 0.01


@dataclass(frozen=True)
class Drip:
    """A limit: `burst` tries at once, then one more each `every`."""

    name: str
    burst: int
    every: timedelta


ADDRESS = Drip("address", 60, timedelta(seconds=2))
TRY = Drip("try", 10, timedelta(seconds=20))
CODE = Drip("code", 10, timedelta(minutes=30))
SIGN_UP = Drip("sign-up", 30, timedelta(minutes=2))
LINK = Drip("link", 10, timedelta(seconds=20))  # as for lock words: a code to be linked is looked for by guessing
INVITE = Drip("invite", 6, timedelta(hours=1))
DROP = Drip("drop", 20, timedelta(minutes=3))


def address(request: HttpRequest) -> str:
    """Whom to count: the sender's address, of IPv6 the network. Behind TLS, what the proxy in front says last."""
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_TLS:
        # The last entry is the one our own proxy wrote; earlier ones are whatever the sender claims.
        text = request.META.get("HTTP_X_FORWARDED_FOR", text).rpartition(",")[2].strip()
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if found.version == 6 and found.ipv4_mapped is not None:
        found = found.ipv4_mapped  # one socket for both kinds names the older ones so; they are not one network
    return str(found if found.version == 4 else ipaddress.ip_network((found, 64), strict=False))


@store.mended
def spend(drip: Drip, *who: str) -> None:
    """Use one try of `who` under `drip`. Raises TooBusy when none is left; waiting brings one back."""
    key, now = _key(drip, who), clock.now()
    with transaction.atomic(using=store.alias()):
        row, _ = Counter.objects.get_or_create(key=key, defaults={"until": now})
        until = max(Counter.objects.select_for_update().get(pk=row.pk).until, now)
        if until - now > drip.every * (drip.burst - 1):
            raise TooBusy
        Counter.objects.filter(pk=key).update(until=until + drip.every)


@store.mended
def give_back(drip: Drip, *who: str) -> None:
    """Forget what `who` used under `drip`: the secret was right."""
    Counter.objects.filter(key=_key(drip, who)).delete()


@store.mended
def first_time(*what: str) -> bool:
    """Whether `what` is seen for the first time today, for things that may be used once (a one-time code)."""
    _, made = Counter.objects.get_or_create(key=_key(None, what), defaults={"until": clock.now()})
    return made


@contextmanager
def argon2_slot() -> Iterator[None]:
    """Hold one of two places for an Argon2id run. Raises TooBusy when eight others wait already (decision 5).

    The places are locked files, so they hold across processes and a killed process gives its place back.
    """
    ticket = _take("waiting", RUNNING + WAITING)
    if ticket is None:
        raise TooBusy
    with ticket:
        end = time.monotonic() + PATIENCE_S
        while (place := _take("argon2", RUNNING)) is None:
            if time.monotonic() > end:
                raise TooBusy
            time.sleep(LOOK_AGAIN_S)
        with place:
            yield


def _take(name: str, places: int) -> IO[str] | None:
    """An open, locked file: closing it gives the place back. None when all are taken."""
    for place in range(places):
        handle = (store.folder() / f"{name}-{place}.lock").open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
        else:
            return handle
    return None


def _key(drip: Drip | None, who: tuple[str, ...]) -> str:
    """A hash under the day's key: a copy of the store tells no address and no name."""
    parts = "".join(f"{len(part)}:{part}" for part in (drip.name if drip else "", *who))
    return hashlib.blake2b(parts.encode(), key=_day_key(), digest_size=32).hexdigest()


def _day_key() -> bytes:
    """Today's key (UTC), made on first use; making it forgets yesterday's key and all it counted."""
    name = f"day {clock.now().date()}"
    secret = Counter.objects.filter(key=name).values_list("secret", flat=True).first()
    if secret is None:
        Counter.objects.filter(secret__isnull=False).exclude(key=name).delete()
        Counter.objects.filter(secret__isnull=True).delete()
        row, _ = Counter.objects.get_or_create(key=name, defaults={"until": clock.now(), "secret": random.token(32)})
        secret = row.secret
    return bytes(secret)
