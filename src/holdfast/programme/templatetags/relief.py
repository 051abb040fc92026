"""Tags for the pages of tools: parts that are there when a fact holds, numbers filled in, and ways on that carry.

The pages after a tool stand twice. Sent as a form, the server answers with the parts that hold: `facts` is a set of
names. Inside a tool's own page all parts wait, hidden, and script shows those that hold: `facts` is None.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from holdfast.kit.step import Act
from holdfast.programme import screens

register = template.Library()


class Part(template.Node):
    """What stands between {% part "down same" %} and {% endpart %}: there when one of these facts holds."""

    def __init__(self, names: FilterExpression, inline: bool, inside: NodeList) -> None:
        self.names, self.inline, self.nodelist = names, inline, inside

    def render(self, context: template.Context) -> str:
        """The inside; nothing; or, for script, the inside in a hidden wrapping that names its facts."""
        names, facts = self.names.resolve(context), context.get("facts")
        if facts is not None and not facts.intersection(names.split()):
            return ""
        inside = self.nodelist.render(context)
        if facts is not None:
            return inside
        tag = "span" if self.inline else "div"
        return format_html('<{0} class="part" data-when="{1}" hidden>{2}</{0}>', tag, names, SafeString(inside))


@register.tag
def part(parser: Parser, token: Token) -> Part:
    """{% part "names" %}…{% endpart %}; a second word, inline, for parts of a line."""
    _, names, *rest = token.split_contents()
    inside = parser.parse(("endpart",))
    parser.delete_first_token()
    return Part(parser.compile_filter(names), rest == ["inline"], inside)


@register.simple_tag(takes_context=True)
def fill(context: template.Context, name: str) -> Any:
    """A number of the page: before, after or less; for script, an empty place for it."""
    if context.get("facts") is None:
        return format_html('<span data-fill="{}"></span>', name)
    return getattr(context["given"], name)


@register.inclusion_tag("programme/public/go.html", takes_context=True)
def go(context: template.Context, name: str, words: str, number: int | None = None, kind: str = "btn") -> dict:
    """A way on, as a link; as a form where something is carried, or could be once script knows what was tapped."""
    carries = context.get("onward") or []
    asks = "facts" in context and context["facts"] is None
    action = reverse(name, args=[] if number is None else [number])
    return {"action": action, "words": words, "kind": kind, "onward": carries, "form": bool(carries) or asks}


@register.simple_tag
def wait(seconds: int) -> str:
    """About how long a wait is, in words one can take or leave."""
    return screens.spoken(seconds)


@register.simple_tag
def turn(seconds: int) -> str:
    """About how long each of two has, in words one can take or leave."""
    return screens.spoken_turn(seconds)


@register.simple_tag
def step_address(act: Act) -> str:
    """The path of an act that another room offered."""
    return reverse(act.route, args=act.parts)
