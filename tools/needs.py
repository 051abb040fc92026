"""Programs from outside Python that the tests need: found, installed with apt when we are root, or named as missing."""

import os
import shutil
import subprocess
from pathlib import Path


class Missing(Exception):
    """A program is not here and could not be brought. The message is one plain sentence."""


def chromium() -> Path:
    """Where Chromium is. Raises Missing."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

    def look() -> Path | None:
        return next((Path(found) for name in names if (found := shutil.which(name))), None)

    return look() or bring("chromium", look, "the browser tests cannot run")


def postgresql() -> Path:
    """The folder with PostgreSQL's server programs. Raises Missing."""

    def look() -> Path | None:
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
        if found := shutil.which("initdb"):
            folders.insert(0, Path(found).parent)
        return next((folder for folder in folders if (folder / "initdb").exists()), None)

    return look() or bring("postgresql", look, "the tests on PostgreSQL cannot run")


def nginx() -> Path:
    """Where nginx is. Raises Missing."""

    def look() -> Path | None:
        found = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
        return Path(found) if found else None

    return look() or bring("nginx-light", look, "the proxy file of the manual cannot be tested")


def bring(package: str, look, loss: str) -> Path:
    """Install a Debian package and look again. Raises Missing with what to do."""
    if not shutil.which("apt-get"):
        raise Missing(f"{package} is not installed and this system has no apt-get to bring it, so {loss}.")
    if os.geteuid() != 0:
        raise Missing(f"{package} is not installed, so {loss}; `sudo apt-get install {package}` brings it.")
    print(f"Installing {package} …", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    said = ""
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        done = subprocess.run(
            ["apt-get", *words], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        said = done.stderr.strip().splitlines()[-1] if done.returncode and done.stderr.strip() else said
    if found := look():
        return found
    raise Missing(
        f"{package} is not installed and apt-get could not bring it ({said or 'no reason given'}), so {loss}."
    )
