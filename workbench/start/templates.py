"""Notebooks from the package into a person's folder; what a person changed is never overwritten."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from workbench.base import InputError, MissingError
from workbench.exports import written_whole
from workbench.start.private import private_place

__all__ = ["FIRST", "Copied", "copy_notebooks", "notebooks_home"]

FIRST = "00_start_here.ipynb"
"""The notebook that opens first."""
_RECORD = "templates.json"


class Copied(NamedTuple):
    """What became of each template: copied, brought up to date, or kept as the person changed it."""

    new: list[str]
    updated: list[str]
    kept: list[str]


def notebooks_home() -> Path:
    """Find the notebook templates: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for place in (package / "_notebooks", package.parent / "notebooks"):
        if (place / FIRST).is_file():
            return place
    raise MissingError("The notebooks are not part of this installation.", where=str(package), do="Install the workbench again.")


def copy_notebooks(folder: Path, *, home: Path | None = None) -> Copied:
    """Copy the notebook templates into ``folder/notebooks``.

    Parameters
    ----------
    folder : pathlib.Path
        The person's folder; made if it is not there.
    home : pathlib.Path, optional
        Where the templates lie; found by :func:`notebooks_home` unless given.

    Raises
    ------
    InputError
        If the folder cannot be written.
    MissingError
        If the templates are not there.
    """
    # A copy counts as changed when its SHA-256 is not the one recorded when it was made.
    home = notebooks_home() if home is None else home
    result = Copied([], [], [])
    try:
        (folder / "notebooks").mkdir(parents=True, exist_ok=True)
        record = _read_record(folder)
        for template in sorted(home.glob("*.ipynb")):
            content, target = template.read_bytes(), folder / "notebooks" / template.name
            there = target.read_bytes() if target.exists() else None
            if there is not None and there != content and content.startswith(there):
                there = b""  # the beginning of the template and no more: what a full disk or a power cut left, nobody's change
            if there and there != content and _hash(there) != record.get(template.name):
                result.kept.append(template.name)
                continue
            if there != content:
                (result.new if there is None else result.updated).append(template.name)
                with written_whole(target) as part:
                    part.write_bytes(content)
            record[template.name] = _hash(content)
        with written_whole(private_place(folder) / _RECORD) as part:
            part.write_text(json.dumps(record, indent=1), encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"The notebooks cannot be written: {error.strerror}.", where=str(folder), do="Choose a folder of your own."
        ) from error
    return result


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_record(folder: Path) -> dict[str, str]:
    """Read which content was copied last; without a readable record every difference counts as the person's."""
    try:
        found = json.loads((private_place(folder) / _RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
