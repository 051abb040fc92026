"""The together room as a Django app."""

from django.apps import AppConfig


class TogetherConfig(AppConfig):
    """What two hold in common."""

    name = "holdfast.together"
    label = "together"
