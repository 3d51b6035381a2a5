"""Drift-prone places: the expected rate is that of long simulation, known drift gives known answers, few nights none."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import shapely.affinity
from scipy.signal import lfilter

import workbench as wb
from workbench.tables import DRIFT
from workbench.testing import SEA, make_fixes, make_tracks
from workbench.trajectory.drift_replay import count_episodes, weekly


def half_plane(shape: shapely.Geometry | None = None, **columns: object) -> gpd.GeoDataFrame:
    world = SEA.shape_to_degrees(shapely.box(-900, 0, 900, 900) if shape is None else shape)
    return gpd.GeoDataFrame({"zone_id": ["Z1"], **columns}, geometry=[world], crs=4326)


def nights(
    count: int, seed: int, y: float, *, sigma: float = 10.0, every: int = 1, wild: float = 0.004, wearer: str = "W1"
) -> wb.Tracks:
    """Nights from 22:00 to 06:00 at one place `y` metres north of the edge: errors last seven minutes, bursts of wild fixes."""
    rng, size = np.random.default_rng(seed), 480 // every
    keep = np.exp(-60 * every / 420)
    shown, minutes = [], []
    for night in range(count):
        error = lfilter([np.sqrt(1 - keep**2)], [1, -keep], rng.normal(0, sigma, (2, size + 60)))[:, 60:]
        for i in np.flatnonzero(rng.random(size) < wild):
            far, way = rng.choice([40, 90, 250], p=[0.6, 0.3, 0.1]), rng.uniform(0, 2 * np.pi)
            error[:, i : i + rng.integers(1, 6)] += far * np.array([[np.cos(way)], [np.sin(way)]])
        shown.append(error)
        minutes.append(np.arange(size) * every - 120 + 1440 * night)
    x, north = np.concatenate(shown, axis=1)
    return make_tracks(
        make_fixes(
            minutes=np.concatenate(minutes), x=x, y=y + north, start="2026-01-03T00:00Z", accuracy_m=1.95 * sigma, wearer=wearer
        )
    )


def test_the_expected_rate_is_that_of_a_long_simulation() -> None:
    """Eleven metres outside: nights of approaches found to be established, against what 28 other nights lead to expect."""
    real = wb.find_approaches(nights(100, 1, -11.0), half_plane())
    share = (real["level"] == "established").sum() / 100
    assert 0.05 < share < 0.4
    wanted = -np.log1p(-share) * 21
    found = pd.concat([wb.find_drift(nights(28, seed, -11.0), half_plane()) for seed in (2, 3, 4)])
    assert found["established_per_week"].mean() == pytest.approx(wanted, rel=0.35)
    assert ((found["established_lo"] < wanted) & (wanted < found["established_hi"])).all()
    assert found["drift_prone"].all() and (found["answer"] == "drift-prone").all()
    assert "the zone geometry is the problem, not the person" in found["because"].iloc[0]


def test_the_rate_falls_with_distance_and_with_less_drift() -> None:
    stays = wb.find_stays(nights(14, 5, 0.0, every=3))
    rates = []
    for away in (0, 10, 20, 40, 120):
        shape = shapely.affinity.translate(shapely.box(-900, 0, 900, 900), 0, away)
        (row,) = DRIFT.validate(wb.find_drift(nights(14, 5, 0.0, every=3), half_plane(shape), stays=stays)).itertuples()
        assert row.distance_m == pytest.approx(away, abs=4)
        assert row.possible_per_week >= row.established_per_week
        rates.append((row.possible_per_week, row.established_per_week))
    assert rates == sorted(rates, reverse=True) and rates[0][1] > 5 and rates[-1][1] == 0
    quiet = wb.find_drift(nights(14, 5, -20.0, sigma=3.0, every=3, wild=0.0), half_plane())
    assert quiet["established_per_week"][0] < 0.1 and quiet["answer"][0] == "not shown"
    assert quiet["established_hi"][0] > 1, "14 nights cannot exclude one episode a week"


def test_who_lives_on_the_edge_is_told_that_the_zone_runs_through_the_place() -> None:
    (row,) = wb.find_drift(nights(10, 6, 0.5, every=3), half_plane()).itertuples()
    assert row.drift_prone and row.established_per_week > 5
    assert row.because.endswith("The zone runs through the place as far as can be told.")


def test_who_lives_inside_makes_no_false_breach() -> None:
    (row,) = wb.find_drift(nights(10, 7, 80.0, every=3), half_plane()).itertuples()
    assert row.answer == "inside" and not row.drift_prone and np.isnan(row.established_per_week)
    assert row.because == "The place lies 80 m inside Z1 as drawn: being there is no false breach."


def test_few_nights_give_no_rate() -> None:
    (row,) = wb.find_drift(nights(6, 8, -10.0, every=3), half_plane()).itertuples()
    assert row.answer == "cannot tell" and row.nights == 6 and not row.drift_prone
    assert np.isnan([row.established_per_week, row.possible_hi]).all()
    assert row.because.startswith("6 nights of four hours and more at rest there and elsewhere; 7 are asked")


def test_a_known_address_beside_its_fixes_is_told() -> None:
    """The fixes centre 60 m north of the address: the drift is measured from the address, whatever the stays say."""
    tracks = nights(10, 9, -140.0, every=3)
    lon, lat = SEA.to_degrees([0.0], [-200.0])
    known = pd.DataFrame({"place_id": ["home"], "lon": lon, "lat": lat, "radius_m": [20.0]})
    (row,) = wb.find_drift(tracks, half_plane(), places=known).itertuples()
    assert row.bias_m == pytest.approx(60, abs=3) and row.drift_median_m == pytest.approx(60, abs=6)
    assert row.distance_m == pytest.approx(200, abs=0.5) and row.drift_prone and "centre 60 m from it" in row.because


def test_all_wearers_at_once_and_any_order_of_rows_give_the_same() -> None:
    two = [nights(8, 10, -10.0, every=4), nights(8, 11, -12.0, every=4, wearer="W2")]
    fixes = pd.concat([t.fixes for t in two], ignore_index=True)
    both = wb.find_drift(make_tracks(fixes), half_plane())
    alone = pd.concat([wb.find_drift(t, half_plane()) for t in two], ignore_index=True)
    pd.testing.assert_frame_equal(both, alone)
    mixed = fixes.sample(frac=1.0, random_state=1).reset_index(drop=True)
    pd.testing.assert_frame_equal(wb.find_drift(wb.Tracks(mixed, two[0].load), half_plane()), both)


def test_work_beside_a_zone_is_judged_by_the_drift_of_the_nights_at_home() -> None:
    """W2 sleeps far from any zone and works 44 m from one: the drift of 28 nights is replayed at work."""
    case = wb.example()
    tracks = case.tracks.of("W2")
    stays = tracks.stays()
    found = wb.find_drift(tracks, case.zones, stays=stays)
    (row,) = found.itertuples()
    assert row.nights_here == 0 and row.nights == 28 and row.drift_prone
    assert 40 < row.distance_m < 48 and 0.1 < row.established_per_week < 3.0
    assert wb.find_drift(tracks, case.zones, stays=stays, within_m=10.0).empty


def test_nothing_gives_an_empty_table_and_nonsense_is_refused() -> None:
    tracks = nights(7, 12, -10.0, every=10)
    assert wb.find_drift(tracks, half_plane().iloc[:0]).columns.tolist() == DRIFT.names
    assert wb.find_drift(make_tracks(make_fixes(minutes=[])), half_plane()).empty
    with pytest.raises(wb.InputError, match="not a width"):
        wb.find_drift(tracks, half_plane(), within_m=np.nan)
    with pytest.raises(wb.SchemaError, match="lacks place_id"):
        wb.find_drift(tracks, half_plane(), places=pd.DataFrame({"lon": [1.2], "lat": [51.4]}))


def test_episodes_are_those_of_a_plain_walk_through_the_series() -> None:
    values = np.random.default_rng(13).normal(0, 1, 4000)
    count, on = 0, False
    for value in values:
        count += not on and value >= 1.0
        on = value >= 1.0 or (on and value > -0.5)
    assert count_episodes(values, 1.0, -0.5) == count > 100


def test_the_interval_holds_the_rate_in_nine_of_ten() -> None:
    """Nights that are alike for a while: episodes of one night come together, so that counts vary more than Poisson's."""
    rng, held = np.random.default_rng(14), 0
    for _ in range(200):
        wild = rng.random(28) < 0.3
        rate = weekly(rng.poisson(np.where(wild, 1.0, 0.05)).astype(float), np.full(28, 480.0))
        held += rate.low <= 21 * (0.3 * 1.0 + 0.7 * 0.05) <= rate.high
    assert held >= 0.85 * 200
