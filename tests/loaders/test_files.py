"""What every reader of track files owes: all points back, nothing lost when the file is cut, and no surprise for junk."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.loaders.made import MAKERS, Point, source_of
from workbench.base.errors import WorkbenchError
from workbench.loaders.collect_records import Raw
from workbench.loaders.formats import find_format, format_named

DEGREE = st.integers(-89_00000, 89_00000).map(lambda n: n / 1e5)


def _track(steps: list[tuple[float, float, int]]) -> list[Point]:
    seconds = np.cumsum([step for _, _, step in steps]).tolist()
    return [Point(second, lon, lat) for (lon, lat, _), second in zip(steps, seconds, strict=True)]


TRACKS = st.lists(st.tuples(DEGREE, DEGREE, st.integers(1, 600)), min_size=1, max_size=8).map(_track)
POINTS = [Point(60 * i, 1.2 + i / 1000, 51.4 - i / 1000) for i in range(5)]
LEAN = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


FORMAT = {"kml-track": "kml", "overland": "geojson"}


def read(name: str, data: bytes) -> Raw:
    """Read with the format's own reader, also where the damage would hide the format."""
    found = format_named(FORMAT.get(name, name))
    return found.reader()(source_of(data, "a" + MAKERS[name][1]))


def rows_of(raw: Raw) -> list[int]:
    return sorted([*raw.rows["row"].tolist(), *(row for row, _ in raw.aside)])


@pytest.mark.parametrize("name", MAKERS)
@LEAN
@given(points=TRACKS)
def test_every_point_comes_back(name: str, points: list[Point]) -> None:
    raw = read(name, MAKERS[name][0](points))
    assert raw.aside == []
    np.testing.assert_allclose(raw.rows["lon"], [p.lon for p in points], atol=2e-7)
    np.testing.assert_allclose(raw.rows["lat"], [p.lat for p in points], atol=2e-7)
    assert [t.to_pydatetime() for t in raw.rows["time"]] == [p.time for p in points]
    assert raw.rows["row"].is_monotonic_increasing


@pytest.mark.parametrize("name", MAKERS)
@settings(LEAN, max_examples=60)
@given(cut=st.floats(0, 1))
def test_a_cut_file_gives_a_clear_error_or_the_rows_before_the_cut(name: str, cut: float) -> None:
    whole = MAKERS[name][0](POINTS)
    data = whole[: int(cut * len(whole))]
    try:
        raw = read(name, data)
    except WorkbenchError as error:
        assert error.what
        assert error.do
        return
    kept = [(round(lon, 6), round(lat, 6)) for lon, lat in zip(raw.rows["lon"], raw.rows["lat"], strict=True)]
    assert set(kept) <= {(round(p.lon, 6), round(p.lat, 6)) for p in POINTS}
    assert len(set(rows_of(raw))) == len(rows_of(raw))
    ended = len(kept) == len(POINTS) or name in ("nmea", "owntracks")
    assert ended or raw.aside


@pytest.mark.parametrize("name", MAKERS)
@LEAN
@given(data=st.data())
def test_a_changed_byte_never_surprises(name: str, data: st.DataObject) -> None:
    content = bytearray(MAKERS[name][0](POINTS))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        raw = read(name, bytes(content))
    except WorkbenchError as error:
        assert error.do
    else:
        assert len(raw.rows) + len(raw.aside) >= 1


@pytest.mark.parametrize("name", MAKERS)
def test_the_order_of_the_rows_is_that_of_the_file(name: str) -> None:
    backwards = read(name, MAKERS[name][0](POINTS[::-1])).rows
    assert backwards["time"].is_monotonic_decreasing
    assert backwards["row"].is_monotonic_increasing


@pytest.mark.parametrize("name", MAKERS)
def test_the_format_is_told_by_the_content(name: str) -> None:
    make, suffix = MAKERS[name]
    assert find_format(source_of(make(POINTS), "a" + suffix)).name == FORMAT.get(name, name)
    if name != "kmz":
        assert find_format(source_of(make(POINTS), "a.dat")).name == FORMAT.get(name, name)
