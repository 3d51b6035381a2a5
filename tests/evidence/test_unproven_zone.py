"""Times that state no zone: an answer whose opposite holds an hour earlier or later is held back, and says why."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import workbench as wb

HERE = (1.2, 51.4)
STEPS = np.arange("2026-06-03T06:00", "2026-06-03T15:00", np.timedelta64(2, "m"), dtype="datetime64[m]")
AT_PLACE = (np.datetime64("2026-06-03T10:00") <= STEPS) & (np.datetime64("2026-06-03T10:40") > STEPS)


def _tracks(folder: Path, mark: str, **read: str) -> wb.Tracks:
    lines = [
        f"W1,{t}:00{mark},{HERE[1] + (0.0 if there else 0.05)},{HERE[0]},10,gnss"
        for t, there in zip(STEPS, AT_PLACE, strict=True)
    ]
    path = folder / "made.csv"
    path.write_text("wearer_id,time,lat,lon,accuracy_m,method\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return wb.read_tracks(path, **read)


def _ask(tracks: wb.Tracks, start: str, end: str) -> wb.Verdict:
    place = {"place": HERE, "radius_m": 100.0, "timezone": "UTC", "wearer": "W1"}
    return wb.check(wb.Claim(start=f"2026-06-03 {start}", end=f"2026-06-03 {end}", **place), tracks)


def test_what_an_hour_turns_round_is_held_back_and_told(tmp_path: Path) -> None:
    tracks = _tracks(tmp_path, "", timezone="UTC")
    assert "clock_offset" in set(tracks.load.doubts["kind"])
    verdict = _ask(tracks, "10:05", "10:35")
    assert (verdict.answer, verdict.reason) == ("cannot tell", "sensitive")
    assert "60 min" in " ".join(verdict.because)
    assert "zone" in " ".join(verdict.what_would_change_it)
    assert {"the clock 60 min earlier", "the clock 60 min later"} <= set(verdict.sensitivity["what"])
    assert "clock_offset" in [d["kind"] for d in verdict.parameters["doubts"]]
    assert "no zone" in verdict.because[-1]
    assert abs(verdict.log10_lr) < 1.0


def test_what_an_hour_does_not_turn_round_stands(tmp_path: Path) -> None:
    verdict = _ask(_tracks(tmp_path, "", timezone="UTC"), "13:00", "13:30")
    assert verdict.answer == "contradicted"
    assert "60 min" not in " ".join(verdict.because)


@pytest.mark.parametrize("mark", ["Z", "+00:00"])
def test_times_that_state_their_zone_are_believed(tmp_path: Path, mark: str) -> None:
    tracks = _tracks(tmp_path, mark)
    assert "clock_offset" not in set(tracks.load.doubts["kind"])
    assert _ask(tracks, "10:05", "10:35").answer == "supported"
