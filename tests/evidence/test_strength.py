"""The strength of a verdict: what must hold for any data (D6, D7, K6, K7, K9, K12), and what it is made of."""

from __future__ import annotations

import dataclasses
import math
import shutil

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.evidence.claim import resolve_claim
from workbench.evidence.coverage import surroundings
from workbench.evidence.decision import decide
from workbench.evidence.explain.because import because
from workbench.evidence.explain.resolution import resolution_words
from workbench.evidence.explain.words import NOT_COMPUTED
from workbench.evidence.logic.finding import findings
from workbench.evidence.parameters import SUPPORTING
from workbench.evidence.reported_strength import weigh
from workbench.observations.wearer import observe
from workbench.testing import SEA, make_fixes, make_tracks

pytestmark = pytest.mark.slow

RAW = ("raw_log10_lr_far", "raw_log10_lr_near")


def raw(verdict: wb.Verdict) -> list[float]:
    return [verdict.parameters[name] for name in RAW]


@pytest.fixture(scope="module")
def thin(walk) -> wb.Tracks:
    """Six hours with a fix each 12 minutes: at the origin, from 12:30 to 13:30 at 900 m east."""
    minutes = np.arange(600, 960, 12.0)
    return walk(minutes, np.interp(minutes, [0, 740, 750, 810, 820, 1440], [0, 0, 900, 900, 0, 0]), sigma=15, accuracy_m=40.0)


def test_d7_the_same_every_time(thin, claim_at) -> None:
    claim = claim_at(900, 0, "12:30", "13:00", radius_m=60)
    one, two = wb.check(claim, thin), wb.check(claim, thin)
    assert raw(one) == raw(two)
    assert repr(one) == repr(two)
    pd.testing.assert_frame_equal(one.sensitivity, two.sensitivity)
    pd.testing.assert_frame_equal(one.paths, two.paths)


@pytest.mark.parametrize(("x", "kind"), [(900, "visited"), (900, "throughout"), (870, "visited")])
def test_k6_larger_circles_never_strengthen_support(thin, claim_at, x, kind) -> None:
    claim = claim_at(x, 0, "12:32", "13:20", radius_m=60, kind=kind)
    wide = wb.Tracks(thin.fixes.assign(accuracy_m=1.5 * thin.fixes["accuracy_m"]), thin.load)
    one, two = (wb.check(claim, t, sensitivity=False) for t in (thin, wide))
    assert one.answer == "supported"
    assert min(raw(two)) <= min(raw(one)) + 0.1


def test_k7_a_lone_wide_cell_fix_says_next_to_nothing(claim_at, walk) -> None:
    hole = walk(np.concatenate([np.arange(600, 740, 4), np.arange(800, 900, 4)]))
    lone = make_fixes(minutes=[770.0], x=1500.0, accuracy_m=2000.0, method="cell")
    more = make_tracks(hole.fixes, lone.assign(fix_id="lone"))
    claim = claim_at(300, 0, "12:30", "13:10")
    one, two = (wb.check(claim, t, sensitivity=False) for t in (hole, more))
    assert raw(two)[0] == pytest.approx(raw(one)[0], abs=0.3)
    assert "contradicted" not in (one.answer, two.answer)
    assert two.log10_lr == pytest.approx(one.log10_lr, abs=0.3)
    assert abs(one.log10_lr) < 1


@pytest.mark.parametrize(("x", "kind"), [(900, "visited"), (300, "visited"), (900, "throughout")])
def test_k9_half_of_the_fixes_never_turn_an_answer_round(walk, claim_at, x, kind) -> None:
    rng = np.random.default_rng(3)
    minutes = np.arange(600, 960, 3.0)
    whole = walk(minutes, np.interp(minutes, [0, 740, 750, 810, 820, 1440], [0, 0, 900, 900, 0, 0]))
    claim = claim_at(x, 0, "12:40", "13:20", kind=kind, radius_m=60)
    answers = {wb.check(claim, whole, sensitivity=False).answer}
    for _ in range(3):
        half = make_tracks(whole.fixes[rng.random(len(whole)) < 0.5])
        answers.add(wb.check(claim, half, sensitivity=False).answer)
    assert answers & {"supported", "contradicted"}
    assert not {"supported", "contradicted"} <= answers


