"""The web door as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages that compose several rooms."""

    name = "holdfast.web"
    label = "web"
