"""Meetings: by plain search, by real phones, by chance; and what shared errors must not claim."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from tests.oracles.meetings import bouts, chance, common, contacts, minutes_of
from workbench.geo.geocentric import earth_m
from workbench.position_error.containment import in_circle
from workbench.tables import MEETINGS
from workbench.tables.load import LoadReport
from workbench.testing import make_fixes, make_tracks
from workbench.time.instants import from_micros, micros
from workbench.trajectory.minute_index import packed


def together(*people: pd.DataFrame) -> wb.Tracks:
    return make_tracks(pd.concat(people, ignore_index=True).sort_values(["wearer_id", "time"], kind="stable", ignore_index=True))


def person(
    wearer: str, minutes: list[int], x: list[float] | float, *, method: str = "gnss", accuracy_m: float = 10.0
) -> pd.DataFrame:
    return make_fixes(minutes=minutes, x=x, wearer=wearer, method=method, accuracy_m=accuracy_m)


def test_who_walks_together_meets_and_travels() -> None:
    minutes = list(range(60))
    x = [0.0] * 10 + [80.0 * k for k in range(40)] + [3120.0] * 10
    found = wb.find_meetings(together(person("W1", minutes, x), person("W2", minutes, [v + 5 for v in x])))
    MEETINGS.validate(found)
    assert found[["minutes", "travelled_together", "same_building"]].values.tolist() == [[60.0, True, False]]
    assert found["closest_m"].iloc[0] == pytest.approx(5.0, abs=0.01)


def test_a_pass_in_the_street_and_a_parting_of_six_minutes() -> None:
    minutes = list(range(80))
    there, back = ([60.0 * k for k in way] for way in (minutes, minutes[::-1]))
    passing = together(person("W1", minutes, there), person("W2", minutes, back))
    assert wb.find_meetings(passing).empty
    apart = [0.0] * 30 + [500.0] * 6 + [0.0] * 44
    found = wb.find_meetings(together(person("W1", minutes, 0.0), person("W2", minutes, apart)))
    assert found["contact_minutes"].tolist() == [30.0, 44.0]
    short = [0.0] * 30 + [500.0] * 5 + [0.0] * 45
    assert wb.find_meetings(together(person("W1", minutes, 0.0), person("W2", minutes, short)))["minutes"].tolist() == [80.0]


def test_arrivals_are_compared_at_the_place() -> None:
    minutes = list(range(90))
    came = [[2000.0] * k + [0.0] * (90 - k) for k in (20, 50)]
    found = wb.find_meetings(together(*(person(f"W{n + 1}", minutes, x) for n, x in enumerate(came))))
    facts = found[["minutes", "arrival_difference_minutes", "departure_difference_minutes"]]
    assert facts.values.tolist()[-1] == [40.0, 30.0, 0.0]


def test_the_same_network_alone_never_gives_more_than_the_same_building() -> None:
    minutes = list(range(40))
    wifi = [person(w, minutes, 3.0 * n, method="wifi", accuracy_m=30) for n, w in enumerate(("W1", "W2"))]
    assert wb.find_meetings(together(*wifi))["same_building"].tolist() == [True]
    assert wb.find_meetings(together(wifi[0], person("W2", minutes, 3.0)))["same_building"].tolist() in ([], [False])


@pytest.mark.parametrize("method", ["gnss", "wifi"])
def test_names_of_the_two_do_not_matter(method: str) -> None:
    """H4, on three days of paths that cross often; one of the two is silent for a while and moves farther than the other."""
    rng = np.random.default_rng(2)
    minutes = [m for m in range(3 * 1440) if not 700 <= m < 900]
    xs = [np.cumsum(rng.normal(0, 12, len(minutes))) % 900 for _ in range(2)]
    xs[1][2000:2030] += np.linspace(0, 600, 30)
    one, two = (
        wb.find_meetings(together(person(a, minutes, xs[0], method=method), person(b, minutes[9:], xs[1][9:], method=method)))
        for a, b in ("AB", "BA")
    )
    assert len(one) > 3
    swapped = two.rename(columns={"usual_a": "usual_b", "usual_b": "usual_a"})[one.columns]
    pd.testing.assert_frame_equal(one, swapped)
    assert one.attrs["chance"]["shifts"].tolist() == [2]
    pd.testing.assert_frame_equal(one.attrs["chance"], two.attrs["chance"])


def test_a_minute_counts_where_the_chance_is_one_half() -> None:
    """Against the chance inside a circle, fix by fix, for two tags at rest at many distances."""
    for metres in (0.0, 20.0, 35.0, 40.0, 45.0, 49.0):
        a, b = minutes_of(together(person("W1", [0, 1], 0.0, accuracy_m=20), person("W2", [0, 1], metres, accuracy_m=20)))
        wanted = in_circle(metres, 50.0, np.hypot(a.sigma_m[0], b.sigma_m[0])) >= 0.5
        assert (len(contacts(a, b, 50.0).a) == 2) == bool(wanted), metres


def test_silences_are_not_bridged() -> None:
    two = together(person("W1", list(range(60)), 0.0), person("W2", [0, 1, 2, 50, 51, 52], 0.0))
    a, b = minutes_of(two)
    assert b.minute.tolist() == [b.minute[0] + k for k in (0, 1, 2, 50, 51, 52)]
    assert wb.find_meetings(two).empty
    assert len(a.minute) == 60


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_all_pairs_at_once_are_each_pair_alone_by_plain_search(seed: int) -> None:
    """Five people seen now and then, well or badly, by satellites or networks: rows and chance against the plain twin."""
    rng = np.random.default_rng(seed)
    parts, homes = [], rng.uniform(-300, 300, (3, 2))
    for k in range(5):
        minutes = np.cumsum(rng.choice([0.4, 1.0, 3.7, 200.0], 1500, p=[0.3, 0.4, 0.24, 0.06]))
        at = homes[np.repeat(rng.integers(0, 3, 60), 25)] + rng.normal(0, 12, (1500, 2))
        radius, method = rng.choice([8.0, 30.0, 150.0], 1500, p=[0.6, 0.3, 0.1]), rng.choice(["gnss", "wifi"], 1500, p=[0.7, 0.3])
        parts.append(
            make_fixes(minutes=minutes, x=at[:, 0], y=at[:, 1], wearer=f"W{k}", accuracy_m=radius, method=method.tolist())
        )
    tracks = together(*parts)
    people, found = minutes_of(tracks), wb.find_meetings(tracks, within_m=80.0, min_minutes=4.0)
    assert found.attrs["chance"]["week_shifts"].max() >= 1
    by_pair = {(row["wearer_a"], row["wearer_b"]): row for row in found.attrs["chance"].to_dict("records")}
    for k, a in enumerate(people):
        for b in people[k + 1 :]:
            near = contacts(a, b, 80.0)
            rows = found[(found["wearer_a"] == a.wearer) & (found["wearer_b"] == b.wearer)]
            runs = bouts(a.minute[near.a], 4.0)
            ends = [(a.minute[near.a[i]], a.minute[near.a[j]] + 1, j - i + 1) for i, j in runs.tolist()]
            start, end = (micros(rows[name]) // 60_000_000 for name in ("start", "end"))
            assert list(zip(start, end, rows["contact_minutes"], strict=True)) == ends
            for row, (i, j) in zip(rows.itertuples(), runs.tolist(), strict=True):
                assert row.closest_m == pytest.approx(near.distance_m[i : j + 1].min(), abs=1e-6)
                assert row.same_building == near.shared[i : j + 1].all()
            if len(rows):
                assert by_pair[a.wearer, b.wearer] == pytest.approx(chance(a, b, 80.0, 4.0), abs=1e-9, nan_ok=True)
            else:
                assert (a.wearer, b.wearer) not in by_pair


def test_minutes_are_those_of_the_plain_twin() -> None:
    rng = np.random.default_rng(8)
    minutes = np.cumsum(rng.choice([0.3, 1.0, 4.2, 15.0], 900))
    tracks = together(
        *(
            make_fixes(minutes=minutes, x=rng.normal(0, 400, 900), y=rng.normal(0, 400, 900), wearer=w, method=m, accuracy_m=a)
            for w, m, a in (
                ("W1", "gnss", 12.0),
                ("W2", "wifi", np.nan),
                ("W3", rng.choice(["cell", "beacon"], 900).tolist(), 40.0),
            )
        )
    )
    made = packed(tracks, 50.0)
    for w, plain in enumerate(minutes_of(tracks)):
        mine = slice(made.begin[w], made.begin[w + 1])
        where, doubt = made.where[mine].transpose(0, 2, 1).reshape(-1, 3), made.doubt[mine].transpose(0, 2, 1).reshape(-1, 2)
        known = np.isfinite(where[:, 0])
        length = made.where.shape[2]
        assert (made.number[mine, None] * length + np.arange(length)).ravel()[known].tolist() == plain.minute.tolist()
        np.testing.assert_allclose(where[known], np.column_stack([plain.x, plain.y, plain.z]), atol=1e-6, rtol=0)
        np.testing.assert_allclose(doubt[known], np.column_stack([plain.own_m, plain.sigma_m]) ** 2, rtol=1e-5)
        assert (made.flag[mine].ravel()[known] & 1).astype(bool).tolist() == plain.network.tolist()


def test_how_usual_a_place_is_and_when_they_came_by_plain_search() -> None:
    rng = np.random.default_rng(4)
    spots = np.array([[0, 0], [90, 40], [600, 0]])
    steps = [spots[np.repeat(rng.integers(0, 3, 20), 20)] + rng.normal(0, 9, (400, 2)) for _ in "ab"]
    tracks = together(
        *(make_fixes(minutes=range(400), x=at[:, 0], y=at[:, 1], wearer=w) for w, at in zip(("W1", "W2"), steps, strict=True))
    )
    found = wb.find_meetings(tracks)
    assert len(found) >= 2
    people = {p.wearer: p for p in minutes_of(tracks)}
    for row in found.itertuples():
        spot = earth_m(row.lon, row.lat)
        start, end = (int(t.timestamp() // 60) for t in (row.start, row.end))
        ends = []
        for wearer, usual in ((row.wearer_a, row.usual_a), (row.wearer_b, row.usual_b)):
            p = people[wearer]
            near = np.sqrt(sum((at - here) ** 2 for at, here in zip((p.x, p.y, p.z), spot, strict=True))) <= 150.0
            assert usual == pytest.approx(near.mean(), abs=1e-12)
            before, after = (p.minute[~near & side] for side in (p.minute < start, p.minute >= end))
            ends.append((max(before, default=p.minute[0] - 1) + 1, min(after, default=p.minute[-1] + 1) - 1))
        assert row.arrival_difference_minutes == abs(ends[0][0] - ends[1][0])
        assert row.departure_difference_minutes == abs(ends[0][1] - ends[1][1])


def routine(rng: np.random.Generator, shared: np.ndarray, days: int = 28) -> np.ndarray:
    """Metres every five minutes in a month of a person with a home and places of his own and three places he shares."""
    own = rng.uniform(-5000, 5000, (8, 2))
    spots = np.vstack([own, shared])
    x = np.empty((days, 288, 2))
    for d in range(days):
        x[d] = own[0]
        at = int(rng.integers(80, 130))
        while at < 250:
            long = int(rng.integers(4, 40))
            x[d, at : at + long] = spots[rng.integers(len(spots))] if rng.random() < 0.6 else rng.uniform(-5000, 5000, 2)
            at += long
    return x.reshape(-1, 2) + rng.normal(0, 8, (days * 288, 2))


def p_of(pairs: list[np.ndarray]) -> pd.DataFrame:
    """Minutes together and both p of pairs of routines, each pair in a town of its own; p is 1 where they never met."""
    size = pairs[0].shape[1]
    names = [f"{town:03d}{one}" for town in range(len(pairs)) for one in "ab"]
    town, who = np.repeat(np.arange(len(pairs)), 2 * size), np.repeat(np.arange(len(names)), size)
    x, y = np.concatenate(pairs).reshape(-1, 2).T
    fixes = pd.DataFrame(
        {
            "wearer_id": pd.array(names, dtype="str").take(who),
            "lon": 1.2 + x / 69_500 + 0.5 * town,
            "lat": 51.4 + y / 111_200,
            "time": from_micros(np.tile(np.arange(size) * 300_000_000, len(names))),
            "accuracy_m": 12.0,
            "accuracy_level": 0.68,
            "quality": 0,
            "method": pd.array(["gnss"], dtype="str").take(np.zeros(len(x), int)),
        }
    )
    found = wb.find_meetings(wb.Tracks(fixes, LoadReport(len(fixes), len(fixes)))).attrs["chance"]
    assert (found["wearer_a"].str[:3] == found["wearer_b"].str[:3]).all()
    asked = found.set_index("wearer_a").reindex(names[::2])[["minutes", "p_minutes", "p_rare"]]
    return asked.fillna({"minutes": 0.0}).fillna(1.0)


def test_strangers_with_the_same_shops_meet_by_chance_and_friends_do_not() -> None:
    """H1 and H2: 300 pairs of strangers, p of 2 in 27 or below in one in nine at most; three planted evenings are found."""
    rng = np.random.default_rng(11)
    shared = rng.uniform(-5000, 5000, (3, 2))
    pairs = [np.stack([routine(rng, shared) for _ in "ab"]) for _ in range(300)]
    false = pd.concat([p_of(pairs[k : k + 30]) for k in range(0, 300, 30)])
    for two in pairs[:50]:
        for evening in (day * 288 + 230 for day in (3, 11, 20)):
            two[:, evening : evening + 9] = 7000.0 + rng.normal(0, 8, (2, 9, 2))
    true = p_of(pairs[:50])
    assert (false["minutes"] > 0).mean() > 0.8
    assert (false["p_minutes"] <= 2 / 27).mean() <= 0.11
    assert (false["p_rare"] <= 2 / 27).mean() <= 0.11
    assert (true["p_rare"] <= 2 / 27).mean() >= 0.9


def test_phones_on_one_body_are_found_together(open_data) -> None:  # type: ignore[no-untyped-def]
    """Phones carried by one person: where their errors allow an answer, they are together for the time both were seen."""
    from benchmarks import opendata

    open_data("mobilitynet_phones")
    parts = [t.fixes for _, t in opendata.read("mobilitynet_phones")]
    tracks = make_tracks(pd.concat(parts, ignore_index=True).sort_values(["wearer_id", "time"], kind="stable", ignore_index=True))
    people, found = minutes_of(tracks), wb.find_meetings(tracks)
    shares = []
    for k, a in enumerate(people):
        for b in people[k + 1 :]:
            i, j = common(a, b)
            told = np.hypot(a.sigma_m[i], b.sigma_m[j]) < 40
            if len(i) >= 30 and told.mean() >= 0.9:
                met = found.loc[(found["wearer_a"] == a.wearer) & (found["wearer_b"] == b.wearer), "minutes"].sum()
                shares.append(met / len(i))
    assert len(shares) >= 3
    assert min(shares) >= 0.8


def test_nothing_and_nonsense() -> None:
    assert wb.find_meetings(make_tracks(make_fixes(minutes=[]))).columns.tolist() == MEETINGS.names
    with pytest.raises(wb.InputError, match="not usable"):
        wb.find_meetings(make_tracks(make_fixes(minutes=[0])), within_m=0)


def test_tables_of_meetings_can_be_joined() -> None:
    """The chances beside the rows used to break pd.concat; joined tables keep them only where they are the same."""
    one, two, other = (
        wb.find_meetings(together(person("W1", list(range(n)), 0.0), person(name, list(range(n)), 3.0)))
        for name, n in (("W2", 40), ("W2", 40), ("W3", 60))
    )
    both = pd.concat([one, other], ignore_index=True)
    assert both["wearer_b"].tolist() == ["W2", "W3"] and "chance" not in both.attrs
    assert pd.concat([one, two])["minutes"].tolist() == [40.0, 40.0]
    assert one.copy().attrs["chance"].equals(one.attrs["chance"])
