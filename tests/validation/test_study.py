"""From a study to figures, record and report, on strengths made up so that the right figures are known."""

from __future__ import annotations

import json
import math
import re
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.base.errors import InputError
from workbench.cli import validate as commands
from workbench.evidence.calibration import Entry, calibrated, mapped, read_record
from workbench.geo.projection import distance_m
from workbench.simulation.run import Simulation
from workbench.validation import study
from workbench.validation.limits import limits
from workbench.validation.metrics import cllr
from workbench.validation.record import fit_entry, fit_record, refusals, write_record
from workbench.validation.regimes import with_worse_tag
from workbench.validation.report import report_of, write_report
from workbench.validation.summary import coverage, figures, rival_strengths, strata, times, worked_out
from workbench.validation.svg import Line, chart

pytestmark = pytest.mark.slow


def made_up(n: int = 1200, *, wearers: int = 30, scale: float = 1.0, shift: float = 0.0, seed: int = 4) -> pd.DataFrame:
    """Rows of a study whose true strength is ``raw * scale + shift`` off; half the claims are throughout."""
    rng = np.random.default_rng(seed)
    label = rng.random(n) < 0.5
    exact = rng.normal(np.where(label, 1.0, -1.0) * 2.0, 2.0) * 2 * 2.0 / 4.0 / math.log(10)
    raw = exact * scale + shift
    said = np.where(exact >= 1, "supported", np.where(exact <= -1, "contradicted", "cannot tell"))
    start = pd.Timestamp("2026-03-03 12:00Z")
    return pd.DataFrame(
        {
            "seed": rng.integers(0, wearers, n),
            "claim_id": [f"C{i}" for i in range(n)],
            "wearer_id": "W1",
            "kind": rng.choice(["visited", "throughout"], n),
            "stratum": rng.choice(["random", "near miss"], n),
            "made": rng.choice(["full", "thin", "gap"], n),
            "minutes": rng.choice([20.0, 120.0], n),
            "radius_m": 60.0,
            "label": label,
            "hidden": rng.random(n) < 0.1,
            "inside_minutes": rng.uniform(0, 60, n),
            "longest_minutes": 5.0,
            "closest_m": 100.0,
            "farthest_m": 100.0,
            "arrival": start,
            "departure": start,
            "answer": said,
            "reason": "evidence",
            "log10_lr": exact,
            "raw_far": raw,
            "raw_near": raw,
            "regime": rng.choice(["full", "thin", "gap"], n),
            "seconds": 0.5,
            "minutes_inside_low": 3.0,
            "minutes_inside_high": 57.0,
            "closest_m_low": 0.0,
            "closest_m_high": 50.0,
            "arrival_low": start,
            "arrival_high": start,
            "departure_low": None,
            "departure_high": None,
            "dot": np.where(label ^ (rng.random(n) < 0.2), "in", "out"),
            "best": np.where(label, 1.0, -1.0) + rng.normal(0, 2, n),
        }
    )


def with_rivals(rows: pd.DataFrame) -> pd.DataFrame:
    dots, best = rival_strengths(rows)
    return rows.assign(dot_lr=dots, best_lr=best, worked_lr=worked_out(rows))


@pytest.mark.parametrize(("scale", "shift"), [(1.0, 0.0), (0.9, -0.5), (1.4, 0.8)])
def test_a_calibration_undoes_what_was_done_to_the_strengths(scale: float, shift: float) -> None:
    rows = made_up(4000, scale=scale, shift=shift)
    rows = rows[rows["kind"] == "visited"].reset_index(drop=True)
    entry = fit_entry(rows, "visited", "full")
    a, b = entry["line"]
    assert b == pytest.approx(1 / scale, abs=0.12)
    assert a == pytest.approx(-shift / scale, abs=0.12)
    found = entry["figures"]
    limit = math.log10(found["cap"])
    ideal = np.clip(mapped(rows["raw_far"], (-shift / scale, 1 / scale)), -limit, limit)
    assert found["cllr"] == pytest.approx(cllr(ideal, rows["label"]), abs=0.02)
    assert found["cllr_min"] <= found["cllr"] <= found["cllr_raw"] + 0.01


def test_a_record_goes_to_the_file_and_back(tmp_path: Path) -> None:
    rows = made_up(2400, scale=1.2, shift=0.4)
    record = fit_record(rows, seeds=[1, 2])
    write_record(record, tmp_path / "c.json")
    read = read_record(tmp_path / "c.json")
    assert set(read) == {(kind, regime) for kind in ("visited", "throughout") for regime in ("full", "thin", "gap")}
    entry = read["visited", "full"]
    mine = rows[(rows["kind"] == "visited") & (rows["regime"] == "full")]
    assert (entry.n_true, entry.n_false) == (mine["label"].sum(), (~mine["label"]).sum())
    said = calibrated(0.5, kind="visited", regime="full", record=read)
    assert said == pytest.approx(float(mapped([0.5], entry.line)[0]))
    assert record["made"]["seeds"] == [1, 2]
    assert "numba" in record["made"]


