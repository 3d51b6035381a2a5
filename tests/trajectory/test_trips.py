"""Trips: what lies between stays, with its way of travelling and the silence inside it."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely

import workbench as wb
from workbench.geo.projection import frame_for
from workbench.tables import TRIPS
from workbench.testing import make_fixes, make_tracks


def went(speed_m_a_minute: float, minutes: int, *, silent: range = range(0), noise_m: float = 0.0) -> wb.Tracks:
    """Half an hour still, a straight way east, half an hour still; fixes of the minutes in `silent` are missing."""
    x = [0.0] * 30 + [speed_m_a_minute * k for k in range(1, minutes + 1)] + [speed_m_a_minute * minutes] * 30
    rng = np.random.default_rng(3)
    keep = [k for k in range(len(x)) if k not in silent]
    off = rng.normal(0, noise_m, (len(x), 2))
    return make_tracks(make_fixes(minutes=keep, x=[x[k] + off[k, 0] for k in keep], y=[off[k, 1] for k in keep], accuracy_m=10))


@pytest.mark.parametrize(("pace", "mode"), [(80.0, "walk"), (500.0, "vehicle")])
def test_a_way_between_two_stays_is_one_trip(pace: float, mode: str) -> None:
    tracks = went(pace, 12)
    stays = wb.find_stays(tracks)
    trips = wb.find_trips(tracks, stays)
    TRIPS.validate(trips)
    assert len(trips) == 1
    trip = trips.iloc[0]
    assert trip["mode"] == mode
    assert [trip["from_stay_id"], trip["to_stay_id"]] == stays["stay_id"].tolist()
    assert trip["first_fix_id"] == stays["last_fix_id"].iloc[0] and trip["last_fix_id"] == stays["first_fix_id"].iloc[1]
    assert trip["distance_m"] == pytest.approx(trip["straight_m"])
    assert trip["speed_kmh"] == pytest.approx(pace * 60 / 1000, rel=0.15)
    assert trips.equals(tracks.trips())


def test_error_of_fixes_does_not_make_a_walk_a_drive() -> None:
    assert wb.find_trips(went(80.0, 20, noise_m=8.0))["mode"].tolist() == ["walk"]


def test_silence_inside_a_trip_is_told_and_leaves_a_slow_one_unknown() -> None:
    seen = wb.find_trips(went(80.0, 20)).iloc[0]
    silent = wb.find_trips(went(80.0, 20, silent=range(34, 48))).iloc[0]
    assert seen["gap_minutes"] == 0 and silent["gap_minutes"] == 15
    assert (seen["mode"], silent["mode"]) == ("walk", "unknown")
    assert wb.find_trips(went(800.0, 20, silent=range(32, 50)))["mode"].tolist() == ["vehicle"]


def test_a_silence_at_one_place_is_no_trip() -> None:
    tracks = make_tracks(make_fixes(minutes=[*range(30), *range(100, 130)], accuracy_m=10))
    assert len(wb.find_stays(tracks)) == 2
    assert wb.find_trips(tracks).empty


def test_moving_before_the_first_stay_and_after_the_last_is_a_trip_without_that_stay() -> None:
    x = [*(-500.0 * k for k in range(6, 0, -1)), *[0.0] * 30, *(500.0 * k for k in range(1, 7))]
    trips = wb.find_trips(make_tracks(make_fixes(minutes=range(len(x)), x=x, accuracy_m=10)))
    assert trips["from_stay_id"].isna().tolist() == [True, False]
    assert trips["to_stay_id"].isna().tolist() == [False, True]


def test_a_trip_along_the_line_is_by_rail_only_if_the_line_is_given() -> None:
    tracks = went(600.0, 12)
    lon, lat = frame_for([1.2], [51.4]).to_degrees(np.array([0.0, 8000.0]), np.zeros(2))
    line = gpd.GeoSeries([shapely.LineString(np.column_stack([lon, lat]))], crs="EPSG:4326")
    assert wb.find_trips(tracks)["mode"].tolist() == ["vehicle"]
    assert wb.find_trips(tracks, rail=line)["mode"].tolist() == ["rail"]
    assert wb.find_trips(tracks, rail=line.translate(yoff=0.01))["mode"].tolist() == ["vehicle"]


def test_stays_and_trips_never_overlap_on_the_bundled_case() -> None:
    tracks = wb.example().tracks
    stays, trips = wb.find_stays(tracks), wb.find_trips(tracks)
    for wearer in tracks.wearers:
        both = [
            *zip(*(stays[stays["wearer_id"] == wearer][c] for c in ("start", "end")), strict=True),
            *zip(*(trips[trips["wearer_id"] == wearer][c] for c in ("start", "end")), strict=True),
        ]
        both.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(both))
    assert set(trips["mode"]) <= {"walk", "vehicle", "unknown"}


def test_the_diary_phones_mostly_agree_on_how_they_travelled(open_data) -> None:  # type: ignore[no-untyped-def]
    """Trips of three minutes and more with diary labels: on foot all the way, or on wheels or rails for a minute and more."""
    from benchmarks import opendata

    open_data("ssi_diary_gps")
    agree = []
    for _, tracks in opendata.read("ssi_diary_gps"):
        for wearer in tracks.wearers:
            fixes = tracks.of(wearer).fixes
            for trip in wb.find_trips(tracks.of(wearer)).itertuples():
                labels = fixes.loc[(fixes["time"] >= trip.start) & (fixes["time"] <= trip.end), "mode"].dropna()
                if trip.minutes >= 3 and len(labels) >= 60 and trip.mode != "unknown":
                    agree.append(((labels != "Walk").sum() >= 60) == (trip.mode == "vehicle"))
    assert len(agree) >= 15
    assert np.mean(agree) >= 0.8, agree


def test_nonsense_is_refused() -> None:
    tracks = went(80.0, 12)
    stays = wb.find_stays(tracks)
    with pytest.raises(wb.SchemaError, match="not among the fixes"):
        wb.find_trips(tracks, stays.assign(first_fix_id="nowhere"))
    with pytest.raises(wb.InputError, match="no coordinate system"):
        wb.find_trips(tracks, stays, rail=gpd.GeoSeries([shapely.Point(0, 0)]))
