"""What two say to each other in passing, and what each says of wishes and of closer things alone."""

from datetime import timedelta

from django.urls import reverse
from hypothesis import strategies as st

from holdfast.accounts import form_token
from holdfast.kit import clock
from holdfast.together import shelf
from holdfast.together.mutes import MUTES
from tests.leak.steps.anything import filled
from tests.leak.steps.registry import AUTHOR, BIT, BOTH, PARTNER, SMALL, press, send, step, token
from tests.leak.steps.two import pair_of
from tests.leak.world import World

WORDS = st.sampled_from(["steady", "shaky", "too-much"])
LENGTHS = st.sampled_from(["20", "60", "tomorrow"])


@step("signal", by=BOTH, often=1.5, word=WORDS, then=st.sampled_from(["", "back", "stop"]))
def signal(world: World, role: str, word: str, then: str) -> None:
    """Switch it on, send a word, and perhaps take it back or stop."""
    pair = pair_of(world, role)
    if pair and world.enter(role):
        send(world, role, "signal", pair, do="on", hours="6")
        send(world, role, "signal-send", pair, word=word, wish="near")
        if then:
            send(world, role, "signal-sent" if then == "back" else "signal", pair, do=then)


@step("signal to somebody else", by=AUTHOR, often=0.5, word=WORDS)
def signal_to_somebody_else(world: World, role: str, word: str) -> None:
    """A signal goes to one person; nothing of one pair shows in another."""
    pair = pair_of(world, role, with_others=False)
    if pair and world.enter(role):
        send(world, role, "signal", pair, do="on", hours="3")
        send(world, role, "signal-send", pair, word=word)


@step(
    "take a break",
    by=BOTH,
    often=1.5,
    length=LENGTHS,
    tell=BIT,
    then=st.sampled_from(["", "back", "more", "not-today"]),
)
def take_a_break(world: World, role: str, length: str, tell: bool, then: str) -> None:
    """A break, told to the other or kept to oneself; and its end."""
    pair = pair_of(world, role)
    if not world.enter(role):
        return
    send(world, role, "break", how=f"tell-{pair}" if tell else "me", length=length)
    if pair:
        send(world, role, "break-tell", pair, do="send" if tell else "no")
    if then:
        send(world, role, "break-time", do=then)


@step("write words for a break", by=AUTHOR, often=0.7, show=BIT)
def write_words_for_a_break(world: World, role: str, show: bool) -> None:
    """Words for a break, kept for oneself, or shown after their preview."""
    pair = pair_of(world, role)
    if not pair or not world.enter(role):
        return
    told = {"picked": "", "words": world.word(role, "words", 60), "where": world.word(role, "where", 60)}
    send(world, role, "break-words", pair, **told, length="20", children="")
    if show:
        press(world, role, reverse("break-words-share", args=[pair]), "share")


@step("write a letter", by=BOTH, often=1.5, thanks=BIT, send=BIT, back=BIT)
def write_a_letter(world: World, role: str, thanks: bool, send: bool, back: bool) -> None:
    """A letter or a line of thanks: looked at, sent, taken out again."""
    pair = pair_of(world, role)
    if not pair or not world.enter(role):
        return
    address = reverse("thanks" if thanks else "write-letter", args=[pair])
    told = {"text": world.word(role, "text", 100), "title": ""}
    seen = world.post(role, address, told | {"do": "look", form_token.FIELD: token(world, role, address)})
    for form in world.forms(address, seen) if send else ():
        marks = [each for each in form.buttons if each[0] == "send"]
        if marks:
            hidden = {each.name: each.value for each in form.fields if each.kind == "hidden"}
            world.post(role, form.action, hidden | told | dict(marks))
    if back:
        press(world, role, reverse("letters"), "back")


@step("read letters", by=BOTH, throw=BIT)
def read_letters(world: World, role: str, throw: bool) -> None:
    """What has come; opened, and perhaps thrown away."""
    if not world.enter(role):
        return
    world.get(role, reverse("letters"))
    for address in world.people[role].seen.get("letter", [])[-1:]:
        press(world, role, address, "do=throw") if throw else world.get(role, address)


