"""Everything CI runs, in order: style, floors, every test on SQLite, the rooms again on PostgreSQL, coverage.

Nothing is skipped in silence. What this machine lacks (Chromium, PostgreSQL) is installed with apt when we are root;
otherwise one sentence says what is missing and why, and the run fails. The last line reads "N passed, N failed".
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import coverage_floor
import needs
from postgresql import throw_away_cluster

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
REPORTS = ROOT / ".reports"
WORKERS = os.environ.get("HOLDFAST_TEST_WORKERS", "2")


@dataclass
class Step:
    """One step of the run and how it ended."""

    name: str
    passed: int = 0
    failed: int = 0
    sentence: str = ""


def say(text: str) -> None:
    """Print at once: logs of CI are read while they grow."""
    print(text, flush=True)


def command(name: str, *words: str) -> Step:
    """A step that is one command: it passes or fails as a whole."""
    say(f"\n== {name}: {' '.join(words)}")
    done = subprocess.run([BIN / words[0], *words[1:]], cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    return Step(name, passed=1) if done.returncode == 0 else Step(name, failed=1, sentence=f"status {done.returncode}")


def pytest(name: str, key: str, *words: str, environment: dict[str, str] | None = None) -> Step:
    """A step that is a run of pytest; its tests are counted one by one, and branch coverage is kept under `key`."""
    report = REPORTS / f"{key}.xml"
    report.unlink(missing_ok=True)
    options = ["-n", WORKERS, "--dist", "worksteal", "-q", f"--junitxml={report}", "--cov", "--cov-report="]
    say(f"\n== {name}: pytest {' '.join(words)}")
    done = subprocess.run(
        [BIN / "pytest", *options, *words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"COVERAGE_FILE": str(REPORTS / f"coverage.{key}")} | (environment or {}),
        check=False,
    )
    step = count(name, report)
    if done.returncode and not step.failed:
        # Collection broke, or a worker died: pytest counts no test, and still nothing may pass.
        step.failed, step.sentence = 1, f"pytest ended with status {done.returncode}"
    return step


def count(name: str, report: Path) -> Step:
    """How many tests passed and failed in a JUnit report. A skipped test counts as failed: nothing is skipped here."""
    from xml.etree import ElementTree

    try:
        suites = ElementTree.parse(report).getroot().iter("testsuite")
    except (OSError, ElementTree.ParseError):
        return Step(name, failed=1, sentence="no report was written")
    total = bad = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        skipped += int(suite.get("skipped", 0))
        bad += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    sentence = f"{skipped} skipped, and nothing may be skipped" if skipped else ""
    return Step(name, passed=total - bad - skipped, failed=bad + skipped, sentence=sentence)


def on_postgresql() -> Step:
    """Rooms, journeys and contracts on a throw-away PostgreSQL (decision 35)."""
    name = "tests on PostgreSQL"
    try:
        with throw_away_cluster() as url:
            left_out = ["--ignore=tests/browser", "--ignore=tests/faults", "-m", "not browser"]
            return pytest(name, "postgresql", "tests", *left_out, environment={"HOLDFAST_DATABASE": url})
    except needs.Missing as missing:
        say(f"\n== {name}: {missing}")
        return Step(name, failed=1, sentence=str(missing))


def program(name: str, look: Callable[[], Path]) -> Step:
    """A program from outside that tests drive."""
    try:
        say(f"\n== {name}: {look()}")
    except needs.Missing as missing:
        say(f"\n== {name}: {missing}")
        return Step(name, failed=1, sentence=str(missing))
    return Step(name, passed=1)


def coverage() -> Step:
    """The floors of coverage over both runs together."""
    name = "branch coverage"
    say(f"\n== {name}")
    problems = coverage_floor.problems(REPORTS)
    for problem in problems:
        say(f"  {problem}")
    return Step(name, passed=not problems, failed=len(problems), sentence="; ".join(problems))


def main() -> int:
    """Run every step, whatever became of the one before, and sum up."""
    began = time.monotonic()
    REPORTS.mkdir(exist_ok=True)
    for old in REPORTS.glob("coverage*"):
        old.unlink()
    steps = [
        program("Chromium", needs.chromium),
        program("nginx", needs.nginx),
        command("style", "ruff", "check", "."),
        command("format", "ruff", "format", "--check", "."),
        command("floors", "lint-imports", "--no-logo"),
        pytest("tests on SQLite", "sqlite", "tests"),
        on_postgresql(),
        coverage(),
    ]
    say("\n== summary")
    for step in steps:
        mark = "FAILED" if step.failed else "ok"
        say(f"  {step.name:<22} {step.passed:>6} passed {step.failed:>4} failed  {mark}  {step.sentence}")
    minutes, seconds = divmod(int(time.monotonic() - began), 60)
    say(f"  {minutes} min {seconds} s\n")
    failed = sum(step.failed for step in steps)
    say(f"{sum(step.passed for step in steps)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
