"""What stands between this installation and a good night, as Django checks: any room may add its own beside these.

Tag "start": a server must not start. Tag "host": worth knowing; `holdfast check` says all of it in sentences.
Reads settings, folders and the names of migrations; changes nothing.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register

from holdfast.safety import queries


@register("start")
def who_runs_it(**_: Any) -> list[CheckMessage]:
    """On this computer alone nothing is asked; for any other address people must read who runs the server (PS-53)."""
    if settings.LOOPBACK_ONLY or settings.OPERATOR:
        return []
    sentence = "HOLDFAST_OPERATOR is empty: people must read who runs this server before they sign up."
    hint = "Write it in your own words, for example HOLDFAST_OPERATOR='Harbour Clinic, Kiel. Ask Dr Example.'"
    return [Error(sentence, hint, id="holdfast.E001")]


@register("start")
def the_way_is_encrypted(**_: Any) -> list[CheckMessage]:
    """Any other address than this computer needs TLS, here or at a proxy on this machine."""
    if settings.LOOPBACK_ONLY or settings.SECURE:
        return []
    sentence = "HOLDFAST_ADDRESSES names more than this computer, and nothing encrypts the way to it."
    hint = "Put a proxy with TLS in front and start with --behind-tls, or give --tls-certificate and --tls-key."
    return [Error(sentence, hint, id="holdfast.E002")]


@register("host")
def tables(**_: Any) -> list[CheckMessage]:
    """Whether every migration has been applied, in each store."""
    from django.db import DatabaseError, connections
    from django.db.migrations.executor import MigrationExecutor

    waiting = 0
    for name in connections:
        try:
            executor = MigrationExecutor(connections[name])
        except DatabaseError as broken:
            return [Error(f"The store {name!r} cannot be read: {broken}", id="holdfast.E003")]
        waiting += len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        return [Error("The tables are older than the program.", "Run `holdfast upgrade`.", id="holdfast.E004")]
    return [Info("The tables fit the program.", id="holdfast.I004")]


@register("host")
def keys_apart(**_: Any) -> list[CheckMessage]:
    """Whether the pepper lies apart from the rows it protects."""
    if not settings.KEYS.is_relative_to(settings.DATA):
        return [Info("The keys lie apart from the rows.", id="holdfast.I005")]
    sentence = f"The keys lie in {settings.KEYS}, beside the rows. Whoever copies both can try passphrases."
    hint = "HOLDFAST_KEYS moves them, for example to a folder that no backup tool copies."
    return [Warning(sentence, hint, id="holdfast.W005")]


@register("host")
def sessions_in_memory(**_: Any) -> list[CheckMessage]:
    """Whether sessions live where they die with the machine."""
    if "run" not in settings.DATABASES:
        sentence = "Sessions lie in an unlogged table, which a crash empties and no dump holds."
        return [Info(sentence, id="holdfast.I006")]
    if settings.RUN.is_relative_to(settings.DATA):
        sentence = "This machine offers no memory folder: sessions lie on disk and are emptied at each start."
        return [Warning(sentence, "HOLDFAST_RUN names a folder in memory (tmpfs).", id="holdfast.W006")]
    return [Info("Sessions lie in memory and never reach a backup.", id="holdfast.I006")]


@register("host")
def no_swap(**_: Any) -> list[CheckMessage]:
    """Whether memory, and the keys in it, may be written to disk."""
    try:
        swaps = Path("/proc/swaps").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return [Warning("This system does not say whether it writes memory to disk (swap).", id="holdfast.W007")]
    if any("zram" not in swap for swap in swaps):
        sentence = "Swap is on: keys in memory could reach the disk."
        return [Warning(sentence, "Encrypt the swap, or switch it off.", id="holdfast.W007")]
    return [Info("No memory is written to disk.", id="holdfast.I007")]


@register("host")
def country(**_: Any) -> list[CheckMessage]:
    """Whether the help page opens with a country the host chose, and with lines to call; neither is ever guessed."""
    code = settings.COUNTRY
    known = queries.emergency(code) if code else None
    if not code:
        sentence = "No default country is set, so the help page opens with the table of all."
        return [Warning(sentence, "HOLDFAST_COUNTRY=de sets one.", id="holdfast.W008")]
    if known is None:
        sentence = f"There is no number for {code!r}, so the help page opens with the table of all."
        return [Warning(sentence, "HOLDFAST_COUNTRY takes two letters, such as de.", id="holdfast.W008")]
    if not queries.all_lines(code):
        sentence = f"For {known.country} there is an emergency number and no line to call yet."
        return [Warning(sentence, "docs/how-to/lines-of-your-own.md says how to add some.", id="holdfast.W009")]
    return [Info(f"The help page opens with the lines of {known.country}.", id="holdfast.I008")]
