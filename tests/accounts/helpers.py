"""What tests of the door share: a browser, people made through the real pages, and a look at what is stored."""

import itertools
import re
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from holdfast.accounts import actions, opening
from holdfast.accounts.errors import WrongSecret
from holdfast.accounts.models import Account, Session, Slot
from holdfast.vault import passphrase
from holdfast.vault import queries as rows
from holdfast.vault.records import Kind

WORDS = "anchor blanket copper dune"
NEW_WORDS = "ember glacier hollow thistle"
PIN = "2580"
HERE = opening.Sender("192.0.2.1")
NOTE = Kind("note-of-a-test")
_LOOKS = itertools.count()


def person(name="ana", words=WORDS):
    """An account made through the action, no browser."""
    return actions.sign_up(name, words)


def signed_in(name="ana", words=WORDS, *, who="mine", **headers):
    """A browser signed in through the sign-in page."""
    client = Client(headers=headers or None)
    response = client.post(reverse("sign-in-other"), {"name": name, "words": words, "who": who})
    assert response.status_code == 302, response.content.decode()[-2000:]
    return client


def with_pin(name="ana", words=WORDS, pin=PIN):
    """A browser signed in, with a PIN set."""
    client = signed_in(name, words)
    assert client.post(reverse("phone-pin"), {"pin": pin, "again": pin}).status_code == 302
    return client


def opens(words, name="ana"):
    """The account that words open, or None. Each look comes from an address of its own: no limit is meant here."""
    try:
        return opening.by_name(name, words, opening.Sender(f"look-{next(_LOOKS)}"))
    except WrongSecret:
        return None


def lines(opened):
    """What the lines of the test say, as these keys open them."""
    return sorted(row.body["text"] for row in rows.rows(opened.keyring, NOTE))


def change(client, name="change-words", old=WORDS, new=NEW_WORDS):
    """Fill in a page that asks for new words."""
    told = {"do": "go", "mode": "own", "old": old, "words": new, "again": new}
    return client.post(reverse(name), told)


def refused(name, words):
    """What a browser that nobody knows is told."""
    return Client().post(reverse("sign-in-other"), {"name": name, "words": words, "who": "mine"})


def field(response, name):
    """The value of a hidden field on a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no field {name}"
    return found[1]


def text(response):
    """A page's text, tags taken out, blanks made one."""
    import html

    bare = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(html.unescape(bare).split())


def row_of(client):
    """The session row of a browser, or None."""
    from holdfast.vault.session import Cookie

    given = client.cookies.get(settings.SESSION_COOKIE)
    return given and given.value and Session.objects.filter(pk=Cookie.read(given.value).row.hex()).first()


def is_open(client):
    """Whether a page of the space opens for this browser."""
    return client.get(reverse("locks-and-keys")).status_code == 200


def slot(name="ana", kind=Slot.PASSPHRASE):
    """The one slot of a kind, or None."""
    return Account.objects.get(name=name).slots.filter(kind=kind).first()


@contextmanager
def counted_argon2(monkeypatch):
    """Every Argon2id run inside the block as (KiB, passes)."""
    runs, real = [], passphrase.stretch

    def stretch(words, salt, params):
        runs.append((params.kib, params.passes))
        return real(words, salt, params)

    with monkeypatch.context() as patch:
        patch.setattr(passphrase, "stretch", stretch)
        yield runs


@contextmanager
def dying_at(number, alias="default"):
    """Raise at the `number`-th SQL statement of a database; yields how many ran."""
    ran = [0]

    def wrapper(execute, sql, params, many, context):
        ran[0] += 1
        if ran[0] == number:
            raise Killed
        return execute(sql, params, many, context)

    with connections[alias].execute_wrapper(wrapper):
        yield ran


class Killed(BaseException):
    """The process dies here: no `except Exception` on the way may catch it."""
