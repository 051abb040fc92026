"""Whose keys are reachable from where (KEY-03), what lies in the tables, and the pepper (FT-16, KEY-14)."""

import gc
import subprocess
import sys
from types import BuiltinFunctionType, FrameType, FunctionType, MethodType, ModuleType

import pytest
from django.conf import settings as configured
from django.db import connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from holdfast.accounts import actions, host, middleware, opening, queries, rules, spare, store
from holdfast.accounts.errors import Refused, WrongSecret
from holdfast.accounts.models import Account, Counter, Session, Slot
from holdfast.audit import queries as audit
from holdfast.kit import clock
from holdfast.vault.keyring import Keyring
from tests.accounts.helpers import HERE, NEW_WORDS, WORDS, is_open, person, signed_in, slot, with_pin

pytestmark = pytest.mark.django_db
# What every object of a process hangs on in the end; behind these stands the whole program, not the request.
PROGRAM = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType, FrameType)


def reachable(start):
    """Every object that can be reached from `start` by references."""
    seen, waiting, found = {id(start)}, [start], []
    while waiting:
        thing = waiting.pop()
        found.append(thing)
        for next_thing in gc.get_referents(thing):
            if id(next_thing) not in seen and not isinstance(next_thing, PROGRAM):
                seen.add(id(next_thing))
                waiting.append(next_thing)
    return found


def secrets(opened):
    """Every secret of a person, as bytes."""
    ring = opened.keyring
    layers = [ring.everyday.secret, ring.private.secret, ring.index.secret]
    return {opened.amk, *layers, ring.hpke.private, ring.signing.seed}


def held(start):
    return {bytes(thing) for thing in reachable(start) if isinstance(thing, bytes | bytearray)}


def asked_by(client, view):
    request = RequestFactory().get("/p/1", headers={"Cookie": client.cookies.output(header="", sep=";")})
    return request, middleware.Keys(view)(request)


def test_key_03_no_key_of_another_person_is_reachable_from_a_request():
    ana, ben = person("ana"), person("ben", NEW_WORDS)
    of_ana, of_ben = secrets(ana), secrets(ben)
    del ana, ben
    anas, bens = signed_in(), signed_in("ben", NEW_WORDS)
    assert is_open(anas)
    looked = {}

    def view(request):
        assert request.keyring.owner == Account.objects.get(name="ben").id
        looked["inside"] = held(request)
        return HttpResponse()

    request, _ = asked_by(bens, view)
    assert looked["inside"] & of_ben, "the look must be able to find what is there"
    assert not looked["inside"] & of_ana
    assert not held(request) & (of_ana | of_ben), "after the answer the request holds no key at all"


def test_key_03_a_keyring_does_not_outlive_its_request():
    owner = person("ana").account.id
    client = signed_in()
    assert is_open(client)
    gc.collect()
    alive = [thing for thing in gc.get_objects() if type(thing) is Keyring and thing.owner == owner]
    assert alive == []


def test_key_03_a_view_that_fails_leaves_no_key_on_the_request():
    of_ana = secrets(person("ana"))
    client = signed_in()
    request = RequestFactory().get("/p/1", headers={"Cookie": client.cookies.output(header="", sep=";")})

    def fails(request):
        assert request.keyring
        raise RuntimeError

    with pytest.raises(RuntimeError):
        middleware.Keys(fails)(request)
    assert request.keyring is None
    assert not held(request) & of_ana


def test_a_page_that_does_not_ask_reads_no_session(django_assert_num_queries):
    person("ana")
    client = signed_in()
    with django_assert_num_queries(0), django_assert_num_queries(0, using=store.alias()):
        asked_by(client, lambda request: HttpResponse())
        client.get(reverse("help"))


def test_key_01_no_secret_stands_in_any_table():
    opened = person("ana")
    key = spare.new_text()
    spare.keep(opened, key)
    client = with_pin()
    assert is_open(client)
    stored = b"".join(everything_stored())
    for secret in secrets(opened):
        assert secret not in stored
        assert secret.hex().encode() not in stored
    for word in (WORDS, key, key.replace("-", "")):
        assert word.encode() not in stored
    session = client.cookies[configured.SESSION_COOKIE].value
    for half in (session[:64], session[64:], client.cookies[configured.DEVICE_COOKIE].value[32:]):
        assert half.encode() not in stored
        assert bytes.fromhex(half) not in stored


def everything_stored():
    for model in (Account, Slot, Session, Counter):
        for row in model.objects.values_list():
            for value in row:
                yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


