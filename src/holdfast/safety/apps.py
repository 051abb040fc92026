"""The safety room as a Django app."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Help, support after a risk answer, and the rules that watch for one."""

    name = "holdfast.safety"
    label = "safety"
