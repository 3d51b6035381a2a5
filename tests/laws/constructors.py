"""Law 8, second half: constructors store their parameters and do nothing else."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.laws.source import Module, modules

FREE = ("state", "widgets")
"""Rooms whose classes hold what is on the screen; there a constructor puts the pieces together."""


def _is_store(node: ast.stmt) -> bool:
    """Say whether a statement only stores a parameter, documents, or hands on to the parent."""
    if isinstance(node, ast.Expr):
        call = node.value
        is_super = isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__"
        return is_super or isinstance(call, ast.Constant)
    return isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Name | ast.Constant)


def _is_refusal(node: ast.stmt) -> bool:
    """Say whether a statement of ``__post_init__`` only looks: it may raise or call a check, never set."""
    sets = any(isinstance(n, ast.Assign | ast.AugAssign) and "self." in ast.unparse(n).split("=")[0] for n in ast.walk(node))
    return not sets and "__setattr__" not in ast.unparse(node)


def _constructors(module: Module) -> Iterator[tuple[ast.ClassDef, ast.FunctionDef]]:
    for owner in (n for n in module.nodes if isinstance(n, ast.ClassDef)):
        yield from ((owner, n) for n in owner.body if isinstance(n, ast.FunctionDef))


def problems(root: Path) -> list[str]:
    """List every constructor statement that does more than store."""
    found = []
    for module in modules(root):
        if module.room in FREE:
            continue
        for owner, method in _constructors(module):
            allowed = {"__init__": _is_store, "__post_init__": _is_refusal}.get(method.name)
            if allowed:
                found += [
                    module.at(node, f"law 8: the constructor of {owner.name} does more than store: {ast.unparse(node)[:60]}")
                    for node in method.body
                    if not allowed(node)
                ]
    return found
