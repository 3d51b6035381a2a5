"""Tables made by hand are looked at where they come in: only a WorkbenchError leaves a public function."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.tables import LoadReport, Tracks
from workbench.testing import make_fixes

BASE = make_fixes(minutes=range(0, 40, 2))
MANY = len(BASE)


def changed(column: str, value: object) -> Callable[[], pd.DataFrame]:
    return lambda: BASE.assign(**{column: value})


def one_changed(column: str, value: object) -> Callable[[], pd.DataFrame]:
    def make() -> pd.DataFrame:
        fixes = BASE.copy()
        fixes.loc[fixes.index[3], column] = value
        return fixes

    return make


TABLES: dict[str, Callable[[], object]] = {
    "lon missing": changed("lon", np.nan),
    "one lon missing": one_changed("lon", np.nan),
    "lon infinite": changed("lon", np.inf),
    "lat of 91": changed("lat", 91.0),
    "radius infinite": changed("accuracy_m", np.inf),
    "radius negative": changed("accuracy_m", -1.0),
    "share above 1": changed("accuracy_level", 1.5),
    "share missing": changed("accuracy_level", np.nan),
    "one time missing": one_changed("time", pd.NaT),
    "time without a zone": lambda: BASE.assign(time=BASE["time"].dt.tz_localize(None)),
    "lon as text": lambda: BASE.assign(lon=BASE["lon"].astype(str)),
    "backwards": lambda: BASE.iloc[::-1],
    "two wearers mixed": changed("wearer_id", ["A", "B"] * (MANY // 2)),
    "two wearers the wrong way round": changed("wearer_id", ["B"] * (MANY // 2) + ["A"] * (MANY // 2)),
    "no wearer": changed("wearer_id", None),
    "wearer as number": changed("wearer_id", 7),
    "wearers of all kinds": lambda: BASE.assign(wearer_id=pd.Series([None, 5, "a", 1.5] * (MANY // 4), dtype=object)),
    "no method": lambda: BASE.drop(columns="method"),
    "unknown method": changed("method", "laser"),
    "negative quality": changed("quality", -1),
    "a list": lambda: [1, 2],
    "nothing": lambda: None,
}
VERBS: dict[str, Callable[[Tracks], object]] = {
    "stays": wb.find_stays,
    "gaps": wb.find_gaps,
    "trips": wb.find_trips,
    "meetings": wb.find_meetings,
    "check": lambda t: wb.check(wb.Claim(place=(1.2, 51.4), start="2026-03-03T00:10Z", end="2026-03-03T00:20Z"), t),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_not_what_it_must_be_is_refused_in_words(table: str, verb: str) -> None:
    with pytest.raises(wb.WorkbenchError) as refused:
        VERBS[verb](Tracks(TABLES[table](), LoadReport(MANY, MANY)))  # type: ignore[arg-type]
    assert refused.value.do


@pytest.mark.parametrize(
    "given", [None, BASE, "positions.csv", 5, [], {}, object, LoadReport(0, 0)], ids=lambda g: type(g).__name__
)
@pytest.mark.parametrize("verb", VERBS)
def test_what_is_no_tracks_is_refused_in_words(verb: str, given: object) -> None:
    with pytest.raises(wb.InputError, match="no tracks"):
        VERBS[verb](given)  # type: ignore[arg-type]


def test_the_methods_of_tracks_refuse_it_too() -> None:
    with pytest.raises(wb.InputError, match="not in order"):
        Tracks(BASE.iloc[::-1], LoadReport(MANY, MANY)).stays()


@pytest.mark.parametrize("rows", [0, 1, MANY])
def test_a_sound_table_comes_in_whatever_its_length(rows: int) -> None:
    assert len(wb.find_stays(Tracks(BASE.iloc[:rows], LoadReport(rows, rows)))) == (rows == MANY)
