"""The files of the bundled case: where they lie, how they are written, and the truth as one line per knot."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.base import InputError, MissingError
from workbench.time import from_micros, micros

__all__ = ["case_folder", "knots_csv", "read_knots", "write_files"]


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


def knots_csv(knots: pd.DataFrame) -> str:
    """Write knots as CSV."""
    table = pd.DataFrame(
        {
            "wearer_id": knots["wearer_id"],
            "unix_seconds": micros(knots["time"]) // 1_000_000,
            "lon": [f"{v:.7f}" for v in knots["lon"]],
            "lat": [f"{v:.7f}" for v in knots["lat"]],
            "mode": knots["mode"],
            "place_id": knots["place_id"],
            "indoors": knots["indoors"].astype("int64"),
            "underground": knots["underground"].astype("int64"),
        }
    )
    return table.to_csv(index=False, lineterminator="\n")


def read_knots(path: Path) -> pd.DataFrame:
    """Read knots back from CSV."""
    words = dict.fromkeys(("wearer_id", "mode", "place_id"), "str")
    table = pd.read_csv(path, dtype={**words, "indoors": "int64", "underground": "int64"})
    time = from_micros(table["unix_seconds"].to_numpy(np.int64) * 1_000_000)
    return pd.DataFrame(
        {
            "wearer_id": table["wearer_id"],
            "time": time,
            "lon": table["lon"],
            "lat": table["lat"],
            "mode": table["mode"],
            "place_id": table["place_id"].astype(object).where(table["place_id"].notna(), None),
            "indoors": table["indoors"] == 1,
            "underground": table["underground"] == 1,
        }
    )
