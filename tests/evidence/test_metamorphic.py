"""K1 to K12 through wb.check, on the simulated case that is shipped and on a real tag: what must hold for any data."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.testing import make_fixes, make_tracks

pytestmark = pytest.mark.slow

CASE = Path(__file__).resolve().parents[2] / "datasets" / "eastmere" / "positions.csv"
RANK = {"contradicted": 0, "cannot tell": 1, "supported": 2}
HOUR = pd.Timedelta(hours=1)


@dataclass(frozen=True)
class Asked:
    """A wearer's tracks, a claim about them, and what the check says of it as assumed."""

    tracks: wb.Tracks
    claim: wb.Claim
    verdict: wb.Verdict

    def again(self, fixes: pd.DataFrame | None = None, **changes) -> wb.Verdict:
        """Check other fixes, or another claim."""
        # The same load: what it says of its files (its doubts) does not change with the rows that are asked about.
        tracks = self.tracks if fixes is None else replace(make_tracks(fixes), load=self.tracks.load)
        return wb.check(replace(self.claim, **changes), tracks, sensitivity=False)


def raw(verdict: wb.Verdict) -> list[float]:
    return [verdict.parameters[f"raw_log10_lr_{name}"] for name in ("far", "near")]


def asked(tracks: wb.Tracks, start: pd.Timestamp, place: tuple[float, float] | None = None, **fields) -> Asked:
    """Ask about half an hour; where no place is given, about where most fixes of it lie."""
    end = start + HOUR / 2
    if place is None:
        seen = tracks.between(start, end).fixes
        place = float(seen["lon"].median()), float(seen["lat"].median())
    claim = wb.Claim(place=place, start=start, end=end, wearer=tracks.wearers[0], tolerance_minutes=0, **fields)
    return Asked(tracks, claim, wb.check(claim, tracks, sensitivity=False))


@pytest.fixture(scope="module")
def simulated() -> Asked:
    """The first statement of the bundled case, and ten days around it."""
    tracks = wb.read_tracks(CASE).of("W1").between("2026-02-27T00:00Z", "2026-03-09T00:00Z")
    return asked(tracks, pd.Timestamp("2026-03-03T21:10Z"), (1.424091, 51.626872))


@pytest.fixture(scope="module")
def real(open_data_folder) -> Asked:
    """A real tag at rest on one afternoon, and ten days around it."""
    tracks = wb.read_tracks(open_data_folder("moj_em_tag_london") / "positions_2026-02-10_2026-03-06.json")
    tracks = tracks.of(tracks.wearers[0]).between("2026-02-10T00:00Z", "2026-02-20T00:00Z")
    return asked(tracks, pd.Timestamp("2026-02-11T15:30Z"), radius_m=150)


@pytest.fixture(params=["simulated", "real"])
def case(request: pytest.FixtureRequest) -> Asked:
    return request.getfixturevalue(request.param)


def test_something_is_said(case: Asked) -> None:
    assert case.verdict.answer == "supported"
    assert max(raw(case.verdict)) > 1


def test_k1_another_part_of_the_map(case: Asked) -> None:
    """Half a degree east on the same parallel is a move of the flat map by whole frames."""
    lon, lat = case.claim.place
    fixes = case.tracks.fixes.assign(lon=case.tracks.fixes["lon"] + 0.5)
    assert raw(case.again(fixes, place=(lon + 0.5, lat))) == pytest.approx(raw(case.verdict), abs=1e-6)


def test_k2_and_k4_larger_places_and_weaker_claims_are_no_less_possible(case: Asked) -> None:
    answers = [case.again(radius_m=r).answer for r in (case.claim.radius_m / 2, 3 * case.claim.radius_m)]
    ranks = [RANK[a] for a in (answers[0], case.verdict.answer, answers[1])]
    assert ranks == sorted(ranks)
    always = case.again(kind="throughout", slack_minutes=0)
    middle = case.again(kind="at", start=pd.Timestamp(case.claim.start) + HOUR / 4, end=None)
    assert RANK[always.answer] <= RANK[middle.answer] <= RANK[case.again(min_minutes=0).answer]


def test_k3_and_k11_copies_and_order_change_nothing(case: Asked) -> None:
    twice = pd.concat([case.tracks.fixes, case.tracks.fixes.assign(fix_id=case.tracks.fixes["fix_id"] + "x")])
    for fixes in (twice, case.tracks.fixes.sample(frac=1, random_state=2)):
        again = case.again(fixes)
        assert raw(again) == raw(case.verdict)
        assert (again.answer, again.because, again.n_effective) == (
            case.verdict.answer,
            case.verdict.because,
            case.verdict.n_effective,
        )


