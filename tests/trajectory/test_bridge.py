"""To MovingPandas and back: every fix, every column, both nights on which the clocks change."""

import movingpandas as mpd
import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.base.quality import Quality
from workbench.geo.projection import distance_m
from workbench.testing import make_fixes, make_tracks
from workbench.trajectory.bridge import from_movingpandas, to_movingpandas

NIGHTS = {"spring": "2026-03-28T12:00Z", "autumn": "2026-10-24T12:00Z"}


@pytest.mark.parametrize("night", NIGHTS.values(), ids=NIGHTS.keys())
def test_both_nights_are_whole(night: str) -> None:
    tracks = make_tracks(make_fixes(minutes=range(1501), x=np.arange(1501) * 3.0, start=night))
    collection = to_movingpandas(tracks)
    assert [t.size() for t in collection.trajectories] == [1501]
    index = collection.trajectories[0].df.index
    assert index.tz is None and (np.diff(index.to_numpy()) == np.timedelta64(60, "s")).all()
    pd.testing.assert_frame_equal(from_movingpandas(collection).fixes, tracks.fixes)


def test_every_fix_of_a_dirty_load_comes_back() -> None:
    """Copies, two places at one time, flagged fixes, a wearer with one fix, further columns, odd numbers."""
    rng = np.random.default_rng(4)
    one = make_fixes(minutes=np.sort(rng.integers(0, 40, 90)), x=rng.normal(0, 500, 90), accuracy_m=np.nan, method="cell")
    one["quality"] = rng.choice([0, int(Quality.DUPLICATE), int(Quality.JUMP)], 90)
    two = make_fixes(minutes=[5.123456], wearer="W2")
    three = make_fixes(minutes=[1, 1, 1], x=[0, 50, 90], wearer="W3")
    tracks = make_tracks(one, two, three)
    tracks = wb.Tracks(tracks.fixes.assign(battery_percent=rng.random(len(tracks))), tracks.load)
    back = from_movingpandas(to_movingpandas(tracks))
    pd.testing.assert_frame_equal(back.fixes, tracks.fixes)
    assert back.load is tracks.load


def test_of_fixes_with_one_time_a_good_one_is_handed_over() -> None:
    fixes = make_fixes(minutes=[0, 1, 1, 2], x=[0, 9000, 80, 160])
    fixes["quality"] = [0, int(Quality.JUMP), 0, 0]
    collection = to_movingpandas(make_tracks(fixes))
    assert collection.trajectories[0].df["fix_id"].tolist() == ["W1-1", "W1-3", "W1-4"]
    assert collection.aside["fix_id"].tolist() == ["W1-2"]


def test_nothing_and_too_little_come_back_too() -> None:
    for fixes in (make_fixes(minutes=[]), make_fixes(minutes=[3])):
        tracks = make_tracks(fixes)
        collection = to_movingpandas(tracks)
        assert len(collection) == 0
        pd.testing.assert_frame_equal(from_movingpandas(collection).fixes, tracks.fixes)


def test_a_collection_worked_on_in_movingpandas_comes_back_as_it_is() -> None:
    """Split at a silence, its parts still belong to their wearer; what a splitter drops is missed in the load report."""
    tracks = make_tracks(make_fixes(minutes=[0, 1, 2, 50, 90, 91, 92], x=np.arange(7) * 50.0))
    parts = mpd.ObservationGapSplitter(to_movingpandas(tracks)).split(gap=pd.Timedelta(minutes=30).to_pytimedelta())
    back = from_movingpandas(parts)
    assert len(parts) == 2 and back.wearers == ["W1"] and back.fixes["fix_id"].tolist() == tracks.fixes["fix_id"].drop(3).tolist()
    assert "not known here" in back.load.warnings[0]


def test_a_collection_made_elsewhere_is_taken_over() -> None:
    frame = pd.DataFrame(
        {
            "name": "bus",
            "t": pd.date_range("2026-03-03 08:00", periods=4, freq="min"),
            "x": 530000.0,
            "y": 180000.0 + np.arange(4) * 100,
        }
    )
    collection = mpd.TrajectoryCollection(frame, traj_id_col="name", t="t", x="x", y="y", crs="EPSG:27700")
    for trajectory in collection.trajectories:
        trajectory.populate_geometry_column()
    fixes = from_movingpandas(collection).fixes
    assert fixes["wearer_id"].tolist() == ["bus"] * 4 and str(fixes["time"][0]) == "2026-03-03 08:00:00+00:00"
    assert distance_m(fixes.lon[0], fixes.lat[0], fixes.lon[3], fixes.lat[3]) == pytest.approx(300, rel=1e-3)
    assert fixes["accuracy_m"].isna().all()


def test_wall_clock_times_are_read_in_their_zone() -> None:
    frame = make_fixes(minutes=range(5)).assign(x=1.2, y=51.4)
    frame["t"] = frame["time"].dt.tz_convert("Europe/Berlin")
    with pytest.warns(UserWarning, match="Time zone information dropped"):
        collection = mpd.TrajectoryCollection(frame[["wearer_id", "t", "x", "y"]], "wearer_id", t="t", x="x", y="y")
    for trajectory in collection.trajectories:
        trajectory.populate_geometry_column()
    back = from_movingpandas(collection)
    assert back.fixes["time"].tolist() == frame["time"].tolist()
    assert any("happens twice" in w for w in back.load.warnings)


@pytest.mark.parametrize("what", [None, 5, [1]])
def test_something_else_is_refused(what: object) -> None:
    with pytest.raises(wb.InputError, match="TrajectoryCollection"):
        from_movingpandas(what)


def test_handing_over_says_nothing_the_user_cannot_help(recwarn: pytest.WarningsRecorder) -> None:
    to_movingpandas(make_tracks(make_fixes(minutes=[0, 1, 2])))
    assert [str(w.message) for w in recwarn] == []


def test_the_doorways_lead_here() -> None:
    tracks = make_tracks(make_fixes(minutes=[0, 1, 2]))
    pd.testing.assert_frame_equal(wb.from_movingpandas(tracks.to_movingpandas()).fixes, tracks.fixes)
