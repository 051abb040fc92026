"""Collect style, script and icons into one folder, each name carrying a hash of its content, compressed once."""

import io
from contextlib import redirect_stdout


def collect() -> None:
    """Collect into STATIC_ROOT what changed since the last start."""
    from django.core.management import call_command

    with redirect_stdout(io.StringIO()):
        call_command("collectstatic", interactive=False, verbosity=0)
