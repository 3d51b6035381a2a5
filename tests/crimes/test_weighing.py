"""The chance of each match comes from the fixes where they settle it, else from every path, never from straight lines alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import get_num_threads, set_num_threads

import workbench as wb
from workbench.crimes.opportunity import share_of
from workbench.crimes.parameters import PIECE_S
from workbench.crimes.search import weigh_hits
from workbench.evidence.parameters import CERTAIN
from workbench.testing import make_fixes, make_tracks, sample_crimes

START = "2026-03-02T20:00Z"


@pytest.fixture(scope="module")
def found():
    case = wb.example()
    return wb.match_crimes(case.crimes, case.tracks, progress=False)


def test_every_match_is_weighed_however_usual_it_is(found):
    hits, strengths = found.hits, found._search.strengths
    assert found.complete and (hits["p_decoy"] > 0.3).any()
    assert not hits[["contact", "log10_lr", "log10_lr_chance", "log10_lr_far", "log10_lr_near"]].isna().any(axis=None)
    names = found._search.windows.crime_id, found._search.columns.wearers
    said = {(names[0][c], names[1][w]): s for (c, w), s in strengths.items()}
    assert len(said) == len(hits)
    for row in hits.itertuples():
        mine = said[row.crime_id, row.wearer_id]
        assert row.contact == mine.contact and mine.by in ("fixes", "paths")
        assert mine.by == "paths" or mine.contact == CERTAIN


def test_a_line_drawn_past_the_scene_is_no_likely_stay():
    """Two fixes nine minutes apart, 260 m to either side: the line between them is there for two minutes, most paths are not."""
    minutes = [*range(0, 60, 3), *range(66, 150, 3)]
    x = np.where(np.array(minutes) < 60, -260.0, 260.0)
    far = make_fixes(minutes=np.arange(0, 5 * 1440, 5), x=4000.0, start="2026-02-24T00:00Z")
    tracks = make_tracks(pd.concat([far, make_fixes(minutes=minutes, x=x, start="2026-03-03T00:00Z")], ignore_index=True))
    crime = sample_crimes().assign(start=pd.Timestamp("2026-03-03T00:40Z"), end=pd.Timestamp("2026-03-03T01:30Z"))
    result = wb.match_crimes(crime, tracks, decoy_days=3, progress=False)
    row = result.hits.iloc[0]
    assert 2.0 <= row["minutes_inside"] < 4.0 and row["n_fixes"] == 0
    assert row["contact"] < 0.5 and row["log10_lr"] < 1.0


def test_a_long_time_is_weighed_where_most_of_it_was_spent():
    """The longest stay lasts six minutes; later the tag goes in and out for two hours."""
    t = np.arange(0.0, 8 * 3600.0 + 1, 60.0)
    minute = t / 60.0
    out_and_in = (minute >= 300) & (minute < 400) & (minute % 4 < 2)
    east = np.where(((minute >= 60) & (minute < 67)) | out_and_in, 0.0, 300.0)
    zero, sky = np.zeros(len(t)), np.zeros(len(t), np.int8)
    share = share_of(
        t,
        (east, zero, zero),
        np.full(len(t), 5.0),
        sky,
        radius_m=75.0,
        edge_m=0.0,
        low_s=0.0,
        high_s=8 * 3600.0,
        middle_s=63 * 60.0,
    )
    (low, high), *rest = share.pieces
    assert low <= 300 * 60.0 and high >= 400 * 60.0
    assert any(a <= 63 * 60.0 <= b for a, b in rest)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(0.1, 300.0), st.floats(0.0, 1.0), st.sampled_from([PIECE_S, 6 * 3600.0]))
def test_pieces_lie_within_the_time_and_one_holds_the_stay(seed, hours, at, piece):
    rng = np.random.default_rng(seed)
    high = hours * 3600.0
    t = np.sort(rng.uniform(-3600.0, high + 3600.0, 200))
    east, zero = np.where(rng.uniform(size=200) < 0.3, 0.0, 900.0), np.zeros(200)
    share = share_of(
        t,
        (east, zero, zero),
        np.full(200, 5.0),
        np.zeros(200, np.int8),
        radius_m=75.0,
        edge_m=0.0,
        low_s=0.0,
        high_s=high,
        middle_s=at * high,
        piece_s=piece,
    )
    assert 0.0 <= share.opportunity <= 1.0 and 1 <= len(share.pieces) <= 3
    assert all(a >= 0.0 and b <= high + 1e-6 and b - a == pytest.approx(min(piece, high)) for a, b in share.pieces)
    assert any(a - 1e-6 <= at * high <= b + 1e-6 for a, b in share.pieces)


def test_a_stay_longer_than_a_piece_can_be_asked_for():
    tracks = make_tracks(make_fixes(minutes=np.arange(0, 900, 4), start=START))
    crime = sample_crimes().assign(start=pd.Timestamp("2026-03-02T21:00Z"), end=pd.Timestamp("2026-03-03T09:00Z"))
    result = wb.match_crimes(crime, tracks, min_minutes=180.0, decoy_days=0, progress=False)
    assert result.hits["contact"].iloc[0] >= CERTAIN


def test_what_was_weighed_stays_when_weighing_is_stopped(found):
    """Stopped after three, gone on with on one thread: the same as in one go on all of them."""

    def stopped(todo):
        yield from todo[:3]
        raise KeyboardInterrupt

    work, threads = found._search, get_num_threads()
    kept = dict(work.strengths)
    try:
        work.strengths.clear()
        with pytest.raises(KeyboardInterrupt):
            weigh_hits(work, stopped)
        assert len(work.strengths) == 3
        set_num_threads(1)
        weigh_hits(work, lambda todo: todo)
        assert work.strengths == kept
    finally:
        set_num_threads(threads)
        work.strengths.update(kept)
