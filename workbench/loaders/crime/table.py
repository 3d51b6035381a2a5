"""The crimes table from the files that were read."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.base.errors import InputError
from workbench.loaders.crime.part import Part
from workbench.loaders.crime.report import crime_report
from workbench.loaders.crime.versions import batch_order, versions_of
from workbench.tables import CRIMES
from workbench.time.clock import UTC_US

__all__ = ["crime_table"]

_WORDS = {"force": "not stated", "kind": "not stated", "text": "", "batch_id": ""}


def crime_table(parts: list[Part]) -> pd.DataFrame:
    """Join the files of one load to the crimes table, with its report."""
    because = list(dict.fromkeys(p.area_because for p in parts))
    if len(because) > 1 and None in because:
        area = next(p for p in parts if p.area_because is not None)
        raise InputError(
            "Some of the files give places as they are, others only areas.",
            where=area.source.name,
            do="Read the two kinds apart: only the first kind can be matched with trails.",
        )
    rows = pd.concat([_filled(p).assign(part=i) for i, p in enumerate(parts)], ignore_index=True)
    sent = batch_order(parts)
    order = np.argsort(np.argsort(sent)[rows["part"].to_numpy(np.int64)], kind="stable")
    numbered = versions_of(rows.iloc[order], again=because[0] is None).sort_index()
    report = crime_report(parts, numbered)
    level = "area" if because[0] is not None else "point"
    table = CRIMES.arrange(numbered[numbered["repeats"] == 0].drop(columns=["part", "repeats"]).assign(level=level))
    table = table[[*CRIMES.names, "batch_id", "changed", "newest", "level"]].reset_index(drop=True)
    if because[0] is not None:
        report.warnings.insert(0, f"These crimes stand for areas: {because[0]}. They are not matched with trails.")
    table.attrs.update({"load": report, "level": level, "area_because": because[0] or ""})
    return table


def _filled(part: Part) -> pd.DataFrame:
    rows = part.rows.astype({"start": UTC_US, "end": UTC_US})
    own = pd.Series([f"{part.source.file}-{row}" for row in rows["row"]], index=rows.index, dtype="str")
    return rows.assign(
        file=part.source.file,
        crime_id=rows["crime_id"].astype("str").fillna(own),
        **{key: rows[key].astype("str").fillna(word) for key, word in _WORDS.items()},
    )
