"""The shell as a Django app: templates, tags and static files, no tables."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base pages, components, tokens and scripts."""

    name = "holdfast.ui"
    label = "ui"
