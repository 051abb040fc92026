"""The library room as a Django app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Articles and claims."""

    name = "holdfast.library"
    label = "library"
