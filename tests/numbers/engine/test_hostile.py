"""Any table: a plain refusal with its place, or an honest "not enough". Never a traceback, never a silent number."""

import json
import math
import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from holdfast.cli.main import main

HEAD = ["pair", "person", "day", "c", "s", "a", "p", "v"]
FIT = ["--pair", "pair", "--person", "person", "--day", "day", "--measures", "c,s", "--quiet"]
FIT += ["--sweeps", "24", "--chains", "1"]
MRT = ["--person", "pair", "--day", "day", "--outcome", "s", "--treatment", "a", "--probability", "p"]
MRT += ["--available", "v"]
CHANGE = ["--person", "pair", "--day", "day", "--measure", "s"]


def rows(pairs=5, days=12, people="A"):
    dice = random.Random(1)
    return [
        {
            "pair": f"p{pair}",
            "person": who,
            "day": day,
            "c": round(dice.gauss(5, 1), 2),
            "s": round(dice.gauss(4, 1), 2),
            "a": dice.randint(0, 1),
            "p": 0.5,
            "v": 1,
        }
        for pair in range(pairs)
        for day in range(days)
        for who in people
    ]


def text(table, head=HEAD, between=","):
    lines = [between.join("" if row[name] is None else str(row[name]) for name in head) for row in table]
    return "\n".join([between.join(head), *lines, ""])


def changed(table, at=None, **cells):
    """The table with cells replaced in row `at` (from 1), or in all rows."""
    return [row | cells if at in (None, i) else row for i, row in enumerate(table, 1)]


@pytest.fixture
def say(tmp_path, capsys):
    """Run a study command on a table given as text or bytes: (status, printed, error)."""

    def ask(command, table, *more):
        file = tmp_path / "t.csv"
        file.write_bytes(table if isinstance(table, bytes) else table.encode())
        options = {"fit": [*FIT, "--out", str(tmp_path / "out")], "mrt": MRT, "change": CHANGE}[command]
        capsys.readouterr()
        status = main(["study", command, str(file), *options, *more])
        told = capsys.readouterr()
        return status, told.out, told.err

    return ask


