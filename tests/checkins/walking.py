"""Walking through forms as a browser without script does: read the hidden fields, press a button."""

import re
from html import unescape

from django.urls import reverse

from holdfast.checkins import actions
from holdfast.instruments import queries as forms
from holdfast.people import queries as people

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def hidden(page) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page.content.decode())}


def text(page) -> str:
    """A page's words, tags gone and blanks made one."""
    words = re.sub(r"<script.*?</script>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(words)).strip()


def press(member, address, do="next", **answers):
    """Open a page, then send its form with answers and a button."""
    page = member.client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return member.client.post(address, hidden(page) | answers | {"do": do})


def begin(member, form, variant=None):
    """Begin a form and give its id."""
    profile = people.profile(member.keyring)
    from holdfast.checkins.views.common import moment

    return actions.begin(member.keyring, form, variant, profile=profile, on=moment(profile)[1])


def walk(member, form, answers, variant=None):
    """Answer a form page by page with {item: key}; the last response, support pages in between passed over."""
    id = begin(member, form, variant)
    address = reverse("form-page", args=[id, 1])
    for _ in range(40):
        page = member.client.get(address)
        assert page.status_code == 200, (form, address, page.status_code)
        assert "{person}" not in page.content.decode(), form
        asked = dict.fromkeys(re.findall(r'name="a-([^"]+)"', page.content.decode()))
        sent = {f"a-{item}": answers[item] for item in asked if answers.get(item) is not None}
        page = member.client.post(address, hidden(page) | sent | {"do": "next"})
        if page.status_code == 200:  # the support page
            (onward,) = re.findall(r'href="([^"]+)">No\. Go on', page.content.decode())
            address = onward
        else:
            assert page.status_code == 302, (form, address, page.status_code)
            address = page.url
        if not re.search(r"/p/70/", address):
            return member.client.get(address)
    raise AssertionError(f"{form} never ends")


def some_answers(form, choose, variant=None):
    """An answer for each item of a form: `choose` picks from the keys of its options."""
    instrument = forms.definition(form)
    found = {}
    for item in instrument.items_in(variant):
        key = choose([option.key for option in instrument.options(item)])
        found[item.id] = [key] if item.multiple else key
    return found
