"""Law 12: full docstrings where they are read, one plain sentence elsewhere, and no example that cannot fail."""

import ast
import doctest
import re
from collections.abc import Iterator
from pathlib import Path

from tests.laws.source import (
    Function,
    Module,
    bases,
    errors_of,
    faces,
    front,
    modules,
    public_classes,
    public_functions,
    public_methods,
)

OWN = re.compile(r"Source: (own|made|invented|this project)\b")
NAMES_ONLY = re.compile(r"__name__|__all__|\bcallable\(|\bhasattr\(|\bissubclass\(|\bdir\(")
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
    if not parts.get("Notes", "").strip():
        yield f"{what} does not say what its method rests on (Notes)"
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


def _of_front_function(node: Function, family: set[str]) -> Iterator[str]:
    doc = ast.get_docstring(node)
    yield from _head(doc, node.name)
    if doc:
        yield from _body(doc, node.name)
        yield from _parameters(node, doc)
        yield from _raises(node, doc, family)


def _of_face_function(node: Function) -> Iterator[str]:
    doc = ast.get_docstring(node)
    yield from _head(doc, node.name)
    if doc:
        yield from _parameters(node, doc)


def _of_front_class(node: ast.ClassDef, family: set[str]) -> Iterator[str]:
    doc = ast.get_docstring(node)
    yield from _head(doc, node.name)
    explained = bool(bases(node) & (SELF_EXPLAINING | family)) or node.name == "WorkbenchError"
    if doc and not explained and not _is_described_record(node, doc):
        yield from _body(doc, node.name)


def _short(node: Function) -> Iterator[str]:
    """Everything else: one sentence; what is longer belongs into a comment that says why, or into docs/."""
    doc = ast.get_docstring(node)
    if doc and "\n\n" in doc:
        yield f"{node.name} is on no face: one plain sentence is enough"


def _examples(doc: str | None, what: str) -> Iterator[str]:
    """An example must compare something that could come out otherwise."""
    try:
        found = doctest.DocTestParser().get_examples(doc or "")
    except ValueError:
        yield f"{what} has an example that cannot be read"
        return
    if found and not any(example.want.strip() and not NAMES_ONLY.search(example.source) for example in found):
        yield f"{what} has an example that cannot fail"


def _cites(doc: str | None, what: str) -> Iterator[str]:
    if doc and OWN.search(doc):
        yield f"{what} names itself as its source; 'Source:' is for what it cites"


def _of(module: Module, family: set[str], shown: set[str], faced: set[str]) -> Iterator[str]:
    if module.text.strip() and not ast.get_docstring(module.tree):
        yield module.at(module.tree, "law 12: the module does not say what it is for")
    top = {n.name for n in module.tree.body if isinstance(n, Function | ast.ClassDef)}
    in_classes = {id(n) for c in module.nodes if isinstance(c, ast.ClassDef) and c.name in shown for n in ast.walk(c)}
    for node in public_functions(module):
        tier = (
            _of_front_function(node, family)
            if node.name in shown
            else _of_face_function(node)
            if node.name in faced
            else _head(ast.get_docstring(node), node.name)
        )
        yield from (module.at(node, f"law 12: {fault}") for fault in tier)
    for owner in public_classes(module):
        tier = _of_front_class(owner, family) if owner.name in shown else _head(ast.get_docstring(owner), owner.name)
        yield from (module.at(owner, f"law 12: {fault}") for fault in tier)
    for node in public_methods(module):
        yield from (module.at(node, f"law 12: {fault}") for fault in _head(ast.get_docstring(node), node.name))
    for node in module.nodes:
        if isinstance(node, Function) and id(node) not in in_classes and node.name not in (shown | faced) & top:
            yield from (module.at(node, f"law 12: {fault}") for fault in _short(node))
        if isinstance(node, Function | ast.ClassDef | ast.Module):
            doc, name = ast.get_docstring(node), getattr(node, "name", module.name)
            yield from (module.at(node, f"law 12: {fault}") for fault in (*_examples(doc, name), *_cites(doc, name)))


def problems(root: Path) -> list[str]:
    """List names whose docstring lacks a part, says too much, or shows what cannot fail."""
    family, doors, rooms = errors_of(root), front(root), faces(root)
    return [line for m in modules(root) for line in _of(m, family, doors.get(m.name, set()), rooms.get(m.name, set()))]
