"""The vault room, as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class VaultConfig(AppConfig):
    """Keys, envelopes, sealed rows. At start it learns every kind of record the rooms declare."""

    name = "holdfast.vault"
    label = "vault"

    def ready(self) -> None:
        """Import `records.py` of every room."""
        autodiscover_modules("records")