def test_k12_the_same_content_under_two_names(thin, claim_at, tmp_path) -> None:
    thin.to_parquet(tmp_path / "one.parquet")
    shutil.copy(tmp_path / "one.parquet", tmp_path / "two.parquet")
    claim, files = claim_at(900, 0, "12:40", "13:20"), (tmp_path / "one.parquet", tmp_path / "two.parquet")
    one, two = (wb.check(claim, wb.read_tracks(f), sensitivity=False) for f in files)
    assert one.card().text() == two.card().text()
    assert str(one.parameters) == str(two.parameters)


def test_silence_alone_never_decides(claim_at, walk) -> None:
    """At the origin before and after an hour without a fix: not being elsewhere is likely, but no fix says so."""
    tracks = walk(np.concatenate([np.arange(600, 720, 3), np.arange(780, 900, 3)]))
    for kind in ("visited", "never"):
        verdict = wb.check(claim_at(1500, 0, "12:10", "12:50", kind=kind), tracks)
        assert (verdict.answer, verdict.reason) == ("cannot tell", "gap")
        assert abs(verdict.log10_lr) < 1
        assert set(verdict.sensitivity["answer"]) == {"cannot tell"}
    denied = wb.check(claim_at(0, 0, "12:10", "12:50", kind="never"), tracks)
    assert denied.answer == "cannot tell"


def test_a_mast_fix_in_a_silence_does_not_turn_it_into_evidence_of_absence(claim_at, walk) -> None:
    """Two and a half kilometres off before and after an hour without a fix, but for one from a mast: nobody saw."""
    minutes = np.concatenate([np.arange(600, 720, 4), np.arange(790, 900, 4)])
    mast = make_fixes(minutes=[733.0], x=0.0, y=0.0, accuracy_m=850.0, method="cell")
    tracks = make_tracks(walk(minutes).fixes, mast.assign(fix_id="mast"))
    verdict = wb.check(claim_at(2500, 0, "12:12", "12:32", radius_m=100), tracks)
    assert (verdict.answer, verdict.reason) == ("cannot tell", "gap")
    assert raw(verdict)[0] < -1
    seen = make_tracks(walk(np.append(minutes, [732, 734, 748, 750])).fixes)
    assert wb.check(claim_at(2500, 0, "12:12", "12:32", radius_m=100), seen).answer == "contradicted"


@pytest.mark.parametrize(("away_m", "reason"), [(600, "too_brief"), (2600, "evidence")])
def test_a_stay_that_only_a_race_would_allow_is_implausible(claim_at, walk, away_m, reason) -> None:
    """On a walk, with four minutes between fixes: two minutes 600 m off the way fit in; 2.6 km off they need 100 km/h."""
    minutes = np.arange(600, 960, 4.0)
    tracks = walk(minutes, np.interp(minutes, [0, 720, 780, 1440], [0, 0, 4000, 4000]))
    verdict = wb.check(claim_at(2000, away_m, "12:10", "12:50", radius_m=80), tracks)
    assert (verdict.answer, verdict.reason) == ("contradicted" if reason == "evidence" else "cannot tell", reason)
    assert verdict.log10_lr < -0.5


def test_the_other_account_is_a_further_alternative(thin, claim_at) -> None:
    """Its strength turns its sign when the two accounts change places."""
    there, home = (claim_at(x, 0, "12:36", "13:10", radius_m=80) for x in (900, 0))
    one, two = wb.check(there, thin, versus=home, sensitivity=False), wb.check(home, thin, versus=there, sensitivity=False)
    assert one.parameters["raw_log10_lr_versus"] > 2
    assert two.parameters["raw_log10_lr_versus"] < -2
    assert one.answer == "supported"
    assert math.isnan(wb.check(there, thin, sensitivity=False).log10_lr_versus)
    with pytest.raises(wb.InputError, match="another tag"):
        other = make_fixes(minutes=[700.0], wearer="W2")
        both = make_tracks(thin.fixes, other.assign(fix_id="b0"))
        wb.check(wb.Claim(**{**vars(there), "wearer": "W1"}), both, versus=wb.Claim(**{**vars(home), "wearer": "W2"}))
    with pytest.raises(wb.InputError, match="nothing to weigh"):
        wb.check(there, thin, against=())


def test_only_what_was_asked_for_is_shown_and_counts(thin, claim_at) -> None:
    claim = claim_at(900, 0, "12:36", "13:10", radius_m=80)
    far, near = (wb.check(claim, thin, against=(a,), sensitivity=False) for a in ("far", "near"))
    assert math.isnan(far.log10_lr_near) and math.isnan(near.log10_lr_far)
    assert far.log10_lr == far.log10_lr_far
    assert near.log10_lr == near.log10_lr_near


