"""The one drawing of this room: two circles that come closer, for the single item that asks by a picture."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

RADIUS, APART, CLOSEST = 20, 40, 6  # touching at the first step, nearly one circle at the last


@register.simple_tag
def circles(place: int, left: int) -> SafeString:
    """Two equal circles; their overlap grows in equal steps from `place` 1. `left` counts back, 1 at the last."""
    steps = place + left - 2
    between = APART - (APART - CLOSEST) * (place - 1) / steps if steps else APART
    middle = (2 * RADIUS + APART) / 2
    first, second = middle - between / 2, middle + between / 2
    return format_html(
        '<svg class="circles" viewBox="-2 -2 {} {}" width="88" height="44" aria-hidden="true" focusable="false" '
        'fill="none" stroke="currentColor" stroke-width="2"><circle cx="{}" cy="{r}" r="{r}"/>'
        '<circle cx="{}" cy="{r}" r="{r}"/></svg>',
        2 * middle + 4, 2 * RADIUS + 4, f"{first:g}", f"{second:g}", r=RADIUS,
    )  # fmt: skip
