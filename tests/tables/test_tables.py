"""Schemas list all that is wrong; coverage agrees with counting by hand; cards escape."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pandera.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbench as wb
from workbench.base.card import Card
from workbench.base.errors import InputError, SchemaError
from workbench.base.quality import Quality, has, names, usable
from workbench.tables import APPROACHES, COVERAGE, FIXES, GAPS, STAYS
from workbench.tables.load import LoadReport, coverage_of
from workbench.tables.schema import _schema, _sound
from workbench.testing import make_fixes, make_tracks


@pytest.mark.parametrize("table", [FIXES, STAYS, GAPS, APPROACHES, COVERAGE])
def test_an_empty_table_is_valid(table) -> None:
    assert table.validate(table.empty()).columns.tolist() == table.names


def test_all_faults_are_listed_at_once() -> None:
    bad = make_fixes(minutes=[0, 1, 2])
    bad.loc[1, "lon"] = 400.0
    bad.loc[2, "method"] = "dowsing"
    bad.loc[0, "accuracy_m"] = np.inf
    with pytest.raises(SchemaError) as caught:
        FIXES.validate(bad)
    assert all(word in str(caught.value) for word in ("lon", "method", "accuracy_m"))


SPOILS = {
    "empty cell": lambda v: v.astype("Int64") if v.dtype == "int64" else v.where(v.index != 1),
    "endless": lambda v: v.where(v.index != 1, np.inf) if v.dtype == "float64" else v,
    "too low": lambda v: v.where(v.index != 1, -1000) if v.dtype in ("float64", "int64") else v,
    "too high": lambda v: v.where(v.index != 1, 1000) if v.dtype in ("float64", "int64") else v,
    "another word": lambda v: v.where(v.index != 1, "else") if v.dtype == "str" else v,
    "another type": lambda v: v.astype("float32") if v.dtype == "float64" else v.astype(object),
    "as it was": lambda v: v,
}


@pytest.mark.parametrize("how", SPOILS)
@pytest.mark.parametrize("column", FIXES.columns, ids=lambda c: c.name)
def test_the_quick_look_passes_nothing_that_pandera_does_not_pass(column, how: str) -> None:
    frame = make_fixes(minutes=[0, 1, 2])
    frame = frame.assign(**{column.name: SPOILS[how](frame[column.name])})
    try:
        _schema(FIXES).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors:
        with pytest.raises(SchemaError, match=column.name):
            FIXES.validate(frame)
    else:
        assert FIXES.validate(frame) is frame
    assert how != "as it was" or all(_sound(frame[c.name], c) for c in FIXES.columns)


def test_arranging_keeps_what_is_extra_and_names_what_is_missing() -> None:
    fixes = make_fixes(minutes=[0]).assign(note="x")
    assert FIXES.arrange(fixes[["note", *FIXES.names]]).columns.tolist() == [*FIXES.names, "note"]
    with pytest.raises(SchemaError, match="lacks lat"):
        FIXES.arrange(fixes.drop(columns="lat"))


def test_naive_times_do_not_pass_the_schema() -> None:
    fixes = make_fixes(minutes=[0])
    with pytest.raises(SchemaError):
        FIXES.validate(fixes.assign(time=fixes["time"].dt.tz_localize(None)))


@given(st.lists(st.floats(0, 4000), min_size=1, max_size=30), st.floats(1, 60))
def test_coverage_agrees_with_counting_minute_by_minute(minutes: list[float], silence: float) -> None:
    fixes = make_fixes(minutes=np.round(minutes, 1))
    table = coverage_of(fixes, silence_minutes=silence)
    time = np.sort(np.round(minutes, 1))
    seen = {}
    longest = {}
    for a, b in pairwise(time):
        for day in range(int(a // 1440), int(b // 1440) + 1):
            inside = min(b, (day + 1) * 1440) - max(a, day * 1440)
            if inside > 0:
                seen[day] = seen.get(day, 0) + (inside if b - a <= silence else 0)
                longest[day] = max(longest.get(day, 0), b - a)
    assert table["fixes"].sum() == len(minutes)
    first = int(time[0] // 1440)
    for row, day in enumerate(range(first, int(time[-1] // 1440) + 1)):
        assert table["minutes_seen"][row] == pytest.approx(seen.get(day, 0), abs=1e-3)
        assert table["longest_gap_minutes"][row] == pytest.approx(longest.get(day, 0), abs=1e-3)


def test_flags_are_named_and_only_some_take_weight_away() -> None:
    bits = np.array([0, Quality.JUMP, Quality.WEAK_ACCURACY, Quality.DUPLICATE | Quality.OUT_OF_ORDER])
    assert usable(bits).tolist() == [True, False, True, False]
    assert has(bits, Quality.DUPLICATE).tolist() == [False, False, False, True]
    assert all(names(int(flag)) for flag in Quality)


def test_text_and_html_say_the_same_and_markup_is_escaped() -> None:
    card = Card("<b>title</b>", [("k", "<script>")], ["a & b"], note="n")
    assert "<script>" not in card.html() and "&lt;script&gt;" in card.html()
    for word in ("title", "k", "a &", "n"):
        assert word in card.text()


def test_the_report_accounts_for_every_row_in_its_first_line() -> None:
    aside = pd.DataFrame({"file": ["f"], "row": [7], "reason": ["no position"]})
    text = repr(LoadReport(3, 2, set_aside=aside))
    assert text.startswith("3 rows read, 3 accounted for: 2 kept, 1 set aside") and "no position" in text


def test_tracks_are_cut_by_wearer_and_half_open_time_without_changing_the_whole() -> None:
    tracks = make_tracks(make_fixes(minutes=[0, 1, 2, 3]), make_fixes(minutes=[1, 2], wearer="W2"))
    before = tracks.fixes.copy(deep=True)
    part = tracks.between("2026-03-03T00:01Z", "2026-03-03T00:02Z")
    assert part.fixes["fix_id"].tolist() == ["W1-2", "W2-1"]
    local = tracks.of("W1").between("2026-03-03 00:01", "2026-03-03 00:03", timezone="Europe/London")
    assert local.fixes["row"].tolist() == [2, 3]
    pd.testing.assert_frame_equal(tracks.fixes, before)
    with pytest.raises(InputError, match="W9"):
        tracks.of("W9")
    with pytest.raises(InputError):
        tracks.between("2026-03-04T00:00Z", "2026-03-03T00:00Z")


def test_front_door_lists_its_names_and_refuses_others() -> None:
    assert set(wb.__all__) <= set(dir(wb))
    with pytest.raises(AttributeError):
        wb.nonsense  # noqa: B018


def test_errors_say_what_where_and_what_to_do() -> None:
    error = wb.InputError("The file is empty.", where="<a>.csv", do="Export it again.")
    assert isinstance(error, ValueError) and isinstance(error, wb.WorkbenchError)
    assert str(error).split("\n") == ["The file is empty.", "  where: <a>.csv", "  what to do: Export it again."]
    assert "&lt;a&gt;" in error._repr_html_() and "Traceback" not in "".join(error._render_traceback_())
