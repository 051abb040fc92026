"""The journal room as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Private writing."""

    name = "holdfast.journal"
    label = "journal"
