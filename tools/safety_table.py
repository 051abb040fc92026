"""Brings the column "held by" of SAFETY.md up to date: for each rule the files with a test named after it."""

import re
from pathlib import Path

from tests.contracts.test_requirements import holders

PAGE = Path(__file__).resolve().parent.parent / "SAFETY.md"
ROW = re.compile(r"^\| ((?:KEY|PS|CR|FT)-\d\d) \|([^|]*)\|([^|]*)\|$", re.MULTILINE)


def main() -> None:
    """Rewrite the table in place; rows that wait for something stay as they are."""
    held = holders()

    def row(match: re.Match[str]) -> str:
        rule, sentence, before = match.groups()
        files = sorted(held.get(rule, ()))
        if not files or "waits for" in before:
            return match[0]
        links = ", ".join(
            f"[{Path(file).parent.name}/{Path(file).stem.removeprefix('test_')}]({file})" for file in files
        )
        return f"| {rule} |{sentence}| {links} |"

    PAGE.write_text(ROW.sub(row, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"Written: {PAGE}")


if __name__ == "__main__":
    main()
