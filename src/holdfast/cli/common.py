"""What several commands share: a refusal with its sentence, a secret typed unseen, waking Django. Decides nothing."""

import getpass
import os
import sys


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


def secret_line(question: str) -> str:
    """A secret, typed unseen on the terminal; the next line of standard input where there is no terminal."""
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
