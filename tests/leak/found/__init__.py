"""Every program that ever found something, one file each. A run that finds another one puts it here by itself."""

from hashlib import blake2b
from pathlib import Path

from tests.leak.programs import Program, read

HERE = Path(__file__).parent


def every() -> dict[str, Program]:
    """The programs, by the names of their files."""
    return {path.stem: read(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.json"))}


def keep(program: Program) -> Path:
    """Keep a program for good."""
    line = program.line()
    path = HERE / f"{blake2b(line.encode(), digest_size=4).hexdigest()}.json"
    path.write_text(line + "\n", encoding="utf-8")
    return path
