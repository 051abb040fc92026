"""Modules and exercises for tests, written as the files a clinician would write, in a folder of their own."""

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from holdfast.programme import courses, queries
from tests.cast import Member
from tests.web import walks

CALM, WRITE, ROMANTIC, STEADY, BY_BREATH, SIDE, FACE = (
    "look-out-of-the-window", "a-page-for-myself", "a-kind-word-for-us", "one-small-thing", "slow-breath",
    "side-by-side-list", "face-to-face-list",
)  # fmt: skip
NUMBERS = {"first-words": 501, "looking-back": 502, "getting-ready": 500}


def exercise(id: str, **changes: Any) -> str:
    """An exercise file; `changes` are lines of its head, and `body`."""
    head = {
        "id": id,
        "version": "1.0.0",
        "status": "active",
        "title": id.replace("-", " ").capitalize(),
        "kind": "reflect",
        "for": "person",
        "roles": "[recovering, supporting]",
        "tier": "0",
        "minutes": "5",
        "eyes": "open",
        "draws_on": "[outside]",
        "opening": '"About five minutes. You can stop at any moment."',
        "about": '"It suits some people."',
        "lighter": '"Name one thing you see. That counts."',
        "skip_if": '"it feels like too much today."',
        "aftercare": '"Drink some water. Do one small thing."',
        "before_after": "[strength, here]",
        "evidence": "{basis: practice, claims: []}",
        "review": "{status: none}",
        "source": "own words",
        "steps": "[look, end]",
    }
    body = changes.pop(
        "body",
        """\
        ## look: Look.
        Look out of the window for a while.

        ::: wait 30

        ## end: End.
        Put your feet on the floor.
        """,
    )
    lines = [f"{name}: {value}" for name, value in (head | changes).items()]
    return "\n".join(["---", *lines, "---", dedent(body)])


PAGE = """\
## feet: Feet.
Press your feet down.

::: ask strength

## write: Write.
A few lines, as you like.

::: write page: What was good today?

::: ask here

## after: After.
Look round the room.

::: sheet warning-signs
::: aftercare
"""
TURNS = """\
## one: One.
Each says one thing.

::: turn 5

## two: Two.
Thank each other.

::: say-to-partner: Thank you for telling me.
"""
EXERCISES = {
    CALM: exercise(CALM),
    WRITE: exercise(
        WRITE,
        kind="write",
        avoid_when="[court-case]",
        draws_on="[words]",
        minutes="15",
        steps="[feet, write, after]",
        body=PAGE,
    ),
    ROMANTIC: exercise(ROMANTIC, relations="[romantic]", title="A kind word for two lovers"),
    STEADY: exercise(STEADY, kind="do", before_after="[]"),
    SIDE: exercise(SIDE, **{"for": "pair", "kind": "do", "tier": "1", "steps": "[one, two]", "body": TURNS}),
    FACE: exercise(FACE, **{"for": "pair", "kind": "talk", "tier": "1", "steps": "[one, two]", "body": TURNS}),
}

LEARN = """\
## what-it-is: What it is
Words can be slow. That is common.

They can come later.

::: think: When do words come easily?
::: shorter: Words can be slow.

## for-lovers: For lovers
Lovers can say it in their own way.

::: only romantic
::: think: What would you like to hear?

## for-friends: For friends
A friend can say it in a plain way.

::: only friend
::: think: What would you like to hear?

## beside: Beside somebody
It is not your task to mend it.

::: only supporting
::: think: What is your own part?

## last: One last thing
You can begin small.

::: think: What would be small?
::: shorter: Begin small.
"""


