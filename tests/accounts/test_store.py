"""The run store may be wiped under a running server: everyone signs in again, nothing else (FT-20)."""

import pytest
from django.db import DatabaseError, OperationalError, connections, transaction
from django.test import Client
from django.urls import reverse

from holdfast.accounts import store
from tests.accounts.helpers import WORDS, is_open, person, refused, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_ft_20_a_wiped_session_store_costs_a_sign_in_and_nothing_else():
    person("ana")
    client = signed_in()
    wipe()
    assert client.get(reverse("locks-and-keys"))["Location"] == reverse("sign-in")
    wipe()
    assert refused("ana", WORDS).status_code == 302
    assert is_open(signed_in())
    assert Client().get(reverse("help")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_ft_20_another_fault_of_the_store_is_not_mended():
    @store.mended
    def broken():
        raise OperationalError("disk I/O error")

    with pytest.raises(OperationalError):
        broken()


@pytest.mark.django_db(transaction=True)
def test_ft_20_two_processes_lay_the_tables_once(monkeypatch):
    """The second one waited for the lock and finds the first one's tables."""
    there, laid, tries = iter([False, True]), [], []
    monkeypatch.setattr(store, "_has_tables", lambda: next(there))
    monkeypatch.setattr(store, "call_command", lambda *given, **named: laid.append(given))

    @store.mended
    def once_missing():
        tries.append(1)
        if len(tries) == 1:
            raise DatabaseError("no such table: accounts_session")

    once_missing()
    assert (len(tries), laid) == (2, [])


def test_ft_20_nothing_is_mended_inside_a_transaction():
    @store.mended
    def broken():
        raise DatabaseError

    with transaction.atomic(using=store.alias()), pytest.raises(DatabaseError):
        broken()


def wipe():
    """SQLite: the file is gone, its list of migrations too. PostgreSQL: unlogged tables are empty after a crash."""
    connection = connections[store.alias()]
    with connection.cursor() as cursor:
        for table in ("accounts_session", "accounts_counter"):
            cursor.execute(f"DROP TABLE IF EXISTS {table}" if connection.alias == "run" else f"TRUNCATE {table}")
        if connection.alias == "run":
            cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts'")
