"""Run the server and its clock: bring the tables up to date, collect the static files, check the keys, answer.

On this computer alone nothing needs to be set. Any other address needs three things: its name in HOLDFAST_ADDRESSES,
HOLDFAST_OPERATOR with who runs this server, and TLS.
"""

import argparse
import ipaddress
import multiprocessing
import os
import socket
import sys
from pathlib import Path
from typing import NamedTuple

from holdfast.cli.common import Refusal, django

EXAMPLES = """\
examples:
  holdfast serve                               http://127.0.0.1:8000, this computer alone
  holdfast serve --port 8001                   another port
  HOLDFAST_ADDRESSES=home.example \\
  HOLDFAST_OPERATOR='Ana Example, for the two of us' \\
  holdfast serve --behind-tls                  a proxy on this machine ends TLS (docs/how-to/two-phones-at-home.md)"""

WORKERS = 2
THREADS = 4


class Tls(NamedTuple):
    """Where certificate chain and key lie (PEM)."""

    certificate: Path
    key: Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast serve` takes."""
    parser.add_argument("--address", default="127.0.0.1", help="where to listen (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port (default 8000)")
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"processes (default {WORKERS})")
    parser.add_argument("--behind-tls", action="store_true", help="a proxy on this machine ends TLS")
    parser.add_argument("--tls-certificate", metavar="FILE", help="end TLS here, with this certificate chain (PEM)")
    parser.add_argument("--tls-key", metavar="FILE", help="its private key (PEM)")
    parser.add_argument("--no-clock", action="store_true", help="leave the clock to `holdfast tick` and cron")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    if bool(args.tls_certificate) != bool(args.tls_key):
        raise Refusal("--tls-certificate and --tls-key only work together.")
    given = {
        "HOLDFAST_STATIC_COLLECTED": "on",
        "HOLDFAST_BEHIND_TLS": "on" if args.behind_tls else None,
        "HOLDFAST_TLS_CERTIFICATE": args.tls_certificate,
        "HOLDFAST_TLS_KEY": args.tls_key,
    }
    # The workers are processes of their own and read the environment again.
    os.environ.update({name: value for name, value in given.items() if value})
    django()
    prepare(args.address, args.port)
    tls = Tls(Path(args.tls_certificate), Path(args.tls_key)) if args.tls_certificate else None
    listen(args.address, args.port, workers=args.workers, tls=tls, clock=not args.no_clock)
    return 0


def is_loopback(address: str) -> bool:
    """Whether only this computer can reach `address`, a name or a number."""
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address == "localhost"


def prepare(address: str, port: int) -> None:
    """Everything before the first request. Raises Refusal with a sentence."""
    from holdfast.audit import actions as audit
    from holdfast.cli import doctor, migrate, static

    refuse(address)
    port_is_free(address, port)
    empty_run_store()
    migrate.migrate()
    doctor.check_pepper()
    static.collect()
    audit.note("start")


def refuse(address: str) -> None:
    """Raise Refusal when this server must not answer at `address`."""
    from django.conf import settings
    from django.core.checks import run_checks

    if found := run_checks(tags=["start"]):
        raise Refusal("\n  ".join(["this server does not start yet.", *(f"{m.msg} {m.hint}" for m in found)]))
    if not is_loopback(address) and settings.LOOPBACK_ONLY:
        raise Refusal(
            f"{address} can be reached from other machines. Name the address people type in HOLDFAST_ADDRESSES, say "
            "who runs this server in HOLDFAST_OPERATOR, and use TLS (docs/how-to/two-phones-at-home.md)."
        )


def port_is_free(address: str, port: int) -> None:
    """Raise Refusal when something listens there already: the server would only say so in its workers."""
    if not 0 < port < 65536:
        raise Refusal(f"{port} is not a port; choose one from 1 to 65535.")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.strip("[]"), port))
        except OSError as taken:
            raise Refusal(
                f"cannot listen at {address} port {port}: {taken.strerror}. Another port: --port {port + 1}"
            ) from None


def empty_run_store() -> None:
    """Where no memory folder exists sessions lie on disk; a start empties them (decision 5)."""
    from django.conf import settings

    if "run" in settings.DATABASES and settings.RUN.is_relative_to(settings.DATA):
        for file in settings.RUN.glob("run.sqlite3*"):
            file.unlink()


def listen(address: str, port: int, *, workers: int = WORKERS, tls: Tls | None = None, clock: bool = True) -> None:
    """Run the application server until a signal stops it; open requests end first."""
    from granian import Granian
    from granian.constants import Interfaces

    from holdfast.cli import clockwork
    from holdfast.vault.hardening import harden

    harden()
    # A worker that were a copy of this process would hold SQLite's locks as the clock had them at that moment: taken,
    # for as long as it lived, by nobody. Workers start from nothing.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "holdfast.web.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        log_access=False,
        log_level="warning",
        websockets=False,
        ssl_cert=tls and tls.certificate,
        ssl_key=tls and tls.key,
    )
    print(f"Holdfast answers at {'https' if tls else 'http'}://{address}:{port} (Ctrl-C stops it).", flush=True)
    ticking = clockwork.start() if clock else None
    try:
        server.serve()
    finally:
        if ticking is not None:
            ticking.stop()
    print("Stopped.", file=sys.stderr)
