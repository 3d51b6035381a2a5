"""Where the bundled case lies: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from pathlib import Path

from workbench.base.errors import MissingError

__all__ = ["case_folder"]


def case_folder(name: str = "eastmere") -> Path:
    """Find the folder of a bundled case."""
    # An installed wheel carries `datasets` as `workbench/_datasets`.
    package = Path(__file__).resolve().parents[1]
    for place in (package / "_datasets" / name, package.parent / "datasets" / name):
        if (place / "positions.csv").is_file():
            return place
    raise MissingError(
        f"The bundled case {name!r} is not there.",
        where=f"datasets/{name}",
        do=f"Remake it with: workbench simulate datasets/{name} --case {name}",
    )
