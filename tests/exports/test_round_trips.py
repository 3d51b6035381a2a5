"""What is written is read back the same: every column, every clock, every id, and where each fix first came from."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.tables import FIXES, METHODS
from workbench.tables.load import LoadReport
from workbench.tables.tracks import Tracks

WRITERS = {"parquet": "to_parquet", "csv": "to_csv", "geojson": "to_geojson", "kml": "to_kml"}
NOTHING = ("null", "none", "nan", "na", "n/a", "<na>", "nat", "\\n")
WORD = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=8).filter(
    lambda text: text.lower() not in NOTHING
)
MOMENT = st.integers(1_300_000_000, 1_700_000_000).flatmap(lambda s: st.sampled_from([s * 1_000_000, s * 1_000_000 + 123_456]))
LATER = st.one_of(st.none(), st.integers(0, 10**10))
MAYBE = st.one_of(st.just(float("nan")), st.floats(0.001, 5000))
FIX = st.tuples(MOMENT, LATER, LATER, st.floats(1, 179), st.floats(1, 89), MAYBE, MAYBE, st.sampled_from(METHODS), WORD)
LEAN = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""Without shrinking: a failing table is small already, and making it smaller takes minutes."""


@st.composite
def made(draw: st.DrawFn) -> Tracks:
    """Draw a few fixes of two wearers with any ids, clocks and gaps in their columns."""
    wearers = draw(st.lists(WORD, min_size=1, max_size=2, unique=True))
    rows = draw(st.lists(FIX, min_size=1, max_size=6, unique_by=(lambda f: f[0], lambda f: f[8])))
    device = draw(st.one_of(st.none(), WORD))
    time = np.array([r[0] for r in rows], np.int64)
    other = [[None if r[i] is None else r[0] + r[i] for r in rows] for i in (1, 2)]
    clocks = [pd.Series(pd.array(o, "Int64")) for o in other]
    count = len(rows)
    table = FIXES.arrange(
        pd.DataFrame(
            {
                "fix_id": [r[8] for r in rows],
                "wearer_id": [wearers[i % len(wearers)] for i in range(count)],
                "device_id": pd.Series([device] * count, dtype="str"),
                "time": pd.to_datetime(time, unit="us", utc=True).as_unit("us"),
                "recorded": pd.to_datetime(clocks[0], unit="us", utc=True),
                "uploaded": pd.to_datetime(clocks[1], unit="us", utc=True),
                "lon": [r[3] for r in rows],
                "lat": [r[4] for r in rows],
                "accuracy_m": [r[5] for r in rows],
                "accuracy_level": 0.95,
                "speed_kmh": [r[6] for r in rows],
                "heading_deg": 359.5,
                "method": [r[7] for r in rows],
                "satellites": np.nan,
                "quality": 0,
                "file": "0123456789ab",
                "row": np.arange(count) * 7 + 1,
            }
        )
    )
    return Tracks(table.sort_values(["wearer_id", "time"], ignore_index=True), LoadReport(count, count))


def there_and_back(tracks: Tracks, kind: str, folder: Path, **choices: str) -> Tracks:
    place = folder / f"a.{kind}"
    getattr(tracks, WRITERS[kind])(place, **choices)
    return wb.read_tracks(place)


@pytest.mark.parametrize(
    ("kind", "choices"),
    [("parquet", {}), ("csv", {}), ("csv", {"style": "full", "timezone": "America/St_Johns"}), ("geojson", {}), ("kml", {})],
)
@LEAN
@given(tracks=made())
def test_all_that_was_written_is_read_back(kind: str, choices: dict[str, str], tracks: Tracks, tmp_path: Path) -> None:
    once = there_and_back(tracks, kind, tmp_path, **choices)
    pd.testing.assert_frame_equal(once.fixes.drop(columns="quality"), tracks.fixes.drop(columns="quality"))
    twice = there_and_back(once, kind, tmp_path, **choices)
    pd.testing.assert_frame_equal(twice.fixes, once.fixes)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_load_can_be_handed_on_from_format_to_format(kind: str, tmp_path: Path) -> None:
    place = tmp_path / "first.csv"
    place.write_text(
        "wearer,time,lat,lon,accuracy,speed_kmh,method\n"
        "W1,2026-03-03T21:10:00Z,51.4,1.2,8,3.6,gps\nW1,2026-03-03T21:09:00Z,51.4,1.2,900,,cell\n"
        "W1,2026-03-03T21:10:00Z,51.4,1.2,8,3.6,gps\nW2,2026-03-03T21:10:00Z,51.5,1.3,,,\nW2,2026-03-03T21:11:00Z,52.5,1.3,5,,\n"
    )
    first = wb.read_tracks(place)
    assert (first.fixes["quality"] != 0).sum() >= 3
    pd.testing.assert_frame_equal(there_and_back(first, kind, tmp_path).fixes, first.fixes)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("night", ["2025-10-26", "2026-03-29"])
def test_both_clock_change_nights_survive(kind: str, night: str, tmp_path: Path) -> None:
    from workbench.testing import make_fixes, make_tracks

    tracks = make_tracks(make_fixes(minutes=range(240), x=np.arange(240.0), start=f"{night}T00:00Z"))
    back = there_and_back(tracks, kind, tmp_path)
    assert back.fixes["time"].tolist() == tracks.fixes["time"].tolist()


def test_several_exports_are_one_load(tmp_path: Path) -> None:
    from workbench.testing import make_fixes, make_tracks

    one, two = make_tracks(make_fixes(minutes=[0, 1])), make_tracks(make_fixes(minutes=[2, 3], wearer="W2"))
    one.to_parquet(tmp_path / "a.parquet")
    two.to_csv(tmp_path / "b.csv")
    both = wb.read_tracks([tmp_path / "a.parquet", tmp_path / "b.csv"])
    assert both.wearers == ["W1", "W2"]
    assert both.load.rows_kept == 4


@pytest.mark.parametrize("kind", WRITERS)
def test_positions_that_look_swapped_are_believed_in_our_own_files(kind: str, tmp_path: Path) -> None:
    from workbench.testing import make_fixes, make_tracks

    tracks = make_tracks(make_fixes(minutes=[0]).assign(lon=51.5, lat=1.2))
    assert there_and_back(tracks, kind, tmp_path).fixes[["lon", "lat"]].to_numpy().tolist() == [[51.5, 1.2]]
