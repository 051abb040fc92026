"""`{% form_token %}`: the hidden signed field that every form of a signed-in person carries."""

from typing import Any
from uuid import UUID

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from holdfast.accounts import form_token as tokens

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context: dict[str, Any], record_id: UUID | str | None = None, purpose: str = "") -> SafeString | str:
    """The hidden field for the signed-in person; nothing when nobody is signed in.

    `record_id` keeps the id of a record over a re-shown form; without it a new one is made. `purpose` defaults
    to the path of the page.
    """
    request = context["request"]
    if request.account is None:
        return ""
    record = UUID(str(record_id)) if record_id else None
    text = tokens.make(request.account.id, purpose or request.path, record)
    return format_html('<input type="hidden" name="{}" value="{}">', tokens.FIELD, text)
