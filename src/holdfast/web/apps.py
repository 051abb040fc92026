"""The web door as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages that compose several rooms, and the checks of the installation."""

    name = "holdfast.web"
    label = "web"

    def ready(self) -> None:
        """Join the rooms at their shared moments, and register the checks."""
        from django.core.signals import request_started
        from django.db.backends.signals import connection_created

        from holdfast.web import checks, composition, database  # noqa: F401  importing the checks registers them

        connection_created.connect(database.remember_file)
        request_started.connect(database.leave_lost_files)
        composition.compose()
