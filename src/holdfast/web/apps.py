"""The web door as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages that compose several rooms, and the checks of the installation."""

    name = "holdfast.web"
    label = "web"

    def ready(self) -> None:
        """Join the rooms at their shared moments, and register the checks."""
        from holdfast.web import checks, composition  # noqa: F401  importing the checks registers them

        composition.compose()
