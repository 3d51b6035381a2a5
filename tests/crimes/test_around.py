"""What lies around the search: interruption, the national rule, series, statements."""

from __future__ import annotations

import re
from itertools import groupby

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.crimes import match as matching
from workbench.crimes import scan as scanning
from workbench.crimes import search as working
from workbench.crimes.chance import chance_of_series
from workbench.crimes.parameters import PLENTY
from workbench.crimes.points import letters
from workbench.geo.projection import distance_m
from workbench.observations.wearer import observe
from workbench.testing import make_fixes, make_tracks, sample_crimes, sample_tracks


@pytest.fixture(scope="module")
def case():
    return wb.example()


@pytest.fixture(scope="module")
def found(case):
    return wb.match_crimes(case.crimes, case.tracks, progress=False)


@pytest.fixture(scope="module")
def national(case):
    return wb.match_crimes(case.crimes, case.tracks, method="circle-100m", progress=False)


def stop_at(call: int, function):
    """Make a function that is interrupted at a call, as by Ctrl-C."""
    seen = []

    def stopped(*given, **named):
        seen.append(1)
        if len(seen) == call:
            raise KeyboardInterrupt
        return function(*given, **named)

    return stopped


def stop_after_one(words: str):
    """Make a progress bar during which Ctrl-C is pressed after the first of a list: in the main thread, as it comes."""

    def watched(items, what, progress):
        yield from items if what != words else items[:1]
        if what == words:
            raise KeyboardInterrupt

    return watched


