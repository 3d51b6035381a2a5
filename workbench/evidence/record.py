"""The shipped figures of calibration, ``calibration.json`` beside this file."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbench.base.errors import SchemaError

__all__ = ["FILE", "SLOPES", "Entry", "Line", "read_record"]

FILE = Path(__file__).with_name("calibration.json")
"""The shipped figures."""

SLOPES = (0.5, 1.3)
"""A calibration with a slope outside means that the engine is wrong, so it is refused."""

Line = tuple[float, float]


@dataclass(frozen=True)
class Entry:
    """What was measured for one kind of claim in one regime.

    Attributes
    ----------
    kind, regime : str
        Of the claims and of their data.
    n_true, n_false : int
        Claims validated, by their true label.
    bound : float
        Likelihood ratio beyond which the claims validated do not carry; infinite where none was worked out.
    line : (float, float) or None
        Intercept and slope of the map, in decades; None where there are too few claims or the map was refused.
    far : (float, float) or None
        The same for what speaks against presence, fitted on the strength against elsewhere; None as above.
    refused : (float, float) or None
        A map whose slope shows that the engine is wrong there: below the limits it says too much, and no strength decides;
        above them too little, and the map is not used.
    figures : dict
        What was measured, for the record.
    under : (float, float) or None
        The map for strengths that speak against presence where no fix falls into the time claimed, whatever its slope, as no
        strength decides there; None in other data.
    """

    kind: str
    regime: str
    n_true: int
    n_false: int
    bound: float = math.inf
    line: Line | None = None
    far: Line | None = None
    refused: Line | None = None
    figures: dict[str, Any] = field(default_factory=dict)
    under: Line | None = None


@lru_cache(maxsize=8)
def read_record(path: Path = FILE) -> dict[tuple[str, str], Entry]:
    """Read figures of calibration."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        entries = [
            Entry(
                str(e["kind"]),
                str(e["regime"]),
                int(e["n_true"]),
                int(e["n_false"]),
                math.inf if e["bound"] is None else float(e["bound"]),
                _line(e["line"]),
                _line(e["far"]),
                _line(e["refused"]),
                dict(e["figures"]),
                _line(e.get("under")),
            )
            for e in raw["entries"]
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"This is no record of calibration: {error}"
        raise SchemaError(said, where=str(path), do="Make it with workbench calibrate.") from error
    for entry in entries:
        for a, b in filter(None, (entry.line, entry.far)):
            if SLOPES[0] <= b <= SLOPES[1] and math.isfinite(a):
                continue
            raise SchemaError(
                f"The calibration of {entry.kind} claims in {entry.regime} data has intercept {a:g} and slope {b:g}; a slope "
                f"outside {SLOPES[0]:g} to {SLOPES[1]:g} means that the engine is wrong.",
                where=str(path),
                do="Find out why before anything is reported.",
            )
    return {(e.kind, e.regime): e for e in entries}


def _line(raw: Any) -> Line | None:
    if raw is None:
        return None
    a, b = raw
    return float(a), float(b)
