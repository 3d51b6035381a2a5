"""Timetables in a table: one row a curfew, with the ministry's column names, or a column of 0 and 1 for each weekday."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pandas as pd

from workbench.base import InputError
from workbench.orders.hours import DAYS

__all__ = ["table_orders"]

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OWN = {"dayofweek", "day", "days", "starttime", "endtime", "start", "end", "fromday", "fromtime", "untilday", "untiltime",
        "curfewaddress", "curfewtimessequence"}  # fmt: skip


def table_orders(text: str, name: str) -> list[dict[str, Any]]:
    """Make one order of the rows that share an order and a wearer, in the shape of the ministry's JSON."""
    try:
        table = pd.read_csv(StringIO(text), dtype="str", keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError("The table cannot be read.", where=name, do="Save it as CSV in UTF-8, with one heading line.") from error
    plain = {column: str(column).lower().replace("_", "").replace(" ", "") for column in table}
    flags = {
        column: DAYS[i]
        for column, said in plain.items()
        for i, day in enumerate(_NAMES)
        if len(said) > 1 and day.startswith(said)
    }
    if not flags and not {"dayofweek", "day", "days", "fromday"} & set(plain.values()):
        raise InputError(
            "The table is in no shape of orders that is read here.",
            where=name,
            do="Give dayOfWeek, startTime, endTime, curfewAddress.",
        )
    rows = [c for c, said in plain.items() if said in _OWN]
    rest = [c for c in table if c not in rows and c not in flags]
    orders: dict[tuple[str, ...], dict[str, Any]] = {}
    for record in table.to_dict("records"):
        order = orders.setdefault(
            tuple(record[c] for c in rest), {c: record[c] for c in rest if record[c]} | {"curfewTimeTable": []}
        )
        row = {_CAMEL.get(plain[c], plain[c]): record[c] for c in rows if record[c]}
        if flags:
            row["days"] = [day for column, day in flags.items() if record[column].strip().lower() in ("1", "true", "yes", "y")]
        order["curfewTimeTable"].append(row)
    return list(orders.values())


_CAMEL = {
    "dayofweek": "dayOfWeek",
    "starttime": "startTime",
    "endtime": "endTime",
    "fromday": "fromDay",
    "fromtime": "fromTime",
    "untilday": "untilDay",
    "untiltime": "untilTime",
    "curfewaddress": "curfewAddress",
    "curfewtimessequence": "curfewTimesSequence",
}
