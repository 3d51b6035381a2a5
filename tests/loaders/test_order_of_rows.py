"""What the order of the rows of a file says: ties, clocks that leap ahead and back, rows that were sent late; two devices."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.base.quality import Quality, has

START = pd.Timestamp("2026-03-03T18:00Z")


def read(tmp_path, seconds, x, *, device=None) -> wb.Tracks:
    time = (START + pd.to_timedelta(np.asarray(seconds, float), unit="s")).strftime("%Y-%m-%dT%H:%M:%SZ")
    table = {"wearer_id": "W", "time": time, "lat": 51.5, "lon": np.asarray(x, float) / 69_400.0 - 0.1, "accuracy": 10}
    if device is not None:
        table["device_id"] = device
    pd.DataFrame(table).to_csv(tmp_path / "a.csv", index=False)
    return wb.read_tracks(tmp_path / "a.csv")


def rows(tracks: wb.Tracks, flag: Quality) -> list[int]:
    return sorted(tracks.fixes.loc[has(tracks.fixes["quality"], flag), "row"].tolist())


def test_fixes_of_one_time_keep_the_order_of_their_file(tmp_path) -> None:
    x = np.concatenate([np.arange(40) * 20.0, np.arange(40)[::-1] * 20.0])
    tracks = read(tmp_path, np.arange(80) // 4 * 60, x)
    assert tracks.fixes["row"].tolist() == list(range(1, 81))


@pytest.mark.parametrize("hours", [1, 2, 12, 24])
@pytest.mark.parametrize(("first", "length", "every_s"), [(40, 6, 30), (3, 1, 30), (90, 20, 30), (40, 6, 300)])
def test_rows_that_leap_hours_ahead_and_back_have_a_clock_fault_and_nobody_else(tmp_path, hours, first, length, every_s) -> None:
    seconds = np.arange(120) * float(every_s)
    seconds[first : first + length] += hours * 3600
    tracks = read(tmp_path, seconds, np.arange(120) * 20.0)
    assert rows(tracks, Quality.CLOCK_FAULT) == list(range(first + 1, first + length + 1))
    assert rows(tracks, Quality.OUT_OF_ORDER) == []


def test_what_was_sent_late_and_what_was_silent_is_no_clock_fault(tmp_path) -> None:
    sent = np.concatenate([np.arange(60), np.arange(180, 190), np.arange(60, 180), np.arange(190, 240)]) * 60.0
    assert rows(read(tmp_path, sent, np.arange(240.0)), Quality.CLOCK_FAULT) == []
    silent = np.concatenate([np.arange(60), np.arange(120, 180)]) * 60.0
    assert rows(read(tmp_path, silent, np.arange(120.0)), Quality.CLOCK_FAULT) == []
    assert rows(read(tmp_path, np.random.default_rng(1).permutation(600) * 60.0, np.arange(600.0)), Quality.CLOCK_FAULT) == []


def test_of_two_devices_apart_neither_is_a_jump_of_the_other(tmp_path) -> None:
    walk, home = np.arange(60) * 60.0, np.arange(60) * 60.0 + 30.0
    seconds = np.concatenate([walk, home])
    order = np.argsort(seconds, kind="stable")
    x = np.concatenate([20_000.0 + np.arange(60) * 60.0, np.zeros(60)])
    x[30] += 90_000.0
    device = np.repeat(["A", "B"], 60)
    tracks = read(tmp_path, seconds[order], x[order], device=device[order])
    jump = tracks.fixes[has(tracks.fixes["quality"], Quality.JUMP)]
    assert jump["device_id"].tolist() == ["A"] and len(jump) == 1
