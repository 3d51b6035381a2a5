"""Who lives on the edge of a zone: one episode a stay, cannot tell, and the zone named as the reason."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from scipy.signal import lfilter

import workbench as wb
from workbench.testing import SEA, make_fixes, make_tracks


def half_plane(**columns: object) -> gpd.GeoDataFrame:
    shape = SEA.shape_to_degrees(shapely.segmentize(shapely.box(-3000, 0, 3000, 3000), 100))
    return gpd.GeoDataFrame({"zone_id": ["Z1"], **columns}, geometry=[shape], crs=4326)


def week(y: float, seed: int) -> wb.Tracks:
    """A week at one place, a fix a minute, ten metres of error that lasts seven minutes."""
    rng, keep, size = np.random.default_rng(seed), np.exp(-60 / 420), 7 * 1440
    error = lfilter([np.sqrt(1 - keep**2)], [1, -keep], rng.normal(0, 10, (2, size)))
    return make_tracks(make_fixes(minutes=np.arange(size), x=error[0], y=y + error[1], accuracy_m=15, accuracy_level=0.68))


def test_who_lives_on_the_edge_has_one_episode_that_cannot_be_told() -> None:
    tracks = week(1.0, 1)
    stays = wb.find_stays(tracks)
    found = wb.find_edge_stays(stays, half_plane())
    assert len(stays) == len(found) == 1
    assert found["answer"].tolist() == ["cannot tell"] and "the zone runs through the place" in found["because"][0]
    y = SEA.to_metres(tracks.fixes["lon"], tracks.fixes["lat"])[1]
    assert np.count_nonzero(np.diff(np.sign(y)) > 0) > 300
    assert found["distance_m"][0] == pytest.approx(-1.0, abs=2.0)


@pytest.mark.parametrize("y", [-60.0, 60.0])
def test_who_lives_farther_off_has_none(y: float) -> None:
    assert wb.find_edge_stays(wb.find_stays(week(y, 2)), half_plane()).empty


def test_a_badly_drawn_edge_is_a_broader_one() -> None:
    stays = wb.find_stays(week(-25.0, 3))
    assert wb.find_edge_stays(stays, half_plane()).empty
    assert len(wb.find_edge_stays(stays, half_plane(edge_error_m=15.0))) == 1


def test_no_stay_and_no_zone_give_an_empty_table_of_the_same_columns() -> None:
    stays = wb.find_stays(week(0.0, 4))
    none = wb.find_edge_stays(stays.iloc[:0], half_plane())
    assert none.empty and none.columns.tolist() == wb.find_edge_stays(stays, half_plane()).columns.tolist()
    assert none.dtypes.equals(wb.find_edge_stays(stays, half_plane().iloc[:0]).dtypes)
