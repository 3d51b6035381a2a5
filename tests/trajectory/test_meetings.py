"""Meetings: by plain search, by real phones, by chance; and what shared errors must not claim."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.inside import in_circle
from workbench.tables import MEETINGS
from workbench.testing import make_fixes, make_tracks
from workbench.trajectory.chance import chance
from workbench.trajectory.contacts import all_contacts, common, contacts
from workbench.trajectory.minutes import Minutes, minutes_of


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


def test_names_of_the_two_do_not_matter() -> None:
    minutes = list(range(120))
    rng = np.random.default_rng(2)
    xs = [np.cumsum(rng.normal(0, 12, 120)) for _ in range(2)]
    one = wb.find_meetings(together(person("A", minutes, xs[0]), person("B", minutes, xs[1])))
    two = wb.find_meetings(together(person("A", minutes, xs[1]), person("B", minutes, xs[0])))
    facts = ["start", "end", "lon", "lat", "closest_m", "contact_minutes", "arrival_difference_minutes"]
    assert len(one)
    pd.testing.assert_frame_equal(one[facts], two[facts])
    assert one["usual_a"].tolist() == two["usual_b"].tolist()
    assert one.attrs["chance"]["p_minutes"].tolist() == two.attrs["chance"]["p_minutes"].tolist() or len(one.attrs["chance"]) == 1


def test_a_minute_counts_where_the_chance_is_one_half() -> None:
    """Against the chance inside a circle, fix by fix, for two tags at rest at many distances."""
    for metres in (0.0, 20.0, 35.0, 40.0, 45.0, 49.0):
        a, b = minutes_of(together(person("W1", [0, 1], 0.0, accuracy_m=20), person("W2", [0, 1], metres, accuracy_m=20)))[0]
        wanted = in_circle(metres, 50.0, np.hypot(a.sigma_m[0], b.sigma_m[0])) >= 0.5
        assert (len(contacts(a, b, 50.0).a) == 2) == bool(wanted), metres


def test_silences_are_not_bridged() -> None:
    two = together(person("W1", list(range(60)), 0.0), person("W2", [0, 1, 2, 50, 51, 52], 0.0))
    a, b = minutes_of(two)[0]
    assert b.minute.tolist() == [b.minute[0] + k for k in (0, 1, 2, 50, 51, 52)]
    assert wb.find_meetings(two).empty
    assert len(a.minute) == 60


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_all_pairs_at_once_are_each_pair_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = []
    for k in range(5):
        minute = np.flatnonzero(rng.random(3000) < 0.05) + 29_000_000
        x, y = (np.cumsum(rng.normal(0, 60, len(minute))) for _ in range(2))
        sigma = rng.choice([4.0, 12.0, 60.0], len(minute))
        network = rng.random(len(minute)) < 0.3
        people.append(Minutes(f"W{k}", minute, x, y, sigma, network, np.minimum(sigma, 10.0)))
    found = {(a, b): c for a, b, c in all_contacts(people, 80.0)}
    for a in range(5):
        for b in range(a + 1, 5):
            alone = contacts(people[a], people[b], 80.0)
            if len(alone.a):
                assert found[a, b].a.tolist() == alone.a.tolist() and found[a, b].b.tolist() == alone.b.tolist()
            else:
                assert (a, b) not in found


def routine(rng: np.random.Generator, name: str, shared: np.ndarray, days: int = 28) -> Minutes:
    """A month of a person with a home of his own, places of his own and three places he shares with others."""
    own = rng.uniform(-5000, 5000, (8, 2))
    spots = np.vstack([own, shared])
    x = np.empty((days, 288, 2))
    for d in range(days):
        x[d] = own[0]
        at = int(rng.integers(80, 130))
        while at < 250:
            long = int(rng.integers(4, 40))
            x[d, at:at + long] = spots[rng.integers(len(spots))] if rng.random() < 0.6 else rng.uniform(-5000, 5000, 2)
            at += long
    xy = x.reshape(-1, 2)
    minute = 29_000_000 + np.arange(len(xy)) * 5
    sigma = np.full(len(xy), 8.0)
    xy = xy + rng.normal(0, 8, xy.shape)
    return Minutes(name, minute, xy[:, 0].copy(), xy[:, 1].copy(), sigma, np.zeros(len(xy), bool), sigma)


def test_strangers_with_the_same_shops_meet_by_chance_and_friends_do_not() -> None:
    """Fifty pairs: p below 2/27 as rarely as it should be (three standard errors allowed); three planted evenings are found."""
    rng = np.random.default_rng(11)
    shared = rng.uniform(-5000, 5000, (3, 2))
    false, true = [], []
    for pair in range(50):
        a, b = (routine(rng, f"{n}{pair}", shared) for n in "ab")
        false.append(chance(a, b, 50.0, 2.0))
        for day in (3, 11, 20):
            at = slice(day * 288 + 230, day * 288 + 238)
            for p in (a, b):
                p.x[at], p.y[at] = 7000.0 + rng.normal(0, 8, 8), 7000.0 + rng.normal(0, 8, 8)
        true.append(chance(a, b, 50.0, 2.0))
    assert np.mean([f["minutes"] > 0 for f in false]) > 0.8
    assert np.mean([f["p_minutes"] <= 2 / 27 for f in false]) <= 2 / 27 + 0.11
    assert np.mean([f["p_rare"] <= 2 / 27 for f in false]) <= 2 / 27 + 0.11
    assert np.mean([t["p_rare"] <= 2 / 27 for t in true]) >= 0.9


def test_phones_on_one_body_are_found_together(open_data) -> None:  # type: ignore[no-untyped-def]
    """Phones carried by one person: where their errors allow an answer, they are together for the time both were seen."""
    from benchmarks import opendata

    open_data("mobilitynet_phones")
    parts = [t.fixes for _, t in opendata.read("mobilitynet_phones")]
    tracks = make_tracks(pd.concat(parts, ignore_index=True).sort_values(["wearer_id", "time"], kind="stable", ignore_index=True))
    people, found = minutes_of(tracks)[0], wb.find_meetings(tracks)
    shares = []
    for k, a in enumerate(people):
        for b in people[k + 1:]:
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
