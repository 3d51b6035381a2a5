"""What every answer has, and how one is written as plain JSON and read back exactly."""

from __future__ import annotations

import datetime as dt
import math
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
import shapely

from workbench.base.errors import InputError, SchemaError

__all__ = ["FORMAT", "Answer", "HeldLoosely", "decode", "encode", "record_fields"]

FORMAT = 1
"""The form that is written; another one is refused."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Answer:
    """An answer of any kind: what it says, why, and what it rests on. It holds no tracks.

    Attributes
    ----------
    answer, reason : str
        What is answered, and the code of the reason.
    because : list of str
        One to three plain sentences made from numbers.
    coverage : float
        The share of the time asked about in which the tag reported as usual, 0 to 1; NaN where it does not apply.
    fixes : list of str
        The ids of the fixes used.
    parameters, versions : dict
        Every threshold it rests on, and the versions of the packages.
    """

    answer: str
    reason: str
    because: list[str]
    coverage: float = math.nan
    fixes: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)

    # What a field holds that is itself a record, by the field's name: it is written and read by its own to_dict and from_dict.
    parts: ClassVar[dict[str, Any]] = {}

    def to_dict(self) -> dict[str, Any]:
        """Write it as plain JSON; what JSON lacks stands as a small table whose one name begins with ``$``."""
        written: dict[str, Any] = {"type": type(self).__name__, "format": FORMAT}
        for name in record_fields(self):
            value = getattr(self, name)
            written[name] = value.to_dict() if name in self.parts and value is not None else encode(value)
        return written

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> Self:
        """Read back what :meth:`to_dict` wrote."""
        if not isinstance(written, Mapping) or written.get("type") != cls.__name__ or written.get("format") != FORMAT:
            raise InputError(
                f"This is not a {cls.__name__} in form {FORMAT}.",
                where="from_dict",
                do=f"Give what {cls.__name__}.to_dict() wrote.",
            )
        known = record_fields(cls)
        missing = [name for name in known if name not in written]
        if missing:
            raise SchemaError(
                f"The record lacks {', '.join(missing)}.", where="from_dict", do=f"Give all that {cls.__name__}.to_dict() wrote."
            )
        values = {}
        for name in known:
            value = written[name]
            values[name] = cls.parts[name].from_dict(value) if name in cls.parts and value is not None else decode(value)
        return cls(**values)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Answer) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((type(self), self.answer, self.reason, tuple(self.because)))


@dataclass(frozen=True, eq=False)
class HeldLoosely:
    """What a record was made from, as long as somebody else keeps it: never written, never copied."""

    reference: weakref.ref[Any] | None = None

    @classmethod
    def of(cls, thing: object) -> HeldLoosely:
        """Hold a thing."""
        return cls(weakref.ref(thing))

    def get(self) -> Any:
        """Give it, or None if nobody keeps it any longer."""
        return None if self.reference is None else self.reference()

    def __reduce__(self) -> tuple[type[HeldLoosely], tuple[()]]:
        return HeldLoosely, ()


def record_fields(record: Any) -> list[str]:
    """Name the fields of a dataclass that belong to its record: those whose metadata do not say ``record=False``."""
    return [f.name for f in fields(record) if f.metadata.get("record", True)]


def encode(value: Any) -> Any:
    """Write a value as plain JSON.

    Parameters
    ----------
    value : object
        Text, number, time, list, tuple, dict, table, row or geometry; anything else is refused.
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, np.generic) and not isinstance(value, np.datetime64):
        return encode(value.item())
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$float": str(value)}
    if value is pd.NaT or value is pd.NA:
        return {"$missing": "time" if value is pd.NaT else "value"}
    if isinstance(value, list):
        return [encode(v) for v in value]
    if isinstance(value, Mapping):
        if all(isinstance(k, str) and not k.startswith("$") for k in value):
            return {k: encode(v) for k, v in value.items()}
        return {"$dict": [[encode(k), encode(v)] for k, v in value.items()]}
    for kind, name, write in _WRITERS:
        if isinstance(value, kind):
            return {name: write(value)}
    raise InputError(f"A {type(value).__name__} cannot be written into a record.", where="to_dict", do="Give plain values.")


