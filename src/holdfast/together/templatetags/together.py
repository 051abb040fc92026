"""Tags of this room: the address behind an act, and the shapes of the signal."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from holdfast.kit.step import Act

register = template.Library()

# Each word and wish has a shape, so that nothing hangs on a colour or on reading (3.6).
SHAPES = {
    "steady": '<path d="M2 10h44"/>',
    "shaky": '<path d="M2 14h12c4 0 5-8 10-8s6 8 10 8h12"/>',
    "too-much": '<path d="M2 18h12L24 2l10 16h12"/>',
    "near": '<circle cx="20" cy="10" r="4"/><circle cx="29" cy="10" r="4"/>',
    "room": '<circle cx="8" cy="10" r="4"/><circle cx="40" cy="10" r="4"/>',
}


@register.simple_tag
def to(act: Act) -> str:
    """The path of an act. Raises NoReverseMatch for a route that the table of paths does not know."""
    return reverse(act.route, args=act.parts)


@register.simple_tag
def shape(name: str) -> SafeString:
    """The shape of a word or wish; the words beside it say the same. Raises KeyError for another name."""
    drawn = mark_safe(SHAPES[name])  # noqa: S308  our own constant drawings, no input
    return format_html('<svg class="shape" viewBox="0 0 48 20" aria-hidden="true" focusable="false">{}</svg>', drawn)