def module(id: str, **changes: Any) -> str:
    """A module file; `changes` are lines of its head, and `body`."""
    head = {
        "id": id,
        "version": "1.0.0",
        "status": "active",
        "number": '"4"',
        "phase": "2",
        "title": id.replace("-", " ").capitalize(),
        "aim": '"You can say one thing in your own words."',
        "mechanisms": "[communication]",
        "roles": "[recovering, supporting]",
        "minutes": "12",
        "opening": '"About twelve minutes. You can stop at any moment."',
        "said": '{alone: "Alone is whole.", supporting: "You walk beside.", friend: "For a friend, too."}',
        "before": "[no-hold, not-in-crisis]",
        "learn": "[what-it-is, for-lovers, for-friends, beside, last]",
        "alone": f"[{{exercise: {CALM}@1.0.0, small: true}}, {{exercise: {WRITE}@1.0.0, who: [recovering]}},"
        f" {{exercise: {ROMANTIC}@1.0.0}}]",
        "together": f"{{tier: 1, minutes: 15, side-by-side: {SIDE}@1.0.0, face-to-face: {FACE}@1.0.0}}",
        "practice": f'{{exercise: {STEADY}@1.0.0, days: 3, minutes: 5, say: "On three days, if you like."}}',
        "check": '[{id: how-easy, text: "How easy was it?", low: not at all, high: very}]',
        "evidence": "{basis: practice, claims: []}",
        "review": "{status: none}",
        "source": "own words",
    }
    body = changes.pop("body", LEARN)
    lines = [f"{name}: {value}" for name, value in (head | changes).items()]
    return "\n".join(["---", *lines, "---", dedent(body)])


ORDER = """\
numbers: {getting-ready: 500, first-words: 501, looking-back: 502}
retired: []
full: [[getting-ready], [first-words], [looking-back]]
short: [[getting-ready], [looking-back]]
ways:
  - {id: shame, title: Shame, why: "Shame needs safe company.", sooner: [looking-back]}
  - id: sleep
    title: Sleep
    why: "Without sleep all is harder."
    sooner: [first-words]
    sign: {form: phq-9, score: total, at_least: 10, source: "our own choice"}
"""
MODULES = {
    "getting-ready": module("getting-ready", phase="0", number='"0"'),
    "first-words": module("first-words"),
    "looking-back": module("looking-back", phase="3", number='"9"', before="[no-hold, not-in-crisis, stable]"),
}


def folder(at: Path, modules: dict[str, str] = MODULES, order: str = ORDER) -> Path:
    """A content folder with these in it."""
    for kind, files in (("modules", modules), ("exercises", EXERCISES)):
        for name, text in files.items():
            id, _, version = name.partition("@")
            write(at, kind, id, version or "1.0.0", text)
    (at / "programme").mkdir(exist_ok=True)
    (at / "programme" / "order.yaml").write_text(order, encoding="utf-8")
    return at


def write(at: Path, kind: str, id: str, version: str, text: str) -> Path:
    """One file under its name."""
    path = at / kind / id / f"{version}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def only(monkeypatch: Any, at: Path) -> None:
    """Let the modules of a folder be all there are, whatever ships."""
    made = courses.at((at,))
    monkeypatch.setattr(queries, "courses", lambda: made)


def get(member: Member, name: str, *parts: Any) -> HttpResponse:
    """Open a page."""
    return member.client.get(reverse(name, args=parts))


def send(member: Member, name: str, *parts: Any, **fields: Any) -> HttpResponse:
    """Send the form of a page with a token of its own."""
    address = reverse(name, args=parts)
    told = {key.replace("__", "."): value for key, value in fields.items()}
    return member.client.post(address, told | {"form_token": walks.token(member, address)})


def text(page: HttpResponse) -> str:
    """The words of a page's main part, without tags."""
    main = page.content.decode().split("<main")[1].split("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&#x27;", "'").split())


def begun(member: Member, number: int = 500, **fields: Any) -> Member:
    """A module begun."""
    assert send(member, "module", number, do="begin", **fields).status_code == 302
    return member


def read_all(member: Member, number: int) -> None:
    """Read every step of a module."""
    step = 1
    while send(member, "learn-step", number, step)["Location"] != reverse("module", args=[number]):
        step += 1


def do(member: Member, number: int, place: int, **answers: Any) -> HttpResponse:
    """Do an exercise from its first step to the answer."""
    fields = {key: answers.pop(key) for key in [key for key in answers if key.startswith(("w_", "a_"))]}
    before = {"before": answers.pop("before")} if "before" in answers else {}
    told = {key.replace("_", "-", 1): value for key, value in fields.items()}
    send(member, "exercise", number, place, **told, **before)
    return send(member, "exercise-after", number, place, **answers)