COMMANDS = ["fit", "mrt", "change"]
TWICE = ["pair", "person", "day", "s", "s", "a", "p", "v"]
REFUSED = {
    "an empty file": ("", "cannot be read as a table"),
    "no rows": (text([]), "no rows"),
    "no rows but an empty line": (text([]) + "\n", "no rows"),
    "not a table": (b"\x89PNG\r\n\x00\x00" * 20, "zero bytes"),
    "a page": ("<html>\n<p>a,b,c\n", "row 1: There are 3 cells where the header has 1."),
    "not UTF-8": (text(rows()).encode().replace(b"p0", b"p\xe9"), "not written in UTF-8"),
    "duplicate column names": (
        text(rows()).replace("pair,person,day,c,s", ",".join(TWICE[:5]), 1),
        "two columns named s",
    ),
    "semicolons": (text(rows(), between=";"), "semicolons"),
    "tabs": (text(rows(), between="\t"), "tabs"),
    "a row too long": (text(rows()) + "p9,A,1,1,1,1,1,1,9\n", "row 61: There are 9 cells where the header has 8."),
    "a row cut off": (text(rows()) + "p9,A\n", "row 61: There are 2 cells where the header has 8."),
    "text for a number": (text(changed(rows(), 6, s="much")), "row 6, column s: “much” is not a number."),
    "an infinite number": (text(changed(rows(), 6, s="inf")), "row 6, column s: This number is infinite."),
    "a number beyond doubles": (text(changed(rows(), 6, s="-1e999")), "row 6, column s: This number is infinite."),
    "a number beyond any scale": (
        text(changed(rows(), 6, s="1e300")),
        "row 6, column s: This number is beyond a million.",
    ),
    "a decimal comma": (text(changed(rows(), 6, s='"4,5"')), "row 6, column s: “4,5” is not a number."),
    "dates among numbers": (text(changed(rows(), 6, day="2026-11-01")), "row 6, column day: Dates and whole numbers"),
    "half a day": (text(changed(rows(), 6, day="1.5")), "row 6, column day: “1.5” is not a day"),
    "an underscore": (text(changed(rows(), 6, day="1_0")), "row 6, column day: “1_0” is not a day"),
    "a day that never was": (
        text(changed(rows(), 6, day="2026-02-30")),
        "row 6, column day: “2026-02-30” is not a day",
    ),
    "something after the date": (
        text(changed(rows(), day="2026-02-03?")),
        "row 1, column day: “2026-02-03?” is not a day",
    ),
    "an endless day": (text(changed(rows(), 6, day="9" * 40)), "row 6, column day"),
    "no label": (text(changed(rows(), 6, pair=" ")), "row 6, column pair: This cell is empty"),
    "the same row twice": (text(rows() + rows()[:1]), "row 61, column day: "),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", REFUSED)
def test_a_table_that_cannot_be_read_is_refused_with_its_place(say, command, name):
    table, said = REFUSED[name]
    status, out, err = say(command, table)
    assert status == 2 and out == "" and said in err and "Traceback" not in err


@pytest.mark.parametrize(
    ("command", "table", "said"),
    [
        ("fit", changed(rows(), s=2, c=3), "every answer is missing, or never changes"),
        ("fit", changed(rows(), s=None, c=None), "every answer is missing"),
        ("fit", [r for r in rows() if r["day"] == 0], "no pair has more than one day"),
        ("fit", rows()[:1], "no pair has more than one day"),
        ("fit", changed(rows(), 6, day=10**8), "row 6, column day: This day is more than a hundred years"),
        ("fit", [r | {"person": f"x{i}", "pair": "p"} for i, r in enumerate(rows())], "more than two people"),
        ("change", changed(rows(), 6, day=10**8), "at most a hundred years"),
        ("mrt", changed(rows(), 6, a=2), "row 6, column a: The treatment is 2, not 0 or 1."),
        ("mrt", changed(rows(), 6, a="yes"), "row 6, column a: “yes” is not a number."),
        ("mrt", changed(rows(), 6, p=0), "row 6, column p: The probability is 0"),
        ("mrt", changed(rows(), p=1), "row 1, column p: The probability is 1"),
        ("mrt", changed(rows(), 6, p="half"), "row 6, column p: “half” is not a number."),
        ("mrt", changed(rows(), 6, v=2), "row 6, column v: Availability is 2, not 0 or 1."),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(say, command, table, said):
    status, out, err = say(command, text(table))
    assert status == 2 and out == "" and said in err


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (changed(rows(), v=0), "0 moments at which it could be offered"),
        (changed(rows(), a=1), "always or never"),
        (changed(rows(), a=0), "always or never"),
        (changed(rows(), s=4), "the outcome never changes"),
        (changed(rows(), s=None), "0 people"),
        (changed(rows(), a=None), "0 people"),
        (rows()[:1], "1 people"),
        (rows(1, 10_000), "1 people"),
    ],
)
def test_a_trial_that_cannot_tell_says_so_without_any_number(say, table, why):
    status, out, _ = say("mrt", text(table))
    told = json.loads(out)
    assert status == 0 and told["enough"] is False and why in told["why"]
    assert [told["estimate"], told["se"], told["p"], *told["ci"]] == [None] * 5


def test_a_control_that_says_everything_or_one_person_leaves_no_interval(say):
    same = [row | {"c": row["s"]} for row in rows()]
    assert "without any error" in json.loads(say("mrt", text(same), "--controls", "c")[1])["why"]
    only = [row | {"c": float(row["pair"] == "p0" and row["day"] == 0)} for row in rows()]
    assert "one person alone" in json.loads(say("mrt", text(only), "--controls", "c")[1])["why"]
    assert "say the same twice" in json.loads(say("mrt", text(changed(rows(), c=1)), "--controls", "c")[1])["why"]


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (rows(1, 10), "too-soon"),
        (changed(rows(1, 60), s=None), "nothing"),
        (changed(rows(1, 60), s=3), "no-spread"),
        (rows(1, 1), "too-soon"),
        ([r if r["day"] % 2 else r | {"s": None} for r in rows(1, 60)], "too-few"),
    ],
)
def test_a_diary_that_cannot_tell_says_so(say, table, why):
    status, out, _ = say("change", text(table))
    told = json.loads(out)
    assert (status, told["enough"], told["why"], told["clear"]) == (0, False, why, False)
    assert told["interval"] == [None, None] and told["probability"] is None


