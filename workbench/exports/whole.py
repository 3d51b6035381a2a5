"""Files that are written whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

from workbench.base.errors import InputError

__all__ = ["written_whole"]


@contextmanager
def written_whole(path: str | PathLike[str]) -> Iterator[Path]:
    """Give a place beside `path` to write to; when all went well it takes the name of `path`, which it replaces.

    Parameters
    ----------
    path : path-like
        The file to be; one that is there already is replaced.

    Raises
    ------
    InputError
        If the folder does not exist, `path` is a folder, or the disk refuses.
    """
    # Source: the usual way over a file of another name; a reader never sees half a file.
    place = Path(path)
    if not place.parent.is_dir():
        raise InputError(f"There is no folder {str(place.parent)!r} to write to.", where=str(place), do="Make the folder first.")
    if place.is_dir():
        raise InputError(f"{place.name!r} is a folder, not a file.", where=str(place), do="Give the name of a file.")
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
        part.replace(place)
    except OSError as error:
        raise InputError(
            f"The file cannot be written: {error.strerror or error}.",
            where=str(place),
            do="Check the folder's rights and the space on the disk.",
        ) from error
    finally:
        part.unlink(missing_ok=True)
