"""What the author does alone: nobody else may notice any of it."""

from datetime import timedelta

import pyotp
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import strategies as st

from holdfast.accounts import form_token, totp
from holdfast.checkins import shelf
from holdfast.instruments import queries as instruments
from holdfast.kit import clock
from holdfast.people import queries as people
from holdfast.programme import queries as programme
from tests.leak import pages, values
from tests.leak.steps.anything import filled, new_words, remember_words
from tests.leak.steps.registry import AUTHOR, BIT, SMALL, press, step, token
from tests.leak.world import World

MOST_PAGES = 12


@step("check in", by=AUTHOR, often=3, more=BIT)
def check_in(world: World, role: str, more: bool) -> None:
    """The questions of the day, each on its page or all on one; then a little more, with a line for oneself."""
    if not world.enter(role):
        return
    answer = world.get(role, reverse("check-in"))
    for _ in range(MOST_PAGES):
        address = answer.asked
        offered = [form for form in world.forms(address, answer) if any(f.name.startswith("a-") for f in form.fields)]
        if not offered:
            return
        told = filled(world, role, offered[0]) | {"do": "more" if more else "next"}
        answer = world.post(role, offered[0].action, told)
        if answer.asked == address:
            return


@step("answer a form", by=AUTHOR, often=3, which=st.integers(0, 40), pages_=st.integers(1, MOST_PAGES), worst=BIT)
def answer_a_form(world: World, role: str, which: int, pages_: int, worst: bool) -> None:
    """Begin one of the forms and go on for some pages, or to its end; after the worst answers support comes in."""
    if not world.enter(role):
        return
    profile = people.profile(world.keyring(role))
    known = sorted(id for id, each in instruments.all_().items() if shelf.may_begin(each, profile))
    address = reverse("form-begin")
    told = {"do": "yes", "form": known[which % len(known)], form_token.FIELD: token(world, role, address)}
    answer = world.post(role, address, told)
    for _ in range(pages_):
        address = answer.asked
        offered = [form for form in world.forms(address, answer) if any(f.name.startswith("a-") for f in form.fields)]
        if not offered:
            return
        fields = filled(world, role, offered[0])
        if worst:
            fields |= {f.name: f.options[-1] for f in offered[0].fields if f.options and f.name.startswith("a-")}
        if offered[0].draft and pages_ % 2:
            world.ask(role, "POST", offered[0].draft, fields)
        answer = world.post(role, offered[0].action, fields | {"do": "next"})
        if answer.asked == address:  # the support page: go on from it
            onward = [
                each for each in pages.addresses(answer.content_read.decode()) if pages.route(each) == "form-page"
            ]
            if not onward:
                return
            answer = world.get(role, onward[0])


@step("lock and come again", by=AUTHOR, often=1.5, how=st.sampled_from(["unlock", "sign in", "leave", "stay"]))
def lock_and_come_again(world: World, role: str, how: str) -> None:
    """Lock and unlock, lock or leave and sign in anew; or stay, as the page does by itself while somebody reads."""
    if not world.enter(role):
        return
    if how == "stay":
        world.ask(role, "POST", reverse("keep-alive"), {})
        return
    world.ask(role, "POST", reverse("exit" if how == "leave" else "lock"), {})
    if how == "unlock":
        press(world, role, reverse("today"), words=world.people[role].words)
    world.enter(role)


@step("use a one-time code", by=AUTHOR, often=0.5)
def use_a_one_time_code(world: World, role: str) -> None:
    """Ask for a code besides the words, sign in with one, and do without it again."""
    if not world.enter(role, anew=True):
        return
    address = reverse("one-time-code")
    page = world.get(role, address)
    for form in world.forms(address, page):
        seeds = [totp.seed_from_form(each.value) for each in form.fields if each.name == "seed"]
        if not seeds:
            continue
        hidden = {each.name: each.value for each in form.fields if each.kind == "hidden"}
        world.post(role, form.action, hidden | {"code": _code(seeds[0])})
        world.ask(role, "POST", reverse("lock"), {})
        told = {"name": world.people[role].name, "words": world.people[role].words, "who": "mine"}
        world.ask(role, "POST", reverse("sign-in-other"), told)
        second = reverse("second-step")
        told = {"code": _code(seeds[0], after_s=totp.STEP_S), form_token.FIELD: token(world, role, second)}
        world.ask(role, "POST", second, told)
        press(world, role, address, "off")


def _code(seed: str, *, after_s: int = 0) -> str:
    """The code now; or the next one, which counts already: none counts twice."""
    return pyotp.TOTP(seed).at(int(clock.now().timestamp()) + after_s)