def test_order_sign_and_a_mark_at_the_beginning_do_not_matter(say):
    plain = rows(1, 60)
    first = say("change", text(plain))
    assert json.loads(first[1])["enough"] is True
    assert say("change", "\ufeff" + text(plain[::-1])) == first
    assert say("change", text([r | {"day": r["day"] - 500} for r in plain])) == first
    assert say("change", text(plain) + "\n\n") == first
    assert json.loads(say("change", text(rows(1, 10_000)))[1])["n"] == 28


def test_a_person_who_never_answers_is_named_and_nothing_is_told_of_them(say, tmp_path):
    silent = [r | {"c": None, "s": None} if r["person"] == "B" else r for r in rows(5, 12, "AB")]
    assert say("fit", text(silent))[0] == 0
    told = json.loads((tmp_path / "out" / "fit.json").read_text())
    assert told["enough"] is False and any("c_B, s_B" in why for why in told["why"])
    heard = {(p["to"], p["from"]): p["answered"] for p in told["population"]}
    assert heard["s_A", "c_A"] and not heard["s_A", "c_B"] and not heard["s_B", "c_A"]
    assert (tmp_path / "out" / "report.html").read_text().count("prior only: nobody answered") == 12


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--least", "nan"], "--least"),
        (["--least", "-1"], "--least"),
        (["--at", "0"], "--at"),
        (["--scale", "--points", "nan"], "--points"),
        (["--scale", "--points", "5", "--noise", "9"], "--noise"),
        (["--measure", "z"], "There is no column z."),
    ],
)
def test_change_refuses_options_that_make_no_sense(say, more, said):
    status, _, err = say("change", text(rows()), *more)
    assert status == 2 and said in err


@pytest.mark.parametrize("chance", ["0", "1", "nan", "2"])
def test_a_chance_that_is_none_is_refused(say, chance):
    assert "--probability" in say("mrt", text(rows()), "--probability", chance)[2]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--decline", "nan"], "--decline"),
        (["--coin", "inf"], "--coin"),
        (["--missing", "nan"], "--missing"),
        (["--tails", "nan"], "--tails"),
        (["--fading", "0.9"], "--fading"),
        (["--fading", "0.1", "--measures", "1"], "two measures"),
        (["--measures", "day,x"], "cannot be called"),
        (["--measures", "²"], "cannot"),
        (["--measures", "0"], "one to six"),
        (["--measures", "9" * 30], "one to six"),
        (["--pairs", "100000", "--days", "10000"], "more than 100,000,000 answers"),
        (["--pairs", "0"], "--pairs"),
        (["--seed", "-1"], "--seed"),
    ],
)
def test_simulate_refuses_what_cannot_be_simulated(tmp_path, capsys, more, said):
    if more[1] == "²":
        more, said = ["--measures", "²,²"], "each once"
    assert main(["study", "simulate", "--out", str(tmp_path / "x.csv"), *more]) == 2
    assert said in capsys.readouterr().err and not (tmp_path / "x.csv").exists()


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path, capsys):
    assert main(["study", "simulate", "--pairs", "2", "--days", "3", "--out", str(tmp_path / "no" / "x.csv")]) == 2
    assert "No such file or directory" in capsys.readouterr().err


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    place = tmp_path_factory.mktemp("cohort")
    (place / "t.csv").write_text(text(rows(22, 14, "AB")))
    assert main(["study", "fit", str(place / "t.csv"), *FIT, "--out", str(place)]) == 0
    return place / "cohort.npz"


def test_one_pair_alone_has_the_same_refusals(say, cohort):
    more = ["--cohort", str(cohort)]
    one = rows(1, 14, "AB")
    assert say("fit", text(one), *more)[0] == 0
    for table, said in (
        (changed(one, s=None, c=None), "every answer is missing"),
        (changed(one, s=2, c=3), "never changes"),
        (one[:2], "more than one day"),
        (rows(1, 14, "A"), "the cohort was about"),
        (changed(one, 3, s="x"), "row 3, column s"),
    ):
        status, _, err = say("fit", text(table), *more)
        assert status == 2 and said in err


