"""Files and functions stay small enough to be read in one go (01-architecture, "Sizes to aim at")."""

import ast

from tests.contracts.house import PACKAGE, ROOT, files, floors, room_of, short, tree

FILE, TEMPLATE = 500, 250
FUNCTION = {"insights": 100}
ARGUMENTS, POSITIONAL = 6, 5
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = ast.For | ast.While | ast.If | ast.With | ast.Try | ast.FunctionDef | ast.Match
DEPTH = {"insights": 5}


def lines(path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions():
    """Every function of the package with its file."""
    for path in files(PACKAGE, "*.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, FUNCTIONS):
                yield path, node


def test_no_python_file_is_longer_than_500_lines():
    places = [PACKAGE, ROOT / "tests", ROOT / "tools", ROOT / "benchmarks"]
    long = {short(path): lines(path) for place in places for path in files(place, "*.py") if lines(path) > FILE}
    assert long == {}


def test_no_template_is_longer_than_250_lines():
    assert {short(path): lines(path) for path in files(PACKAGE, "*.html") if lines(path) > TEMPLATE} == {}


def test_no_function_is_longer_than_60_lines_or_100_of_numerics():
    long = {
        f"{short(path)}::{node.name}": node.end_lineno - node.lineno + 1
        for path, node in functions()
        if node.end_lineno - node.lineno + 1 > FUNCTION.get(room_of(path), 60)
    }
    assert long == {}


def test_no_function_takes_more_than_six_arguments():
    many = {}
    for path, node in functions():
        places = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args) if arg.arg not in ("self", "cls")]
        total = len(places) + len(node.args.kwonlyargs)
        if room_of(path) != "insights" and (total > ARGUMENTS or len(places) > POSITIONAL):
            many[f"{short(path)}::{node.name}"] = total
    assert many == {}


def depth(node: ast.AST) -> int:
    """How deep blocks are nested inside a node."""
    below = 0
    for child in ast.iter_child_nodes(node):
        chained = isinstance(node, ast.If) and node.orelse == [child] and isinstance(child, ast.If)
        below = max(below, depth(child) + (isinstance(child, BLOCKS) and not chained))
    return below


def test_no_function_nests_deeper_than_four_blocks_or_five_of_numerics():
    deep = {
        f"{short(path)}::{node.name}": depth(node)
        for path, node in functions()
        if depth(node) > DEPTH.get(room_of(path), 4)
    }
    assert deep == {}


def test_every_public_function_says_what_it_does():
    silent = [
        f"{short(path)}::{node.name}"
        for path in files(PACKAGE, "*.py")
        for node in tree(path).body
        if isinstance(node, FUNCTIONS | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_file_opens_with_a_sentence():
    silent = [short(path) for path in files(PACKAGE, "*.py") if not ast.get_docstring(tree(path))]
    assert silent == []
    assert set(floors()) >= {"kit", "vault"}
