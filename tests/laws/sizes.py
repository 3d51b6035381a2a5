"""Law 6: small files. Notebook cells are counted with law 13, in notebooks.py."""

import ast
from pathlib import Path
from statistics import median

from tests.laws.source import Module, modules

MODULE, LOADER, RULE, MEDIAN = 300, 120, 80, 120


def limit(module: Module) -> int:
    """Give the most lines a module may have; a loader is a file of the loaders' room that defines a ``read_`` function."""
    if module.room == "rules":
        return RULE
    reads = any(isinstance(n, ast.FunctionDef) and n.name.startswith("read_") for n in module.tree.body)
    return LOADER if module.room == "loaders" and reads else MODULE


def problems(root: Path) -> list[str]:
    """List every module over its limit, and the median where it has crept up."""
    lengths = {m.name: (m.text.count("\n"), limit(m)) for m in modules(root)}
    found = [f"{name}: law 6: {lines} lines, at most {most}" for name, (lines, most) in lengths.items() if lines > most]
    middle = median(lines for lines, _ in lengths.values())
    if middle > MEDIAN:
        found.append(f"workbench: law 6: the median module has {middle:g} lines; it should stay near 100")
    return found