def test_a_damaged_cohort_is_refused(say, cohort, tmp_path):
    with np.load(cohort) as stored:
        arrays = {name: stored[name] for name in stored.files}
    broken = {
        "missing": {k: v for k, v in arrays.items() if k != "omega"},
        "nan": arrays | {"g": arrays["g"] * np.nan},
        "short": arrays | {"m": arrays["m"][:-1]},
        "shape": arrays | {"r": arrays["r"][:, :2]},
        "empty": arrays | {k: arrays[k][:0] for k in ("g", "omega", "b", "cov_b", "m", "cov_x", "r", "c0", "nu")},
    }
    table = text(rows(1, 14, "AB"))
    for name, content in broken.items():
        np.savez(tmp_path / f"{name}.npz", **content)
        assert "not a file of population draws" in say("fit", table, "--cohort", str(tmp_path / f"{name}.npz"))[2]
    (tmp_path / "cut.npz").write_bytes(cohort.read_bytes()[:900])
    assert "not a file of population draws" in say("fit", table, "--cohort", str(tmp_path / "cut.npz"))[2]
    assert "There is no file" in say("fit", table, "--cohort", str(tmp_path / "none.npz"))[2]


def test_a_pair_with_names_of_their_own_fits_a_cohort_of_interchangeable_people(say, tmp_path):
    named = [r | {"person": f"{r['pair']}{r['person']}"} for r in rows(22, 14, "AB")]
    assert say("fit", text(named))[0] == 0
    kept = (tmp_path / "out" / "cohort.npz").rename(tmp_path / "alike.npz")
    one = [r | {"person": {"A": "ana", "B": "ben"}[r["person"]]} for r in rows(1, 14, "AB")]
    assert say("fit", text(one), "--cohort", str(kept))[0] == 0
    assert set(pl.read_parquet(tmp_path / "out" / "pairs.parquet")["to"]) == {"c_1", "s_1", "c_2", "s_2"}


ODD = [
    "",
    "NA",
    "0",
    "1",
    "2",
    "-3",
    "0.5",
    "1e9",
    "inf",
    "nan",
    "x",
    "2026-11-24",
    "\ufeff",
    "½",
    "1e-320",
    "'",
    "A",
    "B",
]
CELL = st.one_of(st.sampled_from(ODD), st.integers(-5, 40).map(str), st.floats(width=32).map(str))
TABLE = st.lists(st.lists(CELL, min_size=8, max_size=8), max_size=12)
PLAIN = st.integers(0, 4)


@seed(9)
@settings(max_examples=40, derandomize=True, deadline=None)
@given(wild=TABLE, tame=PLAIN, ending=st.sampled_from(["\n", "\r\n"]), command=st.sampled_from(COMMANDS))
def test_whatever_stands_in_the_cells_it_ends_in_a_sentence_or_an_honest_answer(
    tmp_path_factory, wild, tame, ending, command
):
    table = text(rows(tame, 12, "AB" if command == "fit" else "A")).splitlines() + [",".join(r) for r in wild]
    place = tmp_path_factory.mktemp("wild")
    (place / "t.csv").write_bytes((ending.join(table) + ending).encode())
    options = {"fit": [*FIT, "--out", str(place)], "mrt": MRT, "change": CHANGE}[command]
    out, err, status = heard(["study", command, str(place / "t.csv"), *options])
    assert status in (0, 2)
    if status == 2:
        assert out == "" and err.startswith("holdfast study: ") and err.strip().endswith(".")
    elif command == "fit":
        told = json.loads((place / "fit.json").read_text(), parse_constant=refuse)
        assert told["enough"] is False and told["why"]
    else:
        for line in out.splitlines():
            honest(json.loads(line, parse_constant=refuse))


def heard(given):
    """Standard output, standard error and status; hypothesis cannot use capsys."""
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        status = main(given)
    return out.getvalue(), err.getvalue(), status


def refuse(constant):
    raise AssertionError(f"{constant} is no JSON")


def honest(told):
    """Either enough with every number there, or not enough, with a reason and no interval."""
    ends = told["ci"] if "ci" in told else told["interval"]
    if told["enough"]:
        assert all(math.isfinite(x) for x in ends) and ends[0] < ends[1]
    else:
        assert told["why"] and ends == [None, None]
