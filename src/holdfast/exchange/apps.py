"""The exchange room as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """A person's own data, out and back in."""

    name = "holdfast.exchange"
    label = "exchange"
