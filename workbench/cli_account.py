"""What a person says on the command line or in a table of statements, turned into claims."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from workbench.errors import InputError
from workbench.evidence.claim import Claim

__all__ = ["claim_of", "read_account"]

_DO = "Save it as CSV (UTF-8) with a header line: lon, lat, radius_m, start, end, timezone, kind, text."


def read_account(path: Path) -> pd.DataFrame:
    """Read a table of statements, one a line.

    Parameters
    ----------
    path : pathlib.Path
        A CSV file with columns named like the fields of :class:`workbench.Claim`, the place as ``lon`` and ``lat``.

    Returns
    -------
    pandas.DataFrame
        For :func:`workbench.check_account`.

    Raises
    ------
    InputError
        If the file cannot be read as such a table.

    Notes
    -----
    Source: own code over pandas.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "account.csv"
    ...     _ = path.write_text("wearer,lon,lat,start\\n007,1.2,51.4,2026-03-03T21:10Z\\n")
    ...     read_account(path)["wearer"].tolist()
    ['007']
    """
    words = dict.fromkeys(("claim_id", "wearer", "text", "said_by", "start", "end", "timezone", "kind"), "str")
    try:
        return pd.read_csv(path, dtype=words, encoding="utf-8-sig")  # type: ignore[arg-type]
    except OSError as error:
        raise InputError(f"The account cannot be opened: {error.strerror}.", where=str(path), do="Check its name.") from error
    except ValueError as error:
        raise InputError("The account is no table.", where=f"{path}: {error}", do=_DO) from error


def claim_of(
    place: str | None, start: str | None, end: str | None, *, radius_m: float, kind: str, min_minutes: float,
    timezone: str | None, wearer: str | None, text: str, said_by: str,
) -> Claim:
    """Turn the options of the command line into a claim.

    Parameters
    ----------
    place : str or None
        ``"longitude,latitude"`` in degrees.
    start, end : str or None
        As a person writes a time.
    radius_m : float
        How far around the place counts, metres.
    kind : str
        One of ``workbench.evidence.claim.KINDS``.
    min_minutes : float
        The shortest stay that counts, minutes.
    timezone : str or None
        Zone of times that carry none.
    wearer : str or None
        Whose tag.
    text, said_by : str
        The statement and whose it is.

    Returns
    -------
    Claim
        For :func:`workbench.check`.

    Raises
    ------
    InputError
        If the place or the start is missing or cannot be read.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> claim_of("1.2,51.4", "2026-03-03T21:10Z", "2026-03-03T21:40Z", radius_m=50.0, kind="visited", min_minutes=2.0,
    ...          timezone=None, wearer=None, text="", said_by="").place
    (1.2, 51.4)
    """
    if place is None or start is None:
        raise InputError("Nothing to check was given.", where="check", do="Give --account FILE, or --place, --start and --end.")
    try:
        lon, lat = (float(part) for part in place.split(","))
    except ValueError as error:
        raise InputError(f"{place!r} is no place.", where="--place", do="Write longitude,latitude: 1.2,51.4") from error
    return Claim(
        place=(lon, lat), start=start, end=end, wearer=wearer, radius_m=radius_m, timezone=timezone, kind=kind,
        min_minutes=min_minutes, text=text, said_by=said_by,
    )
