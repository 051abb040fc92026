"""The web door as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages that compose several rooms, and the checks of the installation."""

    name = "holdfast.web"
    label = "web"

    def ready(self) -> None:
        """Register the checks."""
        from holdfast.web import checks  # noqa: F401  importing registers them
