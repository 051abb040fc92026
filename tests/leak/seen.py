"""As data: which acts of the author others may see, from when on, and why. Everything else is private.

A new room adds a row here when something of it is meant to reach the other; until it does, the fuzz calls it a leak.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.leak import pages
from tests.leak.world import Done, Verdict, World

Fields = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """A form whose sending others may notice: its route, which sending of it, and the reason.

    `after`: only when the author has done one of these before; else there is nothing that could change.
    `hidden`: fields of which they may see nothing all the same.
    """

    route: str
    when: Callable[[Fields], bool]
    why: str
    after: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    status: tuple[int, ...] = (302, 204)  # what says that it was let in


def does(*deeds: str) -> Callable[[Fields], bool]:
    """Whether the button said one of these."""
    return lambda told: told.get("do") in deeds


def holds(name: str) -> Callable[[Fields], bool]:
    """Whether a field was sent and is not empty."""
    return lambda told: bool(told.get(name))


def always(told: Fields) -> bool:
    """Every sending."""
    return True


FRIEND_OR_PEER = "friend or peer"  # a field in name only: the twin says the other of the two
HANDED, CODE_USED = "hand a code over", "use a code"  # notes of steps
TOLD = frozenset({"break-tell"})

SEEN = (
    # people: linking, sharing, ending
    Seen("share", holds("share"), "PS-02: shared with them, after its preview"),
    Seen("shared", does("end"), "PS-04: gone for them from the next byte"),
    Seen("share-list", does("ask"), "PS-05: a request reaches them"),
    Seen(
        "pair",
        holds("role"),
        "decision 17: a half of the question whether both said romantic; what else was said is shown to nobody",
        hidden=frozenset({FRIEND_OR_PEER}),
    ),
    Seen(
        "unlink",
        does("unlink"),
        "PS-35: nothing of it is there for them any more; whether they are blocked shows when a code is used",
        hidden=frozenset({"block"}),
    ),
    Seen("erase", lambda told: told.get("sure") == "yes", "03 §3.6: as unlinking"),
    Seen("join", lambda told: "not" not in told, "decision 17: a space for two"),
    # together: what is said to the other
    Seen("signal-send", always, "3.6: they see it from ten seconds on"),
    Seen("signal-sent", does("back"), "3.6: taken back", after=frozenset({"signal-send"})),
    Seen("signal", always, "3.6: stopped, or turned to somebody else", after=frozenset({"signal-send"})),
    Seen("break-tell", does("send"), "P2: told, after what they will see"),
    Seen("break-time", does("back", "not-today", "more"), "P3, P4: whom was told of it is told of its end", after=TOLD),
    Seen("break", always, "P2: another break in its place", after=TOLD),
    Seen("break-words-share", holds("share"), "P1: shared, after its preview"),
    Seen("for-two", does("suits", "send"), "A28: offered, or agreed to"),
    Seen("for-two", does("not-this-week"), "A28: gone for them when the day ends", after=frozenset({"for-two"})),
    Seen("for-two-before", does("not-today"), "A30: gone for them when the day ends", after=frozenset({"for-two"})),
    Seen("write-letter", holds("send"), "PS-07: written to them, after its preview", status=(200,)),
    Seen("thanks", holds("send"), "PS-07: written to them, after its preview", status=(200,)),
    Seen("letters", holds("back"), "29b: taken out, as long as it has not come"),
    Seen("ask-for", does("send", "back"), "29b: an ask reaches them, or is taken back"),
    Seen("asked", does("yes", "no"), "29b: an answer reaches them"),
)

# A day with a mood reaches whoever gets the stream of moods, from the first day of sharing until it is stopped.
MOOD_ROUTES = {"check-in", "check-in-step", "check-in-more", "day"}
MOOD_FIELD = "a-mood"
ROUTES = {each.route for each in SEEN} | MOOD_ROUTES


@dataclass(frozen=True)
class From:
    """Something private that stands on whatever is shared later: it counts as shared when a later act shares."""

    routes: frozenset[str]
    later: frozenset[str]
    why: str
    when: Callable[[Fields], bool] = always


NAMED = frozenset({"share", "join", "mood", HANDED, "break-words-share", "write-letter", "thanks"})
DATED = NAMED | {"signal-send", "break-tell", "break-time", "break", "for-two", "for-two-before", "ask-for", "asked"}
FROM = (
    From(frozenset({"name-and-role"}), NAMED, "a shared card carries the name of who shares it, as it is then"),
    From(
        frozenset({"zone", "zone-first", "welcome-tomorrow"}),
        DATED,
        "the last day of a share, and the end of an evening, are those of the author's own calendar",
    ),
    From(
        frozenset({"preferences", "learn"}),
        frozenset({"mood"}),
        "how many questions a page asks decides what one sending of it answers",
    ),
    From(
        frozenset({"someone-may-know", "invite", "import"}),
        frozenset({CODE_USED}),
        "decision 9: a full re-key ends codes that are out, and so does taking one back",
    ),
    From(frozenset({"blocked"}), frozenset({"join", CODE_USED}), "a block is noticed when a code is used"),
    From(
        frozenset({"unlink"}), frozenset({"join", CODE_USED}), "a block is noticed when a code is used", does("unlink")
    ),
    From(frozenset({"signal"}), frozenset({"signal-send"}), "to whom a signal goes, and how soon it fades"),
    From(frozenset({"break", "break-time"}), TOLD, "how long the break is that is told of"),
    From(frozenset({"break-words"}), frozenset({"break-words-share"}), "the words that are shared"),
    From(frozenset({"for-two-after"}), frozenset({"for-two"}), "what one has done decides what one is offered first"),
)


def would(world: World, address: str, fields: Fields) -> bool:
    """Whether others might see this sending, were it let in now."""
    route = pages.route(address)
    return any(each.route == route and each.when(fields) for each in SEEN) or (
        route in MOOD_ROUTES and bool(world.mood_since())
    )


def judge(done: dict[int, Done], codes_used: set[int]) -> dict[int, Verdict]:
    """What becomes of each step of the author's in the twins, by what a first run found."""
    names, before = {}, set()
    for number, each in sorted(done.items()):
        names[number] = _names(each, before) | _mood(number, done)
        before |= {post.route for post in each.posts if post.outcome[0] in (200, 302)}
    after: set[str] = set()
    for number in sorted({*done, *codes_used}, reverse=True):
        if number in codes_used:
            after.add(CODE_USED)
        if number in done:
            taken = [post for post in done[number].posts if post.taken]
            names[number] |= {
                "from"
                for each in FROM
                if each.later & after and any(post.route in each.routes and each.when(post.fields) for post in taken)
            }
            after |= names[number]
    return {number: _verdict(done[number], held) for number, held in names.items()}


