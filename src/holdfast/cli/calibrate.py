"""Choose how much memory one guess at a passphrase costs on this machine: as much as keeps a sign-in under 0.4 s.

New lock words use the new cost at once; older ones are raised at their person's next sign-in.
"""

import argparse

from holdfast.cli.common import django

EXAMPLES = """\
examples:
  holdfast calibrate          measures for a few seconds and says what to set"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast calibrate` takes: nothing."""


def run(args: argparse.Namespace) -> int:
    """Measure and advise; changes nothing by itself."""
    django()
    from django.conf import settings

    from holdfast.vault import passphrase

    chosen = passphrase.calibrate()
    mebibytes, now = chosen.kib // 1024, settings.ARGON2_KIB // 1024
    if mebibytes == now:
        print(f"{now} MiB fits this machine; nothing to change.")
        return 0
    print(f"This machine can ask for {mebibytes} MiB a guess; it asks for {now} MiB now.")
    print(f"To change it: HOLDFAST_ARGON2_MIB={mebibytes}")
    if mebibytes < now:
        print("Keeping the higher cost is safe; sign-ins then take longer than 0.4 s.")
    return 0