def test_a_slope_that_says_the_engine_is_wrong_is_refused_aloud(tmp_path: Path) -> None:
    record = fit_record(made_up(2400, scale=4.0), seeds=[])
    write_record(record, tmp_path / "c.json")
    assert all(e["line"] is None for e in record["entries"])
    assert len(refusals(record)) == 6
    read = read_record(tmp_path / "c.json")
    assert all(entry.line is None and entry.refused for entry in read.values())
    assert calibrated(9.0, kind="visited", regime="full", record=read) < 1
    assert all(e["figures"]["misleading_at_10"] == 0 for e in record["entries"])


def test_the_map_is_that_of_the_weaker_strength() -> None:
    """Where one alternative is never the weaker one, what it says has no bearing on the map."""
    rows = made_up(4000)
    rows = rows[rows["kind"] == "visited"].reset_index(drop=True)
    higher = rows.assign(raw_near=rows["raw_near"] + 3.0)
    assert fit_entry(higher, "visited", "full")["line"] == fit_entry(rows, "visited", "full")["line"]
    assert (
        fit_entry(higher.assign(raw_far=higher["raw_near"], raw_near=rows["raw_far"]), "visited", "full")["line"]
        == (fit_entry(rows, "visited", "full")["line"])
    )


def test_figures_by_counting() -> None:
    rows = with_rivals(made_up())
    found = figures(rows)
    assert found["cllr"] == pytest.approx(wb.score(rows["log10_lr"], rows["label"]).cllr)
    assert found["cllr_dot"] == pytest.approx(0.72, abs=0.06)
    assert found["cllr"] < found["cllr_best"] < 1.0
    assert found["answers"]["supported"]["true"] == int((rows["label"] & (rows["answer"] == "supported")).sum())
    lone = figures(rows[rows["label"]])
    assert lone["cllr"] is None
    assert lone["answers"]["contradicted"]["n"] > 0
    assert sum(line["n"] for line in strata(rows) if line["by"] == "regime") == len(rows)
    assert times(rows)[0]["n"] == len(rows) - 1


def test_intervals_hold_what_they_hold() -> None:
    rows = made_up()
    held = {line["interval"]: line for line in coverage(rows)}
    assert held["minutes_inside"]["covered"] == pytest.approx(0.9, abs=0.03)
    assert held["closest_m"]["covered"] == 0.0
    assert held["arrival"]["covered"] is None
    assert (held["arrival"]["points"], held["arrival"]["points_right"]) == (len(rows), len(rows))
    assert held["departure"]["n"] == 0


def test_strengths_as_worked_out_are_not_withheld_in_silence() -> None:
    rows = made_up(40).assign(regime="silent", raw_far=-5.0, raw_near=-6.0)
    assert min(calibrated(-6.0, kind=kind, regime="silent") for kind in ("visited", "throughout")) > -1
    assert worked_out(rows).max() < -1
    assert worked_out(rows.assign(raw_far=5.0, raw_near=6.0)).min() > 1


def test_limits_say_yes_no_and_too_few() -> None:
    rows = with_rivals(made_up())
    lines = {line["what"]: line for line in limits(rows)}
    assert lines["Cllr, visited"]["holds"] is False
    mine = rows[rows["kind"] == "visited"]
    for words, column in (("Cllr", "worked_lr"), ("Cllr as reported", "log10_lr")):
        assert lines[f"{words}, visited"]["found"] == pytest.approx(cllr(mine[column], mine["label"]))
    assert lines["seconds per claim, median"]["holds"] is True
    assert lines["90 % interval holds the truth: departure"]["holds"] is None
    loose = {line["what"]: line for line in limits(rows, slack_factor=100.0)}
    assert loose["Cllr, visited"]["holds"] is True
    unsure = lines["cannot tell, all claims"]
    assert unsure["found"] == pytest.approx((rows["answer"] == "cannot tell").mean())
    good = rows[(rows["answer"] == "supported") & (rows["regime"] == "thin")]
    assert lines["supported is true, thin data"]["found"] == pytest.approx(good["label"].mean())


