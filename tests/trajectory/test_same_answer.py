"""The same answer for shuffled rows, one wearer at a time or all at once, one thread or two, one file or several."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

import geopandas as gpd
import numba
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from benchmarks.made import wanderer
from workbench.geo.projection import circle
from workbench.tables.load import LoadReport

NAMES = ("W1", "W10", "W2")


def tracks_of(fixes: pd.DataFrame) -> wb.Tracks:
    return wb.Tracks(fixes, LoadReport(len(fixes), len(fixes)))


def three() -> pd.DataFrame:
    """Three wearers in one town; two of them the same person with another error, so that they meet."""
    parts = []
    for name, seed, shift in zip(NAMES, (41, 41, 42), (0.0, 1e-4, 0.0), strict=True):
        fixes = wanderer(seed, 800, gap_share=0.004).fixes
        parts.append(fixes.assign(wearer_id=name, fix_id=name + fixes["fix_id"], lon=fixes["lon"] + shift))
    return pd.concat(parts, ignore_index=True)


FIXES = three()
ZONES = gpd.GeoDataFrame(
    {"zone_id": ["Z1", "Z2"]}, crs=4326, geometry=[circle(FIXES["lon"][k], FIXES["lat"][k], 120.0) for k in (100, 2000)]
)
TOOLS: dict[str, Callable[[wb.Tracks], pd.DataFrame]] = {
    "stays": wb.find_stays,
    "plain stays": lambda tracks: wb.find_stays(tracks, engine="plain"),
    "gaps": wb.find_gaps,
    "trips": wb.find_trips,
    "approaches": lambda tracks: wb.find_approaches(tracks, ZONES),
    "places": lambda tracks: wb.find_places(wb.find_stays(tracks)),
}
WHOLE = {name: tool(tracks_of(FIXES)) for name, tool in TOOLS.items()}


def test_there_is_something_to_compare() -> None:
    assert all(table["wearer_id"].nunique() == 3 for name, table in WHOLE.items() if name != "approaches")
    assert WHOLE["approaches"]["wearer_id"].nunique() >= 2


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**31))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    shuffled = tracks_of(FIXES.sample(frac=1.0, random_state=seed, ignore_index=True))
    for name, tool in TOOLS.items():
        pd.testing.assert_frame_equal(tool(shuffled), WHOLE[name], obj=name)


@pytest.mark.parametrize("name", TOOLS)
def test_one_wearer_at_a_time_gives_what_all_at_once_give(name: str) -> None:
    parts = [TOOLS[name](tracks_of(FIXES[FIXES["wearer_id"] == wearer])) for wearer in NAMES]
    pd.testing.assert_frame_equal(pd.concat([p for p in parts if len(p)], ignore_index=True), WHOLE[name])


def test_two_threads_at_once_give_what_one_gives() -> None:
    with ThreadPoolExecutor(2) as pool:
        jobs = {(name, k): pool.submit(tool, tracks_of(FIXES)) for name, tool in TOOLS.items() for k in range(2)}
        for (name, _), job in jobs.items():
            pd.testing.assert_frame_equal(job.result(), WHOLE[name], obj=name)


def test_one_file_or_several_give_the_same(tmp_path: Path) -> None:
    columns = ["wearer_id", "time", "lon", "lat", "accuracy_m"]
    FIXES[columns].to_csv(tmp_path / "all.csv", index=False)
    files = []
    for k in range(3):
        files.append(tmp_path / f"{k}.csv")
        FIXES.iloc[k * 700 : (k + 1) * 700 if k < 2 else None][columns].to_csv(files[-1], index=False)
    one, many = wb.read_tracks(tmp_path / "all.csv"), wb.read_tracks(files[::-1])
    for name, tool in TOOLS.items():
        a, b = (tool(t).drop(columns=["first_fix_id", "last_fix_id"], errors="ignore") for t in (one, many))
        pd.testing.assert_frame_equal(a, b, obj=name)


def same_meetings(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, wanted)
    pd.testing.assert_frame_equal(found.attrs["chance"], wanted.attrs["chance"])


def test_meetings_do_not_hang_on_the_order_of_rows_nor_on_the_number_of_threads() -> None:
    wanted = wb.find_meetings(tracks_of(FIXES))
    assert len(wanted) > 0
    assert len(wanted.attrs["chance"]) > 0
    same_meetings(wb.find_meetings(tracks_of(FIXES.sample(frac=1.0, random_state=3, ignore_index=True))), wanted)
    most = numba.get_num_threads()
    try:
        numba.set_num_threads(1)
        same_meetings(wb.find_meetings(tracks_of(FIXES)), wanted)
    finally:
        numba.set_num_threads(most)
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(wb.find_meetings, [tracks_of(FIXES)] * 2):
            same_meetings(found, wanted)


def test_two_wearers_at_a_time_meet_as_all_at_once() -> None:
    """Bitwise, though a fourth, far away, moves the middle of all positions."""
    far = FIXES[FIXES["wearer_id"] == "W2"].assign(wearer_id="W3", lon=lambda t: t["lon"] + 40.0, lat=lambda t: t["lat"] - 17.0)
    everybody = pd.concat([FIXES, far, far.assign(wearer_id="W4", lon=far["lon"] + 2e-4)], ignore_index=True)
    wanted = wb.find_meetings(tracks_of(everybody))
    pairs = list(combinations(sorted(everybody["wearer_id"].unique()), 2))
    parts = [wb.find_meetings(tracks_of(everybody[everybody["wearer_id"].isin(pair)])) for pair in pairs]
    chances = [p.attrs.pop("chance") for p in parts if len(p)]
    assert len(chances) >= 2
    pd.testing.assert_frame_equal(pd.concat([p for p in parts if len(p)], ignore_index=True), wanted)
    pd.testing.assert_frame_equal(pd.concat(chances, ignore_index=True), wanted.attrs["chance"])


def test_meetings_are_the_same_from_one_file_or_several(tmp_path: Path) -> None:
    columns = ["wearer_id", "time", "lon", "lat", "accuracy_m"]
    FIXES[columns].to_csv(tmp_path / "all.csv", index=False)
    for k in range(3):
        FIXES.iloc[k::3][columns].to_csv(tmp_path / f"{k}.csv", index=False)
    one, many = wb.read_tracks(tmp_path / "all.csv"), wb.read_tracks([tmp_path / f"{k}.csv" for k in (2, 0, 1)])
    found = wb.find_meetings(one)
    assert len(found) > 0
    same_meetings(wb.find_meetings(many), found)
