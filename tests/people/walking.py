"""Walking the pages of two as people do: hidden fields as the page fills them, buttons by name."""

import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from holdfast.accounts import form_token
from tests.cast import Member


def text(page: Any) -> str:
    """A page's words, tags taken out, blanks made one."""
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def at(member: Member, name: str, /, *args: Any) -> Any:
    """A page."""
    return member.client.get(reverse(name, args=args))


def send(member: Member, name: str, /, *args: Any, record: Any = None, **fields: Any) -> Any:
    """A form of a page, with a token of the member's own."""
    address = reverse(name, args=args)
    token = form_token.make(member.account.id, address, record)
    return member.client.post(address, fields | {form_token.FIELD: token})


def unlock(member: Member) -> None:
    """What happens at the member's next unlock."""
    from holdfast.accounts import hooks

    for hook in hooks.opened:
        hook(member.keyring)


def stranger() -> Client:
    """A browser that nobody knows."""
    return Client()


def share(member: Member, pair: Any, stream: str, **fields: Any) -> Any:
    """Look at the preview of a share, then press Share."""
    key = member.keyring.tag(f"address/{pair.id}/{stream}").hex()
    seen = send(member, "share", pair.id, key, **fields).content.decode()
    mark = re.search(r'name="share" value="([0-9a-f]{32})"', seen)[1]
    return send(member, "share", pair.id, key, share=mark, **fields)
