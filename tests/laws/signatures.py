"""Law 9: units live in names, and a function says all it takes."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.laws.source import Function, Module, modules, public_functions, public_methods

UNITS = (
    "m",
    "km",
    "cm",
    "km2",
    "m2",
    "kmh",
    "ms",
    "s",
    "us",
    "seconds",
    "minutes",
    "hours",
    "days",
    "years",
    "deg",
    "level",
    "share",
    "bytes",
    "mb",
    "px",
    "percent",
    "probability",
    "factor",
    "lr",
    "per_hour",
    "per_m",
    "per_s",
    "per_minute",
    "rate",
    "ratio",
    "scale",
)
FREE_OF_UNITS = {"lat", "lat0", "lon", "lon0", "nominal", "value", "x", "x0", "y", "y0", "zoom"}
"""Names whose unit is the same everywhere (degrees, local metres), or that are plain numbers."""


def _arguments(node: Function) -> Iterator[ast.arg]:
    yield from (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)


def _is_measure(argument: ast.arg) -> bool:
    annotation = ast.unparse(argument.annotation) if argument.annotation else ""
    return annotation in {"float", "float | None", "int | float"}


def _has_unit(name: str) -> bool:
    return name in FREE_OF_UNITS or any(name == unit or name.endswith(f"_{unit}") for unit in UNITS)


def _of(module: Module, node: Function) -> Iterator[str]:
    if node.args.kwarg:
        yield module.at(node, f"law 9: {node.name} hides its parameters in **{node.args.kwarg.arg}")
    for argument in _arguments(node):
        if _is_measure(argument) and not _has_unit(argument.arg):
            yield module.at(node, f"law 9: the number {argument.arg!r} of {node.name} does not name its unit")


def problems(root: Path) -> list[str]:
    """List public functions and methods with hidden parameters or measures without a unit in the name."""
    return [
        line
        for module in modules(root)
        for node in (*public_functions(module), *public_methods(module))
        for line in _of(module, node)
    ]
