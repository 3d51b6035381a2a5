"""Whatever stands in a claim's fields, an answer or a WorkbenchError that names the field comes out, and soon."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions

import numpy as np
import pandas as pd
import pytest
import shapely

import workbench as wb
from workbench.evidence.claim import ResolvedClaim, resolve_claim
from workbench.testing import make_fixes, make_tracks

TRACKS = make_tracks(make_fixes(minutes=range(0, 60, 3)))
GOOD = {"place": (1.2, 51.4), "start": "2026-03-03T00:10Z", "end": "2026-03-03T00:40Z"}
ODD_NUMBERS = [
    -1,
    1e308,
    10**400,
    float("nan"),
    float("inf"),
    -float("inf"),
    "",
    " ",
    "50",
    "abc",
    True,
    False,
    np.nan,
    pd.NA,
    pd.NaT,
    [5],
    {},
    (5,),
    5 + 2j,
    np.array([5.0]),
    pd.Timedelta("5min"),
    dt.timedelta(minutes=5),
    object(),
    b"5",
]
EXACT_NUMBERS = [5, 5.0, np.float32(5), np.int8(5), decimal.Decimal("5"), fractions.Fraction(5), np.array(5.0)]
FIELDS = ["radius_m", "min_minutes", "tolerance_minutes", "slack_minutes"]


def _name(value: object) -> str:
    """Name a value the same in every process: a bare object prints its address."""
    return repr(value) if type(value) is not object else "object"


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", ODD_NUMBERS, ids=_name)
def test_what_is_no_number_is_refused_by_the_name_of_its_field(field: str, value: object) -> None:
    with pytest.raises(wb.InputError) as caught:
        resolve_claim(wb.Claim(**{**GOOD, "kind": "throughout", field: value}), TRACKS)
    assert caught.value.where == field and caught.value.do


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", EXACT_NUMBERS, ids=_name)
def test_numbers_of_any_make_are_taken_for_what_they_are(field: str, value: object) -> None:
    same = [resolve_claim(wb.Claim(**{**GOOD, "kind": "throughout", field: v}), TRACKS) for v in (value, 5.0)]
    assert _plain(same[0]) == _plain(same[1])


def _plain(question: ResolvedClaim) -> tuple[object, ...]:
    return question.dwell_s, question.tolerance_s, question.slack_s, question.region.radius_m, question.region.words


@pytest.mark.parametrize("value", [5, np.nan, ["W1"], "W1 ", "<script>", pd.NA, "", {}])
def test_a_wearer_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(wb.InputError, match="wearer"):
        resolve_claim(wb.Claim(**GOOD, wearer=value), TRACKS)


@pytest.mark.parametrize("value", ["VISITED", "", None, 5, [], {}])
def test_a_kind_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(wb.InputError, match="kind"):
        resolve_claim(wb.Claim(**GOOD, kind=value), TRACKS)


@pytest.mark.parametrize(
    "value",
    [
        (1.2,),
        (1.2, 51.4, 0),
        (),
        None,
        (None, None),
        {"lon": 1.2, "lat": 51.4},
        {},
        5,
        object(),
        (10**400, 51),
        "a" * 1000,
        pd.Series(dtype=float),
        pd.DataFrame(),
        pd.Series({"geometry": None}),
        pd.Series({"lon": "x", "lat": 51.4}),
        pd.Series({"geometry": shapely.box(1.1, 51.3, 1.3, 51.5), "edge_error_m": "x"}),
        pd.Series({"geometry": shapely.box(1.1, 51.3, 1.3, 51.5), "edge_error_m": -5.0}),
        shapely.Point(),
        shapely.Polygon(),
        shapely.Point(np.nan, np.nan),
        shapely.box(-180, -95, 180, 90),
        shapely.GeometryCollection(),
        pd.Series({"lon": 1.2, "lat": np.nan}),
    ],
)
def test_a_place_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(wb.InputError) as caught:
        resolve_claim(wb.Claim(**{**GOOD, "place": value}), TRACKS)
    assert caught.value.where == "place" and caught.value.do


@pytest.mark.parametrize("value", [5, {}, "x", []])
def test_a_calibration_or_an_alternative_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(wb.InputError):
        wb.check(wb.Claim(**GOOD), TRACKS, calibration=value)
    with pytest.raises(wb.InputError):
        wb.check(wb.Claim(**GOOD), TRACKS, versus=value)
    with pytest.raises(wb.InputError):
        wb.check(wb.Claim(**GOOD), TRACKS, places=value)


@pytest.mark.parametrize("value", [None, "far", "both", 5, ("x",), [None], {"near": 1, "x": 2}, ()])
def test_alternatives_that_are_none_are_refused(value: object) -> None:
    with pytest.raises(wb.InputError, match=r"weigh|alternatives"):
        wb.check(wb.Claim(**GOOD), TRACKS, against=value)


@pytest.mark.parametrize(("value", "shown"), [(pd.NA, ""), (None, ""), (np.nan, ""), (5, "5"), (["a"], "['a']")])
def test_words_that_are_no_text_stand_as_text_in_the_answer(value: object, shown: str) -> None:
    verdict = wb.check(wb.Claim(**GOOD, text=value, said_by=value), TRACKS, sensitivity=False)
    assert (verdict.claim.text, verdict.claim.said_by) == (shown, shown)
    assert str(verdict) and verdict._repr_html_()
