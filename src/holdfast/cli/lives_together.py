"""What the two of the demonstration have said to each other: a letter, thanks, words for a break, a plan.

All of it through the same actions as the pages, each at its own moment.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

LETTER = (
    "I was thinking of the walk by the water. You laughed at the geese, and it was good to hear. No need to write back."
)
THANKS = "Thank you for the tea yesterday, and for not asking."


def since(story: list[Any], pair: UUID, now: datetime) -> None:
    """Let Ana and Ben, who are linked, say a few things to each other."""
    from holdfast.accounts import actions as accounts
    from holdfast.kit import clock

    ana, ben = (accounts.by_name(life.name, life.words, accounts.Sender("demo")).keyring for life in story)
    two = Two(ana, ben, pair)
    with clock.standing_at(now - timedelta(days=6)):
        two.had_tea()
        two.agree_on_breaks()
    with clock.standing_at(now - timedelta(hours=20)):
        two.share(ben, "letter", "The geese", LETTER)
        two.share(ana, "appreciation", "A thank-you", THANKS)
    with clock.standing_at(now - timedelta(days=4)):
        two.walk_modules()
    with clock.standing_at(now - timedelta(minutes=20)):
        two.plan()


class Two:
    """Ana and Ben, with both keyrings at hand: no page ever has that."""

    def __init__(self, ana: Any, ben: Any, pair: UUID) -> None:
        """Their pair is there."""
        self.ana, self.ben, self.pair = ana, ben, pair

    def side(self, keyring: Any) -> Any:
        """The pair as one of them sees it."""
        from holdfast.people import queries

        return queries.pair(keyring, self.pair)

    def share(self, keyring: Any, stream: str, title: str, text: str) -> None:
        """One of them shares a text."""
        from holdfast.kit import random
        from holdfast.people import actions
        from holdfast.people.schema import Card

        actions.share(keyring, self.side(keyring), Card(stream, title, text), id=random.uuid())

    def had_tea(self) -> None:
        """Both note, each for themselves, how a warm drink was."""
        from holdfast.kit import clock, random
        from holdfast.together import week

        for keyring, how, close in ((self.ana, "good", 6), (self.ben, "okay", None)):
            note = week.Note(self.pair.hex, "a-warm-drink", clock.now().date().isoformat(), how, "here", close)
            week.keep(keyring, note, id=random.uuid())

    def agree_on_breaks(self) -> None:
        """Each writes their own words for a break; Ana switches her signal on."""
        from holdfast.kit import clock
        from holdfast.together import breaks, signals

        breaks.keep_words(self.ana, self.pair, breaks.Words("Time for air", "20", "The kitchen, with the door open"))
        breaks.keep_words(self.ben, self.pair, breaks.Words("I need a break", "40", "Round the block"))
        signals.switch_on(self.ana, self.side(self.ana), 3, clock.now())

    def plan(self) -> None:
        """Ben offers a short walk on one of the next days."""
        from holdfast.kit import clock, random
        from holdfast.people import queries, rules
        from holdfast.together import rules as moments
        from holdfast.together import week

        zone: ZoneInfo = rules.zone(queries.profile(self.ben))
        at = moments.slots(clock.now(), zone)[0]
        plan = moments.plan("a-short-walk", at, clock.now(), zone)
        week.offer(self.side(self.ben), plan, clock.now(), id=random.uuid())

    def walk_modules(self) -> None:
        """Both have walked the first two modules; Ana has begun the next, with Ben beside her. Neither sees it."""
        from holdfast.kit import clock
        from holdfast.programme import actions, queries

        today, courses = clock.now().date(), queries.courses()
        for keyring, role in ((self.ana, "recovering"), (self.ben, "supporting")):
            for id in ("getting-safe", "no-lighter-stop"):
                actions.begin(keyring, courses.modules[id], (role,), "", today)
                for move in ("learned", "tried", "practised", "checked"):
                    actions.move(keyring, id, move, today)
        next_ = courses.modules["safety-together"]
        actions.begin(self.ana, next_, ("recovering",), str(self.pair), today)
        actions.read_on(self.ana, next_.head.id, next_.head.learn[2], today)