@step("ask for something", by=BOTH, kind=SMALL, back=BIT)
def ask_for_something(world: World, role: str, kind: int, back: bool) -> None:
    """One small thing this evening; perhaps taken back."""
    pair, kinds = pair_of(world, role), sorted(each.id for each in shelf.WANTED.every())
    if pair and kinds and world.enter(role):
        send(world, role, "ask-for", pair, do="send", kind=kinds[kind % len(kinds)])
        if back:
            send(world, role, "ask-for", pair, do="back")


@step("answer an ask", by=BOTH, do=st.sampled_from(["yes", "no", "nothing", "mute"]))
def answer_an_ask(world: World, role: str, do: str) -> None:
    """Yes, no, nothing at all, or no more of this kind."""
    pair = pair_of(world, role)
    if pair and world.enter(role):
        send(world, role, "asked", pair, do=do)


@step("plan for two", by=BOTH, often=1.5, do=st.sampled_from(["send", "suits", "not-this-week", "look"]), thing=SMALL)
def plan_for_two(world: World, role: str, do: str, thing: int) -> None:
    """Offer a thing and a moment, look at one only, say yes, or step back."""
    pair, things = pair_of(world, role), sorted(each.id for each in shelf.things())
    if pair and things and world.enter(role):
        at = str(int((clock.now() + timedelta(hours=2 + thing)).timestamp()))
        what = {"do": "slot" if do == "look" else do, "thing": things[thing % len(things)], "at": at}
        send(world, role, "for-two", pair, **what)


@step("say how it was", by=AUTHOR, do=st.sampled_from(["after", "not-today"]), close=SMALL)
def say_how_it_was(world: World, role: str, do: str, close: int) -> None:
    """Afterwards, for oneself alone; or not today."""
    pair, things = pair_of(world, role), sorted(each.id for each in shelf.things())
    if not pair or not things or not world.enter(role):
        return
    if do == "not-today":
        send(world, role, "for-two-before", pair, do=do)
        return
    for form in world.forms("", world.get(role, reverse("for-two-after", args=[pair])))[-1:]:
        send(world, role, "for-two-after", pair, **filled(world, role, form))


@step("silence", by=BOTH, kind=SMALL, show=BIT)
def silence(world: World, role: str, kind: int, show: bool) -> None:
    """See nothing more of one kind of what comes in, or see it again. Nobody is told."""
    pair = pair_of(world, role)
    if pair and world.enter(role):
        send(world, role, "mute", pair, 1 + kind % len(MUTES), do="show" if show else "mute")


@step("answer wishes", by=BOTH, often=1.5, number=st.integers(1, 4), back=BIT)
def answer_wishes(world: World, role: str, number: int, back: bool) -> None:
    """A list, answered alone with notes of one's own; or taken back."""
    pair = pair_of(world, role)
    if not pair or not world.enter(role):
        return
    send(world, role, "wishes", pair, do="begin")
    address = reverse("wish-list", args=[pair, number])
    for form in world.forms(address, world.get(role, address)):
        if any(each.name.startswith("a-") for each in form.fields):
            world.post(role, form.action, filled(world, role, form))
    if back:
        press(world, role, address, "do=back")


@step("say what is closer", by=BOTH, say=st.sampled_from(["yes-1", "yes-2", "yes-3", "yes-all", "not-1", "not-all"]))
def say_what_is_closer(world: World, role: str, say: str) -> None:
    """A yes or a "not now" to closer things, said alone."""
    pair = pair_of(world, role)
    if pair and world.enter(role):
        send(world, role, "closer", pair, say=say)


@step("choose at the quiet check", by=(AUTHOR, PARTNER), often=1.5, choice=st.integers(1, 5), locked=BIT)
def choose_at_the_quiet_check(world: World, role: str, choice: int, locked: bool) -> None:
    """Any of its five buttons, also while the space is locked."""
    if world.enter(role):
        if locked:
            world.ask(role, "POST", reverse("lock"), {})
        if role == AUTHOR and world.variant(role, "v") != 1:
            choice = choice % 5 + 1
        world.ask(role, "POST", reverse("quiet-choice"), {"v": str(choice)})
