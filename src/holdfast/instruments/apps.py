"""The instruments room as a Django app."""

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    """Published measures and what was answered."""

    name = "holdfast.instruments"
    label = "instruments"

    def ready(self) -> None:
        """Let `holdfast check` look at the instrument files."""
        from holdfast.instruments import health  # noqa: F401  importing it registers the check
