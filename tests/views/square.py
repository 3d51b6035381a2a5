"""A small made square of wearers and crimes, for the tests of the matrix."""

from __future__ import annotations

import pandas as pd

__all__ = ["sample_square"]


def sample_square() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Make the answers of two wearers and three crimes, their totals, and the crimes."""
    answers = ["hit", "unknown", "excluded", "excluded", "not monitored", "unknown"]
    square = pd.DataFrame(
        {
            "wearer_id": ["W1"] * 3 + ["W2"] * 3,
            "crime_id": ["C1", "C2", "C3"] * 2,
            "answer": answers,
            "reason": ["", "gap", "", "", "", "coarse"],
            "log10_lr": [1.4, *[float("nan")] * 5],
            "words": ["moderate support", *[""] * 5],
        }
    )
    chance = {"p_chance": 0.5, "p_anyone": 0.5}
    wearers = pd.DataFrame({"wearer_id": ["W1", "W2"], "matched": [1, 0], "expected_by_chance": [0.2, 0.0], **chance})
    sides = pd.DataFrame({"crime_id": ["C1", "C2", "C3"], "matched": [1, 0, 0], "expected_by_chance": [0.2, 0.0, 0.1], **chance})
    start = pd.date_range("2026-03-03T21:00Z", periods=3, freq="D").as_unit("us")
    crimes = pd.DataFrame({"crime_id": ["C1", "C2", "C3"], "kind": "RB", "start": start, "end": start + pd.Timedelta("1h")})
    return square, wearers, sides, crimes
