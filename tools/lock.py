"""Resolve the dependencies anew into the two lock files: hashes, every platform, no address, none younger than a week.

A release that closes a hole need not wait: `python tools/lock.py --now`.
"""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WAIT = timedelta(days=7)
HOW = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet", "--upgrade"]


def main() -> None:
    """Write both files."""
    uv = Path(sys.executable).with_name("uv")
    program = str(uv) if uv.exists() else "uv"
    wait = [] if "--now" in sys.argv else ["--exclude-newer", (datetime.now(UTC) - WAIT).date().isoformat()]
    for target, extra in (("requirements.lock", []), ("requirements-dev.lock", ["--extra", "dev"])):
        subprocess.run(
            [program, "pip", "compile", "pyproject.toml", *extra, *HOW, *wait, "-o", target], cwd=ROOT, check=True
        )
        print(f"Written: {target}")


if __name__ == "__main__":
    main()
