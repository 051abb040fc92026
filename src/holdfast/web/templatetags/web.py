"""Tags of the web door: the address behind an act that a room offered."""

from django import template
from django.urls import reverse

from holdfast.kit.step import Act

register = template.Library()


@register.simple_tag
def address(act: Act) -> str:
    """The path of an act. Raises NoReverseMatch for a route that the table of paths does not know."""
    return reverse(act.route, args=act.parts)