def test_nothing_is_supported_that_most_paths_do_not_fulfil(thin, claim_at) -> None:
    """A ratio may be large while the statement stays the less likely one, where neither alternative is what happened."""
    question = resolve_claim(claim_at(900, 0, "12:36", "13:10", radius_m=80), thin)
    around = surroundings(question, observe(thin, question.wearer), thin)
    found = findings(around.seen, question, SUPPORTING[:1])
    weighed = weigh(question, observe(thin, question.wearer), around.seen, SUPPORTING[:1], against=("far", "near"))
    assert weighed.likely.all() and decide(question, around, found, SUPPORTING[:1], weighed).answer == "supported"
    ruling = decide(question, around, found, SUPPORTING[:1], dataclasses.replace(weighed, likely=np.array([False])))
    assert (ruling.answer, ruling.reason, ruling.answers) == ("cannot tell", "weak", ("cannot tell",))
    assert 0 < ruling.strength < 1
    assert "fewer than half" in because(question, ruling)[-1]


def test_paths_and_spreads_tell_the_visit(thin, claim_at) -> None:
    """Truth: left at 12:20, there from 12:30 to 13:30, home at 13:40."""
    verdict = wb.check(claim_at(900, 0, "12:00", "14:00", radius_m=100), thin, sensitivity=False)
    paths = verdict.paths
    assert paths.columns.tolist() == ["path", "time", "lon", "lat"]
    assert paths["time"].min() == pd.Timestamp("2026-03-03T12:00Z")
    assert paths.groupby("path").size().eq(120).all()
    x, y = SEA.to_metres(paths["lon"].to_numpy(), paths["lat"].to_numpy())
    middle = (paths["time"] == pd.Timestamp("2026-03-03T13:00Z")).to_numpy()
    assert np.mean(np.hypot(x[middle] - 900, y[middle]) < 150) > 0.9
    low, high = verdict.minutes_inside[1:]
    assert low <= 62 and high >= 58
    assert verdict.arrival[1] <= pd.Timestamp("2026-03-03T12:31Z") <= verdict.arrival[2] + pd.Timedelta("3min")
    assert verdict.departure[1] - pd.Timedelta("3min") <= pd.Timestamp("2026-03-03T13:29Z") <= verdict.departure[2]
    assert verdict.closest_m == (0.0, 0.0, 0.0)


def test_a_claim_of_more_than_a_day_is_judged_by_logic_alone(claim_at, walk) -> None:
    tracks = walk(np.arange(0, 3 * 1440, 10.0))
    lon, lat = 1.2, 51.4
    claim = wb.Claim(place=(lon, lat), start="2026-03-03T06:00Z", end="2026-03-04T12:00Z")
    verdict = wb.check(claim, tracks)
    assert verdict.answer == "supported"
    assert math.isnan(verdict.log10_lr)
    assert verdict.words == NOT_COMPUTED
    assert verdict.minutes_inside is None and verdict.paths.empty


def test_the_resolution_curve_ends_where_the_place_is_told(claim_at, walk) -> None:
    tracks = walk(np.arange(660, 840, 6), 70.0, sigma=12, accuracy_m=30.0)
    verdict = wb.check(claim_at(0, 0, "12:00", "12:40", radius_m=30), tracks, sensitivity=False)
    table = verdict.resolution
    assert table["margin_m"].tolist() == [0, 25, 50, 100, 250, 500]
    assert table["radius_m"].iloc[-1] == 530
    assert table["answer"].iloc[0] == verdict.answer != "supported"
    assert table["answer"].iloc[-1] == "supported"
    assert verdict.resolution is table
    assert resolution_words(table).endswith("supported.")


def test_presence_throughout_names_the_time_that_nobody_watched(claim_at, walk) -> None:
    """At the origin with a fix each three minutes, but none from 12:10 to 12:25: supported, with the silence told."""
    tracks = walk(np.concatenate([np.arange(600, 731, 3), np.arange(745, 900, 3)]))
    verdict = wb.check(claim_at(0, 0, "12:00", "13:00", kind="throughout", radius_m=80), tracks)
    assert verdict.answer == "supported"
    assert verdict.because[-1].startswith("For 16 min, Tue 3 Mar 2026 12:09 to 12:25 UTC, no fix says where it was")
    assert any(text.startswith("A fix of the tag") for text in verdict.what_would_change_it)
    dense = wb.check(claim_at(0, 0, "12:30", "13:00", kind="throughout", radius_m=80), tracks)
    assert not any("no fix says" in text for text in dense.because)


