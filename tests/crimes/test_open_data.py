"""Real crimes with real windows, against made trails placed where they happened; real crimes by area are refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.geo.projection import LocalFrame, distance_m
from workbench.testing import make_fixes, make_tracks


def test_the_windows_of_new_york_match_trails_placed_there(open_data) -> None:
    table = wb.read_crimes(open_data("crime_timestamped") / "nyc_vehicle_thefts_2014_2015.csv")
    spring = table[(table["start"] >= "2014-04-01") & (table["start"] < "2014-05-01")]
    crimes = spring.iloc[::15].reset_index(drop=True)
    assert len(crimes) > 30
    scene = crimes[(crimes["end"] - crimes["start"]).between(pd.Timedelta(hours=2), pd.Timedelta(hours=10))].iloc[3]
    frame = LocalFrame(float(scene["lon"]), float(scene["lat"]))
    begin = pd.Timestamp("2014-03-20T00:00Z")
    minutes = np.arange(0, 55 * 1440, 5)
    at = (scene["start"] - begin).total_seconds() / 60 + 30
    there = (minutes >= at) & (minutes < at + 40)
    tracks = make_tracks(
        make_fixes(minutes=minutes, x=np.where(there, 0.0, 6000.0), start=str(begin), frame=frame),
        make_fixes(minutes=minutes, x=-40_000.0, y=30_000.0, wearer="W2", start=str(begin), frame=frame),
    )
    found = wb.match_crimes(crimes, tracks, timezone="America/New_York", progress=False)
    hit = found.hits[found.hits["crime_id"] == scene["crime_id"]]
    assert hit["wearer_id"].tolist() == ["W1"] and 30 <= hit["minutes_inside"].iloc[0] <= 45
    assert 10.0 ** hit["log10_lr"].iloc[0] > 10.0
    assert len(found) == 2 * len(crimes) - len(found.not_monitored)
    far = found.excluded[found.excluded["wearer_id"] == "W2"]
    where = crimes.set_index("crime_id").loc[far["crime_id"]]
    lon, lat = frame.to_degrees([-40_000.0], [30_000.0])
    away = distance_m(where["lon"], where["lat"], lon[0], lat[0])
    assert len(far) > 0.8 * len(crimes)
    assert (far["nearest_possible_m"].to_numpy() < away).all() and (far["nearest_possible_m"].to_numpy() > away - 4500).all()


def test_crimes_known_by_area_are_refused_with_the_reason(open_data) -> None:
    crimes = wb.read_crimes(open_data("crime_london") / "2018-01-city-of-london-street.csv")
    tracks = make_tracks(make_fixes(minutes=range(10)))
    with pytest.raises(wb.InputError) as refused:
        wb.match_crimes(crimes, tracks)
    assert "no tag can be matched" in str(refused.value) and crimes.attrs["area_because"] in str(refused.value)
