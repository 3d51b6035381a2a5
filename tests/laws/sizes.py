"""Law 6: small files, counted in lines of code. Notebook cells are counted with law 13, in notebooks.py."""

import ast
from pathlib import Path

from tests.laws.source import Module, modules

MODULE, RULE = 250, 60


def limit(module: Module) -> int:
    """Give the most lines of code a module may have."""
    return RULE if module.room == "rules" else MODULE


def code_lines(module: Module) -> int:
    """Count the lines that are neither docstring, nor comment, nor blank."""
    words: set[int] = set()
    for node in module.nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            words.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(module.text.splitlines(), start=1)
    return sum(1 for number, line in lines if line.strip() and not line.lstrip().startswith("#") and number not in words)


def problems(root: Path) -> list[str]:
    """List every module over its limit."""
    counted = {m.name: (code_lines(m), limit(m)) for m in modules(root)}
    return [f"{name}: law 6: {lines} lines of code, at most {most}" for name, (lines, most) in counted.items() if lines > most]
