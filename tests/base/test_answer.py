"""An answer is written as plain JSON and read back exactly, whatever its fields hold."""

from __future__ import annotations

import datetime as dt
import json
import math
import pickle
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import InputError, WorkbenchError
from workbench.base.answer import Answer, HeldLoosely, decode, encode

LONDON = pd.Timestamp("2026-10-25T01:30", tz="UTC").tz_convert("Europe/London")
VALUES = [
    None,
    math.nan,
    math.inf,
    -math.inf,
    -0.0,
    (1, 2.5, (None, "x")),
    [],
    {},
    {"$float": "not a number but a text"},
    {1: "a key that is no text", (2, 3): [math.nan]},
    pd.Timestamp("2026-03-03T21:10Z"),
    LONDON,
    pd.Timestamp("2026-03-03T21:10:00.123456789Z"),
    dt.datetime(2026, 3, 3, 21, 10, tzinfo=dt.UTC),
    pd.NaT,
    pd.Timedelta("1h"),
    np.float64(0.1),
    np.int64(3),
    np.bool_(True),
    np.array([1.0, np.nan]),
    shapely.Point(1.2, 51.4),
    shapely.box(0, 0, 1, 1),
]


def same(a: Any, b: Any) -> bool:
    """Two values are the same if they are written the same and are of one kind."""
    return json.dumps(encode(a), allow_nan=False) == json.dumps(encode(b), allow_nan=False)


@pytest.mark.parametrize("value", VALUES, ids=lambda v: repr(v)[:30])
def test_a_value_comes_back(value: Any) -> None:
    back = decode(json.loads(json.dumps(encode(value), allow_nan=False)))
    assert same(back, value)
    if not isinstance(value, (np.generic, np.ndarray)):
        assert type(back) is type(value)
    if isinstance(value, (pd.Timestamp, dt.datetime)) and value is not pd.NaT:
        assert (back, back.isoformat(), str(back.tzinfo)) == (value, value.isoformat(), str(value.tzinfo))


TABLE = pd.DataFrame(
    {
        "time": pd.to_datetime(["2026-03-03T21:10Z", None], utc=True).astype("datetime64[us, UTC]"),
        "x": [1.5, math.nan],
        "n": [1, 2],
        "word": pd.Series(["a", None], dtype="str"),
        "flag": [True, False],
        "mixed": pd.Series([(1, 2), None], dtype="object"),
    }
)


def test_a_table_comes_back_with_its_types() -> None:
    for table in (TABLE, TABLE.iloc[:0], TABLE.set_index(pd.Index(["p", "q"]))):
        back = decode(json.loads(json.dumps(encode(table), allow_nan=False)))
        pd.testing.assert_frame_equal(back, table)


def test_a_zone_row_and_a_zone_table_come_back() -> None:
    zones = gpd.GeoDataFrame({"name": ["Z"], "edge_error_m": [np.nan]}, geometry=[shapely.box(0, 0, 1, 1)], crs="EPSG:4326")
    back = decode(json.loads(json.dumps(encode(zones), allow_nan=False)))
    assert isinstance(back, gpd.GeoDataFrame) and back.crs == zones.crs
    assert back.geometry.iloc[0].equals(zones.geometry.iloc[0])
    row = decode(json.loads(json.dumps(encode(zones.iloc[0]), allow_nan=False)))
    assert row["name"] == "Z" and row["geometry"].equals(zones.geometry.iloc[0])


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(InputError, match="cannot be written"):
        encode(object())
    for broken in ({"$nothing": 1}, {"$time": {"iso": "then"}}, {"$geometry": "zz"}, {"$table": 3}):
        with pytest.raises(WorkbenchError):
            decode(broken)


@dataclass(frozen=True, eq=False, kw_only=True)
class Told(Answer):
    """An answer with a field that is no part of the record."""

    value: Any = None
    made_from: HeldLoosely = field(default=HeldLoosely(), metadata={"record": False})


PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.datetimes(timezones=st.just(dt.UTC)))
NESTED = st.recursive(PLAIN, lambda inner: st.one_of(st.lists(inner), st.tuples(inner, inner), st.dictionaries(st.text(), inner)))


@settings(deadline=None, max_examples=100)
@given(value=NESTED)
def test_any_plain_value_in_an_answer_comes_back(value: Any) -> None:
    told = Told(answer="a", reason="r", because=["b"], value=value)
    back = Told.from_dict(json.loads(json.dumps(told.to_dict(), allow_nan=False)))
    assert back == told and hash(back) == hash(told)


def test_what_it_was_made_from_is_neither_written_nor_copied() -> None:
    class Big:
        pass

    big = Big()
    told = Told(answer="a", reason="r", because=[], made_from=HeldLoosely.of(big))
    assert told.made_from.get() is big
    assert "made_from" not in told.to_dict()
    assert pickle.loads(pickle.dumps(told.made_from)).get() is None
    del big
    assert told.made_from.get() is None


def test_another_kind_or_form_or_half_a_record_is_refused() -> None:
    written = Told(answer="a", reason="r", because=[]).to_dict()
    for wrong in ({**written, "type": "Verdict"}, {**written, "format": 99}, "text", {}):
        with pytest.raises(InputError):
            Told.from_dict(wrong)
    with pytest.raises(WorkbenchError, match="lacks value"):
        Told.from_dict({k: v for k, v in written.items() if k != "value"})
