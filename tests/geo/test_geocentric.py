"""Metres from the centre of the Earth: against PROJ, there and back, and what is near is as far as over the ground."""

import numpy as np
import pytest
from pyproj import Transformer

from workbench.geo.geocentric import earth_degrees, earth_m
from workbench.geo.projection import distance_m

LON, LAT = (np.random.default_rng(6).uniform(-most, most, 500) for most in (180.0, 89.9))


def test_as_proj_says() -> None:
    wanted = Transformer.from_crs(4979, 4978, always_xy=True).transform(LON, LAT, np.zeros(len(LON)))
    np.testing.assert_allclose(earth_m(LON, LAT), wanted, atol=1e-6, rtol=0)


def test_there_and_back() -> None:
    np.testing.assert_allclose(earth_degrees(*earth_m(LON, LAT)), [LON, LAT], atol=1e-11, rtol=0)


def test_the_middle_of_two_near_positions_lies_between_them() -> None:
    one, other = np.array(earth_m(LON, LAT)), np.array(earth_m(LON, LAT + 1e-3))
    lon, lat = earth_degrees(*(0.5 * (one + other)))
    np.testing.assert_allclose(lat, LAT + 5e-4, atol=1e-9)
    np.testing.assert_allclose(lon, LON, atol=1e-9)
    assert np.sqrt(((one - other) ** 2).sum(axis=0)) == pytest.approx(distance_m(LON, LAT, LON, LAT + 1e-3), abs=1e-4)
