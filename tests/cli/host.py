"""A host of its own for a test: folders nobody else uses, and the real command run in them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

COMMAND = Path(sys.executable).with_name("holdfast")


@dataclass
class Host:
    """One installation. `environment` is added to a clean one, so that nothing of this machine leaks in."""

    place: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        """What its processes see."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOLDFAST_", "DJANGO_"))}
        folders = {f"HOLDFAST_{name}": str(self.place / name.lower()) for name in ("DATA", "RUN", "KEYS")}
        # 64 MiB is the least a host may set; tests need no more.
        return kept | folders | {"HOLDFAST_ARGON2_MIB": "64"} | self.environment

    def run(self, *words: str, given: str = "") -> subprocess.CompletedProcess:
        """Run `holdfast WORDS` to its end."""
        return subprocess.run(
            [COMMAND, *words], env=self.variables, input=given, capture_output=True, text=True, timeout=120, check=False
        )

    def python(self, code: str) -> str:
        """Run a piece of Python with this host's settings, Django awake; its output."""
        before = "from holdfast.cli.common import django; django()\n"
        done = subprocess.run(
            [sys.executable, "-c", before + code],
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def move_pepper_from(self, other: "Host") -> None:
        """Carry the pepper over, as a person does by hand."""
        (self.place / "keys").mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(other.place / "keys" / "pepper", self.place / "keys" / "pepper")


def free_port() -> int:
    """A port nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`holdfast serve` in the background; ends with the block."""

    def __init__(self, host: Host, *words: str) -> None:
        """Prepare, don't start."""
        self.port = free_port()
        self.command = [COMMAND, "serve", "--port", str(self.port), *words]
        self.host = host

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Server":
        """Start and wait until it answers."""
        self.process = subprocess.Popen(
            self.command,
            env=self.host.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            if self._answers():
                return self
            time.sleep(0.1)
        # Not killed: its workers would live on.
        raise AssertionError(f"The server did not answer: {self.stop()}")

    def _answers(self) -> bool:
        """Whether anything comes back; a refusal of our address is an answer too."""
        try:
            urlopen(self.address, timeout=5).close()
        except HTTPError as refused:
            refused.close()
        except (URLError, ConnectionError, TimeoutError):
            return False
        return True

    def __exit__(self, *_: object) -> None:
        """Stop it if the test has not."""
        if self.process.poll() is None:
            self.stop()

    def stop(self) -> str:
        """Ask it to stop; what it printed. It must end by itself."""
        self.process.terminate()
        try:
            said, _ = self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            # Workers that outlived it hold the pipe: end the whole session, so that one fault does not hang the run.
            os.killpg(self.process.pid, signal.SIGKILL)
            said, _ = self.process.communicate(timeout=10)
            raise AssertionError(f"It did not end within a minute: {said}") from None
        return said
