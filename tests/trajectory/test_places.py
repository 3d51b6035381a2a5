"""Places: every stay in exactly one, whatever the order of the rows; nights by the local clock."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import mapping

import workbench as wb
from workbench.geo.projection import distance_m, frame_for
from workbench.tables import HAUNTS, STAYS

ORIGIN = frame_for([1.2], [51.4])


def stays_at(rows: list[tuple[str, float, float, float, float]]) -> pd.DataFrame:
    """Stays from (wearer, hour it began after 2 March 2026 00:00 UTC, hours long, metres east, metres north)."""
    wearer, begin, long, x, y = (list(c) for c in zip(*rows, strict=True))
    lon, lat = ORIGIN.to_degrees(np.array(x, float), np.array(y, float))
    start = pd.Timestamp("2026-03-02T00:00Z") + pd.to_timedelta(begin, unit="h")
    ids = [f"s{k}" for k in range(len(rows))]
    return STAYS.arrange(
        pd.DataFrame(
            {
                "stay_id": ids,
                "wearer_id": wearer,
                "start": start.as_unit("us"),
                "end": (start + pd.to_timedelta(long, unit="h")).as_unit("us"),
                "minutes": np.array(long) * 60.0,
                "lon": lon,
                "lat": lat,
                "radius_m": 10.0,
                "error_m": 5.0,
                "n_fixes": 3,
                "first_fix_id": ids,
                "last_fix_id": ids,
            }
        )
    )


HOME = [("W1", 24 * d + 18, 13, 5.0 * (d % 3), 0.0) for d in range(5)]
WORK = [("W1", 24 * d + 9, 8, 2000.0, 100.0) for d in range(5)]


def test_home_and_work_are_two_places_with_their_nights() -> None:
    places = wb.find_places(stays_at(HOME + WORK))
    HAUNTS.validate(places)
    assert places[["visits", "nights", "minutes"]].values.tolist() == [[5, 5, 5 * 13 * 60], [5, 0, 5 * 8 * 60]]
    assert places["place_id"].tolist() == ["W1-place-1", "W1-place-2"]
    assert places["label"].tolist() == ["", ""]


def test_each_wearer_has_places_of_his_own() -> None:
    both = stays_at(HOME + [("W2", b, h, x, y) for _, b, h, x, y in HOME])
    assert wb.find_places(both)["wearer_id"].tolist() == ["W1", "W2"]


def test_a_stay_elsewhere_or_an_hour_away_makes_a_new_visit_and_a_short_silence_does_not() -> None:
    rows = [("W1", 0, 1, 0, 0), ("W1", 1.5, 1, 0, 0), ("W1", 2.6, 0.2, 900, 0), ("W1", 3, 1, 0, 0), ("W1", 6, 1, 0, 0)]
    assert wb.find_places(stays_at(rows))["visits"].tolist() == [3, 1]


def test_nights_are_counted_by_the_local_clock() -> None:
    """In July 20:30 to 23:30 UTC is two and a half hours of a British night, but only an hour and a half of a UTC one."""
    july = 24 * 130
    rows = [("W1", july + 20.5, 3, 0, 0)]
    assert wb.find_places(stays_at(rows))["nights"].tolist() == [1]
    assert wb.find_places(stays_at(rows), timezone="UTC")["nights"].tolist() == [0]


def test_names_come_from_a_table_and_say_from_where() -> None:
    lon, lat = ORIGIN.to_degrees(np.array([20.0, 2000.0]), np.array([0.0, 600.0]))
    names = pd.DataFrame({"name": ["The Nook", "Yard"], "lon": lon, "lat": lat, "source": ["order O1", "officer"]})
    places = wb.find_places(stays_at(HOME + WORK), names=names)
    assert places["label"].tolist() == ["The Nook", ""]
    assert places["label_source"].tolist() == ["order O1", ""]
    assert wb.find_places(stays_at(HOME + WORK), names=names.assign(radius_m=500.0))["label"].tolist() == ["The Nook", "Yard"]


def test_names_come_from_a_gazetteer_file_and_the_smallest_outline_around_the_place_wins(tmp_path: Path) -> None:
    """A table of points with radii, and outlines: an estate around the house, the house itself, a yard 30 m from work."""

    def outline(name: str, *corners: float) -> dict[str, object]:
        shape = ORIGIN.shape_to_degrees(shapely.box(*corners))
        return {"type": "Feature", "properties": {"name": name}, "geometry": mapping(shape)}

    file = tmp_path / "streets.geojson"
    boxes = [("The Estate", -400, -400, 400, 400), ("4 Tern Row", -15, -15, 25, 15), ("Yard", 2030, 0, 2100, 200)]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [outline(n, *box) for n, *box in boxes]}))
    stays = stays_at(HOME + WORK)
    places = wb.find_places(stays, names=wb.read_zones(file))
    assert places["label"].tolist() == ["4 Tern Row", "Yard"]
    assert places["label_source"].tolist() == ["streets.geojson"] * 2
    assert wb.find_places(stays, names=wb.read_zones(file), within_m=20.0)["label"].tolist() == ["4 Tern Row", ""]

    lon, lat = ORIGIN.to_degrees(np.array([0.0, 2000.0]), np.array([10.0, 500.0]))
    table = tmp_path / "places.csv"
    pd.DataFrame({"name": ["Nook", "Works"], "lon": lon, "lat": lat, "radius_m": [30.0, 380.0]}).to_csv(table, index=False)
    found = wb.find_places(stays, names=wb.read_zones(table))
    assert found[["label", "label_source"]].values.tolist() == [["Nook", "places.csv"], ["Works", "places.csv"]]
    told = wb.find_places(stays, names=pd.read_csv(table))
    assert told["label"].tolist() == ["Nook", "Works"] and set(told["label_source"]) == {"user"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600)), min_size=1, max_size=14), st.randoms())
def test_stays_belong_to_places_as_chains_say(points: list[tuple[int, int]], shuffle) -> None:  # type: ignore[no-untyped-def]
    """Against a plain search for connected stays; and the order of rows changes nothing."""
    stays = stays_at([("W1", 2.0 * k, 1.0, float(x), float(y)) for k, (x, y) in enumerate(points)])
    lon, lat = stays["lon"].to_numpy(), stays["lat"].to_numpy()
    steps = [distance_m(lon, lat, lon[i], lat[i]) for i in range(len(stays))]
    if any(abs(v - 60.0) < 0.1 for row in steps for v in row):
        return
    group = list(range(len(stays)))
    for i in range(len(stays)):
        for j in np.flatnonzero(steps[i] <= 60.0):
            old, new = group[j], group[i]
            group = [new if g == old else g for g in group]
    wanted = sorted(group.count(g) * 60.0 for g in set(group))
    places = wb.find_places(stays)
    assert sorted(places["minutes"].tolist()) == wanted
    rows = list(range(len(stays)))
    shuffle.shuffle(rows)
    mixed = wb.find_places(stays.iloc[rows])
    facts = ["lon", "lat", "minutes", "visits"]
    assert mixed.sort_values(facts)[facts].round(7).values.tolist() == places.sort_values(facts)[facts].round(7).values.tolist()


def test_nothing_gives_an_empty_table_and_nonsense_is_refused() -> None:
    assert wb.find_places(STAYS.empty()).columns.tolist() == HAUNTS.names
    with pytest.raises(wb.InputError, match="not a length"):
        wb.find_places(STAYS.empty(), within_m=0)
    with pytest.raises(wb.SchemaError, match="lacks lon, lat"):
        wb.find_places(STAYS.empty(), names=pd.DataFrame({"name": ["x"]}))
