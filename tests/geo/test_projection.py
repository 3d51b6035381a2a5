"""Local metres, distance and bearing against the geodesic and against each other."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from workbench.base.errors import InputError
from workbench.geo.projection import LocalFrame, bearing_deg, british_grid_to_degrees, circle, distance_m, frame_for

metres = st.floats(-5000, 5000)


@given(metres, metres, st.floats(-60, 60), st.floats(-170, 170))
def test_metres_and_degrees_are_inverse(x: float, y: float, lat: float, lon: float) -> None:
    frame = LocalFrame(lon, lat)
    back = frame.to_metres(*frame.to_degrees(x, y))
    assert np.allclose([float(back[0]), float(back[1])], [x, y], atol=1e-3)


@given(metres, metres, metres, metres)
def test_flat_distance_is_the_geodesic_within_a_millimetre_in_a_town(a: float, b: float, c: float, d: float) -> None:
    frame = LocalFrame(1.2, 51.4)
    (lon1, lat1), (lon2, lat2) = frame.to_degrees(a, b), frame.to_degrees(c, d)
    assert float(distance_m(lon1, lat1, lon2, lat2)) == pytest.approx(np.hypot(a - c, b - d), abs=2e-2)


def test_bearings_of_the_compass() -> None:
    frame = LocalFrame(1.2, 51.4)
    lon, lat = frame.to_degrees([0, 100, 0, -100], [100, 0, -100, 0])
    assert np.allclose(bearing_deg(1.2, 51.4, lon, lat), [0, 90, 180, 270], atol=0.1)


def test_a_circle_has_its_radius_everywhere() -> None:
    ring = np.asarray(circle(1.2, 51.4, 50).exterior.coords)
    assert np.allclose(distance_m(1.2, 51.4, ring[:, 0], ring[:, 1]), 50, atol=1e-6)


def test_the_frame_ignores_a_wild_fix_and_the_order() -> None:
    lon, lat = np.array([1.0, 1.1, 1.2, 40.0, np.nan]), np.array([51.0, 51.1, 51.2, 0.0, 51.0])
    assert frame_for(lon, lat) == frame_for(lon[::-1], lat[::-1])
    with pytest.raises(InputError):
        frame_for([np.nan], [51.0])


def test_shapes_go_there_and_back() -> None:
    frame = LocalFrame(1.2, 51.4)
    shape = circle(1.21, 51.41, 200)
    assert shapely.hausdorff_distance(frame.shape_to_degrees(frame.shape_to_metres(shape)), shape) < 1e-9


def test_the_british_grid_is_within_its_stated_error() -> None:
    """A point near Yarmouth in both systems; a datum slip would be a hundred metres."""
    lon, lat = british_grid_to_degrees(651409.792, 313177.448)
    truth = 1 + 42 / 60 + 57.8663 / 3600, 52 + 39 / 60 + 28.8282 / 3600
    assert float(distance_m(lon, lat, *truth)) < 5.0


def test_settings_of_proj_neither_fetch_a_grid_nor_move_a_position(tmp_path: Path) -> None:
    asked: list[bytes] = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        probe = (
            "from workbench.geo.projection import british_grid_to_degrees as f; import geopandas as gpd; import pyproj.network\n"
            "system = '+proj=longlat +ellps=airy +nadgrids=uk_os_OSTN15_NTv2_OSGBtoETRS.tif +type=crs'\n"
            "try: gpd.GeoSeries.from_xy([1.2], [51.4], crs=system).to_crs(4326); grid = True\n"
            "except RuntimeError: grid = False\n"
            "print(pyproj.network.is_network_enabled(), grid, *f(612000.0, 169000.0))"
        )
        set_elsewhere = {
            "PROJ_NETWORK": "ON",
            "PROJ_NETWORK_ENDPOINT": f"http://127.0.0.1:{server.getsockname()[1]}",
            "PROJ_DATA": str(tmp_path),
            "PROJ_LIB": str(tmp_path),
            "PROJ_AUX_DB": str(tmp_path / "none.db"),
            "PROJ_USER_WRITABLE_DIRECTORY": str(tmp_path),
        }
        said = []
        for more in ({}, set_elsewhere):
            command = [sys.executable, "-c", probe]
            done = subprocess.run(command, env=os.environ | more, capture_output=True, text=True, check=False)
            said.append(done.stdout or done.stderr[-2000:])
        with contextlib.suppress(TimeoutError):
            while True:
                asked.append(server.accept()[0].recv(100))
    assert said[0] == said[1] and said[0].startswith("False False ")
    assert asked == []
