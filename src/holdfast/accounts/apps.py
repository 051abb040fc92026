"""The accounts room, as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who signs in, what opens an account, and its sessions."""

    name = "holdfast.accounts"
    label = "accounts"
