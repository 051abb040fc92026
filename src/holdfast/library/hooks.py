"""What this room needs from rooms above it without knowing them. The lists are filled at start by `web.composition`."""

from collections.abc import Callable

from django.urls import reverse

tool_address: list[Callable[[str], str]] = []
"""Each gives the address of a tool's page by the tool's id, or "" when it knows none."""


def address_of_tool(id: str) -> str:
    """Where a link to a tool leads: its own page, or the page where one picks a tool."""
    return next(filter(None, (ask(id) for ask in tool_address)), "") or reverse("relief")
