"""Distances for people: metres up to 1,000, then kilometres with one decimal."""

from __future__ import annotations

import pytest

from workbench.geo.labels import metres_label


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (0.0, "0 m"),
        (999.6, "1000 m"),
        (1000.0, "1000 m"),
        (1000.4, "1.0 km"),
        (1000.6, "1.0 km"),
        (1500.0, "1.5 km"),
        (-30.0, "-30 m"),
        (-1500.0, "-1.5 km"),
        (float("nan"), "not known"),
    ],
)
def test_distances(metres: float, words: str) -> None:
    assert metres_label(metres) == words
