"""``wb.simulate``: the same seed, the same world; wearers do not depend on each other; clock changes are lived through."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.simulation.days import seconds_after
from workbench.simulation.routine import Story
from workbench.simulation.run import Simulation, simulate
from workbench.simulation.wearer import live_life, span_of
from workbench.tables import CRIMES, FIXES, PLACES, TRUTH, ZONES
from workbench.time.clock import to_local
from workbench.time.instants import micros


def test_all_tables_are_valid(sim: Simulation) -> None:
    for table, frame in ((TRUTH, sim.truth), (CRIMES, sim.crimes), (PLACES, sim.places), (ZONES, sim.zones)):
        table.validate(frame)
    FIXES.validate(sim.tracks.fixes)
    assert sim.tracks.load.rows_read == sim.tracks.load.rows_kept == len(sim.tracks.fixes)
    assert sim.zones.crs.to_epsg() == 4326 and sim.zones.geometry.is_valid.all()
    assert sim.tracks.wearers == [f"W{i}" for i in range(1, 7)]
    assert "invented" in sim._repr_html_()


def test_the_same_seed_gives_the_same_and_another_does_not() -> None:
    first, again, other = (simulate(seed=s, wearers=2, days=3) for s in (5, 5, 6))
    for name in ("truth", "zones", "crimes", "places"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(again, name))
    pd.testing.assert_frame_equal(first.tracks.fixes, again.tracks.fixes)
    assert json.dumps(first.orders) == json.dumps(again.orders)
    assert not np.array_equal(first.truth["lon"], other.truth["lon"])


def test_adding_a_wearer_changes_no_other() -> None:
    few, more = simulate(seed=5, wearers=2, days=3), simulate(seed=5, wearers=3, days=3)
    for wearer in ("W1", "W2"):
        pd.testing.assert_frame_equal(
            few.tracks.of(wearer).fixes.reset_index(drop=True), more.tracks.of(wearer).fixes.reset_index(drop=True)
        )
    columns = ["time", "lon", "lat", "indoors"]
    pd.testing.assert_frame_equal(few.truth[columns], more.truth.iloc[: len(few.truth)][columns])
    assert few.orders == more.orders[:2]
    pd.testing.assert_frame_equal(few.crimes, more.crimes.iloc[: len(few.crimes)])


@pytest.mark.parametrize("bad", [{"wearers": 0}, {"days": 0}, {"days": 500}, {"accuracy_level": 1.0}, {"wearers": 2000}])
def test_arguments_out_of_range_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(wb.InputError, match=next(iter(bad))):
        simulate(**bad)  # type: ignore[arg-type]


def test_a_day_that_is_no_day_is_refused() -> None:
    with pytest.raises(wb.TimeError):
        simulate(start="someday")
    with pytest.raises(wb.TimeError):
        simulate(timezone="Europe/Eastmere")


def test_the_level_scales_the_circles() -> None:
    wide, narrow = (simulate(seed=3, wearers=1, days=1, accuracy_level=p).tracks.fixes for p in (0.95, 0.68))
    ratio = wide["accuracy_m"] / narrow["accuracy_m"]
    big = (narrow["accuracy_m"] > 30) & (wide["method"] != "beacon")
    assert ratio[big].median() == pytest.approx(np.sqrt(np.log(0.05) / np.log(0.32)), rel=0.03)
    assert (narrow["accuracy_level"] == 0.68).all()


@pytest.mark.parametrize(("start", "hours"), [("2026-03-28", 47), ("2025-10-25", 49)])
def test_both_clock_change_nights(start: str, hours: int) -> None:
    sim = simulate(seed=4, wearers=2, days=2, start=start)
    rows = sim.truth[sim.truth["wearer_id"] == "W1"]
    assert len(rows) == hours * 360
    local = to_local(rows["time"], "Europe/London")
    assert str(local.iloc[0])[11:19] == "00:00:00"
    assert str(local.iloc[-1])[11:19] == "23:59:50"
    fixes = sim.tracks.of("W1").fixes
    assert fixes["time"].is_monotonic_increasing
    assert (micros(fixes["recorded"]) > micros(fixes["time"])).all()


@pytest.mark.parametrize("first", [dt.date(2026, 3, 28), dt.date(2025, 10, 25)])
def test_habits_keep_the_wall_clock_over_the_change(first: dt.date) -> None:
    span = span_of(str(first), 3, "Europe/London")
    found = seconds_after([510.0, 510.0 + 2880.0], first, "Europe/London", span.begin)
    clocks = [to_local(span.begin + pd.Timedelta(seconds=s)) for s in found]
    assert [f"{c:%H:%M}" for c in clocks] == ["08:30", "08:30"]
    assert found[1] - found[0] != 2880 * 60


def test_a_skipped_and_a_repeated_hour_can_be_planned() -> None:
    spring, autumn = dt.date(2026, 3, 29), dt.date(2025, 10, 26)
    assert seconds_after([90.0], spring, "Europe/London", pd.Timestamp("2026-03-29T00:00Z")) == [5400]
    assert seconds_after([90.0], autumn, "Europe/London", pd.Timestamp("2025-10-25T23:00Z")) == [5400]


def test_a_story_happens(town: object) -> None:
    from workbench.simulation.borough import build_borough

    borough = build_borough()
    pub = borough.of_kind("pub")[0]
    story = Story(
        visits=(("2026-03-03 20:00", "2026-03-03 21:30", pub),),
        silences=(("2026-03-03 20:20", "2026-03-03 21:00", "outage"),),
        clear=(("2026-03-03 21:00", "2026-03-03 21:30"),),
    )
    life = live_life(0, 9, borough, span_of("2026-03-02", 3, "Europe/London"), story=story)
    a, b = (int((pd.Timestamp(t) - pd.Timestamp("2026-03-02")).total_seconds()) for t in ("2026-03-03 20:00", "2026-03-03 21:30"))
    knot = life.path.stretch(np.arange(a + 1, b, 60))
    assert set(life.path.place[knot].tolist()) == {borough.places.index(pub)}
    clock = life.fixes["time"].dt.strftime("%d %H:%M")
    assert not clock.between("03 20:20", "03 20:59").any()
    assert clock.between("03 21:00", "03 21:29").sum() >= 4


def test_orders_are_complete(sim: Simulation) -> None:
    for order in sim.orders:
        assert set(order) == {
            "order_id",
            "wearer_id",
            "timezone",
            "start",
            "end",
            "places",
            "curfews",
            "zones",
            "appointments",
            "absences",
        }
        assert {p["place_id"] for p in order["places"]} == {"home", "office"}
        assert all(a["place_id"] == "office" for a in order["appointments"]) and order["appointments"]
    kinds = [len(o["curfews"]) for o in sim.orders]
    assert 0 < sum(kinds) < len(kinds) + 1


def test_half_the_crimes_happen_where_a_wearer_was(sim: Simulation) -> None:
    from workbench.geo.projection import distance_m

    near = 0
    for crime in sim.crimes.itertuples():
        window = sim.truth[(sim.truth["time"] >= crime.start) & (sim.truth["time"] <= crime.end)]
        near += bool((distance_m(window["lon"], window["lat"], crime.lon, crime.lat) < 40).any())
        assert crime.end - crime.start <= pd.Timedelta(hours=12)
    assert near >= len(sim.crimes) / 2
