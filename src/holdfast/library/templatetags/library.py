"""Where the links inside an article lead."""

from django import template
from django.urls import reverse

from holdfast.library import hooks, queries
from holdfast.library.body import Span

register = template.Library()


@register.simple_tag
def address(span: Span) -> str:
    """The address a link in an article leads to; "" for an article that is not here, whose words then stand alone."""
    if span.kind == "help":
        return reverse("help") + (f"#{span.to}" if span.to else "")
    if span.kind == "relief":
        return hooks.address_of_tool(span.to)
    found = queries.shelf().by_id.get(span.to)
    return reverse("article", args=[found.number]) if found else ""