def test_the_report_is_one_page_that_fetches_nothing(tmp_path: Path) -> None:
    rows = made_up()
    rows.attrs.update(left_out={"passing by": 7}, stopped=True)
    rows.loc[0, "stratum"] = "<b>bold</b>"
    found = report_of(rows, command="workbench validate <OUT>")
    paths = write_report(found, tmp_path / "new")
    assert [p.name for p in paths] == ["validation.html", "validation.json"]
    page = paths[0].read_text(encoding="utf-8")
    assert "&lt;b&gt;bold" in page
    assert "<b>bold" not in page
    assert "<script" not in page
    assert not re.search(r"""(src|href)\s*=|url\(|@import|https?://""", page)
    assert page.count("<svg") == 6
    assert "stopped by hand" in page
    assert "7 visits shorter than two minutes" in page
    again = json.loads(paths[1].read_text(encoding="utf-8"))
    assert again["claims_checked"] == len(again["claims"]) == 1200
    assert again["limits"] == json.loads(json.dumps(found["limits"]))


def test_no_sentence_gives_the_probability_that_he_was_there(tmp_path: Path) -> None:
    page = write_report(report_of(made_up(300), command="x"), tmp_path)[0].read_text(encoding="utf-8")
    assert not re.search(r"\d\s*%[^.<]{0,40}(likely|probable|chance)[^.<]{0,20}(that )?(he|she|they) w", page)


def test_a_chart_draws_every_point_inside_its_frame() -> None:
    lines = [Line("x < y", [-9, 0, 9, np.nan], [0, 1, np.inf, 0], "#000", bars=[(0.0, 1.0)])]
    text = chart("A & B", lines, x_words="x", y_words="y", x_ticks=[-1, 1], y_ticks=[0, 1])
    root = ElementTree.fromstring(text)
    line = next(e for e in root.iter() if e.tag.endswith("polyline"))
    points = [tuple(map(float, p.split(","))) for p in line.attrib["points"].split()]
    assert len(points) == 3
    assert all(0 <= x <= 430 and 0 <= y <= 300 for x, y in points)


def test_a_worse_tag_errs_twice_as_far_and_hides_it(lives: Simulation) -> None:
    worse = with_worse_tag(lives)
    before, after = lives.tracks.fixes, worse.tracks.fixes
    truth = lives.truth[lives.truth["wearer_id"] == "W1"].set_index("time")
    both = before["wearer_id"].eq("W1") & before["time"].dt.second.mod(10).eq(0) & before["time"].dt.microsecond.eq(0)
    picked = before[both][:200].index
    at = truth.reindex(before.loc[picked, "time"])
    one = distance_m(before.loc[picked, "lon"], before.loc[picked, "lat"], at["lon"].to_numpy(), at["lat"].to_numpy())
    two = distance_m(after.loc[picked, "lon"], after.loc[picked, "lat"], at["lon"].to_numpy(), at["lat"].to_numpy())
    known = ~np.isnan(one)
    assert known.sum() > 20
    assert two[known] == pytest.approx(2 * one[known], abs=0.5)
    assert after["accuracy_m"].isna().all()
    assert not before["accuracy_m"].isna().all()


def test_a_study_can_be_stopped_and_keeps_what_was_done() -> None:
    def told(done: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    lives = partial(study.fresh_lives, days=3)
    rows = study.run_study(range(5), n=2, ask=lambda row: {"label": row.label}, lives=lives, told=told)
    assert len(rows) == 3
    assert rows.attrs["stopped"]
    assert rows["seed"].tolist() == [0, 0, 1]


def test_the_commands_write_what_they_say(tmp_path: Path) -> None:
    paths, found = commands.validate_command(tmp_path, n=3, wearers=1, days=3, seed=21, worse=True, variants=1)
    assert all(p.is_file() for p in paths)
    assert found["worse_tag"]
    assert sum(line["n"] for line in found["ablation"][:2]) == 3
    assert "--worse" in found["command"]
    with pytest.raises(InputError, match="claims"):
        commands.validate_command(tmp_path, n=0)


def test_a_refused_map_leaves_the_strength_as_it_is() -> None:
    record = {("visited", "full"): Entry("visited", "full", 10, 10)}
    assert calibrated(1.2, kind="visited", regime="full", record=record) == 1.2


def test_both_draws_by_turns() -> None:
    """Stays for odd seeds, moments for even ones: whoever fits the calibration again gets the same claims."""
    for seed, drawn in ((11, "stays"), (12, "moments")):
        sim = study.fresh_lives(seed, days=5)
        turn, plain = commands._by_turns(sim, n=6, seed=seed), wb.sample_claims(sim, n=6, seed=seed, times=drawn)
        shown = [c for c in plain.columns if c not in ("claim", "tracks")]
        assert turn[shown].equals(plain[shown])
