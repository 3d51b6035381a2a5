"""What a person says on the command line or in a table of statements, turned into claims."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from workbench.base.errors import InputError
from workbench.evidence.account import AccountReport
from workbench.evidence.claim import Claim
from workbench.exports.whole import written_whole
from workbench.position_error.calibrate import FixCalibration, calibrate_fixes
from workbench.tables.tracks import Tracks

__all__ = ["claim_of", "measured_at", "read_account", "told_of", "write_answers"]

_FORMULA = r"^(?=[=+\-@\t\r'])"
_DO = "Save it as CSV (UTF-8) with a header line: lon, lat, radius_m, start, end, timezone, kind, text."


def read_account(path: Path) -> pd.DataFrame:
    """Read a table of statements, one a line."""
    words = dict.fromkeys(("claim_id", "wearer", "text", "said_by", "start", "end", "timezone", "kind"), "str")
    try:
        return pd.read_csv(path, dtype=words, encoding="utf-8-sig")  # type: ignore[arg-type]
    except OSError as error:
        raise InputError(f"The account cannot be opened: {error.strerror}.", where=str(path), do="Check its name.") from error
    except ValueError as error:
        raise InputError("The account is no table.", where=f"{path}: {error}", do=_DO) from error


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
) -> Claim:
    """Turn the options of the command line into a claim."""
    if place is None or start is None:
        raise InputError("Nothing to check was given.", where="check", do="Give --account FILE, or --place, --start and --end.")
    try:
        lon, lat = (float(part) for part in place.split(","))
    except ValueError as error:
        raise InputError(f"{place!r} is no place.", where="--place", do="Write longitude,latitude: 1.2,51.4") from error
    return Claim(
        place=(lon, lat),
        start=start,
        end=end,
        wearer=wearer,
        radius_m=radius_m,
        timezone=timezone,
        kind=kind,
        min_minutes=min_minutes,
        text=text,
        said_by=said_by,
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
        table[name] = table[name].str.replace(_FORMULA, "'", regex=True)
    with written_whole(path) as part:
        table.to_csv(part, index=False, encoding="utf-8", lineterminator="\n")
    return path
