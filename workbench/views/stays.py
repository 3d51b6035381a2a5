"""Stays on the map: solid discs, larger for longer stays."""

from __future__ import annotations

import pandas as pd

from workbench.views.labels import length_labels
from workbench.views.palette import PAPER, STAY
from workbench.views.shapes import Layer, feature, layer, no_layer

__all__ = ["stays_layer"]


def stays_layer(stays: pd.DataFrame | None) -> Layer:
    """Draw each stay as a solid disc, larger for a longer stay."""
    # Area grows with the length of the stay up to a day.
    if stays is None or not len(stays):
        return no_layer("stays")
    long_first = stays.sort_values("minutes", ascending=False, kind="stable")
    features = [
        feature(
            "Point",
            [round(float(s.lon), 6), round(float(s.lat), 6)],
            {
                "radius": round(6 + 8 * min(s.minutes / 1440, 1) ** 0.5, 1),
                "color": PAPER,
                "weight": 2,
                "fillColor": STAY,
                "fillOpacity": 0.85,
            },
            {"id": s.stay_id},
        )
        for s in long_first.itertuples()
    ]
    labels = length_labels(stays["lon"], stays["lat"], stays["minutes"], noun="stay", tone="stay", most=16)
    key = [{"mark": "disc", "colour": STAY, "words": "stay of 5 min or more, larger is longer"}]
    return layer("stays", features, count=len(stays), labels=labels, key=key)
