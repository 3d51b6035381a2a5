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


def public_names(module: Module) -> list[str]:
    """Read the literal list in ``__all__``; a module without one has no public names."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return list(ast.literal_eval(node.value))
    return []


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
