"""My data on screen: the export asks anew, comes once, and touches no disk; the import says what happened."""

import io
import json
import tempfile
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse

from holdfast.exchange import actions, archive, queries
from holdfast.instruments import actions as measures
from holdfast.kit import clock
from holdfast.vault import ageing
from holdfast.vault.models import SealedRow
from tests.cast import join
from tests.exchange.test_taking_in import fill

pytestmark = pytest.mark.django_db


def token(client, path: str) -> str:
    """The hidden token of a page's form."""
    text = client.get(path).content.decode()
    return text.partition('name="form_token" value="')[2].partition('"')[0]


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def ask(client, **fields):
    return client.post("/p/101", {"form_token": token(client, "/p/101")} | fields)


def bring(client, data: bytes, **fields):
    file = SimpleUploadedFile("my-data.zip", data)
    return client.post("/p/102", {"form_token": token(client, "/p/102"), "file": file} | fields)


@pytest.fixture
def ana():
    return join("ana")


def test_my_data_offers_to_take_bring_correct_and_erase(ana):
    page = ana.client.get("/p/100").content.decode()
    for name in ("export", "import", "progress", "print", "erase", "help", "exit"):
        assert reverse(name) in page


def test_ps_08_an_export_holds_ones_own_rows_and_is_a_download(ana):
    form = fill(ana.keyring)
    response = ask(ana.client)
    assert response.status_code == 200
    assert response.streaming
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="my-data-')
    assert "no-store" in response["Cache-Control"]
    found = json.loads(zipfile.ZipFile(io.BytesIO(body(response))).read("export.json"))
    assert str(form) in {row["id"] for row in found["rows"]}


def test_ps_08_an_export_asks_for_the_words_again_after_two_minutes(ana):
    sent = {"form_token": token(ana.client, "/p/101")}
    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False):
        page = ana.client.get("/p/101")
        assert page.status_code == 403
        assert b"Make the file" not in page.content
        refused = ana.client.post("/p/101", sent)
    assert refused.status_code == 403
    assert not refused.streaming


def test_ps_08_the_same_form_gives_its_file_once(ana):
    sent = {"form_token": token(ana.client, "/p/101")}
    first, second = ana.client.post("/p/101", sent), ana.client.post("/p/101", sent)
    assert body(first).startswith(b"PK")
    assert second.status_code == 409
    assert b"was made before" in second.content


def test_ps_08_no_address_gives_a_file_and_nobody_is_sent_one(ana, mailoutbox):
    assert not ana.client.get("/p/101").streaming
    ask(ana.client)
    assert mailoutbox == []


def test_ps_08_nobody_elses_form_and_no_form_at_all_gives_a_file(ana):
    ben = join("ben")
    assert ana.client.post("/p/101", {"form_token": token(ben.client, "/p/101")}).status_code == 403
    assert ana.client.post("/p/101", {}).status_code == 403
    assert ana.client.post("/p/101", {"form_token": token(ana.client, "/p/102")}).status_code == 403


def test_a_signed_out_browser_is_led_to_the_door(client):
    for path in ("/p/100", "/p/101", "/p/102"):
        assert client.get(path).status_code in (302, 403)


def test_a_locked_export_opens_with_its_passphrase_alone(ana):
    fill(ana.keyring)
    response = ask(ana.client, words="harbour stone kelp", again="harbour stone kelp")
    assert response["Content-Disposition"].endswith('.zip.age"')
    data = body(response)
    assert ageing.is_locked(data)
    assert archive.read(ageing.unlock(data, "harbour stone kelp")).records


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"words": "short", "again": "short"}, "Twelve letters or more"),
        ({"words": "harbour stone kelp", "again": "harbour stone help"}, "not the same"),
        ({"words": "harbour stone kelp"}, "not the same"),
        ({"again": "harbour stone kelp"}, "not the same"),
    ],
)
def test_a_passphrase_that_does_not_fit_makes_no_file(ana, fields, says):
    response = ask(ana.client, **fields)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert "harbour" not in response.content.decode()


def test_an_export_leaves_no_file_behind(ana, monkeypatch):
    fill(ana.keyring)
    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "mkdtemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, lambda *_, **__: pytest.fail("a temporary file"))
    assert body(ask(ana.client)).startswith(b"PK")
    assert bring(ana.client, b"".join(archive.stream(queries.contents(ana.keyring)))).status_code == 200


def test_the_page_says_who_could_read_the_file_and_where_it_is_not_kept(ana):
    page = ana.client.get("/p/101").content.decode()
    assert "Who could read the file?" in page
    assert "It is not kept here" in page


def test_a_file_comes_back_and_the_page_says_so(ana):
    ben = join("ben")
    fill(ana.keyring)
    data = b"".join(archive.stream(queries.contents(ana.keyring)))
    first = bring(ben.client, data)
    assert "18 entries came in." in first.content.decode()
    assert "All of it was here already." in bring(ben.client, data).content.decode()


def test_a_part_that_was_here_is_said_to_have_stayed(ana):
    fill(ana.keyring)
    data = b"".join(archive.stream(queries.contents(ana.keyring)))
    one = uuid4()
    answers = {f"q{n}": 1 for n in range(1, 10)}
    measures.record(ana.keyring, "phq-9", None, answers, id=one, local_date=date(2026, 11, 4), zone="UTC")
    more = b"".join(archive.stream(queries.contents(ana.keyring)))
    measures.delete(ana.keyring, one)
    assert "stayed as it was" in bring(ana.client, more).content.decode()
    assert "All of it was here already." in bring(ana.client, data).content.decode()


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"hello", "made here"), (b"", "empty"), (b"PK\x03\x04broken", "made here")],
)
def test_ft_23_a_file_that_is_none_gets_a_plain_sentence(ana, data, says):
    before = SealedRow.objects.count()
    response = bring(ana.client, data)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert SealedRow.objects.count() == before


def test_ft_22_a_file_over_the_limit_never_reaches_the_disk_and_is_refused(ana):
    response = bring(ana.client, b"\0" * 21_000_000)
    assert response.status_code == 422
    assert "up to 20 MB" in response.content.decode()


def test_a_form_without_a_file_asks_for_one(ana):
    response = ana.client.post("/p/102", {"form_token": token(ana.client, "/p/102")})
    assert response.status_code == 422
    assert "Please choose a file" in response.content.decode()


def test_ft_03_a_full_disk_takes_nothing_in_and_says_so(ana, monkeypatch):
    fill(ana.keyring)
    data = b"".join(archive.stream(queries.contents(ana.keyring)))

    def full(*_, **__):
        raise DatabaseError("disk full")

    monkeypatch.setattr(actions.vault, "put_new", full)
    response = bring(ana.client, data)
    assert response.status_code == 503
    assert "Nothing was changed" in response.content.decode()


def test_the_page_of_the_export_names_the_one_thing_that_no_export_holds():
    page = join("ana").client.get(reverse("export"))
    assert "One thing is never in it: what was chosen at the end of the quiet check" in page.content.decode()
