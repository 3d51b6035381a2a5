"""What a person says on the command line or in a table of statements, turned into claims."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from workbench.base import InputError
from workbench.evidence import AccountReport, Claim
from workbench.exports import text_cells, written_whole
from workbench.position_error import FixCalibration, calibrate_fixes
from workbench.tables import Tracks

__all__ = ["claim_of", "measured_at", "read_account", "read_known_places", "told_of", "write_answers"]

_TEXTS = ("claim_id", "wearer", "text", "said_by", "start", "end", "timezone", "kind", "place", "grid_ref", "postcode", "name")
_DO = "Save it as CSV (UTF-8) with a header line: lon, lat, radius_m, start, end, timezone, kind, text."


def read_account(path: Path) -> pd.DataFrame:
    """Read a table of statements, one a line."""
    return _read_table(path, "account", _DO)


def read_known_places(path: Path | None) -> pd.DataFrame | None:
    """Read a table of known places, by whose names, addresses or postcodes a place may be given."""
    if path is None:
        return None
    table = _read_table(path, "list of places", "Save it as CSV (UTF-8) with a header line: name, lon, lat, radius_m.")
    missing = [name for name in ("name", "lon", "lat") if name not in table.columns]
    if missing:
        raise InputError(f"The list of places lacks {', '.join(missing)}.", where=str(path), do="Give name, lon and lat.")
    return table


def _read_table(path: Path, what: str, do: str) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=dict.fromkeys(_TEXTS, "str"), encoding="utf-8-sig")  # type: ignore[arg-type]
    except OSError as error:
        raise InputError(f"The {what} cannot be opened: {error.strerror}.", where=str(path), do="Check its name.") from error
    except ValueError as error:
        raise InputError(f"The {what} is no table.", where=f"{path}: {error}", do=do) from error


def claim_of(
    place: str | None,
    start: str | None,
    end: str | None,
    *,
    radius_m: float,
    kind: str,
    min_minutes: float,
    timezone: str | None,
    wearer: str | None,
    text: str,
    said_by: str,
    far_ok: bool,
) -> Claim:
    """Turn the options of the command line into a claim."""
    if place is None or start is None:
        raise InputError("Nothing to check was given.", where="check", do="Give --account FILE, or --place, --start and --end.")
    return Claim(
        place=place,
        start=start,
        end=end,
        wearer=wearer,
        radius_m=radius_m,
        timezone=timezone,
        kind=kind,
        min_minutes=min_minutes,
        text=text,
        said_by=said_by,
        far_ok=far_ok,
    )


def measured_at(path: Path | None, tracks: Tracks) -> FixCalibration | None:
    """Measure the errors of fixes at the places and times of a table."""
    return None if path is None else calibrate_fixes(tracks, read_account(path).rename(columns={"wearer": "wearer_id"}))


def told_of(answers: AccountReport, *, alone: bool) -> str:
    """Write the answers for the screen."""
    first = answers.verdicts[0] if alone else None
    return (answers if first is None else first).card().text()


def write_answers(answers: AccountReport, path: Path) -> Path:
    """Write the answers to an account as a table."""
    # A text that a spreadsheet would take for a formula gets an apostrophe before it.
    table = answers.table.copy()
    for name in table.columns[table.dtypes == "str"]:
        table[name] = text_cells(table[name]).to_pandas()
    with written_whole(path) as part:
        table.to_csv(part, index=False, encoding="utf-8", lineterminator="\n")
    return path
