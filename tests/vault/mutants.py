"""A small mutation engine: change one check of a module, run the tests that should notice, put everything back.

Every mutant is one place in the syntax tree where a check is negated, weakened or removed, a label of the format is
changed, or a part of what an envelope is bound to is left out. The changed source runs inside the module's own
namespace, so that other modules see it too.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from types import ModuleType

import pytest

OPPOSITE = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
BOUNDARY = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
BINDING = {"lp", "place", "_place", "kdf", "seal", "open_"}


@dataclass(frozen=True)
class Mutant:
    """One changed module: where, what was changed, and its syntax tree."""

    module: ModuleType
    line: int
    change: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.module.__name__}:{self.line} {self.change}"


def mutants(module: ModuleType) -> Iterator[Mutant]:
    """Every mutant of a module, one change each."""
    tree = ast.parse(inspect.getsource(module))
    for index, node in enumerate(ast.walk(tree)):
        for number, (change, _) in enumerate(_changes(node)):
            copy = deepcopy(tree)
            target = next(each for at, each in enumerate(ast.walk(copy)) if at == index)
            new = _changes(target)[number][1]
            changed = ast.fix_missing_locations(_Replace(target, new).visit(copy))
            yield Mutant(module, node.lineno, f"{change}: {ast.unparse(node)[:70]!r}", changed)


def unchanged(module: ModuleType) -> Mutant:
    """The module run again as it is: whatever fails under it fails for no reason."""
    return Mutant(module, 0, "nothing", ast.parse(inspect.getsource(module)))


def survives(mutant: Mutant, checks: list[Callable[[], None]]) -> bool:
    """Whether every check still passes with this mutant in place."""
    try:
        with in_place(mutant):
            for check in checks:
                check()
    except (Exception, pytest.fail.Exception):
        return False
    return True


@contextmanager
def in_place(mutant: Mutant) -> Iterator[None]:
    """Run the changed source in the module, and hand what is new to every file and test that imported the old."""
    name = mutant.module.__name__
    packages = (name.rpartition(".")[0], __name__.rpartition(".")[0])
    files = [vars(module) for each, module in sys.modules.items() if each.startswith(packages)]
    before = [(names, dict(names)) for names in files]
    own = vars(mutant.module)
    was = dict(own)
    try:
        exec(compile(mutant.tree, mutant.module.__file__, "exec"), own)
        for names in files:
            for key, value in names.items():
                if getattr(value, "__module__", None) == name and was.get(key) is value:
                    names[key] = own[key]
        yield
    finally:
        for names, held in before:
            names.clear()
            names.update(held)


class _Replace(ast.NodeTransformer):
    def __init__(self, target: ast.AST, new: ast.AST) -> None:
        self.target, self.new = target, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.target else self.generic_visit(node)


def _changes(node: ast.AST) -> list[tuple[str, ast.AST]]:
    """What can be done to one node: a word for it, and the new node."""
    if isinstance(node, ast.Compare):
        return _compare(node)
    if isinstance(node, ast.BoolOp):
        return _bool(node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [("not removed", node.operand)]
    if isinstance(node, ast.Raise):
        return [("raise removed", ast.Pass())]
    if isinstance(node, ast.If):
        return [(f"if {value}", _with(node, test=ast.Constant(value))) for value in (True, False)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("hf/"):
        return [("label changed", ast.Constant(node.value + "x"))]
    if isinstance(node, ast.Call):
        return _call(node)
    return []


def _compare(node: ast.Compare) -> list[tuple[str, ast.AST]]:
    found = []
    for at, op in enumerate(node.ops):
        for change, others in (("negated", OPPOSITE), ("boundary moved", BOUNDARY)):
            if type(op) in others:
                ops = [*node.ops[:at], others[type(op)](), *node.ops[at + 1 :]]
                found.append((f"comparison {at + 1} {change}", _with(node, ops=ops)))
    return found


def _bool(node: ast.BoolOp) -> list[tuple[str, ast.AST]]:
    found = [("and/or swapped", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And()))]
    for at in range(len(node.values)):
        rest = node.values[:at] + node.values[at + 1 :]
        found.append((f"part {at + 1} dropped", _with(node, values=rest) if len(rest) > 1 else rest[0]))
    return found


def _call(node: ast.Call) -> list[tuple[str, ast.AST]]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name == "compare_digest":
        return [(f"always {value}", ast.Constant(value)) for value in (True, False)]
    if name not in BINDING or len(node.args) < 2:
        return []
    return [
        (f"argument {at + 1} left out", _with(node, args=node.args[:at] + node.args[at + 1 :]))
        for at in range(len(node.args))
    ]


def _with(node: ast.AST, **fields: object) -> ast.AST:
    new = deepcopy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new
