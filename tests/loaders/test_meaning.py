"""What cells mean: sentinels, units, clocks, zones, axes, wearers, windows, flags."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.base.errors import InputError, TimeError
from workbench.base.quality import Quality, has
from workbench.geo.projection import distance_m
from workbench.loaders.tracks import from_frame


def table(size: int = 4, **columns: object) -> pd.DataFrame:
    base = {"time": [f"2026-03-03T10:{i:02d}:00Z" for i in range(size)], "lat": 51.4, "lon": 1.2, "accuracy": 10.0}
    return pd.DataFrame({**base, **columns}, index=range(size))


def flags(tracks: wb.Tracks, flag: Quality) -> list[bool]:
    return has(tracks.fixes["quality"], flag).tolist()


def said(tracks: wb.Tracks, words: str) -> bool:
    return any(words in w for w in tracks.load.warnings)


def test_zero_and_the_largest_integer_stand_for_no_radius() -> None:
    tracks = from_frame(table(accuracy=[0, 2147483647, 5, None]))
    assert tracks.fixes["accuracy_m"].isna().tolist() == [True, True, False, True]
    assert flags(tracks, Quality.NO_ACCURACY) == [True, True, False, True]


def test_wide_circles_are_flagged() -> None:
    assert flags(from_frame(table(accuracy=[200, 201, 1598, 3])), Quality.WEAK_ACCURACY) == [False, True, True, False]


def test_positions_that_stand_for_none_are_set_aside_with_their_reason() -> None:
    tracks = from_frame(table(6, lat=[0, 95, 51.4, "x", 51.4, None], lon=[0, 1.2, 200, 1.2, 1.2, 1.2]))
    assert dict(zip(tracks.load.set_aside["row"], tracks.load.set_aside["reason"], strict=True)) == {
        1: "its position is 0, 0, which stands for none",
        2: "its latitude is beyond 90 degrees",
        3: "its longitude is beyond 180 degrees",
        4: "its position is missing or cannot be read",
        6: "its position is missing or cannot be read",
    }


def test_impossible_dates_are_flagged_and_sentinels_are_no_time() -> None:
    times = ["1901-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2999-12-12T23:59:59Z", "2026-03-03T10:00:00Z"]
    tracks = from_frame(table(time=times))
    assert tracks.load.set_aside["row"].tolist() == [3]
    assert flags(tracks, Quality.CLOCK_FAULT) == [True, True, False]
    assert len(tracks.load.coverage) == 1


def test_the_three_clocks_are_kept_apart_and_their_order_is_checked() -> None:
    tracks = from_frame(
        table(
            recorded=["2026-03-03T10:06:00Z", "2999-12-12T23:59:59Z", "2026-03-03T10:00:59Z", None],
            uploaded=["2026-03-03T10:07:00Z", "2026-03-03T10:00:30Z", None, "2026-03-03T10:01:59Z"],
        )
    )
    assert tracks.fixes["recorded"].isna().tolist() == [False, True, False, True]
    assert flags(tracks, Quality.CLOCK_FAULT) == [False, False, True, True]
    assert not said(tracks, "one clock")


def test_one_clock_is_said_to_be_which() -> None:
    assert said(from_frame(table()), "does not say which")
    only = from_frame(table().rename(columns={"time": "recorded_at"}))
    assert said(only, "when the system recorded the fix")
    assert only.fixes["recorded"].tolist() == only.fixes["time"].tolist()


def test_a_wall_clock_needs_a_zone() -> None:
    naive = table(time=[f"2026-07-03 10:0{i}:00" for i in range(4)])
    with pytest.raises(TimeError, match="state no time zone"):
        from_frame(naive)
    tracks = from_frame(naive, timezone="Europe/London")
    assert str(tracks.fixes["time"][0]) == "2026-07-03 09:00:00+00:00"
    assert said(tracks, "read as Europe/London, as asked")
    with pytest.raises(TimeError):
        from_frame(naive, timezone="Europe/Lundon")


def test_both_clock_change_nights() -> None:
    stamps = pd.date_range("2025-10-25T23:30Z", "2025-10-26T02:30Z", freq="10min").tz_convert("Europe/London")
    autumn = table(len(stamps), time=[f"{s:%Y-%m-%d %H:%M:%S}" for s in stamps])
    tracks = from_frame(autumn, timezone="Europe/London", wearer="W1")
    assert tracks.fixes["time"].tolist() == list(stamps.tz_convert("UTC"))
    assert sum(flags(tracks, Quality.AMBIGUOUS_HOUR)) == 12
    spring = table(3, time=["2026-03-29 00:59:00", "2026-03-29 01:30:00", "2026-03-29 02:00:00"])
    tracks = from_frame(spring, timezone="Europe/London")
    assert tracks.load.set_aside["reason"].tolist() == ["its local time does not exist: the clocks go forward over it"]


def test_the_repeated_hour_is_settled_within_each_wearer_and_backwards_too() -> None:
    stamps = pd.date_range("2025-10-25T23:30Z", "2025-10-26T02:30Z", freq="10min")
    local = [f"{s:%Y-%m-%d %H:%M:%S}" for s in stamps.tz_convert("Europe/London")]
    each = [table(len(local), time=local, wearer=w, minute=range(len(local))) for w in "AB"]
    both = pd.concat(each).sort_values("minute", kind="stable")
    for rows in (both, both.iloc[::-1]):
        tracks = from_frame(rows, timezone="Europe/London")
        for wearer in "AB":
            assert tracks.of(wearer).fixes["time"].tolist() == list(stamps)


def test_day_and_month_are_never_guessed() -> None:
    with pytest.raises(TimeError, match="day first or month first"):
        from_frame(table(time="03/04/2026 10:00:00"), timezone="UTC")
    tracks = from_frame(table(time=["03/04/2026 10:00:00"] * 3 + ["13/04/2026 10:00:00"]), timezone="UTC")
    assert str(tracks.fixes["time"][0]) == "2026-04-03 10:00:00+00:00"
    tracks = from_frame(table(time=["03/04/2026 10:00:00"] * 3 + ["03/14/2026 10:00:00"]), timezone="UTC")
    assert [t.month for t in tracks.fixes["time"]] == [3, 3, 3, 3]


def test_impossible_days_are_not_turned_into_others() -> None:
    times = ["00/01/2025 10:00", "31/02/2025 10:00", "13/01/2025 25:00", "13/01/2025 10:00"]
    tracks = from_frame(table(time=times), timezone="UTC")
    assert tracks.load.set_aside["row"].tolist() == [1, 2, 3]


def test_directions_in_radians_are_recognised_and_said() -> None:
    radians = np.linspace(0.1, 6.2, 40)
    tracks = from_frame(table(40, direction=radians))
    assert np.allclose(tracks.fixes["heading_deg"], np.degrees(radians))
    assert said(tracks, "in radians")
    degrees = from_frame(table(40, direction=np.linspace(0, 359, 40)))
    assert np.allclose(degrees.fixes["heading_deg"], np.linspace(0, 359, 40))
    assert not said(degrees, "radians")


def test_negative_degrees_are_wrapped_and_minus_one_is_unknown() -> None:
    assert from_frame(table(heading=[-90, 10, 360, 725])).fixes["heading_deg"].tolist()[:3] == [270, 10, 0]
    assert from_frame(table(heading=[-1, 10, 20, 30])).fixes["heading_deg"].isna().tolist() == [True, False, False, False]


@pytest.mark.parametrize(("unit", "factor"), [("m/s", 1.0), ("km/h", 3.6)])
def test_an_unstated_speed_is_settled_by_the_movement(unit: str, factor: float) -> None:
    lon = 1.2 + np.arange(60) * 0.005
    metres = 0.005 * 111_195 * np.cos(np.radians(51.4)) / 60
    tracks = from_frame(table(60, time=[f"2026-03-03T10:{i:02d}:00Z" for i in range(60)], lon=lon, speed=metres * factor))
    assert np.allclose(tracks.fixes["speed_kmh"], metres * 3.6, rtol=0.01)
    assert said(tracks, f"it is {unit}")


def test_an_unstated_speed_that_cannot_be_settled_is_left_empty_and_said() -> None:
    tracks = from_frame(table(speed=3.0))
    assert tracks.fixes["speed_kmh"].isna().all()
    assert said(tracks, "too few steps")
    assert from_frame(table(speed=3.0), columns={"speed_ms": "speed"}).fixes["speed_kmh"].tolist() == pytest.approx([10.8] * 4)


@pytest.mark.parametrize("columns", [{"lat": [1.2] * 4, "lon": [51.4] * 4}, {"lat": [120.0] * 4, "lon": [-33.9] * 4}])
def test_swapped_axes_are_refused_with_a_hint(columns: dict[str, list[float]]) -> None:
    with pytest.raises(InputError, match="swapped") as caught:
        from_frame(table(**columns))
    assert "columns=" in str(caught.value)


def test_a_person_can_confirm_axes_that_look_swapped() -> None:
    seychelles = table(lat=-4.6, lon=55.5)
    assert len(from_frame(seychelles, columns={"lat": "lat", "lon": "lon"})) == 4


def test_wearer_names_or_filters() -> None:
    assert from_frame(table(), wearer="W9").wearers == ["W9"]
    two = from_frame(table(wearer=["A", "B", "A", None]), wearer="A")
    assert len(two) == 2
    assert set(two.load.set_aside["reason"]) == {"it is of another wearer"}
    orphans = from_frame(table(wearer=["A", "B", "A", None]))
    assert orphans.wearers == ["A", "B", "unknown"]
    assert said(orphans, "no wearer")


def test_the_window_is_counted_not_kept() -> None:
    tracks = from_frame(table(), start="2026-03-03T10:01Z", end="2026-03-03T10:03Z")
    assert len(tracks) == 2
    assert tracks.load.set_aside["reason"].tolist() == ["it lies outside the requested window"] * 2
    with pytest.raises(TimeError):
        from_frame(table(), start="2026-03-03 10:01")
    assert len(from_frame(table(), start="2026-03-03 10:01", timezone="Europe/London")) == 3


def test_nothing_kept_is_an_empty_track_that_says_why() -> None:
    tracks = from_frame(table(lat=None))
    assert len(tracks) == 0
    assert tracks.load.rows_read == 4
    assert said(tracks, "No fix was kept: 4 rows because its position is missing")
    assert "4 rows read" in repr(tracks.load)


def test_duplicates_same_time_and_order() -> None:
    tracks = from_frame(
        table(
            5,
            time=["2026-03-03T10:00:00Z"] * 2 + ["2026-03-03T10:05:00Z"] * 2 + ["2026-03-03T10:01:00Z"],
            lon=[1.2, 1.2, 1.2, 1.201, 1.2],
            wearer="A",
        )
    )
    assert flags(tracks, Quality.DUPLICATE) == [False, True, False, False, False]
    assert flags(tracks, Quality.SAME_TIME) == [False, False, False, True, True]
    assert tracks.fixes["row"].tolist() == [1, 2, 5, 3, 4]
    assert flags(tracks, Quality.OUT_OF_ORDER) == [False, False, True, False, False]


def test_the_same_id_is_a_duplicate_of_one_wearer_only() -> None:
    tracks = from_frame(table(fix_id=["a", "a", "b", "b"], wearer=["A", "A", "A", "B"]))
    assert flags(tracks, Quality.DUPLICATE) == [False, True, False, False]
    assert said(tracks, "occur again with another time or position")


def test_a_fix_that_nobody_could_reach_is_a_jump() -> None:
    tracks = from_frame(table(5, lon=[1.2, 1.2, 1.5, 1.2, 1.2]))
    assert flags(tracks, Quality.JUMP) == [False, False, True, False, False]


def test_a_few_fixes_on_their_own_are_far_from_the_rest() -> None:
    rng = np.random.default_rng(2)
    lon, lat = rng.normal(1.2, 0.2, 300), rng.normal(51.4, 0.2, 300)
    lon[[7, 9]], lat[[7, 9]] = [60.0, 60.01], 10.0
    tracks = from_frame(table(300, time=pd.date_range("2026-03-03T10:00Z", periods=300, freq="h"), lon=lon, lat=lat))
    rows = tracks.fixes["row"][flags(tracks, Quality.FAR_FROM_REST)].tolist()
    apart = distance_m(lon[:, None], lat[:, None], lon[None, :], lat[None, :])
    assert rows == [8, 10] == (np.flatnonzero((apart < 100_000).sum(axis=1) <= 3) + 1).tolist()


def test_the_level_comes_from_the_argument_the_profile_or_is_said_to_be_unknown() -> None:
    unknown = from_frame(table())
    assert set(unknown.fixes["accuracy_level"]) == {0.68}
    assert said(unknown, "treated as 0.68")
    stated = from_frame(table(), accuracy_level=0.9)
    assert set(stated.fixes["accuracy_level"]) == {0.9}
    assert not said(stated, "treated as 0.68")
    with pytest.raises(InputError):
        from_frame(table(), accuracy_level=95)


def test_columns_and_profiles_suggest_the_nearest_name(tmp_path: Path) -> None:
    german = table().rename(columns={"lat": "Breit", "lon": "Lang"})
    with pytest.raises(InputError, match="latitude and longitude"):
        from_frame(german)
    assert len(from_frame(german, columns={"lat": "Breit", "lon": "Lang"})) == 4
    with pytest.raises(InputError) as caught:
        from_frame(german, columns={"lat": "Briet", "lon": "Lang"})
    assert "Did you mean 'Breit'?" in str(caught.value)
    with pytest.raises(InputError) as caught:
        from_frame(german, columns={"latt": "Breit"})
    assert "Did you mean 'lat'?" in str(caught.value)
    with pytest.raises(InputError) as caught:
        from_frame(german, profile="mds")
    assert "Did you mean 'mdss'?" in str(caught.value)
    own = tmp_path / "mine.toml"
    own.write_text(
        'title = "mine"\naccuracy_level = 0.9\nclock = "fix"\n[columns]\nlat = "Breit"\nlon = ["Lang"]\n'
        'time = ["time"]\naccuracy_m = ["accuracy"]\n'
    )
    tracks = from_frame(german, profile=own)
    assert tracks.load.files["profile"].tolist() == ["mine"]
    assert set(tracks.fixes["accuracy_level"]) == {0.9}
    own.write_text("[columns]\nlatitude = ['x']\n")
    with pytest.raises(InputError, match=r"columns\.latitude"):
        from_frame(german, profile=own)