def test_presence_throughout_is_not_supported_where_an_hour_was_a_silence(claim_at, walk) -> None:
    """At the origin before and after: 54 minutes unseen may pass, 69 may not, whatever the paths say."""
    for silent, end, answer, reason in ((54, "13:30", "supported", "evidence"), (69, "14:00", "cannot tell", "gap")):
        tracks = walk(np.concatenate([np.arange(600, 729, 3), np.arange(726 + silent, 900, 3)]))
        verdict = wb.check(claim_at(0, 0, "12:00", end, kind="throughout", radius_m=80), tracks)
        assert (verdict.answer, verdict.reason) == (answer, reason)
        assert min(raw(verdict)) > 2
        assert abs(verdict.log10_lr) < 1 or answer == "supported"
    assert set(verdict.sensitivity["answer"]) == {"cannot tell"}
    assert verdict.because[0].startswith("The tag reported nothing for 69 min")


@pytest.mark.parametrize("kind", ["visited", "throughout"])
@pytest.mark.parametrize(("silent", "answer", "reason"), [(54, "supported", "evidence"), (66, "cannot tell", "gap")])
def test_fixes_on_either_side_of_a_short_silence_may_support_presence(claim_at, walk, kind, silent, answer, reason) -> None:
    """At the origin before and after, no fix in the 20 minutes claimed: the fixes around them must be an hour apart at most."""
    tracks = walk(np.concatenate([np.arange(600, 711, 3), np.arange(708 + silent, 900, 3)]))
    verdict = wb.check(claim_at(0, 0, "12:00", "12:20", kind=kind, radius_m=80), tracks)
    assert (verdict.answer, verdict.reason, verdict.parameters["regime"]) == (answer, reason, "silent")
    assert min(raw(verdict)) > 2
    if answer == "supported":
        assert 1 <= verdict.log10_lr <= 2
        last = f"a silence of {silent} min, Tue 3 Mar 2026 11:48 to 12:42 UTC; so no more than 100 to 1 is reported."
        assert verdict.because[-1].endswith(last)
        assert any(text.startswith("A fix of the tag") for text in verdict.what_would_change_it)
    else:
        assert verdict.log10_lr < 1
        assert not any("'supported'" in text for text in verdict.what_would_change_it)


@pytest.mark.parametrize("kind", ["never", "at"])
def test_a_silence_contradicts_nobody_and_settles_no_moment(claim_at, walk, kind) -> None:
    tracks = walk(np.concatenate([np.arange(600, 711, 3), np.arange(762, 900, 3)]))
    verdict = wb.check(
        claim_at(0, 0, "12:10", "12:10" if kind == "at" else "12:20", kind=kind, radius_m=80), tracks, sensitivity=False
    )
    assert (verdict.answer, verdict.reason) == ("cannot tell", "gap")
    assert abs(verdict.log10_lr) < 1


def test_presence_elsewhere_across_a_short_silence_is_not_contradicted(claim_at, walk) -> None:
    """600 m away before and after 54 minutes of silence: there was time to come and go."""
    tracks = walk(np.concatenate([np.arange(600, 711, 3), np.arange(762, 900, 3)]), 600.0)
    for kind in ("visited", "throughout"):
        verdict = wb.check(claim_at(0, 0, "12:10", "12:20", kind=kind, radius_m=80), tracks, sensitivity=False)
        assert (verdict.answer, verdict.reason) == ("cannot tell", "gap")


def test_who_was_seen_to_leave_early_was_not_there_throughout(claim_at, walk) -> None:
    """Gone 12 minutes early, with a fix each ten: against elsewhere that speaks for it, against "in part" it does not."""
    minutes = np.arange(600, 960, 10.0)
    tracks = walk(minutes, np.interp(minutes, [0, 768, 776, 1440], [0, 0, 2000, 2000]), sigma=15, accuracy_m=40.0)
    verdict = wb.check(claim_at(0, 0, "12:00", "13:00", radius_m=80, kind="throughout"), tracks, sensitivity=False)
    assert raw(verdict)[0] > 1
    assert raw(verdict)[1] < 0
    assert verdict.answer != "supported"
