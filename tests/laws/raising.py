"""Law 10: every error says what happened, where, and what to do; and nothing is asserted in the package."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tests.laws.source import Module, errors_of, modules, walked

OUTSIDE = {"Exit"}
"""Typer's own way to end a command; no error."""


def _name(node: ast.expr | None) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _helpers(root: Path, family: set[str]) -> set[str]:
    """Name the functions that make an error for others to raise."""
    functions = [n for m in modules(root) for n in m.nodes if isinstance(n, ast.FunctionDef)]
    return {f.name for f in functions if f.returns and ast.unparse(f.returns).strip("'\"").split(".")[-1] in family}


@lru_cache(maxsize=1024)
def _owners(text: str) -> dict[ast.AST, str]:
    """Map every node to the name of the innermost function around it."""
    owner: dict[ast.AST, str] = {}
    for function in walked(text):
        if isinstance(function, ast.FunctionDef):
            owner |= dict.fromkeys(ast.walk(function), function.name)
    return owner


def _raised(module: Module, known: set[str]) -> Iterator[str]:
    owners = _owners(module.text)
    for node in module.nodes:
        if isinstance(node, ast.Assert):
            yield module.at(node, "law 10: an assert is no error message")
        if not isinstance(node, ast.Raise) or node.exc is None:
            continue
        name = _name(node.exc)
        again = isinstance(node.exc, ast.Name) and name[:1].islower()
        missing = name == "AttributeError" and owners.get(node) in ("__getattr__", "opened")
        if name in known - OUTSIDE and isinstance(node.exc, ast.Name):
            yield module.at(node, f"law 10: {name} is raised without a word")
        elif not (again or missing or name in known):
            yield module.at(node, f"law 10: raises {name or 'something'}, which is no WorkbenchError")


def _made(module: Module, family: set[str]) -> Iterator[str]:
    for node in module.nodes:
        if not (isinstance(node, ast.Call) and _name(node) in family):
            continue
        said = {keyword.arg for keyword in node.keywords}
        what = next((k.value for k in node.keywords if k.arg == "what"), node.args[0] if node.args else None)
        if what is None or (isinstance(what, ast.Constant) and not str(what.value).strip()):
            yield module.at(node, f"law 10: {_name(node)} does not say what happened")
        elif not said & {"do", None}:
            yield module.at(node, f"law 10: {_name(node)} does not say what to do (do=)")


def problems(root: Path) -> list[str]:
    """List every error without its parts, every raise of something else, and every assert."""
    family = errors_of(root)
    known = family | _helpers(root, family) | OUTSIDE
    return [line for module in modules(root) for line in (*_raised(module, known), *_made(module, family))]
