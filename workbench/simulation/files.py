"""Write texts into a folder as they are, byte for byte."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from workbench.base.errors import InputError

__all__ = ["write_files"]


def write_files(files: dict[str, str], folder: str | PathLike[str]) -> list[Path]:
    """Write texts into a folder.

    Parameters
    ----------
    files : dict
        File name to text.
    folder : str or path
        Made if it does not exist; other files in it are left alone.

    Raises
    ------
    InputError
        If the folder cannot be made or written to.
    """
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (place / name).write_bytes(text.encode("utf-8"))
    except OSError as error:
        what = f"The files cannot be written: {error.strerror or error}."
        raise InputError(what, where=place.name, do="Choose another folder.") from error
    return [place / name for name in files]
