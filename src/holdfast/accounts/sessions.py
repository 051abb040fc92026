"""Signed-in browsers: begin, find, keep alive, lock, end (decisions 5, 6, 31).

A row is worth nothing without the cookie's secret, and the key in it is gone the moment it locks.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from holdfast.accounts import cookies, store
from holdfast.accounts.models import Account, Session
from holdfast.accounts.rules import MINUTES
from holdfast.kit import clock
from holdfast.vault import session as vault

HARD, HARD_SHARED = timedelta(hours=12), timedelta(minutes=30)
WAIT_FOR_CODE = timedelta(minutes=5)
MINUTES_SHARED = 2
FRESH = timedelta(minutes=2)
# A limit further ahead than it could have been set belongs to a clock that stepped back since.
CLOCK_SLACK = timedelta(minutes=1)
LONGEST_PAGE = 60


@dataclass(frozen=True)
class Manner:
    """How a browser is to be held: a shared phone, its kind, minutes to the lock, what Exit leaves behind.

    `waiting` makes it half open for five minutes, until a one-time code. `hard_until` carries the end of an earlier
    session over, so that unlocking never lengthens a day.
    """

    shared: bool = False
    device: str = "other"
    minutes: int = MINUTES
    leave_nothing: bool = False
    waiting: bool = False
    hard_until: datetime | None = None

    @property
    def life(self) -> timedelta:
        """How long it lasts at most."""
        return WAIT_FOR_CODE if self.waiting else HARD_SHARED if self.shared else HARD


class Found:
    """A session row with the cookie that belongs to it. Holds no key until `amk` is asked for."""

    def __init__(self, row: Session, cookie: vault.Cookie) -> None:
        self.row, self.cookie = row, cookie

    def amk(self) -> bytes:
        """The master key. Raises CannotOpen when locked, edited, or still waiting for a one-time code."""
        return self._open(vault.OPEN)

    def waiting_amk(self) -> bytes:
        """The master key of a session that waits for its one-time code. Raises CannotOpen otherwise."""
        return self._open(vault.WAITING)

    def _open(self, stage: str) -> bytes:
        sealed = bytes(self.row.envelope or b"")
        return vault.open_session(self.cookie, sealed, self.row.account_id, _seconds(self.row.hard_until), stage)


@store.mended
def begin(response: HttpResponse, account: Account, amk: bytes, manner: Manner) -> Session:
    """Write a session row and give the browser its cookie."""
    now, cookie = clock.now().replace(microsecond=0), vault.Cookie.new()
    until = min(manner.hard_until or now + manner.life, now + manner.life)
    stage = vault.WAITING if manner.waiting else vault.OPEN
    minutes = MINUTES_SHARED if manner.shared else manner.minutes
    row = Session.objects.create(
        sid_hash=cookie.row.hex(),
        account_id=account.id,
        epoch=account.epoch,
        device=manner.device,
        day=now.date(),
        shared=manner.shared,
        leave_nothing=manner.leave_nothing,
        half_open=manner.waiting,
        minutes=minutes,
        hard_until=until,
        idle_until=until if manner.waiting else now + timedelta(minutes=minutes),
        fresh_until=None if manner.waiting else now + FRESH,
        envelope=vault.seal_session(cookie, amk, account.id, _seconds(until), stage),
    )
    cookies.set_session(response, cookie, life_s=None if manner.shared else int((until - now).total_seconds()))
    return row


@store.mended
def find(request: HttpRequest) -> Found | None:
    """The session of this browser, as it stands now: ended if its day is over, locked if nobody acted for long."""
    cookie = cookies.session(request)
    row = cookie and Session.objects.filter(pk=cookie.row.hex()).first()
    if not row:
        return None
    if _over(row.hard_until, Manner(shared=row.shared, waiting=row.half_open).life):
        end(row)
        return None
    limit = WAIT_FOR_CODE if row.half_open else timedelta(minutes=row.minutes)
    if row.envelope is not None and _over(row.idle_until, limit) and not lock(row):
        return None
    return Found(row, cookie)


@store.mended
def touch(row: Session) -> None:
    """A person acted: the time to the lock starts anew. Never revives a locked row."""
    until = clock.now() + timedelta(minutes=row.minutes)
    # A page loads several things at once; one write a second is enough.
    if until - row.idle_until >= timedelta(seconds=1):
        Session.objects.filter(pk=row.pk, envelope__isnull=False).update(idle_until=until)
        row.idle_until = until


@store.mended
def stay(row: Session, minutes: int) -> None:
    """A page that takes long says so: this session's limit becomes that plus two (not on a shared phone)."""
    wanted = min(minutes, LONGEST_PAGE) + 2
    if not row.shared and wanted > row.minutes:
        set_minutes(row, wanted)


