"""The audit room, as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Host events by day."""

    name = "holdfast.audit"
    label = "audit"