# The pepper


def test_ft_16_all_is_well_with_the_right_pepper():
    person("ana")
    assert queries.pepper_problem() is None
    assert queries.is_empty() is False


def test_ft_16_a_wrong_pepper_is_noticed_with_the_exact_way_out(settings):
    opened = person("ana")
    key = spare.new_text()
    spare.keep(opened, key)
    settings.PEPPER = bytes(32)
    sentence = queries.pepper_problem()
    assert str(settings.KEYS / "pepper") in sentence
    assert "1 of the accounts" in sentence
    assert "holdfast accounts pepper-is-lost" in sentence
    with pytest.raises(WrongSecret):
        opening.by_name("ana", WORDS, HERE)
    assert actions.pepper_is_lost() == 1
    assert queries.pepper_problem() is None
    person("ben", NEW_WORDS)
    assert opening.by_name("ben", NEW_WORDS, HERE)
    told = {"name": "ana", "key": key, "do": "go", "mode": "made", "words": NEW_WORDS}
    assert Client().post(reverse("use-spare-key"), told).status_code == 302
    assert opening.by_name("ana", NEW_WORDS, HERE).amk == opened.amk
    assert queries.pepper_problem() is None


def test_ft_16_a_lost_pepper_found_again_opens_the_words_again(settings):
    person("ana")
    right, settings.PEPPER = settings.PEPPER, bytes(32)
    actions.pepper_is_lost()
    settings.PEPPER = right
    assert opening.by_name("ana", WORDS, HERE)


# What the host may do (KEY-14)


def test_key_14_no_verb_of_the_host_takes_or_sets_words():
    verbs = {name for name in vars(host) if callable(getattr(host, name)) and not name.startswith("_")}
    own = {name for name in verbs if getattr(host, name).__module__ == host.__name__}
    assert own == {"disable", "enable", "delete"}


def test_key_14_no_command_of_this_room_exists():
    from django.core.management import get_commands

    assert not {app for app in get_commands().values() if "accounts" in app or "auth" in app}


def test_the_host_lists_names_and_nothing_else():
    person("cleo")
    person("ana")
    actions.disable("Cleo")
    assert [(one.name, one.disabled) for one in queries.host_list()] == [("ana", False), ("cleo", True)]


def test_disabling_ends_sessions_and_enabling_brings_nothing_back():
    opened = person("ana")
    client = signed_in()
    actions.disable("ANA")
    assert not is_open(client)
    with pytest.raises(WrongSecret):
        opening.by_name("ana", WORDS, HERE)
    actions.enable("ana")
    assert opening.by_name("ana", WORDS, HERE).amk == opened.amk
    assert not is_open(client)
    assert [audit.count(what, clock.now().date()) for what in ("disabled", "enabled")] == [1, 1]


def test_deleting_by_the_host_takes_everything():
    opened = person("ana")
    actions.delete("ana")
    assert queries.is_empty()
    assert queries.public_key(opened.account.id) is None
    assert audit.count("deleted", clock.now().date()) == 1


def test_the_public_key_of_an_account_is_there_for_sealing():
    opened = person("ana")
    assert queries.public_key(opened.account.id) == opened.keyring.hpke.public


@pytest.mark.parametrize("verb", ["disable", "enable", "delete"])
@pytest.mark.parametrize("name", ["nobody", "", "\u202e"])
def test_a_name_that_nobody_has_is_said(verb, name):
    with pytest.raises(Refused):
        getattr(actions, verb)(name)


def test_an_invitation_is_noted_without_a_name():
    actions.invite()
    assert audit.count("invited", clock.now().date()) == 1


def test_key_07_on_postgresql_the_run_tables_are_unlogged():
    connection = connections[store.alias()]
    if connection.vendor != "postgresql":
        assert store.alias() == "run", "a file of its own, in memory, is what SQLite has instead"
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, relpersistence FROM pg_class WHERE relname LIKE 'accounts_%' AND relkind = 'r'")
        kinds = dict(cursor.fetchall())
    assert kinds["accounts_session"] == kinds["accounts_counter"] == "u"
    assert kinds["accounts_account"] == "p"


def test_the_common_list_comes_with_the_program():
    done = subprocess.run(
        [sys.executable, "-c", "from holdfast.accounts import rules; print(len(rules._common()))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) > 19_000
    assert rules.is_common("password")


def test_a_slot_of_a_gone_pepper_keeps_its_place():
    person("ana")
    assert bytes(slot().pepper_print)