@store.mended
def set_minutes(row: Session, minutes: int) -> None:
    """Another number of minutes until this session locks. A shared phone keeps its two."""
    if not row.shared:
        Session.objects.filter(pk=row.pk).update(minutes=minutes)
        row.minutes = minutes
        touch(row)


@store.mended
def set_leave_nothing(row: Session, wish: bool) -> None:
    """Whether Exit of this session clears the browser."""
    Session.objects.filter(pk=row.pk).update(leave_nothing=wish)
    row.leave_nothing = wish


@store.mended
def lock(row: Session) -> bool:
    """Take the key out of a row; whether the row is still there. A shared or half-open one goes whole."""
    if row.shared or row.half_open:
        end(row)
        return False
    Session.objects.filter(pk=row.pk).update(envelope=None, fresh_until=None)
    row.envelope = row.fresh_until = None
    return True


@store.mended
def end(row: Session) -> None:
    """Delete a row: every process has lost the key at once."""
    Session.objects.filter(pk=row.pk).delete()


@store.mended
def carry_over(row: Session, epoch: int) -> None:
    """Let this one session live on in a new epoch."""
    Session.objects.filter(pk=row.pk).update(epoch=epoch)
    row.epoch = epoch


@store.mended
def end_all(account_id: UUID, *, but: Session | None = None) -> None:
    """Take the key out of every other row of an account. The epoch has locked them already; this empties them."""
    others = Session.objects.filter(account_id=account_id)
    others.exclude(pk=but.pk if but else "").update(envelope=None, fresh_until=None)


@store.mended
def forget(account_id: UUID) -> None:
    """Delete every row of an account that is erased."""
    Session.objects.filter(account_id=account_id).delete()


@store.mended
def of(account: Account) -> list[Session]:
    """The account's open and locked sessions, newest day first; without those that were ended."""
    rows = Session.objects.filter(account_id=account.id, epoch=account.epoch, half_open=False)
    return list(rows.filter(hard_until__gt=clock.now()).order_by("-day", "sid_hash"))


@store.mended
def sweep() -> int:
    """For the host's clock: delete what is over, empty what nobody used. Returns how many rows it touched."""
    now = clock.now()
    gone, _ = Session.objects.filter(hard_until__lte=now).delete()
    idle = Session.objects.filter(idle_until__lte=now, envelope__isnull=False)
    ended, _ = (idle.filter(shared=True) | idle.filter(half_open=True)).delete()
    return gone + ended + idle.update(envelope=None, fresh_until=None)


def is_fresh(row: Session) -> bool:
    """Whether the words or the PIN were typed within the last two minutes."""
    return row.fresh_until is not None and not _over(row.fresh_until, FRESH)


def device_kind(request: HttpRequest) -> str:
    """phone, computer or other. Nothing else of what a browser says about itself is looked at or kept (PS-50)."""
    agent = request.headers.get("User-Agent", "")
    if "Mobi" in agent or "Android" in agent:
        return "phone"
    return "computer" if any(name in agent for name in ("Windows", "Macintosh", "Linux", "CrOS")) else "other"


def _over(until: datetime, limit: timedelta) -> bool:
    """Whether a limit has passed, or was set by a clock that has stepped back since: no jump lengthens a session."""
    now = clock.now()
    return until <= now or until > now + limit + CLOCK_SLACK


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
