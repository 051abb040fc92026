"""What lies in clear: a closed list of tables, a privacy class on each field, no column that tells when who did it."""

import pytest
from django.apps import apps
from django.db import models

# What a person writes lies in vault.SealedRow and nowhere else (decision 1).
CLEAR_TABLES = {
    "accounts.Account",
    "accounts.Slot",
    "accounts.Session",
    "accounts.Counter",
    "accounts.Invitation",
    "vault.SealedRow",
    "vault.DropRow",
    "vault.Space",  # what two hold in common: an id and the count of its keys
    "vault.Member",  # who belongs to it: the second fence has to work without keys (11-vault §2.11, named residual)
    "vault.GrantEnd",  # the last day of a shared row, for the clock, which has no keys
    "people.RoundRow",  # what two publish for double-blind rounds: one sealed row of one size for each of them
    "people.Invitation",  # a code under way: found by its holder, names nobody
    "audit.Event",
}
PRIVACY_CLASSES = {
    "technical",  # ids and versions that say nothing about a person
    "person",  # chosen by a person, needed before unlock: the login name
    "public-key",  # safe to show to anyone
    "key-material",  # salts, verifiers, fingerprints: useless without a secret
    "sealed",  # an envelope
    "host",  # the host's own doings
    "run-store",  # dies with the host: sessions and rate limits
}
RUN_STORE = {"accounts.Session", "accounts.Counter"}
ours = [model for model in apps.get_models() if model.__module__.startswith("holdfast.")]


def test_no_other_table_exists():
    assert {model._meta.label for model in apps.get_models()} == CLEAR_TABLES


@pytest.mark.parametrize("model", ours, ids=lambda model: model._meta.label)
def test_each_field_declares_its_privacy_class(model):
    fields = {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}
    assert set(model.privacy) == fields, "a field without a class, or a class without a field"
    assert set(model.privacy.values()) <= PRIVACY_CLASSES


@pytest.mark.parametrize("model", ours, ids=lambda model: model._meta.label)
def test_ps_09_no_table_that_lasts_knows_an_hour(model):
    timed = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.DateTimeField | models.TimeField | models.DurationField)
    ]
    assert timed == [] or model._meta.label in RUN_STORE


def test_ps_09_no_day_is_kept_beside_a_person():
    """Days in clear are the host's events, and the last days that jobs without a key need (decision 1): of an
    invitation nobody used, and of a shared row, by its random id."""
    dated = {
        f"{model._meta.label}.{field.name}"
        for model in ours
        if model._meta.label not in RUN_STORE
        for field in model._meta.get_fields()
        if isinstance(field, models.DateField)
    }
    assert dated == {
        "audit.Event.day",
        "accounts.Invitation.expires_on",
        "people.Invitation.ends_on",
        "vault.GrantEnd.ends_on",
    }


def test_rows_of_persons_are_numbered_at_random():
    """A counting id would tell the order of writing, and how much there is (PS-14)."""
    counting = [
        model._meta.label
        for model in ours
        if isinstance(model._meta.pk, models.AutoField) and model._meta.label != "audit.Event"
    ]
    assert counting == []
