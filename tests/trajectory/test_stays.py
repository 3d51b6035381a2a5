"""Stays: what must not change them, what they must say, and that both engines agree on real tracks."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from benchmarks import opendata
from benchmarks.agreement import disagreements
from benchmarks.made import wanderer
from workbench.base.quality import Quality
from workbench.geo.projection import distance_m
from workbench.tables import STAYS
from workbench.tables.load import LoadReport
from workbench.testing import SEA, make_fixes, make_tracks
from workbench.trajectory.bridge import stop_ranges
from workbench.trajectory.kernels.rectangle import rectangle_stops
from workbench.trajectory.trails import trails

ENGINES = ("auto", "plain", "movingpandas")
FAST = ("auto", "plain")


@pytest.fixture(scope="module")
def day() -> pd.DataFrame:
    return wanderer(7, 1500).fixes


def tracks_of(fixes: pd.DataFrame) -> wb.Tracks:
    return wb.Tracks(fixes, LoadReport(len(fixes), len(fixes)))


def edges(stays: pd.DataFrame) -> list[tuple[object, ...]]:
    return stays[["start", "end", "n_fixes"]].values.tolist()


def moved(fixes: pd.DataFrame, change: np.ndarray) -> pd.DataFrame:
    x, y = SEA.to_metres(fixes["lon"], fixes["lat"])
    lon, lat = SEA.to_degrees(*(change @ np.array([x, y])))
    return fixes.assign(lon=lon, lat=lat)


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_gives_an_empty_table_of_the_right_shape(engine: str) -> None:
    for fixes in (make_fixes(minutes=[]), make_fixes(minutes=[0]), make_fixes(minutes=[0, 1], x=[0, 5000])):
        found = wb.find_stays(make_tracks(fixes), engine=engine)
        pd.testing.assert_frame_equal(found, STAYS.empty())


@pytest.mark.parametrize("engine", ENGINES)
def test_the_table_keeps_its_schema_and_its_input(engine: str, day: pd.DataFrame) -> None:
    before = day.copy(deep=True)
    found = STAYS.validate(wb.find_stays(tracks_of(day), engine=engine))
    pd.testing.assert_frame_equal(day, before)
    assert len(found) > 5 and found["stay_id"].is_unique
    assert (found["minutes"] >= 5).all() and (found["radius_m"] > 0).all()
    known = day.set_index("fix_id")["time"]
    assert known[found["first_fix_id"]].tolist() == found["start"].tolist()
    assert known[found["last_fix_id"]].tolist() == found["end"].tolist()


@pytest.mark.parametrize("engine", FAST)
def test_a_mirrored_or_turned_track_has_the_same_stays(engine: str, day: pd.DataFrame) -> None:
    wanted = edges(wb.find_stays(tracks_of(day), engine=engine))
    c, s = np.cos(0.7), np.sin(0.7)
    for change in ([[-1, 0], [0, 1]], [[0, 1], [1, 0]], [[c, -s], [s, c]]):
        assert edges(wb.find_stays(tracks_of(moved(day, np.array(change))), engine=engine)) == wanted


@pytest.mark.parametrize("engine", FAST)
def test_a_later_track_has_the_same_stays_later(engine: str, day: pd.DataFrame) -> None:
    wanted, shift = wb.find_stays(tracks_of(day), engine=engine), dt.timedelta(days=40, hours=1)
    found = wb.find_stays(tracks_of(day.assign(time=day["time"] + shift)), engine=engine)
    pd.testing.assert_frame_equal(found, wanted.assign(start=wanted["start"] + shift, end=wanted["end"] + shift))


@pytest.mark.parametrize("engine", FAST)
def test_the_order_of_rows_does_not_matter(engine: str, day: pd.DataFrame) -> None:
    shuffled = day.sample(frac=1.0, random_state=3, ignore_index=True)
    pd.testing.assert_frame_equal(wb.find_stays(tracks_of(shuffled), engine=engine), wb.find_stays(tracks_of(day), engine=engine))


@pytest.mark.parametrize("engine", FAST)
def test_wearers_do_not_touch_each_other(engine: str, day: pd.DataFrame) -> None:
    other = wanderer(8, 900).fixes.assign(wearer_id="W2")
    both = wb.find_stays(make_tracks(day, other), engine=engine)
    apart = pd.concat([wb.find_stays(make_tracks(f), engine=engine) for f in (day, other)], ignore_index=True)
    pd.testing.assert_frame_equal(both, apart, rtol=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
def test_flagged_fixes_carry_no_weight(engine: str, day: pd.DataFrame) -> None:
    """Exact copies, impossible jumps and faulty clocks change no stay once they are flagged."""
    wanted = wb.find_stays(tracks_of(day.iloc[:700]), engine=engine)
    junk = day.iloc[:700:5].assign(quality=int(Quality.DUPLICATE), fix_id="copy")
    wild = day.iloc[3:700:11].assign(quality=int(Quality.JUMP), lon=1.9, fix_id="wild")
    wild["time"] += dt.timedelta(seconds=7)
    found = wb.find_stays(make_tracks(day.iloc[:700], junk, wild), engine=engine)
    pd.testing.assert_frame_equal(found, wanted)


def test_of_fixes_with_one_time_the_first_counts() -> None:
    minutes = [0, 1, 2, 3, 3, 4, 5, 6]
    x = [0, 0, 0, 0, 900, 0, 0, 0]
    for engine in ENGINES:
        (found,) = wb.find_stays(make_tracks(make_fixes(minutes=minutes, x=x)), engine=engine)["n_fixes"].tolist()
        assert found == 7


@pytest.mark.parametrize("engine", ENGINES)
def test_the_centre_is_where_the_stay_was(engine: str) -> None:
    rng = np.random.default_rng(2)
    fixes = make_fixes(minutes=range(60), x=300 + rng.normal(0, 5, 60), y=-200 + rng.normal(0, 5, 60))
    (stay,) = wb.find_stays(make_tracks(fixes), engine=engine).itertuples()
    lon, lat = SEA.to_degrees([300], [-200])
    assert distance_m(stay.lon, stay.lat, lon[0], lat[0]) < 4
    assert stay.minutes == 59 and 8 < stay.radius_m < 18 and 1 < stay.error_m < 5


def test_good_fixes_weigh_more_than_bad_ones() -> None:
    x, accuracy = np.tile([0.0, 60.0], 20), np.tile([5.0, 60.0], 20)
    (stay,) = wb.find_stays(make_tracks(make_fixes(minutes=range(40), x=x, accuracy_m=accuracy))).itertuples()
    assert distance_m(stay.lon, stay.lat, 1.2, 51.4) < 3


def test_the_standard_error_holds_for_errors_that_last() -> None:
    """Errors correlated over seven minutes: the centre lies within its standard error, per axis, about as often as said."""
    rng = np.random.default_rng(11)
    keep = np.exp(-60 / 420)
    sigma = 8.0
    error = rng.normal(0, sigma, (60, 90, 2))
    for i in range(1, 90):
        error[:, i] = keep * error[:, i - 1] + np.sqrt(1 - keep**2) * error[:, i]
    made = [
        make_fixes(minutes=range(90), x=e[:, 0], y=e[:, 1], wearer=f"W{n}", accuracy_m=sigma * 2.4477 / 1.25)
        for n, e in enumerate(error)
    ]
    stays = wb.find_stays(make_tracks(*made))
    assert len(stays) == 60
    scaled = np.concatenate(SEA.to_metres(stays["lon"], stays["lat"])) / np.tile(stays["error_m"], 2)
    assert 0.7 < float(np.std(scaled)) < 2.0


def test_a_long_silence_ends_a_stay_and_a_rare_reporter_gets_more_patience() -> None:
    often = wb.find_stays(make_tracks(make_fixes(minutes=[*range(30), *range(60, 90)])))
    assert often["minutes"].tolist() == [29.0, 29.0]
    rarely = wb.find_stays(make_tracks(make_fixes(minutes=np.arange(12) * 18)))
    assert rarely["minutes"].tolist() == [198.0]


@pytest.mark.parametrize("bad", [{"engine": "best"}, {"max_diameter_m": 0}, {"max_diameter_m": np.nan}, {"min_minutes": -1}])
def test_arguments_that_make_no_sense_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(wb.InputError):
        wb.find_stays(make_tracks(make_fixes(minutes=[0, 1])), **bad)


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(st.tuples(st.integers(1, 400), st.floats(-90, 90), st.floats(-90, 90)), min_size=2, max_size=40),
    limit_m=st.sampled_from([30.0, 100.0]),
    minutes=st.sampled_from([0.0, 2.0, 5.0]),
)
def test_engines_agree_on_any_track(steps: list[tuple[int, float, float]], limit_m: float, minutes: float) -> None:
    """Every difference must be a tie or a rectangle of GEOS that misses its own points; nothing else is let through."""
    seconds, x, y = (np.cumsum(v) for v in zip(*steps, strict=True))
    (trail,) = trails(make_tracks(make_fixes(minutes=seconds / 60, x=x, y=y)))
    ours = rectangle_stops(trail.time, trail.x, trail.y, limit_m, round(minutes * 60e6))
    theirs = stop_ranges(trail, limit_m, round(minutes * 60e6))
    if not all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True)):
        listed = disagreements(trail, limit_m, round(minutes * 60e6))
        assert listed and {d.cause for d in listed} <= {"tie", "fault"}


@pytest.mark.parametrize("name", [*opendata.SETS, "made", "eastmere"])
def test_engines_agree_on_tracks_at_hand(name: str, request: pytest.FixtureRequest) -> None:
    """The whole comparison is ``python -m benchmarks.compare_stays``; here pieces that MovingPandas can do in seconds."""
    if name == "made":
        members = [(f"made {seed}", wanderer(seed, 1200)) for seed in range(2)]
    elif name == "eastmere":
        members = [("bundled case", wb.example().tracks)]
    else:
        request.getfixturevalue("open_data")(name)
        members = list(opendata.read(name))
    fixes = stays = 0
    for _, tracks in members:
        for trail in trails(tracks):
            for a in range(0, len(trail), max(len(trail) // 3, 600)):
                arrays = (v[a : a + 200] for v in (trail.rows, trail.time, trail.x, trail.y))
                piece = type(trail)(trail.wearer, *arrays, trail.frame)
                ours = rectangle_stops(piece.time, piece.x, piece.y, 100.0, 300_000_000)
                theirs = stop_ranges(piece, 100.0, 300_000_000)
                fixes, stays = fixes + len(piece), stays + len(theirs[0])
                if not all(np.array_equal(o, t) for o, t in zip(ours, theirs, strict=True)):
                    listed = disagreements(piece, 100.0, 300_000_000)
                    assert listed and {d.cause for d in listed} <= {"tie", "fault"}, (tracks.wearers, listed)
    assert fixes > 250 and stays > 0


def test_the_table_is_the_same_for_both_engines(day: pd.DataFrame) -> None:
    piece = tracks_of(day.iloc[:800])
    pd.testing.assert_frame_equal(wb.find_stays(piece, engine="plain"), wb.find_stays(piece, engine="movingpandas"))
