"""The paths of a load: one or several, and a bar over them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from workbench.errors import InputError

__all__ = ["Place", "places_of", "shown"]

Place: TypeAlias = str | PathLike[str]


def places_of(path: Place | Sequence[Place]) -> list[Path]:
    """Give the paths of a load as a list.

    Parameters
    ----------
    path : path-like or sequence of path-like
        One file or several.

    Returns
    -------
    list of pathlib.Path
        In the order given.

    Raises
    ------
    InputError
        If it is no path, or an empty list.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> [p.name for p in places_of(["a.csv", "b.csv"])]
    ['a.csv', 'b.csv']
    """
    if isinstance(path, str | PathLike):
        return [Path(path)]
    try:
        places = [Path(p) for p in path]
    except TypeError as error:
        raise InputError(f"{path!r} is not a path.", where="path", do="Give a path or a list of paths.") from error
    if not places:
        raise InputError("The list of paths is empty.", where="path", do="Check the folder and the pattern of your list.")
    return places


def shown(places: list[Path], progress: bool | None) -> Iterable[Path]:
    """Show a bar over several files, in a notebook or terminal unless told otherwise.

    Parameters
    ----------
    places : list of pathlib.Path
        The files.
    progress : bool, optional
        Whether to show it; None decides by where the code runs.

    Returns
    -------
    iterable of pathlib.Path
        The same files.

    Notes
    -----
    Source: tqdm.

    Examples
    --------
    >>> [p.name for p in shown([Path("a.csv")], None)]
    ['a.csv']
    """
    if progress is None:
        progress = len(places) > 1 and ("ipykernel" in sys.modules or sys.stderr.isatty())
    if not progress:
        return places
    from tqdm.auto import tqdm

    return tqdm(places, desc="reading", unit="file", leave=False)
