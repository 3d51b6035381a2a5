"""Faces of rooms: names that load when they are first used, so that entering a room loads no more than is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

__all__ = ["opened"]


def opened(face: dict[str, Any], homes: Mapping[str, str], name: str) -> Any:
    """Give a name of a face from the module that defines it, and keep it there."""
    home = homes.get(name)
    if home is None:
        raise AttributeError(f"module {face['__name__']!r} has no attribute {name!r}")
    value = getattr(import_module(home), name)
    face[name] = value
    return value
