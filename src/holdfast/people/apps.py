"""The people room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The person behind an account, and whom they chose."""

    name = "holdfast.people"
    label = "people"
