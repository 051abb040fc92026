"""An exercise as its page draws it: numbered headings, words with their two fillings, and where each choice leads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.programme.directives import Directive
from holdfast.programme.exercise import Exercise, Step

CALL, WEEKDAY = "{call}", "{weekday}"
PLAIN = {"next", "help"}  # a question and its answers weigh the same: none stands back


@dataclass(frozen=True)
class Choice:
    """A button of a step. `to` is an address; without one, `does` says what it does: done, exit or still-here."""

    label: str
    to: str = ""
    does: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Part:
    """A directive as drawn: its kind and what that kind needs. `name`: the field of what is answered or written."""

    kind: str
    words: str = ""
    name: str = ""
    seconds: int = 0
    breath: tuple[int, int, int] = (0, 0, 0)
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Screen:
    """One step: its place on the page, its heading or "", its words, its parts, and the next step's place."""

    id: str
    heading: str
    words: SafeString
    by_the_clock: str
    parts: tuple[Part, ...]
    onward: str

    @property
    def chooses(self) -> bool:
        """Whether it ends with its own buttons instead of Go on."""
        return any(part.kind == "choose" for part in self.parts)


def screens(exercise: Exercise, call: SafeString) -> list[Screen]:
    """Every step in order. `call`: a link to the emergency number, or to the table of them."""
    ids = [f"step-{number}" for number in range(1, len(exercise.steps) + 1)]
    numbered = enumerate(exercise.steps, 1)
    return [_screen(number, step, [*ids, ""][number], call) for number, step in numbered]


def _screen(number: int, step: Step, onward: str, call: SafeString) -> Screen:
    heading = f"{number}. {step.title}" if step.title else ""
    fixed = step.text.replace(WEEKDAY, _("now"))
    pieces = [conditional_escape(piece) for piece in fixed.split(CALL)]
    words = mark_safe(call.join(pieces))  # noqa: S308  every piece is escaped above, and the link is our own
    clock = step.text if WEEKDAY in step.text else ""
    parts = tuple(_part(part, onward, step.id) for part in step.directives)
    return Screen(f"step-{number}", heading, words, clock, parts, onward)


def _part(part: Directive, onward: str, step: str) -> Part:
    told = part.parts
    if part.name == "choose":
        return Part("choose", choices=tuple(_choices(part, onward)))
    if part.name == "breathe":
        return Part("breathe", breath=(int(told["in_"]), int(told["out"]), int(told["times"])))
    if part.name == "wait":
        return Part("wait", seconds=int(told["seconds"]))
    if part.name == "ask":
        return Part(f"ask-{told['what']}", name=f"{step}.{told['what']}")
    if part.name == "turn":
        return Part("turn", seconds=int(told["minutes"]) * 60)
    if part.name in ("write", "sheet"):
        return Part(part.name, words=told.get("words", ""), name=told["id"])
    return Part(f"{part.name}-{told['use']}" if "use" in told else part.name, words=told.get("words", ""))


def _choices(part: Directive, onward: str) -> Iterable[Choice]:
    question = any(target in PLAIN or target.startswith("help:") for target in part.targets) and "next" in part.targets
    for label, target in part.options:
        quiet = not question and target not in ("done", "still-here")
        if target in ("done", "exit", "still-here"):
            yield Choice(label, does=target, quiet=quiet)
        else:
            yield Choice(label, to=_to(target, onward), quiet=quiet)


def _to(target: str, onward: str) -> str:
    places = {"next": f"#{onward}", "again": "#step-1", "stay": "#stay", "help": reverse("help")}
    if target in places:
        return places[target]
    return f"{reverse('help')}#{target.removeprefix('help:')}"


def spoken(seconds: int) -> str:
    """About how long a wait is, in words one can take or leave."""
    if seconds < 60:
        return _("About {seconds} seconds, or longer if you like.").format(seconds=seconds)
    if seconds < 120:
        return _("About a minute, or longer if you like.")
    return _("About {minutes} minutes, or longer if you like.").format(minutes=round(seconds / 60))


def spoken_turn(seconds: int) -> str:
    """About how long each of two has, in words."""
    minutes = max(1, round(seconds / 60))
    told = ngettext("About a minute each, then swap.", "About {minutes} minutes each, then swap.", minutes)
    return told.format(minutes=minutes)


def emergency(number: str) -> SafeString:
    """A link that dials, or, where no country is set, one to the table of all numbers."""
    if number:
        return format_html('<a class="nums" href="tel:{0}">{0}</a>', number)
    return format_html('<a href="{}#numbers">{}</a>', reverse("help"), _("the emergency number"))
