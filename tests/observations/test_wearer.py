"""One wearer's usable fixes against plain pandas, and what must not change them: order, copies, days, flagged rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.base.errors import InputError
from workbench.base.quality import IGNORED, Quality, usable
from workbench.evidence import check_claim
from workbench.evidence.account import check_account
from workbench.evidence.claim import Claim
from workbench.geo.projection import LocalFrame
from workbench.observations import wearer as room
from workbench.observations.wearer import Observations, Wearers, observe, prepare
from workbench.position_error.error_mixture import SHIPPED, sigma_m
from workbench.position_error.model import ErrorModel
from workbench.testing import SEA, make_fixes, make_tracks

DAY_US = 86_400_000_000
FLAGS = (0, int(Quality.SAME_TIME), int(Quality.SPREAD_TIME), int(Quality.DUPLICATE), int(Quality.JUMP), int(Quality.CLOCK_FAULT))
ROW = st.tuples(st.integers(0, 12), st.integers(-2, 2), st.sampled_from(FLAGS), st.sampled_from(["gnss", "wifi", "cell"]))
ROWS = st.lists(ROW, max_size=25)
RELAXED = settings(max_examples=60, deadline=None)


def table(rows: list[tuple[int, int, int, str]], shuffle: int | None = None) -> pd.DataFrame:
    """Make fixes on few minutes and few spots, so that many have the same of both; ids in the order of the rows."""
    minutes, spots, flags, methods = zip(*rows, strict=True) if rows else ([], [], [], [])
    fixes = make_fixes(minutes=minutes, x=np.array(spots, float) * 80, quality=list(flags), method=list(methods))
    fixes = fixes.assign(fix_id=[f"f{k:03d}" for k in range(len(fixes))])
    return fixes if shuffle is None else fixes.sample(frac=1.0, random_state=shuffle)


def plainly(fixes: pd.DataFrame) -> pd.DataFrame:
    """The same by pandas: usable, in order, each position at a time once."""
    good = fixes[usable(fixes["quality"])]
    return good.sort_values(["time", "lon", "lat", "fix_id"]).drop_duplicates(["time", "lon", "lat"])


def values(seen: Observations) -> dict[str, list[object]]:
    """All but where the rows stand in their table."""
    names = ("time_us", "lon", "lat", "accuracy_m", "level", "method", "fix_id", "quality")
    return {name: getattr(seen, name).tolist() for name in names}


@given(rows=ROWS, seed=st.integers(0, 9))
@RELAXED
def test_it_is_what_plain_pandas_gives(rows, seed):
    fixes = table(rows, seed)
    seen, oracle = prepare(fixes), plainly(fixes)
    assert seen.fix_id.tolist() == oracle["fix_id"].tolist()
    assert seen.time_us.tolist() == [t.value // 1000 for t in oracle["time"].dt.as_unit("ns")]
    assert seen.method.tolist() == oracle["method"].tolist()
    for name, column in (("lon", "lon"), ("lat", "lat"), ("accuracy_m", "accuracy_m"), ("level", "accuracy_level")):
        assert np.array_equal(getattr(seen, name), oracle[column].to_numpy(float))
    assert fixes.iloc[seen.row]["fix_id"].tolist() == seen.fix_id.tolist()
    assert seen.same_time.tolist() == [bool(q & Quality.SAME_TIME) for q in oracle["quality"]]
    assert seen.coarse_time.tolist() == [bool(q & Quality.SPREAD_TIME) for q in oracle["quality"]]


@given(rows=ROWS, seed=st.integers(0, 99))
@RELAXED
def test_the_order_of_the_rows_changes_nothing(rows, seed):
    assert values(prepare(table(rows))) == values(prepare(table(rows, seed)))


@given(rows=ROWS)
@RELAXED
def test_rows_given_twice_and_rows_flagged_change_nothing(rows):
    fixes = table(rows)
    again = pd.concat([fixes, fixes.assign(fix_id=[f"g{k}" for k in range(len(fixes))])], ignore_index=True)
    flagged = fixes.assign(quality=fixes["quality"] | int(Quality.JUMP), lon=fixes["lon"] + 0.01)
    assert values(prepare(again)) == values(prepare(fixes))
    assert values(prepare(pd.concat([flagged, fixes], ignore_index=True))) == values(prepare(fixes))


@given(rows=ROWS, days=st.integers(1, 400))
@RELAXED
def test_whole_days_later_only_the_times_differ(rows, days):
    fixes = table(rows)
    one, later = values(prepare(fixes)), values(prepare(fixes.assign(time=fixes["time"] + pd.Timedelta(days=days))))
    assert [t - days * DAY_US for t in later.pop("time_us")] == one.pop("time_us")
    assert later == one


@given(rows=ROWS, low=st.integers(-1, 13), length=st.integers(-1, 13))
@RELAXED
def test_a_window_is_what_a_mask_gives(rows, low, length):
    seen = prepare(table(rows))
    origin = int(pd.Timestamp("2026-03-03", tz="UTC").timestamp() * 1_000_000)
    a, b = origin + low * 60_000_000, origin + (low + length) * 60_000_000
    mask = (seen.time_us >= a) & (seen.time_us <= b)
    part = seen.take(seen.between(a, b))
    assert part.fix_id.tolist() == seen.fix_id[mask].tolist()
    assert part.time_us.tolist() == seen.time_us[mask].tolist()
    assert part.wearer == seen.wearer


def test_metres_of_a_part_are_the_same_before_and_after_all_are_kept():
    fixes = make_fixes(minutes=range(200), x=np.linspace(0, 9000, 200), y=np.linspace(500, -3000, 200))
    seen, part, frame = prepare(fixes), slice(40, 90), LocalFrame(1.25, 51.4)
    alone = seen.metres(frame, part)
    whole = seen.metres(frame)
    assert np.array_equal(np.stack(alone), np.stack(whole)[:, part])
    assert np.array_equal(np.stack(seen.metres(frame, part)), np.stack(alone))
    assert seen.metres(LocalFrame(1.25, 51.4))[0] is whole[0]
    assert np.abs(np.stack(seen.metres(SEA)) - np.stack([np.linspace(0, 9000, 200), np.linspace(500, -3000, 200)])).max() < 1e-3


def test_errors_are_those_of_the_model_asked_for():
    seen = prepare(make_fixes(minutes=range(6), accuracy_m=[5, np.nan, 30, 8, np.nan, 3], method=["gnss", "wifi"] * 3))
    wider = ErrorModel(k=dict.fromkeys(SHIPPED.k, 3.0))
    for errors in (SHIPPED, wider, SHIPPED):
        assert np.array_equal(seen.sigma_m(errors), sigma_m(seen.accuracy_m, seen.level, seen.method, errors=errors))
    assert seen.sigma_m() is seen.sigma_m(SHIPPED)
    assert (seen.sigma_m(wider) > seen.sigma_m()).any()


def test_other_flags_can_be_asked_to_be_left_out():
    fixes = make_fixes(minutes=range(4), quality=[0, int(Quality.JUMP), int(Quality.DUPLICATE), int(Quality.CLOCK_FAULT)])
    assert prepare(fixes).row.tolist() == [0]
    assert prepare(fixes, without=Quality.DUPLICATE).row.tolist() == [0, 1, 3]
    assert int(IGNORED) & int(Quality.JUMP | Quality.DUPLICATE | Quality.CLOCK_FAULT) == 21


def test_two_wearers_are_not_one():
    both = pd.concat([make_fixes(minutes=[0]), make_fixes(minutes=[1], wearer="W2")])
    with pytest.raises(InputError, match="more than one wearer"):
        prepare(both)
    with pytest.raises(InputError, match="no wearer 'W9'"):
        observe(make_tracks(both), "W9")


def test_a_store_gives_its_wearers_in_order():
    tracks = make_tracks(pd.concat([make_fixes(minutes=range(3), wearer=w) for w in ("B", "A")]))
    wearers = Wearers(tracks)
    assert [(one.wearer, len(one)) for one in wearers] == [("A", 3), ("B", 3)]
    assert wearers.of("A") is wearers.of("A")


def test_an_account_prepares_a_wearer_once(monkeypatch):
    tracks, asked = make_tracks(make_fixes(minutes=range(0, 120, 3))), []
    real = room.prepare

    def counted(fixes: pd.DataFrame) -> Observations:
        asked.append(len(fixes))
        return real(fixes)

    monkeypatch.setattr(room, "prepare", counted)
    claim = Claim(place=(1.2, 51.4), start="2026-03-03T00:30Z", end="2026-03-03T01:10Z")
    check_claim.check(claim, tracks)
    assert len(asked) == 1
    asked.clear()
    check_account([claim, Claim(place=(1.3, 51.4), start="2026-03-03T00:30Z", end="2026-03-03T01:10Z")], tracks)
    assert len(asked) == 1
