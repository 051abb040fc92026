"""The progress room as a Django app."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """What was answered, as pictures and sentences."""

    name = "holdfast.progress"
    label = "progress"