@step("new words", by=AUTHOR, often=0.8, everything=BIT)
def set_new_words(world: World, role: str, everything: bool) -> None:
    """New lock words; or, since somebody may know the old ones, new keys for everything."""
    if not world.enter(role, anew=True):
        return
    words = new_words(world, role)
    told = {"old": world.people[role].words, "mode": "own", "words": words, "again": words, "do": "go"}
    address = reverse("someone-may-know" if everything else "change-words")
    remember_words(world, role, told, world.post(role, address, told | {form_token.FIELD: token(world, role, address)}))


@step("send while locked", by=AUTHOR, send_again=BIT)
def send_while_locked(world: World, role: str, send_again: bool) -> None:
    """A form that was open when the space locked: it waits, sealed, for the next unlock, and can be sent again."""
    if not world.enter(role):
        return
    address = reverse("check-in-more", args=[0])
    offered = world.forms(address, world.get(role, address))
    world.ask(role, "POST", reverse("lock"), {})
    for form in offered[:1]:
        world.ask(role, "POST", form.action, filled(world, role, form))
    if world.enter(role) and send_again:
        kept = reverse("kept-forms")
        for form in world.forms(kept, world.get(role, kept))[:1]:
            world.post(role, form.action, filled(world, role, form))


@step("take out and bring back", by=AUTHOR, often=1.2, locked=BIT)
def take_out_and_bring_back(world: World, role: str, locked: bool) -> None:
    """An export, and on a later turn the file taken in again."""
    if not world.enter(role, anew=True):
        return
    before = world.files.get(role)
    if before is not None:
        address = reverse("import")
        told = {"words": "", form_token.FIELD: token(world, role, address)}
        world.post(role, address, told, file=ContentFile(before, "my-data.zip"))
        return
    words = world.word(role, "words") if locked else ""
    answer = press(world, role, reverse("export"), words=words)
    if answer is not None and not locked and answer.headers.get("Content-Disposition"):
        world.files[role] = answer.content_read


@step("mark hard days", by=AUTHOR, often=0.5, back=SMALL)
def mark_hard_days(world: World, role: str, back: int) -> None:
    """A hard date, which makes its week a soft one."""
    if world.enter(role):
        day = world.today + timedelta(days=back - 3 + (world.variant(role, "first") == values.OTHER))
        press(world, role, reverse("hard-dates"), first=day.isoformat(), last="")


@step("write a plan", by=AUTHOR, part=st.integers(1, 7), delete=BIT)
def write_a_plan(world: World, role: str, part: int, delete: bool) -> None:
    """A part of the safety plan; or all of it deleted."""
    if not world.enter(role, anew=True):
        return
    if delete:
        press(world, role, reverse("plan-delete"))
        return
    address = reverse("plan-part", args=[part])
    for form in world.forms(address, world.get(role, address)):
        if any(each.kind == "textarea" for each in form.fields):
            world.post(role, form.action, filled(world, role, form) | {"do": "next"})


@step("use a tool", by=AUTHOR, which=SMALL, before=st.integers(0, 10), after=st.integers(0, 10))
def use_a_tool(world: World, role: str, which: int, before: int, after: int) -> None:
    """A tool of relief, and how it was."""
    if world.enter(role):
        tools = sorted(programme.tools().ids)
        more = world.variant(role, "before") == values.OTHER
        told = {"tool": tools[which % len(tools)], "before": str((before + more) % 11), "after": str(after)}
        numbers = sorted(programme.tools().tools)
        named = ("check-the-room", "that-was-then", "still-here", "keep-this")
        for address in (reverse("tool", args=[numbers[which % len(numbers)]]), *map(reverse, named)):
            world.post(role, address, told)


@step("look something up", by=AUTHOR, often=0.5)
def look_something_up(world: World, role: str) -> None:
    """A search, which writes nothing."""
    if world.enter(role):
        world.post(role, reverse("look-up"), {"words": world.word(role, "words", 60)})


@step("meet an error", by=AUTHOR, often=0.7, which=SMALL)
def meet_an_error(world: World, role: str, which: int) -> None:
    """Open what is not there, send what nobody sent."""
    world.enter(role)
    for address in (f"/p/{900 + which}", reverse("person", args=[world.nobodys_id()]), "/nothing"):
        world.ask(role, "GET" if which % 2 else "POST", address, {"note": world.word(role, "note")})


@step("put the closer look off", by=AUTHOR, often=0.5, do=st.sampled_from(["ask", "no"]))
def put_the_closer_look_off(world: World, role: str, do: str) -> None:
    """What is offered after the first look: on its day, or not this time."""
    if world.enter(role):
        address = reverse("closer-look")
        world.post(role, address, {"do": do, form_token.FIELD: token(world, role, address)})
