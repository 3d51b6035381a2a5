"""A day with a known course, what is true and false of it, thirty ways to record it badly: ``python -m tests.cases.course``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

import workbench as wb
from workbench.testing import SEA

DAY = "2026-06-03"
ZONE = "Europe/London"
HOME, SHOP = (0.0, 0.0), (1200.0, 500.0)
KNOTS_MINUTES = np.array([0, 540, 560, 600, 620, 1440])
"""At home until 09:00, at the shop from 09:20 to 10:00, home again from 10:20; UTC."""


def course(seed: int) -> pd.DataFrame:
    """Give a fix a minute with errors of 5 m that last some minutes, as a phone with a clear sky has them; metres and UTC."""
    rng = np.random.default_rng(seed)
    minutes = np.arange(1440) + rng.uniform(0, 0.3, 1440)
    x = np.interp(minutes, KNOTS_MINUTES, [0, 0, SHOP[0], SHOP[0], 0, 0])
    y = np.interp(minutes, KNOTS_MINUTES, [0, 0, SHOP[1], SHOP[1], 0, 0])
    error = np.zeros((2, 1440))
    for at in range(1, 1440):
        error[:, at] = 0.8 * error[:, at - 1] + rng.normal(0, 3.0, 2)
    time = pd.Timestamp(DAY, tz="UTC") + pd.to_timedelta(np.round(minutes * 60), unit="s")
    table = pd.DataFrame({"time": time, "x": x + error[0], "y": y + error[1], "accuracy": 10.0, "method": "gnss", "device": "D1"})
    return table.assign(wearer="W1")


def claim(place: tuple[float, float], start: str, end: str, kind: str) -> wb.Claim:
    """Claim something of a circle of 60 m; times are UTC."""
    lon, lat = (float(v[0]) for v in SEA.to_degrees([place[0]], [place[1]]))
    return wb.Claim(
        wearer="W1", place=(lon, lat), radius_m=60.0, start=f"{DAY}T{start}Z", end=f"{DAY}T{end}Z", timezone=ZONE, kind=kind
    )


TRUE = {
    "home at seven": (HOME, "07:00", "07:30", "visited"),
    "home all noon": (HOME, "12:00", "12:40", "throughout"),
    "at the shop": (SHOP, "09:25", "09:55", "visited"),
    "not at the shop at noon": (SHOP, "12:00", "12:40", "never"),
    "not at home while shopping": (HOME, "09:27", "09:50", "never"),
}
FALSE = {
    "at the shop at noon": (SHOP, "12:00", "12:40", "visited"),
    "at the shop at seven": (SHOP, "07:00", "07:30", "visited"),
    "home all morning": (HOME, "09:00", "10:00", "throughout"),
    "not at home at seven": (HOME, "07:00", "07:30", "never"),
    "not at the shop": (SHOP, "09:25", "09:55", "never"),
    "home while shopping": (HOME, "09:27", "09:50", "visited"),
}


@dataclass(frozen=True)
class Recorded:
    """What a fault leaves: the rows as written, how they are read, and what the load must say of it (one of these patterns)."""

    rows: pd.DataFrame
    named: tuple[str, ...]
    read: dict[str, Any] = field(default_factory=dict)


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Write the rows as a recorder that works does."""
    lon, lat = SEA.to_degrees(table["x"].to_numpy(), table["y"].to_numpy())
    rows = pd.DataFrame({
        "wearer_id": table["wearer"].to_numpy(), "device_id": table["device"].to_numpy(),
        "time": table["time"].dt.strftime("%Y-%m-%dT%H:%M:%SZ").to_numpy(),
        "lat": np.round(lat, 7), "lon": np.round(lon, 7),
        "accuracy": table["accuracy"].to_numpy(), "method": table["method"].to_numpy(),
    })  # fmt: skip
    return rows


def _between(table: pd.DataFrame, start: str, end: str) -> pd.Series:
    return (table["time"] >= f"{DAY}T{start}Z") & (table["time"] < f"{DAY}T{end}Z")


def _stamp(times: pd.Series) -> pd.Series:
    return times.dt.strftime("%Y-%m-%dT%H:%M:%SZ").to_numpy()


def naive_local_read_as_utc(t: pd.DataFrame) -> Recorded:
    rows = plain(t).assign(time=t["time"].dt.tz_convert(ZONE).dt.strftime("%Y-%m-%d %H:%M:%S").to_numpy())
    return Recorded(rows, ("clock_offset",), {"timezone": "UTC"})


def naive_utc_read_as_local(t: pd.DataFrame) -> Recorded:
    rows = plain(t).assign(time=t["time"].dt.strftime("%Y-%m-%d %H:%M:%S").to_numpy())
    return Recorded(rows, ("clock_offset",), {"timezone": ZONE})


def clock_fast_beside_upload(t: pd.DataFrame) -> Recorded:
    fast = t["time"] + pd.Timedelta(hours=1)
    rows = plain(t).assign(time=_stamp(fast), uploaded=_stamp(t["time"] + pd.Timedelta(seconds=20)))
    return Recorded(rows, ("constant_delay", "clock_offset"))


