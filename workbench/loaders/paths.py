"""The paths of a load: one or several."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from workbench.base.errors import InputError

__all__ = ["Place", "places_of"]

Place: TypeAlias = str | PathLike[str]


def places_of(path: Place | Sequence[Place]) -> list[Path]:
    """Give the paths of a load as a list."""
    if isinstance(path, str | PathLike):
        return [Path(path).expanduser()]
    try:
        places = [Path(p).expanduser() for p in path]
    except TypeError as error:
        raise InputError(f"{path!r} is not a path.", where="path", do="Give a path or a list of paths.") from error
    if not places:
        raise InputError("The list of paths is empty.", where="path", do="Check the folder and the pattern of your list.")
    return places