def test_an_interruption_keeps_what_was_done_and_can_be_gone_on_with(case, found, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(scanning.kernels, "search", stop_at(6, scanning.kernels.search))
        part = wb.match_crimes(case.crimes, case.tracks, progress=False)
    assert not part.complete and len(part.not_run) == 7
    assert (part.unknown["reason"] == "not_run").sum() == 21
    assert len(part) == len(found) == part.summary["comparisons"]
    assert "7 of 12 crimes were not searched" in repr(part)
    before = len(part.hits)
    whole = wb.match_crimes(case.crimes, case.tracks, progress=False, resume=part)
    assert whole.complete and len(part.hits) == before and not part.complete
    for name in ("hits", "excluded", "unknown"):
        pd.testing.assert_frame_equal(getattr(whole, name), getattr(found, name))
    with pytest.raises(wb.InputError, match="another search"):
        wb.match_crimes(case.crimes, case.tracks, progress=False, decoy_days=5, resume=part)


def test_an_interruption_while_weighing_leaves_the_lists_whole(case, found, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(matching, "watched", stop_after_one("weighing matches"))
        part = wb.match_crimes(case.crimes, case.tracks, progress=False)
    missing = part.hits["log10_lr"].isna()
    assert missing.any() and not missing.all() and not part.complete
    assert part.hits.loc[missing, "words"].eq("strength not computed").all()
    assert part.summary["not_weighed"] == missing.sum()
    pd.testing.assert_frame_equal(part.unknown, found.unknown)
    whole = wb.match_crimes(case.crimes, case.tracks, progress=False, resume=part)
    pd.testing.assert_frame_equal(whole.hits, found.hits)


def test_a_stay_that_most_paths_do_not_make_is_never_more_than_weakly_supported(monkeypatch):
    from workbench.crimes.strength import Strength

    found = {}
    for contact in (0.4, 0.6):
        monkeypatch.setattr(working, "strength_of", lambda *_, c=contact: Strength(c, 2.0, 2.0, "full", "paths"))
        result = wb.match_crimes(sample_crimes(), sample_tracks(), decoy_days=13, progress=False)
        found[contact] = result.hits.iloc[0]
    assert found[0.4]["log10_lr"] <= 0.99 and found[0.6]["log10_lr"] == pytest.approx(found[0.6]["log10_lr_chance"])
    assert found[0.4]["log10_lr_far"] == 2.0


def test_runs_are_lettered_beyond_the_alphabet():
    """Thirty visits of two points each: the last is AD, where a list of 26 letters ends at Z."""
    minutes = np.arange(0, 40 * 60) / 20.0
    tracks = make_tracks(make_fixes(minutes=minutes, x=np.where((np.arange(2400) // 20) % 4 == 2, 0.0, 400.0)))
    crimes = sample_crimes().assign(start=pd.Timestamp("2026-03-03T00:00Z"), end=pd.Timestamp("2026-03-03T02:00Z"))
    result = wb.match_crimes(crimes, tracks, method="circle-100m", decoy_days=0, progress=False)
    labels = result.points()["label"]
    runs = list(dict.fromkeys(re.sub(r"\d+", "", name) for name in labels))
    assert runs == [letters(n) for n in range(30)]
    assert runs[-1] == "AD" and labels.iloc[0] == "A1" and labels.iloc[-1] == "AD20"


def test_the_national_rule_is_two_points_in_the_circle_between_the_two_times(case, national):
    fixes = case.tracks.fixes[(case.tracks.fixes["quality"] & 1) == 0]
    expected, count = {}, 0
    for crime in case.crimes.itertuples():
        for wearer, mine in fixes.groupby("wearer_id"):
            near = mine[(mine["time"] >= crime.start) & (mine["time"] <= crime.end)].drop_duplicates(["time", "lon", "lat"])
            inside = distance_m(near["lon"], near["lat"], crime.lon, crime.lat) <= 100.0
            count += int(inside.sum())
            if inside.sum() >= 2:
                runs = [len(list(g)) for k, g in groupby(inside.tolist()) if k]
                expected[crime.crime_id, wearer] = [f"{letters(r)}{k + 1}" for r, n in enumerate(runs) for k in range(n)]
    hits = set(zip(national.hits["crime_id"], national.hits["wearer_id"], strict=True))
    assert hits == set(expected) and count > 50
    for (crime, wearer), labels in expected.items():
        assert national.points(crime=crime, wearer=wearer)["label"].tolist() == labels
    assert national.hits["log10_lr"].isna().all() and national.excluded.empty
    assert national.unknown["reason"].eq("rule_silent").all() and len(national) == 36


def test_where_the_rules_differ_is_listed_with_the_reason(found, national):
    table = found.compare(national)
    ours, theirs = (set(zip(m.hits["crime_id"], m.hits["wearer_id"], strict=True)) for m in (found, national))
    assert set(zip(table["crime_id"], table["wearer_id"], strict=True)) == ours ^ theirs
    assert len(table) >= 1 and table["why"].str.len().gt(20).all()
    pd.testing.assert_frame_equal(table, national.compare(found))
    with pytest.raises(wb.InputError, match="same rule"):
        found.compare(found)


@pytest.mark.parametrize(
    ("fixes", "why"),
    [
        ({"minutes": np.arange(0, 90), "x": 88.0}, "inside 100 m but not inside 75 m"),
        ({"minutes": np.arange(0, 90, 4), "x": 20.0, "method": "cell", "accuracy_m": 500.0}, "positions by networks"),
        ({"minutes": np.arange(0, 90), "x": [{50: 0.0, 51: 99.0}.get(m, 900.0) for m in range(90)]}, "not of 2"),
        ({"minutes": np.arange(0, 90, 0.5), "x": 60.0 * np.arange(180) - 6000.0}, "not of 2"),
        ({"minutes": [0, 27, 35, 43, 90], "x": [900.0, 300.0, 0.0, 300.0, 900.0]}, "though only 1 point within 100 m"),
    ],
)
def test_each_difference_has_its_reason(fixes, why):
    tracks = make_tracks(make_fixes(**fixes))
    ours, theirs = (
        wb.match_crimes(sample_crimes(), tracks, decoy_days=0, method=m, progress=False) for m in ("evidence", "circle-100m")
    )
    assert why in ours.compare(theirs)["why"].iloc[0]


def test_a_series_is_counted_and_compared_with_the_same_wearers_other_days(found):
    table = found.series().set_index("wearer_id")
    decoys = found._search.scan.decoys
    for w, wearer in enumerate(found._search.columns.wearers):
        mine = found.hits[found.hits["wearer_id"] == wearer]
        assert table.loc[wearer, "matched"] == len(mine)
        assert set(filter(None, table.loc[wearer, "matches"].split(", "))) == set(mine["crime_id"])
        worn = (decoys[:, w] >= 0).sum(axis=0)
        each = (decoys[:, w] == 1).sum(axis=0)[worn > 0] * 12 / worn[worn > 0]
        assert table.loc[wearer, "expected_by_chance"] == pytest.approx(each.mean())
        assert table.loc[wearer, "p_chance"] == pytest.approx((1 + (each >= len(mine)).sum()) / (1 + len(each)))
        assert table.loc[wearer, "p_anyone"] >= table.loc[wearer, "p_chance"] - 1e-9 or len(mine) == 0
    by_crime = found.series(by="crime").set_index("crime_id")
    assert by_crime["matched"].sum() == table["matched"].sum() == len(found.hits)
    with pytest.raises(wb.InputError):
        found.series(by="place")
    square = found.matrix().set_index(["wearer_id", "crime_id"])["answer"].unstack()  # noqa: PD010
    assert square.shape == (3, 12) and (square == "hit").sum().sum() == len(found.hits)
    assert (square == "excluded").sum().sum() == len(found.excluded)


def test_looking_at_everybody_is_allowed_for():
    """Pure chance over many wearers: one of them is rare by itself, but hardly ever rarer than everybody on some day."""
    rng = np.random.default_rng(11)
    alone, anyone = 0, 0
    for _ in range(60):
        draws = (rng.uniform(size=(40, 30, 27)) < 0.02).astype(np.int8)
        _, own, everybody = chance_of_series(draws[:, :, 0].sum(axis=1), draws[:, :, 1:])
        alone, anyone = alone + (own.min() <= 0.05), anyone + (everybody.min() <= 0.05)
    assert alone > 30
    assert anyone <= 9


def test_an_elimination_speaks_of_tags_and_says_its_limits(found):
    crime = found.excluded["crime_id"].iloc[0]
    statement = found.elimination(crime)
    rows = found.excluded[found.excluded["crime_id"] == crime]
    assert set(statement.table["wearer_id"]) == set(rows["wearer_id"])
    for row in rows.itertuples():
        line = next(s for s in statement.text.split("\n") if s.startswith(row.wearer_id))
        assert "the tag reported" in line and f"{row.needed_kmh:,.0f} km/h" in line
    assert "50 km/h" in statement.text and "130 km/h" in statement.text and "GMT" in statement.text
    assert not re.search(r"offender|suspect|innocent|guilty|% likely", statement.text + repr(found), re.IGNORECASE)
    empty = found.elimination("EM26-0001")
    assert empty.table.empty and "No wearer can be excluded" in empty.text
    with pytest.raises(wb.InputError, match="no crime"):
        found.elimination("EM26-9999")


def test_text_and_html_name_the_comparisons_and_what_chance_gives(found):
    for shown in (repr(found), found._repr_html_()):
        assert "4 of 36 comparisons match" in shown
        assert "expected by chance" in shown and "26 other days" in shown


def test_the_sample_is_settled_without_trying_paths_and_the_paths_agree():
    from workbench.crimes.strength import question_about, strength_of
    from workbench.evidence.likelihood_ratio import scales
    from workbench.evidence.parameters import SUPPORTING

    tracks = sample_tracks().of("W1")
    start = pd.Timestamp("2026-03-03T00:30Z")
    asked = question_about(
        tracks,
        "W1",
        1.2,
        51.4,
        start,
        start + pd.Timedelta("40min"),
        radius_m=75.0,
        min_minutes=2.0,
        error_m=10.0,
        timezone="UTC",
    )
    assert strength_of(asked, observe(tracks, "W1")).by == "fixes"
    assert min(scales(asked, observe(tracks, asked.wearer)).raw(SUPPORTING[0])[:2]) > 2.0
    assert PLENTY > 2.0
