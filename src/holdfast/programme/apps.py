"""The programme room as a Django app."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """Exercises and practice."""

    name = "holdfast.programme"
    label = "programme"
