"""Sampled claims: labels from the truth alone, found again by going through it row by row."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.base.errors import InputError
from workbench.geo.projection import distance_m
from workbench.simulation.run import Simulation
from workbench.validation.regimes import HIDDEN, is_hidden
from workbench.validation.strata import MINUTES, RADII_M


def inside_by_hand(row: Any, lives: Simulation) -> np.ndarray:
    truth = lives.truth[lives.truth["wearer_id"] == row.wearer_id]
    at = truth[(truth["time"] >= row.claim.start) & (truth["time"] < row.claim.end)]
    return distance_m(at["lon"].to_numpy(), at["lat"].to_numpy(), *row.claim.place) <= row.claim.radius_m


def longest_run(inside: np.ndarray) -> int:
    best = run = 0
    for is_in in inside:
        run = run + 1 if is_in else 0
        best = max(best, run)
    return best


def test_labels_and_figures_are_those_of_the_truth(claims: pd.DataFrame, lives: Simulation) -> None:
    for row in claims.itertuples():
        inside = inside_by_hand(row, lives)
        assert len(inside) == pytest.approx(6 * row.minutes, abs=1)
        longest = longest_run(inside)
        assert row.longest_minutes * 6 == pytest.approx(longest, abs=1)
        if row.kind == "visited":
            assert row.label == (longest >= 12)
            assert longest >= 11 or longest == 0
        else:
            absent, allowed = 10 * (~inside).sum(), max(300.0, 3.0 * row.minutes)
            assert row.label == (absent <= allowed)
            assert abs(absent - allowed) >= 50
        assert pd.isna(row.arrival) == (row.inside_minutes == 0) == (row.closest_m > 0)


def test_all_strata_regimes_and_labels_occur(claims: pd.DataFrame) -> None:
    assert len(claims) == 120
    assert claims["claim_id"].is_unique
    assert set(claims["stratum"]) == {"true place", "other place", "near miss", "on route", "random", HIDDEN}
    assert set(claims["made"]) == {"full", "thin", "gap"}
    assert set(claims["minutes"]) <= set(MINUTES)
    assert set(claims["radius_m"]) <= set(RADII_M)
    assert (claims.groupby("kind")["label"].agg(["any", "all"]).to_numpy() == [[True, False]] * 2).all()
    assert claims.attrs["left_out"]["passing by"] > 0
    near = claims[claims["stratum"] == "near miss"]
    assert near["closest_m"].between(19, 401).all()
    assert not near["label"].any()
    assert claims.loc[claims["stratum"] == HIDDEN, "hidden"].all()


def test_the_data_are_thinned_and_cut_as_said(claims: pd.DataFrame, lives: Simulation) -> None:
    for row in claims[:30].itertuples():
        whole = lives.tracks.of(row.wearer_id).fixes
        left = row.tracks.fixes
        assert set(left["fix_id"]) <= set(whole["fix_id"])
        assert set(left["wearer_id"]) == {row.wearer_id}
        lost = whole[~whole["fix_id"].isin(left["fix_id"])]
        if row.made == "full":
            assert lost.empty
        elif row.made == "thin":
            assert len(left) / len(whole) == pytest.approx(0.2, abs=0.04)
        elif len(lost):
            most = pd.Timedelta(minutes=row.minutes + 60)
            assert lost["time"].max() - lost["time"].min() <= most
            assert whole["time"].between(lost["time"].min(), lost["time"].max()).sum() == len(lost)


def test_a_hidden_claim_has_no_fix_and_time_to_spare(claims: pd.DataFrame) -> None:
    for row in claims[claims["hidden"]].itertuples():
        fixes = row.tracks.fixes
        fixes = fixes[~fixes["quality"].to_numpy().astype(bool)]
        assert not fixes["time"].between(row.claim.start, row.claim.end).any()
        before, after = fixes[fixes["time"] < row.claim.start].iloc[-1], fixes[fixes["time"] > row.claim.end].iloc[0]
        way = sum(float(distance_m(f["lon"], f["lat"], *row.claim.place)) - row.radius_m for f in (before, after))
        assert (after["time"] - before["time"]).total_seconds() >= 4 * way / 10 - 5


def test_no_silence_hides_what_a_fix_shows() -> None:
    t = np.array([0.0, 900.0, 3600.0])
    assert not is_hidden(t, np.array([2000.0, 2000.0, 2000.0]), 600.0, 1800.0)
    assert not is_hidden(t[[0, 2]], np.array([0.0, 2000.0]), 600.0, 1800.0)
    assert not is_hidden(t[:1], np.array([2000.0]), 600.0, 1800.0)
    assert not is_hidden(t[2:], np.array([2000.0]), 600.0, 1800.0)


def test_the_same_seed_gives_the_same_claims_and_changes_nothing(claims: pd.DataFrame, lives: Simulation) -> None:
    before, true = lives.tracks.fixes.copy(), lives.truth.copy()
    again = wb.sample_claims(lives, n=120, seed=3)
    plain = [c for c in claims if c not in ("claim", "tracks")]
    pd.testing.assert_frame_equal(again[plain], claims[plain])
    assert [c.place for c in again["claim"]] == [c.place for c in claims["claim"]]
    pd.testing.assert_frame_equal(lives.tracks.fixes, before)
    pd.testing.assert_frame_equal(lives.truth, true)
    assert not wb.sample_claims(lives, n=20, seed=4)["radius_m"].equals(claims["radius_m"][:20])


def test_times_are_drawn_from_moments_or_from_stays(lives: Simulation) -> None:
    """By moments the time claimed lies mostly within one stay, as most of a life does; by stays comings and goings abound."""
    moments, stays = (wb.sample_claims(lives, n=120, seed=5, times=times, kinds=("visited",)) for times in ("moments", "stays"))
    shares = [(one["inside_minutes"] / one["minutes"])[one["stratum"] == "true place"].mean() for one in (moments, stays)]
    assert shares[0] > shares[1] + 0.1
    assert set(moments["stratum"]) == set(stays["stratum"])
    with pytest.raises(InputError, match="times"):
        wb.sample_claims(lives, n=2, times="nights")


def test_what_cannot_be_sampled_is_refused(lives: Simulation) -> None:
    with pytest.raises(InputError, match="n"):
        wb.sample_claims(lives, n=0)
    short = dataclasses.replace(lives, truth=lives.truth[lives.truth["time"] < "2026-02-23 03:00Z"])
    with pytest.raises(InputError, match="days"):
        wb.sample_claims(short, n=1)


def test_moments_and_data_of_one_coarse_kind_where_they_are_asked_for(lives: Simulation) -> None:
    asked = wb.sample_claims(lives, n=40, seed=4, made=("wifi", "cell"), kinds=("at",))
    assert set(asked["made"]) == {"wifi", "cell"}
    assert set(asked["kind"]) == {"at"}
    assert asked["label"].any() and not asked["label"].all()
    for row in asked.itertuples():
        assert set(row.tracks.fixes["method"]) <= {row.made}
        assert row.claim.end is None
        truth = lives.truth[(lives.truth["wearer_id"] == row.wearer_id) & (lives.truth["time"] == row.claim.start)]
        away = distance_m(truth["lon"].to_numpy(), truth["lat"].to_numpy(), *row.claim.place)
        assert row.label == bool((away <= row.claim.radius_m).all())
    for odd in ({"made": ("dark",)}, {"kinds": ()}, {"kinds": ("never",)}):
        with pytest.raises(InputError, match="cannot be"):
            wb.sample_claims(lives, n=2, **odd)


def test_answers_about_coarse_data_are_hedged_and_not_wrong(lives: Simulation) -> None:
    """Nine claims on Wi-Fi or masts alone: the regime is one of theirs or silence, and no answer goes against the truth."""
    asked = wb.sample_claims(lives, n=9, seed=6, made=("wifi", "cell"), kinds=("visited", "at"))
    wrong = {True: "contradicted", False: "supported"}
    for row in asked[asked["tracks"].map(len) > 0].itertuples():
        verdict = wb.check(row.claim, row.tracks, sensitivity=False)
        assert verdict.parameters["regime"] in {row.made, "silent", None}
        assert verdict.cap <= 100
        assert verdict.answer != wrong[row.label]
