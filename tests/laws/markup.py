"""HTML only from templates: no tag in a string of Python, no own escaping, no template that lets text through as it is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.laws.source import Module, modules

TAGS = (
    "a|b|body|button|circle|code|dd|defs|details|div|dl|dt|em|g|head|html|i|image|img|input|label|li|line|linearGradient|meta|ol|p|path|"
    "polyline|pre|rect|script|section|small|span|stop|strong|style|sub|summary|sup|svg|table|tbody|td|text|tfoot|th|thead|title|tr|"
    "u|ul"
)
TAG = re.compile(rf"<!doctype|</?(?:{TAGS})(?=[\s>/])", re.IGNORECASE)
WRITERS = {"html": {"escape"}, "markupsafe": None, "jinja2": None}
OPEN = re.compile(r"\|\s*safe\b|autoescape")


def _docstrings(module: Module) -> set[int]:
    """Give the nodes that are sentences for readers of the code."""
    return {id(n.value) for n in module.nodes if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}


def _writes(node: ast.AST) -> str:
    """Name what an import brings in that writes HTML; nothing for any other node."""
    if isinstance(node, ast.Import):
        return next((a.name for a in node.names if a.name.split(".")[0] in {"markupsafe", "jinja2"}), "")
    if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] in WRITERS:
        names = WRITERS[(node.module or "").split(".")[0]]
        return str(node.module) if names is None or names & {a.name for a in node.names} else ""
    return ""


def _of_module(module: Module) -> Iterator[str]:
    said = _docstrings(module)
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said and TAG.search(node.value):
            yield module.at(node, "writes HTML in a string; put it into a template of workbench/html")
        if what := _writes(node):
            yield module.at(node, f"imports {what}; draw with workbench.html.kit")


def problems(root: Path) -> list[str]:
    """Give every tag written outside the templates, and every way around their escaping."""
    found = [line for module in modules(root) if module.room != "html" for line in _of_module(module)]
    for path in sorted((root / "workbench").rglob("*.jinja")):
        lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        found += [f"{path.relative_to(root)}:{at}: lets text through unescaped" for at, line in lines if OPEN.search(line)]
    return found