def decode(value: Any) -> Any:
    """Read back what :func:`encode` wrote.

    Parameters
    ----------
    value : object
        Plain JSON.
    """
    if isinstance(value, list):
        return [decode(v) for v in value]
    if not isinstance(value, Mapping):
        return value
    name = next(iter(value), "")
    if len(value) == 1 and name.startswith("$"):
        if name not in _READERS:
            raise SchemaError(f"{name!r} is no kind of value.", where="from_dict", do="Give what to_dict() wrote, unchanged.")
        try:
            return _READERS[name](value[name])
        except (KeyError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
            said = f"A value of the kind {name!r} cannot be read: {error}"
            raise SchemaError(said, where="from_dict", do="Give what to_dict() wrote, unchanged.") from error
    return {k: decode(v) for k, v in value.items()}


def _time(value: dt.datetime) -> dict[str, Any]:
    """Write an instant with its zone, so that it is written again as it was."""
    zone = getattr(value.tzinfo, "key", None)
    spare = getattr(value, "nanosecond", 0)
    text: dict[str, Any] = {"iso": _plain_time(value).isoformat(), "pandas": isinstance(value, pd.Timestamp)}
    return text | ({} if zone is None else {"zone": zone}) | ({"nanosecond": spare} if spare else {})


def _plain_time(value: dt.datetime) -> dt.datetime:
    return value.to_pydatetime(warn=False) if isinstance(value, pd.Timestamp) else value


def _read_time(written: Mapping[str, Any]) -> dt.datetime:
    found = pd.Timestamp(dt.datetime.fromisoformat(written["iso"]))
    if "nanosecond" in written:
        found = found.as_unit("ns") + pd.Timedelta(written["nanosecond"], unit="ns")
    if "zone" in written:
        found = pd.Series([found], dtype=f"datetime64[{found.unit}, {written['zone']}]").iloc[0]
    return found if written["pandas"] else found.to_pydatetime(warn=False)


def _column(values: pd.Series) -> dict[str, Any]:
    return {"dtype": str(values.dtype), "values": [_cell(v) for v in values.tolist()]}


def _cell(value: Any) -> Any:
    """Write a cell of a table: what is missing needs no kind, as the column's type says it."""
    return None if value is None or value is pd.NaT or value is pd.NA else encode(value)


def _table(table: pd.DataFrame) -> dict[str, Any]:
    plain = isinstance(table.index, pd.RangeIndex) and table.index.start == 0 and table.index.step == 1
    written: dict[str, Any] = {"columns": {str(c): _column(pd.Series(table[c])) for c in table.columns}}
    if len(written["columns"]) != table.shape[1]:
        raise InputError("Two columns of a table have one name.", where="to_dict", do="Rename one.")
    written["index"] = len(table) if plain else [encode(v) for v in table.index.tolist()]
    crs = getattr(table, "crs", None) if "geometry" in table.columns else None
    return written | ({} if crs is None else {"crs": str(crs)})


def _read_column(written: Mapping[str, Any]) -> pd.Series:
    values, kind = [decode(v) for v in written["values"]], written["dtype"]
    return pd.Series(values, dtype="object" if kind == "geometry" else kind)


def _read_table(written: Mapping[str, Any]) -> pd.DataFrame:
    index = written["index"]
    labels = pd.RangeIndex(index) if isinstance(index, int) else pd.Index([decode(v) for v in index])
    table = pd.DataFrame({name: _read_column(c) for name, c in written["columns"].items()})
    table.index = labels
    if "crs" not in written:
        return table
    import geopandas as gpd

    return gpd.GeoDataFrame(table, geometry="geometry", crs=written["crs"])


def _row(row: pd.Series) -> dict[str, Any]:
    return {"cells": [[encode(k), encode(v)] for k, v in row.items()], "name": encode(row.name), "dtype": str(row.dtype)}


def _read_row(written: Mapping[str, Any]) -> pd.Series:
    cells = [(decode(k), decode(v)) for k, v in written["cells"]]
    return pd.Series([v for _, v in cells], index=[k for k, _ in cells], name=decode(written["name"]), dtype=written["dtype"])


_WRITERS: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
    (tuple, "$tuple", lambda v: [encode(x) for x in v]),
    (dt.datetime, "$time", _time),
    (np.datetime64, "$time", lambda v: _time(pd.Series([v]).iloc[0])),
    (dt.timedelta, "$nanoseconds", lambda v: pd.Timedelta(v).as_unit("ns").value),
    (pd.DataFrame, "$table", _table),
    (pd.Series, "$row", _row),
    (shapely.Geometry, "$geometry", lambda v: shapely.to_wkb(v, hex=True, include_srid=True)),
    (np.ndarray, "$array", lambda v: {"dtype": str(v.dtype), "values": encode(v.tolist())}),
)

_READERS: dict[str, Callable[[Any], Any]] = {
    "$float": float,
    "$missing": lambda v: pd.NaT if v == "time" else pd.NA,
    "$dict": lambda v: {decode(k): decode(x) for k, x in v},
    "$tuple": lambda v: tuple(decode(x) for x in v),
    "$time": _read_time,
    "$nanoseconds": lambda v: pd.Timedelta(v, unit="ns"),
    "$table": _read_table,
    "$row": _read_row,
    "$geometry": shapely.from_wkb,
    "$array": lambda v: np.asarray(decode(v["values"]), dtype=v["dtype"]),
}
