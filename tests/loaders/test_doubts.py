"""What an expert would question is listed with its rows and words; a plain track gives no doubt."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.base.quality import Quality
from workbench.loaders.tracks import from_frame
from workbench.tables import DOUBTS

START = pd.Timestamp("2026-03-03T08:00Z")


def walk(n: int = 120, *, seed: int = 1, wearer: str = "W1", device: str = "D1") -> pd.DataFrame:
    """Make a walk of one fix a minute, eastwards, with some metres of error."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "wearer_id": wearer,
            "device_id": device,
            "time": START + pd.to_timedelta(np.arange(n), unit="m"),
            "lon": -0.1 + np.arange(n) * 6e-4 + rng.normal(0, 5e-5, n),
            "lat": 51.5 + rng.normal(0, 5e-5, n),
            "accuracy_m": 10.0,
        }
    )


def doubts(frame: pd.DataFrame) -> pd.DataFrame:
    return DOUBTS.validate(from_frame(frame).load.doubts)


def test_a_plain_walk_gives_no_doubt() -> None:
    assert doubts(walk()).empty


def kinds(frame: pd.DataFrame) -> list[str]:
    return doubts(frame)["kind"].tolist()


def test_two_devices_in_two_places() -> None:
    other = walk(device="D2").assign(lat=51.6, lon=-0.3)
    found = doubts(pd.concat([walk(), other]))
    assert "devices_overlap" in found["kind"].tolist()
    assert "D1, D2" in found.loc[found["kind"] == "devices_overlap", "words"].iloc[0]


def test_two_devices_on_one_body_are_no_doubt() -> None:
    assert "devices_overlap" not in kinds(pd.concat([walk(), walk(seed=2, device="D2")]))


def test_a_frozen_receiver() -> None:
    frame = walk()
    frame.loc[40:70, ["lon", "lat"]] = frame.loc[40, ["lon", "lat"]].to_numpy()
    found = doubts(frame)
    assert found["kind"].tolist() == ["repeated_position"]
    assert found["n_fixes"].tolist() == [30]


def test_a_few_repeats_by_chance_are_no_doubt() -> None:
    frame = walk(600)
    for row in range(10, 400, 20):
        frame.loc[row + 1, ["lon", "lat"]] = frame.loc[row, ["lon", "lat"]].to_numpy()
    assert kinds(frame) == []


@pytest.mark.parametrize(("decimals", "expected"), [(3, ["coordinate_grid"]), (6, [])])
def test_coordinates_on_a_grid(decimals: int, expected: list[str]) -> None:
    frame = walk()
    climbing = frame.lat + np.arange(len(frame)) * 1e-3
    rounded = frame.assign(lon=frame.lon.round(decimals), lat=climbing.round(decimals))
    assert [k for k in kinds(rounded) if k == "coordinate_grid"] == expected


def test_one_record_under_two_names() -> None:
    found = doubts(pd.concat([walk(), walk(wearer="W2")]))
    assert found["kind"].tolist() == ["same_record"]
    assert found["n_fixes"].tolist() == [120]


def test_a_constant_delay_of_an_hour() -> None:
    frame = walk()
    assert kinds(frame.assign(recorded=frame.time + pd.Timedelta(hours=1))) == ["constant_delay"]
    assert kinds(frame.assign(recorded=frame.time + pd.Timedelta(minutes=6))) == []


def test_far_dates_and_rows_that_are_no_fix() -> None:
    frame = walk().assign(valid=1)
    frame.loc[5, "valid"] = 0
    frame.loc[7, "time"] -= pd.Timedelta(days=1000)
    assert sorted(kinds(frame)) == ["far_dates", "not_a_fix"]


def test_a_device_on_its_charger() -> None:
    n = 24 * 60
    rng = np.random.default_rng(3)
    frame = walk(n).assign(lon=-0.1 + rng.uniform(0, 2e-5, n), lat=51.5 + rng.uniform(0, 2e-5, n))
    assert "at_rest" in kinds(frame)


def test_doubts_stand_on_the_card() -> None:
    frame = walk().assign(valid=1)
    frame.loc[5, "valid"] = 0
    tracks = from_frame(frame)
    assert "no fix by the device's own word" in tracks.card().text()
    assert isinstance(tracks, wb.Tracks) and int(Quality.NOT_A_FIX) == 2048


def test_a_clock_years_beside_its_upload_is_no_matter_of_zones(tmp_path: Path) -> None:
    rows = "".join(f"2020-03-03T21:{i:02}:00Z,2026-03-03T21:{i:02}:05Z,51.5{i:02},-0.1\n" for i in range(30))
    place = tmp_path / "tag.csv"
    place.write_text("time,uploaded_at,lat,lon\n" + rows, encoding="utf-8")
    doubts = wb.read_tracks(place).load.doubts
    (words,) = doubts.loc[doubts["kind"] == "constant_delay", "words"]
    assert "+2,191 days" in words and "another time zone" not in words
