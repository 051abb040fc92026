"""Make the virtual environment that every `make` target uses. Needs python3 (3.11 or newer) and nothing else.

Uses `uv` where it is on the PATH; otherwise it makes a venv and installs uv in it with pip. uv does the rest
from the lock files, with hashes. Run by the Makefile; safe to run again.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def stop(sentence: str) -> None:
    """End with one plain sentence and a failing exit status."""
    sys.exit(f"\nSet-up stopped: {sentence}\n")


def run(*command: str) -> None:
    """Run a command, showing it; stop with a plain sentence when it fails."""
    try:
        subprocess.run(command, check=True, cwd=ROOT)
    except subprocess.CalledProcessError as broken:
        stop(
            f"`{' '.join(command)}` ended with status {broken.returncode}. "
            "If the lines above speak of the network, connect and run `make` again; nothing is half-done."
        )


def make_venv() -> None:
    """Make .venv with pip in it, bringing Debian's python3-venv when it is missing and we may install it."""
    try:
        import ensurepip  # noqa: F401  Debian leaves it out of python3
    except ImportError:
        bring = ["apt-get", "install", "-y", "python3-venv"]
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            stop(
                "this python3 cannot make environments yet. Run `sudo apt-get install python3-venv`, then `make` again."
            )
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        run(*bring)
    run(sys.executable, "-m", "venv", str(VENV))


def uv() -> list[str]:
    """The uv command: the one on the PATH, or our own inside the environment."""
    if found := shutil.which("uv"):
        if not PYTHON.exists():
            run(found, "venv", "--quiet", "--python", sys.executable, str(VENV))
        return [found]
    if not PYTHON.exists():
        make_venv()
    own = VENV / "bin" / "uv"
    if not own.exists():
        run(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv>=0.5")
    return [str(own)]


def main() -> None:
    """Install what the lock names (with `dev`: the test tools too), then this project itself."""
    if sys.version_info < (3, 11):  # noqa: UP036  this file runs under whatever python3 is there
        stop(f"Holdfast needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    lock = "requirements-dev.lock" if "dev" in sys.argv[1:] else "requirements.lock"
    print(f"Setting up .venv from {lock} …", flush=True)
    tool = uv()
    pip = [*tool, "pip", "install", "--quiet", "--python", str(PYTHON)]
    run(*pip, "--require-hashes", "-r", lock)
    run(*pip, "--no-deps", "--editable", ".")


if __name__ == "__main__":
    main()
