"""Rows read are rows kept plus rows set aside, whatever the rows hold; and the order of rows and files changes nothing."""

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.base.errors import InputError, TimeError
from workbench.base.quality import Quality, has
from workbench.loaders.tracks import from_frame

CELL = st.one_of(
    st.sampled_from(
        [
            "",
            "NULL",
            "51.4",
            "1.2",
            "-0.13",
            "0",
            "0.0",
            "91",
            "181",
            "abc",
            "51,4",
            "1e400",
            "2147483647",
            "-5",
            "1.2W",
            "2026-03-03T21:10:00Z",
            "2026-03-03T21:10:30+01:00",
            "2999-12-12T23:59:59Z",
            "1901-01-01T00:00:00Z",
            "2026-03-03",
            "21:10",
            "1772572200",
            "W1",
            "W2",
            "é\u2028",
            '"',
            "'",
            "a\tb",
            "\u0000x",
        ]
    ),
    st.text(max_size=6),
)
NAMES = ["fix_id", "wearer_id", "time", "recorded", "lat", "lon", "accuracy", "speed_kmh", "heading", "method"]
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def accounted(tracks: wb.Tracks, rows: int) -> None:
    load = tracks.load
    assert load.rows_read == rows
    assert load.rows_read == load.rows_kept + len(load.set_aside)
    assert load.rows_kept == len(tracks.fixes)
    assert load.set_aside["reason"].str.len().gt(0).all()
    seen = sorted([*tracks.fixes["row"], *load.set_aside["row"]])
    assert seen == list(range(1, rows + 1))


@QUIET
@given(st.lists(st.lists(CELL, min_size=10, max_size=10), min_size=1, max_size=12))
def test_random_rows_of_a_table_are_all_accounted_for(rows: list[list[str]]) -> None:
    frame = pd.DataFrame(rows, columns=NAMES)
    try:
        tracks = from_frame(frame, timezone="UTC", columns={"lat": "lat", "lon": "lon"})
    except InputError as error:
        assert isinstance(error, TimeError) or "swapped" in error.what
        return
    accounted(tracks, len(rows))


@QUIET
@given(st.lists(st.lists(CELL.filter(lambda c: "\0" not in c), min_size=8, max_size=12), min_size=1, max_size=12))
def test_random_lines_of_a_file_are_all_accounted_for(tmp_path: Path, rows: list[list[str]]) -> None:
    place = tmp_path / "rows.csv"
    text = io.StringIO()
    clean = [[c.replace("\r", " ").replace("\n", " ") for c in r] for r in rows]
    csv.writer(text, lineterminator="\n").writerows([NAMES, *clean])
    place.write_text(text.getvalue(), encoding="utf-8", errors="replace")
    filled = sum(1 for line in text.getvalue().split("\n")[1:] if line)
    try:
        tracks = wb.read_tracks(place, timezone="UTC", columns={"lat": "lat", "lon": "lon"})
    except InputError:
        return
    accounted(tracks, filled)


def made(seed: int, size: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    minute = rng.integers(0, 40, size)
    return pd.DataFrame(
        {
            "position_id": rng.permutation(size) + 100,
            "person_id": rng.choice([7, 8, 9], size),
            "device_id": 5,
            "position_latitude": 51.4 + rng.integers(0, 3, size) * 1e-3,
            "position_longitude": 1.2 + rng.integers(0, 3, size) * 1e-3,
            "position_precision": rng.choice([0, 10, 900], size),
            "position_speed": 3,
            "position_direction": rng.integers(0, 359, size),
            "position_lbs": rng.choice([1, 4, 5, 6], size),
            "position_satellite": 9,
            "position_gps_date": [f"2026-03-03T10:{m:02d}:00Z" for m in minute],
            "position_recorded_date": [f"2026-03-03T10:{m:02d}:30Z" for m in minute],
            "position_uploaded_date": "2026-03-03T12:00:00Z",
        }
    )


def same(a: wb.Tracks, b: wb.Tracks) -> None:
    ignore = ["row", "file", "quality"]
    pd.testing.assert_frame_equal(a.fixes.drop(columns=ignore), b.fixes.drop(columns=ignore))
    mask = ~np.int64(int(Quality.OUT_OF_ORDER))
    assert (a.fixes["quality"] & mask).tolist() == (b.fixes["quality"] & mask).tolist()


@pytest.mark.parametrize("seed", range(5))
def test_shuffling_the_rows_changes_only_the_flag_for_order(seed: int) -> None:
    table = made(seed)
    same(from_frame(table), from_frame(table.sample(frac=1, random_state=seed)))


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    places = []
    for i in range(3):
        places.append(tmp_path / f"{i}.csv")
        made(i).assign(position_id=np.arange(60) + 50 * i).to_csv(places[-1], index=False)
    a, b = wb.read_tracks(places), wb.read_tracks(places[::-1])
    pd.testing.assert_frame_equal(a.fixes, b.fixes)
    assert a.load.rows_read == b.load.rows_read == 180


def test_a_file_given_twice_is_flagged_and_said(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    made(1).drop_duplicates("position_gps_date").to_csv(first, index=False)
    second.write_bytes(first.read_bytes())
    one, two = wb.read_tracks(first), wb.read_tracks([first, second])
    assert two.load.rows_read == 2 * one.load.rows_read
    extra = has(two.fixes["quality"], Quality.DUPLICATE).sum() - has(one.fixes["quality"], Quality.DUPLICATE).sum()
    assert extra == len(one.fixes)
    assert any("same content" in w and "a.csv, b.csv" in w for w in two.load.warnings)


def test_loading_does_not_change_the_frame() -> None:
    table = made(3)
    before = table.copy(deep=True)
    from_frame(table)
    pd.testing.assert_frame_equal(table, before)


def test_every_kept_row_traces_to_its_line(tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    table = made(4).assign(position_latitude=lambda t: t["position_latitude"].where(t.index % 7 != 0))
    table.to_csv(place, index=False)
    tracks = wb.read_tracks(place)
    assert set(tracks.fixes["file"]) == {tracks.load.files["file"][0]}
    source = table.iloc[tracks.fixes["row"] - 1].reset_index(drop=True)
    assert source["position_id"].astype(str).tolist() == tracks.fixes["fix_id"].tolist()
    assert source["position_latitude"].tolist() == tracks.fixes["lat"].tolist()
    assert sorted(tracks.load.set_aside["row"]) == [i + 1 for i in range(60) if i % 7 == 0]
