"""Laws 1, 3 and 11: who may import what, wherever in the file the import stands."""

import ast
from functools import lru_cache
from pathlib import Path

from tests.laws.source import Module, modules, walked

NETWORK = (
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "websocket",
    "websockets",
    "xmlrpc",
)
COMPUTE = ("geopandas", "movingpandas", "numba", "numpy", "pandas", "scipy", "shapely", "sklearn")
ZONE_CALLS = ("astimezone", "tz_convert", "tz_localize")
UTC = (None, "UTC")
GUESSERS = ("dateutil.parser", "dateparser", "arrow", "pendulum", "ciso8601")
MADE_OF_NUMBERS = {"round", "int", "combine", "fromisoformat"}
"""Calls whose result is no text that a person typed, so that pandas has nothing to guess."""


def imported(module: Module) -> tuple[tuple[ast.stmt, str], ...]:
    """Give every imported name with its dotted path, those under TYPE_CHECKING left out."""
    return _imported(module.text)


@lru_cache(maxsize=1024)
def _imported(text: str) -> tuple[tuple[ast.stmt, str], ...]:
    typing_only = {
        inner
        for node in walked(text)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for part in node.body
        for inner in ast.walk(part)
    }
    found: list[tuple[ast.stmt, str]] = []
    for node in walked(text):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found += [(node, f"{node.module}.{alias.name}") for alias in node.names]
    return tuple(found)


def _is(path: str, banned: tuple[str, ...]) -> bool:
    return any(path == name or path.startswith(f"{name}.") for name in banned)


def _converts_zones(node: ast.AST) -> bool:
    """Say whether a call turns one zone into another; naming UTC or dropping it is no conversion."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ZONE_CALLS):
        return False
    first = node.args[0] if node.args else None
    return not (isinstance(first, ast.Constant) and first.value in UTC)


def _guesses_time(node: ast.AST) -> bool:
    """Say whether a call lets pandas guess how a date is written: 04/03/2026 would be read month first."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    given = {word.arg: word.value for word in node.keywords}
    if name == "to_datetime":
        form = given.get("format")
        mixed = isinstance(form, ast.Constant) and form.value == "mixed"
        return "dayfirst" in given or mixed or (form is None and "unit" not in given)
    if name != "Timestamp" or len(node.args) != 1 or "unit" in given:
        return False
    only = node.args[0]
    if isinstance(only, ast.Call):
        made = only.func.attr if isinstance(only.func, ast.Attribute) else getattr(only.func, "id", "")
        return made not in MADE_OF_NUMBERS
    return not isinstance(only, ast.Constant)


def _passes_a_face(module: Module, path: str) -> bool:
    """Say whether an import reaches into a module of another room; the front door and the rooms' own faces may."""
    parts = path.split(".")
    return parts[0] == "workbench" and len(parts) > 3 and parts[1] != module.room and module.name != "workbench"


def problems(root: Path) -> list[str]:
    """List every import and conversion that stands in the wrong room."""
    found = []
    for module in modules(root):
        for node, path in imported(module):
            if _is(path, ("zoneinfo", "pytz", "dateutil.tz")) and module.name != "workbench.time.clock":
                found.append(module.at(node, f"law 1: only clock.py imports {path}"))
            if _is(path, ("pyproj",)) and module.name != "workbench.geo.projection":
                found.append(module.at(node, f"law 1: only projection.py imports {path}"))
            if _is(path, GUESSERS) and module.room != "time":
                found.append(module.at(node, f"law 1: dates are read by forms that are written down, not by {path}"))
            if _is(path, COMPUTE) and module.room == "widgets":
                found.append(module.at(node, f"law 3: widgets never compute, so they do not import {path}"))
            if _passes_a_face(module, path):
                found.append(module.at(node, f"law 4: rooms are entered by their faces, not by {path}"))
            if _is(path, NETWORK):
                found.append(module.at(node, f"law 11: the package has no way to the network, so no {path}"))
        if module.room != "time":
            found += [
                module.at(node, "law 1: a person's text is read by workbench.time.typed; this lets pandas guess")
                for node in module.nodes
                if _guesses_time(node)
            ]
        if module.name != "workbench.time.clock":
            found += [
                module.at(node, f"law 1: only clock.py converts zones: {ast.unparse(node)[:60]}")
                for node in module.nodes
                if _converts_zones(node)
            ]
    return found