def _verdict(done: Done, names: set[str]) -> Verdict:
    if names == {"mood"}:
        return Verdict(True, only=frozenset({MOOD_FIELD}))
    hidden = frozenset(name for each in SEEN if each.route in names and "from" not in names for name in each.hidden)
    return Verdict(bool(names), hidden=hidden, unlock=not names and done.unlocked and done.due)


def _names(done: Done, before: set[str]) -> set[str]:
    """The rows of SEEN that a step falls under; `before` are the routes of the author's earlier steps."""
    found = set()
    for post in done.posts:
        for each in SEEN:
            let_in = each.route == post.route and post.outcome[0] in each.status and each.when(post.fields)
            # A signal goes to one person at most: turning it to somebody else takes it away from the first.
            if let_in and (post.to_others or each.after) and (not each.after or each.after & before):
                found.add(each.route)
    return found | set(done.notes.get("handed", ()))


def _mood(number: int, done: dict[int, Done]) -> set[str]:
    """Whether a mood of this step reaches others: by a stream that runs now or begins later on the same day."""
    here = done[number]
    if not any(post.route in MOOD_ROUTES for post in here.posts):
        return set()
    runs = any(since <= here.day for other, each in done.items() if other >= number for since in each.mood_since)
    return {"mood"} if runs else set()