def test_k5_never_turns_it_round(case: Asked) -> None:
    never = case.again(kind="never")
    assert raw(never) == pytest.approx([-v for v in raw(case.verdict)], abs=1e-9)
    assert never.answer == "contradicted"
    assert never.propositions == case.verdict.propositions[::-1]


def test_k6_larger_circles_never_strengthen_support(case: Asked) -> None:
    wide = case.again(case.tracks.fixes.assign(accuracy_m=1.5 * case.tracks.fixes["accuracy_m"]))
    assert min(raw(wide)) <= min(raw(case.verdict)) + 0.1


def test_k7_a_lone_wide_cell_fix_says_next_to_nothing(case: Asked) -> None:
    lone = make_fixes(
        minutes=[0.0], start=pd.Timestamp(case.claim.start) + HOUR / 4, accuracy_m=2000.0, method="cell", wearer=case.claim.wearer
    )
    lone = lone.assign(lon=case.claim.place[0] + 0.01, lat=case.claim.place[1], fix_id="lone")
    assert raw(case.again(pd.concat([case.tracks.fixes, lone]))) == pytest.approx(raw(case.verdict), abs=0.3)


def test_k8_a_week_later_is_the_same(case: Asked) -> None:
    week = pd.Timedelta(days=7)
    later = case.tracks.fixes.assign(**{c: case.tracks.fixes[c] + week for c in ("time", "recorded", "uploaded")})
    again = case.again(later, start=case.claim.start + week, end=case.claim.end + week)
    assert raw(again) == pytest.approx(raw(case.verdict), abs=1e-9)


def test_k9_half_of_the_fixes_never_turn_it_round(case: Asked) -> None:
    rng = np.random.default_rng(9)
    for _ in range(2):
        assert case.again(case.tracks.fixes[rng.random(len(case.tracks)) < 0.5]).answer != "contradicted"


def test_k10_what_comes_well_after_does_not_matter(case: Asked) -> None:
    time = case.tracks.fixes["time"]
    gone = (time > case.claim.end + 6.25 * HOUR) & (time < case.claim.end + 12 * HOUR)
    assert gone.any()
    again = case.again(case.tracks.fixes[~gone])
    assert (again.answer, again.because) == (case.verdict.answer, case.verdict.because)
    assert raw(again) == pytest.approx(raw(case.verdict), abs=0.15)


@pytest.mark.parametrize(("method", "regime"), [("wifi", "wifi"), ("cell", "cell")])
def test_data_of_one_coarse_kind_are_named_capped_and_hedged(walk, claim_at, method, regime) -> None:
    """Wi-Fi or masts alone: no house is told from the next, no place excluded, and no more than 100 is ever said."""
    radius = {"wifi": 40.0, "cell": 600.0}[method]
    tracks = walk(np.arange(600, 900, 5), method=method, accuracy_m=radius, accuracy_level=0.68, sigma=radius / 3)
    for x, kind in ((0, "visited"), (0, "never"), (6 * radius, "visited")):
        verdict = wb.check(claim_at(x, 0, "12:00", "13:00", radius_m=20, kind=kind), tracks, sensitivity=False)
        assert verdict.parameters["regime"] == regime
        assert verdict.cap <= 100
        assert abs(verdict.log10_lr) <= 2 or np.isnan(verdict.log10_lr)
        assert verdict.reason != "excluded"
        if x == 0:
            assert verdict.answer == "cannot tell"
    far = wb.check(claim_at(80_000, 0, "12:00", "13:00", radius_m=20), tracks, sensitivity=False)
    assert far.answer != "supported"


def test_k12_the_same_content_under_two_names(case: Asked, tmp_path: Path) -> None:
    """Written once, copied under another name: every word and figure of the report is the same."""
    case.tracks.to_parquet(tmp_path / "one.parquet")
    shutil.copy(tmp_path / "one.parquet", tmp_path / "two.parquet")
    one, two = (wb.check(case.claim, wb.read_tracks(tmp_path / f"{name}.parquet"), sensitivity=False) for name in ("one", "two"))
    assert one.card().text() == two.card().text()
    assert str(one.parameters) == str(two.parameters)
    assert raw(one) == pytest.approx(raw(case.verdict), abs=1e-9)
