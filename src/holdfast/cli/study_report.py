"""One page about a fit: pictures as SVG, tables, and what may not be concluded. No script, nothing from elsewhere."""

from html import escape

WIDTH, ROW = 640, 24

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse;width:100%}td,th{padding:.2rem .5rem;text-align:right;border-bottom:1px solid #ddd}
td:first-child,th:first-child{text-align:left}figure{margin:1rem 0}figcaption{color:#555}svg text{font:13px system-ui}
.note{border-left:4px solid #999;padding-left:1rem}.slow td{color:#555;font-style:italic}
"""


def _span(rows: list[dict]) -> tuple[float, float]:
    low = min([0.0, *[r["interval"][0] for r in rows]])
    high = max([0.0, *[r["interval"][1] for r in rows]])
    pad = 0.05 * (high - low or 1.0)
    return low - pad, high + pad


def forest(rows: list[dict], title: str) -> str:
    """A dot and its 95 % interval for each path."""
    if not rows:
        return ""
    low, high = _span(rows)
    left, right = 250, WIDTH - 10

    def x(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    height = ROW * (len(rows) + 1) + 10
    parts = [f'<line x1="{x(0):.1f}" x2="{x(0):.1f}" y1="0" y2="{height - ROW}" stroke="#999" stroke-dasharray="3"/>']
    for i, row in enumerate(rows):
        y = ROW * i + 14
        name = escape(f"{row['from']} → {row['to']}")
        begin, end = x(row["interval"][0]), x(row["interval"][1])
        parts.append(f'<text x="0" y="{y + 4}">{name}</text>')
        parts.append(f'<line x1="{begin:.1f}" x2="{end:.1f}" y1="{y}" y2="{y}" stroke="#345" stroke-width="2"/>')
        fill = "#345" if _mark(row) == "" else "#fff"
        parts.append(f'<circle cx="{x(row["mean"]):.1f}" cy="{y}" r="4" fill="{fill}" stroke="#345"/>')
    for value in (low, 0.0, high):
        parts.append(f'<text x="{x(value):.1f}" y="{height - 4}" text-anchor="middle">{value:+.2f}</text>')
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
        f"<figcaption>{escape(title)}</figcaption></figure>"
    )


def _cell(x: float | None, digits: int = 3) -> str:
    return "–" if x is None else f"{x:.{digits}f}"


def _mark(row: dict) -> str:
    """Why a row is not to be relied on, or an empty string."""
    if not row.get("answered", True):
        return "prior only: nobody answered"
    return "" if row["mixed"] else "not mixed"


def table(rows: list[dict], heads: tuple[str, ...], name) -> str:
    """Mean, SD, interval, R-hat and effective draws of each row; what has not mixed says so in a column of its own."""
    head = "".join(f"<th>{escape(h)}</th>" for h in (*heads, "mean", "SD", "95 %", "R-hat", "ESS", "note"))
    body = []
    for row in rows:
        first = "".join(f"<td>{escape(str(c))}</td>" for c in name(row))
        low, high = row["interval"]
        mark = _mark(row)
        cells = (
            *(_cell(row[x]) for x in ("mean", "sd")),
            f"{_cell(low)} to {_cell(high)}",
            _cell(row["r_hat"]),
            _cell(row["ess"], 0),
            mark,
        )
        rest = "".join(f"<td>{cell}</td>" for cell in cells)
        body.append(f"<tr{' class=slow' if mark else ''}>{first}{rest}</tr>")
    return f"<table><tr>{head}</tr>{''.join(body)}</table>"


def _way(row: dict) -> tuple[str, str]:
    return f"{row['from']} → {row['to']}", row["kind"]


def _chains(told: dict) -> str:
    """One sentence about how far the chains agree over all that the page shows."""
    mixing = told["mixing"]
    wanted = mixing["wanted"]
    limits = f"R-hat below {wanted['r_hat_below']} and more than {wanted['ess_above']:.0f} effective draws"
    worst = (
        f"the largest R-hat is {_cell(mixing['largest_r_hat'])}, the fewest draws {_cell(mixing['smallest_ess'], 0)}"
    )
    if not mixing["not_mixed"]:
        return f"All {mixing['estimates']} estimates have {limits}; {worst}."
    return (
        f"{mixing['not_mixed']} of {mixing['estimates']} estimates do not have {limits}; {worst}. They are marked "
        "“not mixed”, with an empty dot in the picture: run more sweeps before relying on them."
    )


def _usual(told: dict) -> str:
    """Levels and the other columns of the mean, their spread between pairs, day-to-day SDs and tails."""
    means = [row["mean"] | {"name": (row["variable"], row["column"])} for row in told["means"]]
    between = [row["between_sd"] | {"name": (row["variable"], row["column"])} for row in told["means"]]
    days = [row | {"name": (row["variable"], "day-to-day SD")} for row in told["residual_sd"]]
    tails = [told["tails"] | {"name": ("all", "degrees of freedom of the t tails")}] if told["tails"] else []
    parts = (
        ("Usual levels", means),
        ("How much levels differ between pairs (SD)", between),
        ("What no path explains", [*days, *tails]),
    )
    heads = ("variable", "column")
    return "\n".join(f"<h2>{title}</h2>\n{table(rows, heads, lambda r: r['name'])}" for title, rows in parts)


def page(told: dict) -> str:
    """The page, from fit.json as a dict."""
    paths = told["population"]
    crossing = [p for p in paths if p["kind"] != "own"]
    n = told["n"]
    warning = ""
    if not told["enough"]:
        warning = "<p class=note><strong>Not enough to rely on.</strong> " + escape("; ".join(told["why"])) + ".</p>"
    missing = n["missing"] or 0.0
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fit of {n["pairs"]} pairs</title>
<style>{STYLE}</style></head><body>
<h1>What goes with what the day after</h1>
<p>{n["pairs"]} pairs, up to {n["days"]} days, {missing:.0%} of answers missing. {told["run"]["chains"]} chains of
{told["run"]["sweeps"]} sweeps, seed {told["run"]["seed"]}, {told["run"]["cpu_seconds"] or 0:.0f} CPU seconds.</p>
{warning}
<p>{escape(_chains(told))}</p>
<p class="note">A path says that days after a high answer tended to be higher or lower, for the same person or the
other. It is a pattern, not proof that one causes the other: a good weekend, sleep or a shared mood can make both.</p>
<h2>Paths between variables</h2>
{forest(crossing, "Population paths: points of the second per point of the first, the day after, with 95 % intervals")}
{table(crossing, ("path", "kind"), _way)}
<h2>Carry-over from day to day</h2>
{table([p for p in paths if p["kind"] == "own"], ("path", "kind"), _way)}
<h2>How much people differ</h2>
{table(told["random_sd"], ("path", "kind"), _way)}
<h2>On the same day</h2>
{table(told["residual_correlations"], ("", ""), lambda r: (r["a"], r["b"]))}
{_usual(told)}
</body></html>
"""
