"""``wb.match_crimes`` as a whole: complete, right in truth, the same however the rows lie."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.geo.geocentric import earth_m
from workbench.tables import CRIME_EXCLUDED, CRIME_HITS, CRIME_POINTS, CRIME_UNKNOWN, CRIMES
from workbench.tables.tracks import Tracks
from workbench.testing import SEA, make_fixes, make_tracks, sample_crimes, sample_tracks
from workbench.time.instants import micros

START = "2026-02-24T00:00Z"


@pytest.fixture(scope="module")
def case():
    return wb.example()


@pytest.fixture(scope="module")
def found(case):
    return wb.match_crimes(case.crimes, case.tracks, progress=False)


def pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["crime_id"], table["wearer_id"], strict=True))


def crimes_at(x: list[float], start: list[str], minutes: float = 40.0) -> pd.DataFrame:
    lon, lat = SEA.to_degrees(x, np.zeros(len(x)))
    begin = pd.to_datetime(pd.Series(start), utc=True).dt.as_unit("us")
    return CRIMES.arrange(
        pd.DataFrame(
            {
                "crime_id": [f"C{i}" for i in range(len(x))],
                "version": 1,
                "force": "Kent",
                "kind": "RB",
                "start": begin,
                "end": begin + pd.Timedelta(minutes=minutes),
                "lon": lon,
                "lat": lat,
                "location_error_m": 10.0,
                "text": "",
                "file": "made",
                "row": range(1, len(x) + 1),
            }
        )
    )


def test_every_pair_of_crime_and_monitored_wearer_is_in_exactly_one_list(case, found):
    late = case.tracks.fixes[(case.tracks.fixes["wearer_id"] != "W3") | (case.tracks.fixes["time"] > "2026-03-10T00:00Z")]
    result = wb.match_crimes(case.crimes, Tracks(late.reset_index(drop=True), case.tracks.load), decoy_days=2, progress=False)
    worn = late.groupby("wearer_id")["time"].agg(["min", "max"])
    expected = {
        (c.crime_id, w) for c in case.crimes.itertuples() for w, t in worn.iterrows() if t["max"] >= c.start and t["min"] <= c.end
    }
    listed = pairs(result.hits) + pairs(result.excluded) + pairs(result.unknown)
    assert len(expected) < 36
    assert len(listed) == len(set(listed)) == result.summary["comparisons"] == len(expected)
    assert set(listed) == expected
    assert set(pairs(result.not_monitored)) == {(c, w) for c in case.crimes["crime_id"] for w in worn.index} - expected
    for table, schema in ((result.hits, CRIME_HITS), (result.excluded, CRIME_EXCLUDED), (result.unknown, CRIME_UNKNOWN)):
        schema.validate(table)
    CRIME_POINTS.validate(found.points())


def test_the_lists_agree_with_the_truth(case, found):
    lives = case.truth.groupby("wearer_id", observed=True)
    truth = {w: (micros(g["time"]) / 1e6, np.stack(earth_m(g["lon"], g["lat"]))) for w, g in lives}
    for crime in case.crimes.itertuples():
        place = np.stack(earth_m([crime.lon], [crime.lat]))
        for wearer, (t, spot) in truth.items():
            within = (t >= crime.start.timestamp()) & (t <= crime.end.timestamp())
            d = np.sqrt(((spot[:, within] - place) ** 2).sum(axis=0))
            pair = crime.crime_id, wearer
            if pair in pairs(found.excluded):
                row = found.excluded.set_index(["crime_id", "wearer_id"]).loc[pair]
                assert d.min() >= row["nearest_possible_m"] > 75.0
            if pair in pairs(found.hits):
                assert d.min() <= 75.0
            if (d <= 75.0).sum() >= 60:  # ten minutes and more, all with data in this case
                assert pair in pairs(found.hits)


def test_a_match_never_contradicts_the_full_check(found):
    pair = found.hits.iloc[0]
    assert found.verdict(pair["crime_id"], pair["wearer_id"]).answer == "supported"
    out = found.excluded.iloc[0]
    assert found.verdict(out["crime_id"], out["wearer_id"]).answer != "supported"


def test_a_crime_far_from_every_fix_is_excluded_and_its_verdict_can_be_had():
    """Nobody typed its place, so nobody is asked whether it is meant."""
    tracks = make_tracks(make_fixes(minutes=range(0, 120, 5), start=START))
    far = wb.match_crimes(crimes_at([150_000.0], ["2026-02-24T00:30Z"]), tracks, decoy_days=0, progress=False)
    assert pairs(far.excluded) == [("C0", "W1")]
    assert far.verdict("C0", "W1").answer == "contradicted"


def test_decoys_are_the_same_search_on_other_days(case, found):
    """Moving the crimes by a day and searching without decoys finds what the decoy of that day found."""
    work = found._search
    for k, days in ((12, -1), (13, 1), (20, 8)):
        moved = case.crimes.assign(**{c: case.crimes[c] + pd.Timedelta(days=days) for c in ("start", "end")})
        there = wb.match_crimes(moved, case.tracks, decoy_days=0, progress=False)
        hits = [(work.windows.crime_id[c], work.columns.wearers[w]) for c, w in np.argwhere(work.scan.decoys[:, :, k] == 1)]
        known = [(work.windows.crime_id[c], work.columns.wearers[w]) for c, w in np.argwhere(work.scan.decoys[:, :, k] >= 0)]
        assert set(hits) == set(pairs(there.hits)) & set(known)
        assert len(known) > 20


def test_chance_is_counted_exactly(found):
    decoys, hits = found._search.scan.decoys, found.hits
    rates = [(row == 1).sum() / (row >= 0).sum() for plane in decoys for row in plane]
    assert found.summary["on_other_days"] == pytest.approx(sum(rates))
    assert found.summary["false_discovery_rate"] == pytest.approx(found.summary["expected_by_chance"] / len(hits))
    for row in hits.itertuples():
        c, w = found._search.windows.crime_id.index(row.crime_id), found._search.columns.wearers.index(row.wearer_id)
        mine = decoys[c, w][decoys[c, w] >= 0]
        assert row.p_decoy == pytest.approx((mine.sum() + 0.5) / (len(mine) + 1))
        assert row.other_wearers == (hits["crime_id"] == row.crime_id).sum() - 1
    weighed = hits[~hits["log10_lr_far"].isna()]
    least = weighed[["log10_lr_chance", "log10_lr_far", "log10_lr_near"]].min(axis=1)
    assert len(weighed) > 1
    assert weighed["log10_lr"].tolist() == pytest.approx(least.tolist())
    assert hits["log10_lr"].is_monotonic_decreasing


@pytest.mark.parametrize("true", [0, 60, 200])
def test_chance_is_told_from_presence_where_routine_gives_some_matches(true):
    """Wearers with routines of every strength, some matches added: on average the estimate is the share of the others."""
    from workbench.crimes.chance import expected
    from workbench.crimes.scan import EXCLUDED, HIT, empty_scan

    off, plain = [], []
    for seed in range(6):
        rng = np.random.default_rng([true, seed])
        into = empty_scan(1, 8_000, 26)
        rate = np.where(rng.uniform(size=8_000) < 0.05, rng.beta(0.5, 1.0, 8_000), 0.001)
        into.decoys[0] = rng.uniform(size=(8_000, 26)) < rate[:, None]
        chance, there = rng.uniform(size=8_000) < rate, np.zeros(8_000, bool)
        there[rng.choice(8_000, true, replace=False, p=(rate + 0.02) / (rate + 0.02).sum())] = True
        into.state[0] = np.where(chance | there, HIT, EXCLUDED)
        found, hits = expected(into), int((chance | there).sum())
        off.append((found.by_chance - (hits - there.sum())) / hits)
        plain.append((found.on_other_days - (hits - there.sum())) / hits)
        assert hits > 80
    assert abs(np.mean(off)) <= 0.08 and np.abs(off).max() <= 0.25
    assert true < 200 or np.mean(plain) > 0.1 > abs(np.mean(off))


def test_a_neighbour_of_the_scene_is_no_news():
    """Who lives 50 m away is there every night: the match is said, its strength stays below 3."""
    minutes = np.arange(0, 20 * 1440, 4)
    away = (minutes % 1440 > 540) & (minutes % 1440 < 1020)
    tracks = make_tracks(make_fixes(minutes=minutes, x=np.where(away, 4000.0, 50.0), start=START))
    result = wb.match_crimes(crimes_at([0.0], ["2026-03-05T01:00Z"]), tracks, progress=False)
    row = result.hits.iloc[0]
    assert row["usual"] and row["usual_days"] >= 15
    assert 0.0 <= 10.0 ** row["log10_lr"] < 3.0
    assert row["p_decoy"] > 0.9


def test_a_stranger_who_came_once_is_news():
    minutes = np.arange(0, 20 * 1440, 4)
    there = (minutes > 9 * 1440 + 60) & (minutes < 9 * 1440 + 110)
    tracks = make_tracks(make_fixes(minutes=minutes, x=np.where(there, 0.0, 4000.0), start=START))
    result = wb.match_crimes(crimes_at([0.0], ["2026-03-05T01:00Z"]), tracks, progress=False)
    row = result.hits.iloc[0]
    assert not row["usual"]
    assert 10.0 ** row["log10_lr"] > 10.0
    assert row["words"] == "moderate support"


def test_neither_order_nor_place_nor_later_fixes_matter():
    base = {"decoy_days": 3, "progress": False}
    tracks, crimes = sample_tracks(), crimes_at([0.0, 5000.0, 400.0], ["2026-03-03T00:30Z"] * 3)
    first = wb.match_crimes(crimes, tracks, **base)
    assert len(first.hits) == 1 and len(first.excluded) >= 2
    again = wb.match_crimes(crimes.iloc[::-1].reset_index(drop=True), tracks, **base)
    moved_crimes = crimes.assign(lat=crimes["lat"] + 1.0)
    moved = wb.match_crimes(moved_crimes, Tracks(tracks.fixes.assign(lat=tracks.fixes["lat"] + 1.0), tracks.load), **base)
    early = tracks.fixes[tracks.fixes["time"] < "2026-03-03T08:00Z"].reset_index(drop=True)
    with_later = wb.match_crimes(crimes, tracks, decoy_days=0, progress=False)
    without = wb.match_crimes(crimes, Tracks(early, tracks.load), decoy_days=0, progress=False)
    for other in (again, moved):
        assert set(pairs(other.hits)) == set(pairs(first.hits))
        assert set(pairs(other.excluded)) == set(pairs(first.excluded))
        assert other.hits["log10_lr"].tolist() == pytest.approx(first.hits["log10_lr"].tolist(), abs=1e-6)
    pd.testing.assert_frame_equal(again.hits, first.hits)
    columns = ["crime_id", "wearer_id", "minutes_inside", "closest_m", "n_fixes"]
    pd.testing.assert_frame_equal(with_later.hits[columns], without.hits[columns])
    pd.testing.assert_frame_equal(with_later.excluded, without.excluded)


def test_a_known_moment_is_looked_for_around_it():
    tracks = sample_tracks()
    there = wb.match_crimes(crimes_at([0.0], ["2026-03-03T00:45Z"], minutes=0.0), tracks, decoy_days=2, progress=False)
    gone = wb.match_crimes(crimes_at([0.0], ["2026-03-03T03:00Z"], minutes=0.0), tracks, decoy_days=2, progress=False)
    assert pairs(there.hits) == [("C0", "W1")] and there.hits["minutes_inside"].iloc[0] == pytest.approx(4.0)
    assert gone.hits.empty and len(gone) == 2


def test_a_weekend_is_no_longer_than_can_be_searched():
    tracks = sample_tracks()
    result = wb.match_crimes(crimes_at([0.0], ["2026-03-01T18:00Z"], minutes=62 * 60.0), tracks, decoy_days=3, progress=False)
    row = result.hits.iloc[0]
    assert row["contact"] > 0.9
    assert row["opportunity"] == pytest.approx(row["minutes_inside"] / (62 * 60.0), rel=0.1)


def test_what_cannot_be_matched_is_refused_with_the_reason():
    crimes, tracks = sample_crimes(), sample_tracks()
    area = crimes.copy()
    area.attrs["level"] = "area"
    with pytest.raises(wb.InputError, match="eight addresses"):
        wb.match_crimes(area, tracks)
    two = pd.concat([crimes, crimes.assign(force="Essex")], ignore_index=True)
    with pytest.raises(wb.InputError, match="Two forces"):
        wb.match_crimes(two, tracks)
    with pytest.raises(wb.InputError, match="ends before"):
        wb.match_crimes(crimes.assign(end=crimes["start"] - pd.Timedelta(minutes=5)), tracks)
    for wrong in ({"method": "midpoint"}, {"radius_m": 0.0}, {"decoy_days": -1}, {"min_minutes": float("nan")}):
        with pytest.raises(wb.InputError):
            wb.match_crimes(crimes, tracks, **wrong)


def test_the_newest_version_of_a_crime_counts():
    crimes = pd.concat([sample_crimes(x=3000.0), sample_crimes().assign(version=2)], ignore_index=True)
    result = wb.match_crimes(crimes, sample_tracks(), decoy_days=2, progress=False)
    assert pairs(result.hits) == [("C1", "W1")] and len(result) == 2
    assert "Older versions of crimes left out: 1" in repr(result)


def test_no_crimes_and_no_fixes_give_empty_lists():
    none = wb.match_crimes(CRIMES.empty(), sample_tracks(), progress=False)
    nobody = wb.match_crimes(sample_crimes(), make_tracks(make_fixes(minutes=[])), progress=False)
    for result in (none, nobody):
        assert len(result) == 0 and np.isnan(result.summary["expected_by_chance"])
        assert result.series().empty or (result.series()["matched"] == 0).all()
        assert "0 of 0 comparisons" in result._repr_html_()
