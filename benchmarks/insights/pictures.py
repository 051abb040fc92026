"""The table and the pictures of a comparison, from results.json as a dict. Plain SVG, no library."""

import math
from collections.abc import Callable
from html import escape
from pathlib import Path

import numpy as np

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 380, 60, 500, 40, 330
# Colours that stay apart for colour-blind eyes (Okabe & Ito); every line also bears its name.
LOOKS = {
    "holdfast": ("#0072b2", ""),
    "lme4 two-step": ("#d55e00", "6 3"),
    "mixedlm": ("#009e73", "2 3"),
    "varmax": ("#cc79a7", "8 3 2 3"),
    "numpyro": ("#8a6d00", "1 4"),
}
HEADS = "pairs x days, tool, fits, CPU-s, wall s, GB, bias own, bias cross, RMSE, covered, effective draws, per CPU-s"


def averages(rows: list[dict]) -> list[dict]:
    """One row for each size and tool: averages over the seeds that finished, and why none did."""
    out = []
    for pairs, days, tool in sorted({(r["pairs"], r["days"], r["tool"]) for r in rows}):
        here = [r for r in rows if (r["pairs"], r["days"], r["tool"]) == (pairs, days, tool)]
        done = [r for r in here if r["finished"]]
        row = {"pairs": pairs, "days": days, "tool": tool, "fits": len(done)}
        if done:
            names = [k for k, v in done[0].items() if isinstance(v, float)]
            row |= {k: float(np.mean([r[k] for r in done])) for k in names}
        if len(done) < len(here):
            row["why"] = next(r["why"] for r in here if not r["finished"])
        out.append(row)
    return out


def table(found: dict) -> str:
    """Everything measured as Markdown, with what it was measured on."""
    heads = HEADS.split(", ")
    lines = ["# The engine beside its peers", "", f"| {' | '.join(heads)} |", "| --- " * len(heads) + "|"]
    for r in averages(found["rows"]):
        size = f"{r['pairs']:,} x {r['days']}"
        if not r["fits"]:
            empty = "| " * (len(heads) - 4)
            lines.append(f"| {size} | {r['tool']} | 0 | {r['why']} {empty}|")
            continue
        drawn = ("ess_least" in r and f"{r['ess_least']:.0f} | {r['ess_per_cpu']:.2f}") or "– | –"
        lines.append(
            f"| {size} | {r['tool']} | {r['fits']} | {r['cpu']:.1f} | {r['wall']:.1f} | {r['memory_gb']:.2f} | "
            f"{r['bias_own']:+.4f} | {r['bias_cross']:+.4f} | {r['rmse']:.4f} | {r['covered']:.0%} | {drawn} |"
        )
    lines += [
        "",
        "Averages over the fits that finished. Covered: share of the 16 population paths in their 95 % interval;",
    ]
    lines += ["with one fit that is one of 17 values. Effective draws: the fewest of the 16 paths.", ""]
    if start := found.get("start"):
        lines += [f"`holdfast study fit --help`, cached: {start['wall']:.2f} s wall, {start['cpu']:.2f} CPU-s.", ""]
    about = found["about"]
    lines += [f"- {name}: {value}" for name, value in about.items() if name != "versions"]
    lines += [f"- {name}: {value}" for name, value in about.get("versions", {}).items()]
    loads = [r["load"] for r in found["rows"] if "load" in r]
    if loads:
        lines.append(f"- load before a fit (1 is one busy core): {min(loads):.1f} to {max(loads):.1f}")
    return "\n".join(lines) + "\n"


def _labels(ends: list[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    """Places of the names at the ends of the lines, pushed apart where lines end on the same size."""
    out: list[tuple[float, float, str]] = []
    for x, y, name in sorted(ends):
        taken = [b for a, b, _ in out if a == x]
        out.append((x, max([y, *[b + 16 for b in taken]]), name))
    return out


def _frame(title: str, sizes: list[int], x: Callable, ticks: list[tuple[float, str]]) -> list[str]:
    parts = [f'<text x="{LEFT}" y="20" font-weight="bold">{escape(title)}</text>']
    for y, said in ticks:
        parts.append(f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{said}</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{BOTTOM + 18}" text-anchor="middle">{size:,}</text>')
    parts.append(
        f'<text x="{(LEFT + RIGHT) / 2:.0f}" y="{BOTTOM + 38}" text-anchor="middle">pairs, 60 days each</text>'
    )
    return parts


def lines(rows: list[dict], title: str, key: str, scale: tuple[Callable, list[tuple[float, str]]]) -> str:
    """One line for each tool over the sizes; `scale` is (value -> height, ticks as (value, words))."""
    height, ticks = scale
    done = [r for r in rows if r["fits"] and r["days"] == 60]
    sizes = sorted({r["pairs"] for r in done})
    low, span = math.log(sizes[0]), math.log(sizes[-1]) - math.log(sizes[0])

    def x(size: int) -> float:
        share = (math.log(size) - low) / span if span else 0.5
        return LEFT + 30 + share * (RIGHT - LEFT - 60)

    parts, ends = _frame(title, sizes, x, [(height(v), words) for v, words in ticks]), []
    for tool, (colour, dash) in LOOKS.items():
        points = [(x(r["pairs"]), height(r[key])) for r in done if r["tool"] == tool]
        if not points:
            continue
        way = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        style = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
        parts.append(f'<polyline points="{way}" fill="none" {style}/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{colour}"/>' for a, b in points]
        ends.append((*points[-1], tool))
    for a, b, tool in _labels(ends):
        style = f'fill="{LOOKS[tool][0]}" stroke="#fff" stroke-width="4" paint-order="stroke"'
        parts.append(f'<text x="{a + 10:.1f}" y="{b + 4:.1f}" {style}>{escape(tool)}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}" font-family="system-ui,sans-serif" font-size="13">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _share(value: float) -> float:
    return BOTTOM - value * (BOTTOM - TOP)


def _seconds(value: float) -> float:
    share = (math.log10(max(value, 1.0))) / 3.0  # 1 to 1,000
    return BOTTOM - min(share, 1.0) * (BOTTOM - TOP)


def write(found: dict, out: Path) -> None:
    """results.md, coverage.svg, seconds.svg."""
    (out / "results.md").write_text(table(found))
    rows = averages(found["rows"])
    if not any(r["fits"] and r["days"] == 60 for r in rows):
        return
    shares = [(0.0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (0.95, "95 %")]
    said = "Population paths inside their 95 % interval"
    (out / "coverage.svg").write_text(lines(rows, said, "covered", (_share, shares)))
    seconds = [(1.0, "1"), (10.0, "10"), (100.0, "100"), (1000.0, "1,000")]
    (out / "seconds.svg").write_text(lines(rows, "CPU seconds of a fit", "cpu", (_seconds, seconds)))
