"""The library room as a Django app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Articles and claims."""

    name = "holdfast.library"
    label = "library"

    def ready(self) -> None:
        """Let `holdfast check` look at the library."""
        from holdfast.library import health  # noqa: F401  importing it registers the check
