"""Reading the package as source: its modules, their public names, their functions and classes."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of the package, parsed."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree, in the order of ``ast.walk``."""
        return walked(self.text)

    @property
    def room(self) -> str:
        """The first folder below the package, or the module's own name at ground level."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    def at(self, node: ast.AST, what: str) -> str:
        """Write one finding."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}: {what}"


@lru_cache(maxsize=1024)
def _parsed(text: str) -> ast.Module:
    """Parse each text once; the checks only read the tree."""
    return ast.parse(text)


@lru_cache(maxsize=1024)
def walked(text: str) -> tuple[ast.AST, ...]:
    """Walk each text once: the tests look at the same modules some sixty times."""
    return tuple(ast.walk(_parsed(text)))


def modules(root: Path) -> Iterator[Module]:
    """Give every module of the package, in order of name."""
    for path in sorted((root / "workbench").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        yield Module(path, name, text, _parsed(text))


def _literal(node: ast.expr) -> list[str]:
    """Read the names of a literal list or tuple, of several joined by ``+``, or of what is added to one."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.Starred):
        return _literal(node.value)
    inner = {ast.BinOp: ("left", "right"), ast.List: ("elts",), ast.Tuple: ("elts",), ast.Set: ("elts",), ast.Call: ("args",)}
    parts = [getattr(node, name) for name in inner.get(type(node), ())]
    return [name for part in parts for item in (part if isinstance(part, list) else [part]) for name in _literal(item)]


def _names_all(node: ast.stmt) -> ast.expr | None:
    """Give what a statement puts into ``__all__``, in whatever form it is written."""
    if isinstance(node, ast.Assign):
        targets, value = node.targets, node.value
    elif isinstance(node, ast.AnnAssign | ast.AugAssign):
        targets, value = [node.target], node.value
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
        targets, value = [node.value.func.value], node.value
    else:
        return None
    return value if any(isinstance(t, ast.Name) and t.id == "__all__" for t in targets) else None


def public_names(module: Module) -> list[str]:
    """Read ``__all__`` in any form: a list, a tuple, annotated, added to; a module without one has no public names."""
    values = [value for node in module.tree.body if (value := _names_all(node)) is not None]
    return [name for value in values for name in _literal(value)]


def front(root: Path) -> dict[str, set[str]]:
    """Give the names of the front door by the module that defines them."""
    homes: dict[str, set[str]] = {}
    tree = _parsed((root / "workbench" / "__init__.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("workbench."):
            homes.setdefault(node.module, set()).update(alias.name for alias in node.names)
    return homes


def rooms(root: Path) -> set[str]:
    """Name the rooms: the folders of the package."""
    return {path.parent.name for path in (root / "workbench").glob("*/__init__.py")}


def face_homes(root: Path, room: str) -> dict[str, str]:
    """Read from a room's face which module defines which of its names."""
    path = root / "workbench" / room / "__init__.py"
    for node in _parsed(path.read_text(encoding="utf-8")).body if path.exists() else []:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "_HOMES" for t in node.targets):
            return dict(ast.literal_eval(node.value))
    return {}


def faces(root: Path) -> dict[str, set[str]]:
    """Give the names on the faces of the rooms, by the module that defines them."""
    shown: dict[str, set[str]] = {}
    for room in rooms(root):
        for name, home in face_homes(root, room).items():
            shown.setdefault(home, set()).add(name)
    return shown


def public_functions(module: Module) -> Iterator[Function]:
    """Give the functions defined here and listed in ``__all__``."""
    names = public_names(module)
    yield from (n for n in module.tree.body if isinstance(n, Function) and n.name in names)


def public_classes(module: Module) -> Iterator[ast.ClassDef]:
    """Give the classes defined here and listed in ``__all__``."""
    names = public_names(module)
    yield from (n for n in module.tree.body if isinstance(n, ast.ClassDef) and n.name in names)


def public_methods(module: Module) -> Iterator[Function]:
    """Give the methods of public classes that have no leading underscore."""
    for owner in public_classes(module):
        yield from (n for n in owner.body if isinstance(n, Function) and not n.name.startswith("_"))


def bases(node: ast.ClassDef) -> set[str]:
    """Give the plain names of the base classes."""
    return {b.id if isinstance(b, ast.Name) else b.attr for b in node.bases if isinstance(b, ast.Name | ast.Attribute)}


def errors_of(root: Path) -> set[str]:
    """Name WorkbenchError and every class of the package that descends from it."""
    classes = [n for m in modules(root) for n in m.nodes if isinstance(n, ast.ClassDef)]
    family = {"WorkbenchError"}
    while True:
        more = {c.name for c in classes if bases(c) & family} - family
        if not more:
            return family
        family |= more