def server_clock_an_hour_off(t: pd.DataFrame) -> Recorded:
    rows = plain(t).rename(columns={"time": "gps_time"}).assign(timestamp=_stamp(t["time"] + pd.Timedelta(hours=1)))
    return Recorded(rows, ("gps_time", "constant_delay"))


def two_devices(t: pd.DataFrame) -> Recorded:
    left = t.assign(x=t["x"] * 0 + 3.0, y=t["y"] * 0 - 2.0, device="D2", time=t["time"] + pd.Timedelta(seconds=25))
    still = np.random.default_rng(7).normal(0, 2.0, (2, len(t)))
    left = left.assign(x=left["x"] + still[0], y=left["y"] + still[1])
    return Recorded(plain(pd.concat([t, left]).sort_values("time")), ("devices_overlap",))


def two_devices_of_no_name(t: pd.DataFrame) -> Recorded:
    rows = two_devices(t).rows.drop(columns="device_id")
    return Recorded(rows, ("devices_overlap", "infeasible_step"))


def _frozen(t: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    held = _between(t, "09:00", "10:30")
    first = t[held].iloc[0]
    return t.assign(x=t["x"].mask(held, first["x"]), y=t["y"].mask(held, first["y"])), held


def frozen(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(_frozen(t)[0]), ("repeated_position",))


def frozen_marked_invalid(t: pd.DataFrame) -> Recorded:
    stuck, held = _frozen(t)
    return Recorded(plain(stuck).assign(valid=np.where(held, 0, 1)), ("not_a_fix",))


def frozen_marked_mock(t: pd.DataFrame) -> Recorded:
    stuck, held = _frozen(t)
    return Recorded(plain(stuck).assign(is_mock=np.where(held, "true", "false")), ("not_a_fix",))


def frozen_marked_void(t: pd.DataFrame) -> Recorded:
    stuck, held = _frozen(t)
    return Recorded(plain(stuck).assign(gps_status=np.where(held, "V", "A")), ("not_a_fix",))


def masts_with_a_small_radius(t: pd.DataFrame) -> Recorded:
    near = _between(t, "09:02", "10:25")
    mast = t.assign(x=t["x"].mask(near, 150.0), y=t["y"].mask(near, -700.0), accuracy=t["accuracy"].mask(near, 15.0))
    return Recorded(plain(mast).drop(columns="method"), ("repeated_position", "radius_untrue"))


def rounded(t: pd.DataFrame) -> Recorded:
    rows = plain(t)
    return Recorded(rows.assign(lat=rows["lat"].round(3), lon=rows["lon"].round(3)), ("coordinate_grid",))


def cut(t: pd.DataFrame) -> Recorded:
    rows = plain(t)
    return Recorded(
        rows.assign(lat=np.floor(rows["lat"] * 1e3) / 1e3, lon=np.floor(rows["lon"] * 1e3) / 1e3), ("coordinate_grid",)
    )


def rounded_coarsely(t: pd.DataFrame) -> Recorded:
    rows = plain(t)
    return Recorded(rows.assign(lat=rows["lat"].round(2), lon=rows["lon"].round(2)), ("coordinate_grid",))


def radius_in_feet(t: pd.DataFrame) -> Recorded:
    rows = plain(t).rename(columns={"accuracy": "accuracy_ft"})
    return Recorded(rows.assign(accuracy_ft=rows["accuracy_ft"] / 0.3048), ("feet", "ft"))


def radius_missing(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(t).drop(columns="accuracy"), ("radius", "accuracy"))


def radius_too_small(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(t.assign(accuracy=1.0)), ("radius_untrue",))


def no_method(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(t).drop(columns="method"), ("unknown kind",))


def no_method_no_radius(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(t).drop(columns=["method", "accuracy"]), ("method", "radius", "accuracy"))


def every_row_twice(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(pd.concat([t, t]).sort_values("time", kind="stable")), ("DUPLICATE", "repeat", "twice"))


def one_record_under_two_wearers(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(pd.concat([t, t.assign(wearer="W2", device="D9")])), ("same_record",))


def _spiked(t: pd.DataFrame, metres: float) -> pd.DataFrame:
    added = []
    for at in (430, 575, 735, 750, 1000):
        out = t.iloc[[at]].assign(time=t["time"].iloc[[at]] + pd.Timedelta(seconds=3), x=t["x"].iloc[[at]] + metres)
        back = t.iloc[[at]].assign(time=t["time"].iloc[[at]] + pd.Timedelta(seconds=6))
        added += [out, back]
    return pd.concat([t, *added]).sort_values("time", kind="stable")


def small_spikes(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(_spiked(t, 90.0)), ("JUMP", "spike"))


def large_spikes(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(_spiked(t, 2000.0)), ("JUMP", "spike"))


def burst(t: pd.DataFrame) -> Recorded:
    at = 725
    more = pd.concat([
        t.iloc[[at]].assign(time=t["time"].iloc[[at]] + pd.Timedelta(seconds=1 + 2 * n), x=SHOP[0] + 3.0 * n, y=SHOP[1])
        for n in range(20)
    ])  # fmt: skip
    return Recorded(plain(pd.concat([t, more]).sort_values("time", kind="stable")), ("JUMP", "infeasible_step"))


def flight(t: pd.DataFrame) -> Recorded:
    away = _between(t, "13:10", "15:10")
    return Recorded(plain(t.assign(x=t["x"].where(~away, t["x"] + 400_000.0))), ("infeasible_step", "JUMP"))


def lawful_window(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(t), ("window", "outside"), {"start": f"{DAY}T08:00Z", "end": f"{DAY}T11:00Z"})


def rows_at_nought(t: pd.DataFrame) -> Recorded:
    rows = plain(t)
    none = np.arange(len(rows)) % 7 == 3
    return Recorded(
        rows.assign(lat=rows["lat"].mask(none, 0.0), lon=rows["lon"].mask(none, 0.0)), ("0", "not_a_fix", "no position")
    )


def all_of_1024_weeks_ago(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(t).assign(time=_stamp(t["time"] - pd.Timedelta(weeks=1024))), ("far_dates", "1024"))


def some_of_1024_weeks_ago(t: pd.DataFrame) -> Recorded:
    old = _between(t, "09:00", "10:30")
    early = t["time"].mask(old, t["time"] - pd.Timedelta(weeks=1024))
    return Recorded(plain(t).assign(time=_stamp(early)), ("far_dates", "1024"))


def sentinels(t: pd.DataFrame) -> Recorded:
    rows = plain(t)
    lost = np.arange(len(rows)) % 11 == 5
    bad = np.resize(["0001-01-01T00:00:00Z", "1900-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2999-12-31T00:00:00Z"], len(rows))
    return Recorded(rows.assign(time=np.where(lost, bad, rows["time"])), ("far_dates", "satellite", "1980"))


def an_hour_ahead_and_back(t: pd.DataFrame) -> Recorded:
    ahead = _between(t, "09:40", "09:46")
    return Recorded(plain(t).assign(time=_stamp(t["time"].mask(ahead, t["time"] + pd.Timedelta(hours=1)))), ("CLOCK_FAULT",))


def shuffled(t: pd.DataFrame) -> Recorded:
    return Recorded(plain(t).sample(frac=1.0, random_state=3), ("OUT_OF_ORDER", "order"))


FAULTS: tuple[Callable[[pd.DataFrame], Recorded], ...] = (
    naive_local_read_as_utc, naive_utc_read_as_local, clock_fast_beside_upload, server_clock_an_hour_off,
    two_devices, two_devices_of_no_name,
    frozen, frozen_marked_invalid, frozen_marked_mock, frozen_marked_void, masts_with_a_small_radius,
    rounded, cut, rounded_coarsely,
    radius_in_feet, radius_missing, radius_too_small, no_method, no_method_no_radius,
    every_row_twice, one_record_under_two_wearers,
    small_spikes, large_spikes, burst, flight, lawful_window,
    rows_at_nought, all_of_1024_weeks_ago, some_of_1024_weeks_ago, sentinels, an_hour_ahead_and_back, shuffled,
)  # fmt: skip


def read(recorded: Recorded, folder: Path) -> wb.Tracks:
    """Write the rows as a CSV and read them as a person would."""
    path = folder / "made.csv"
    recorded.rows.to_csv(path, index=False)
    return wb.read_tracks(path, **recorded.read)


def said(tracks: wb.Tracks) -> str:
    """Give all that the load says: doubts, warnings, reasons, flags."""
    load = tracks.load
    flags = [flag.name for flag in wb.Quality if (tracks.fixes["quality"] & flag.value).any()]
    return " ".join(
        [*load.doubts["kind"], *load.doubts["words"], *load.warnings, *load.set_aside["reason"].unique(), *map(str, flags)]
    )


def main(seed: int) -> None:
    """Print for every fault whether the load names it and what is answered; ``!!`` marks an answer that is turned round."""
    letters = {"supported": "S", "contradicted": "C", "cannot tell": "-"}
    for fault in FAULTS:
        with TemporaryDirectory() as folder:
            recorded = fault(course(seed))
            try:
                tracks = read(recorded, Path(folder))
            except wb.WorkbenchError as error:
                print(fault.__name__, "refused:", error)
                continue
        named = any(name in said(tracks) for name in recorded.named)
        line = []
        for told, wrong in ((TRUE, "contradicted"), (FALSE, "supported")):
            answers = [wb.check(claim(*what), tracks).answer for what in told.values()]
            line += [("!!" if answer == wrong else "") + letters[answer] for answer in answers]
        print(fault.__name__, "named" if named else "NOT NAMED", *line, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
