"""The check-ins room as a Django app."""

from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    """The only place where answers are given."""

    name = "holdfast.checkins"
    label = "checkins"
