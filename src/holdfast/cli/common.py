"""What several commands share: a refusal with its sentence, and waking Django. Decides nothing."""

import os


class Refusal(Exception):
    """A command cannot go on. The message is a plain sentence that says why and what to do."""


def django() -> None:
    """Wake Django with our settings. Raises Refusal with the sentence of a setting that makes no sense."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
    import django as framework
    from django.core.exceptions import ImproperlyConfigured

    try:
        framework.setup()
    except ImproperlyConfigured as nonsense:
        raise Refusal(str(nonsense)) from None
