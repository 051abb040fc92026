"""Forms of our own pass under a policy without referrers; forms of other sites do not."""

import re

import pytest
from django.test import Client

from holdfast.web.csrf import OwnForms

pytestmark = pytest.mark.django_db


def send(origin=None, site=None, token=True):
    client = Client(enforce_csrf_checks=True)
    page = client.get("/p/11").content.decode()
    form = {"adult": "yes"}
    if token:
        form["csrfmiddlewaretoken"] = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)[1]
    headers = {name: value for name, value in (("Origin", origin), ("Sec-Fetch-Site", site)) if value}
    return client.post("/p/13", form, headers=headers).status_code


def test_a_form_of_our_own_passes_as_browsers_send_it_without_a_referrer():
    assert send(origin="null", site="same-origin") == 200
    assert send(origin="http://testserver", site="same-origin") == 200


def test_an_older_browser_passes_by_its_token():
    assert send(origin="null") == 200
    assert send() == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_null_origin_from_elsewhere_is_refused(site):
    assert send(origin="null", site=site) == 403


def test_another_site_is_refused_by_its_origin():
    assert send(origin="https://elsewhere.example") == 403


def test_no_token_is_refused_whatever_the_origin_says():
    assert send(origin="null", site="same-origin", token=False) == 403


def test_the_method_we_override_is_still_the_one_django_asks():
    assert "_origin_verified" in vars(OwnForms.__mro__[1])
