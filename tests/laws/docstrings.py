"""Law 12: every public name says what it is, what it takes, where it comes from, and shows itself at work."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.laws.source import Function, Module, bases, errors_of, modules, public_classes, public_functions, public_methods

SELF_EXPLAINING = {"NamedTuple", "Protocol", "TypedDict"}
"""Plain shapes: one sentence is enough. A dataclass may describe its fields instead of showing itself at work."""


def sections(doc: str) -> dict[str, str]:
    """Split a numpydoc docstring into its sections; the head is under ''."""
    parts = re.split(r"(?m)^([A-Z][A-Za-z ]+)\n-{3,}\n", doc)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def _head(doc: str | None, what: str) -> Iterator[str]:
    if not doc:
        yield f"{what} has no docstring"
        return
    first = doc.strip().split("\n\n")[0].replace("\n", " ")
    if not first.endswith((".", "?", "::")):
        yield f"{what} does not begin with one plain sentence"


def _body(doc: str, what: str) -> Iterator[str]:
    parts = sections(doc)
    if "Source:" not in parts.get("Notes", ""):
        yield f"{what} does not name its source (Notes, 'Source:')"
    if ">>>" not in parts.get("Examples", ""):
        yield f"{what} has no example that runs"


def _described(doc: str) -> set[str]:
    parts = sections(doc)
    text = parts.get("Parameters", "") + parts.get("Attributes", "")
    heads = [line.split(" : ")[0] for line in text.splitlines() if re.match(r"\S.* : ", line)]
    return {name.strip(" *`") for head in heads for name in head.split(",")}


def _is_described_record(node: ast.ClassDef, doc: str) -> bool:
    is_record = any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)
    fields = {n.target.id for n in node.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
    return is_record and {name for name in fields if not name.startswith("_")} <= _described(doc)


def _parameters(node: Function, doc: str) -> Iterator[str]:
    arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    names = [a.arg for a in arguments] + ([node.args.vararg.arg] if node.args.vararg else [])
    missing = [name for name in names if name not in _described(doc)]
    if missing:
        yield f"{node.name} does not describe {', '.join(missing)} with its type and unit"


def _raises(node: Function, doc: str, family: set[str]) -> Iterator[str]:
    calls = [n.exc for n in ast.walk(node) if isinstance(n, ast.Raise) and isinstance(n.exc, ast.Call)]
    raised = {c.func.id for c in calls if isinstance(c.func, ast.Name) and c.func.id in family}
    if raised and not sections(doc).get("Raises", "").strip():
        yield f"{node.name} does not say when it raises {', '.join(sorted(raised))}"


def _of_function(node: Function, family: set[str]) -> Iterator[str]:
    doc = ast.get_docstring(node)
    yield from _head(doc, node.name)
    if doc:
        yield from _body(doc, node.name)
        yield from _parameters(node, doc)
        yield from _raises(node, doc, family)


def _of_class(node: ast.ClassDef, family: set[str]) -> Iterator[str]:
    doc = ast.get_docstring(node)
    yield from _head(doc, node.name)
    explained = bool(bases(node) & (SELF_EXPLAINING | family)) or node.name == "WorkbenchError"
    if doc and not explained and not _is_described_record(node, doc):
        yield from _body(doc, node.name)


def _of(module: Module, family: set[str]) -> Iterator[str]:
    if module.text.strip() and not ast.get_docstring(module.tree):
        yield module.at(module.tree, "law 12: the module does not say what it is for")
    for node in public_functions(module):
        yield from (module.at(node, f"law 12: {fault}") for fault in _of_function(node, family))
    for owner in public_classes(module):
        yield from (module.at(owner, f"law 12: {fault}") for fault in _of_class(owner, family))
    for node in public_methods(module):
        yield from (module.at(node, f"law 12: {fault}") for fault in _head(ast.get_docstring(node), node.name))


def problems(root: Path) -> list[str]:
    """List public names whose docstring lacks a part."""
    family = errors_of(root)
    return [line for module in modules(root) for line in _of(module, family)]
