"""``wb.example``: the bundled case through the real loaders, found in a checkout and in an installed package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.base.errors import MissingError
from workbench.base.quality import Quality, has
from workbench.geo.projection import distance_m
from workbench.orders import duties
from workbench.simulation import case_files as folder
from workbench.simulation.bundled import Case, example
from workbench.simulation.cast import CASE_DAYS, CASE_SEED, CASE_START, CASE_ZONE, cast_of_eastmere
from workbench.simulation.wearer import live_life, span_of
from workbench.tables import CRIMES, FIXES, PLACES, TRUTH


@pytest.fixture(scope="module")
def case() -> Case:
    return example()


def test_the_case_is_complete(case: Case) -> None:
    for table, frame in ((FIXES, case.tracks.fixes), (TRUTH, case.truth), (CRIMES, case.crimes), (PLACES, case.places)):
        table.validate(frame)
    assert case.zones["zone_id"].tolist() == ["Z1", "Z2", "Z3"]
    assert case.zones["buffer_m"].tolist() == [250.0, 100.0, 0.0]
    assert [o["wearer_id"] for o in case.orders] == case.tracks.wearers == ["W1", "W2", "W3"]
    assert case.base["type"] == "FeatureCollection"
    assert case.folder.name == "eastmere" and (case.folder / "README.md").is_file()
    assert case.account["claim_id"].tolist() == case.account_truth["claim_id"].tolist()
    assert "invented" in case._repr_html_() and "31," in repr(case)


def test_every_row_is_accounted_for(case: Case) -> None:
    load = case.tracks.load
    assert load.rows_read == load.rows_kept == len(case.tracks.fixes)
    assert len(load.set_aside) == 0
    assert load.files["name"].tolist() == ["positions.csv"]


def test_reading_gives_back_what_the_tags_reported(case: Case) -> None:
    cast, span = cast_of_eastmere(), span_of(CASE_START, CASE_DAYS, CASE_ZONE)
    made = pd.concat(
        [
            live_life(i, CASE_SEED, cast.borough, span, person=person, story=story).fixes
            for i, (person, story) in enumerate(zip(cast.people, cast.stories, strict=True))
        ]
    )
    read = case.tracks.fixes
    assert has(made["quality"], Quality.DUPLICATE).sum() == has(read["quality"], Quality.DUPLICATE).sum()
    assert has(made["quality"], Quality.NO_ACCURACY).sum() == has(read["quality"], Quality.NO_ACCURACY).sum()
    order = ["wearer_id", "time", "uploaded", "lon"]
    columns = [
        "wearer_id",
        "device_id",
        "time",
        "recorded",
        "uploaded",
        "lon",
        "lat",
        "accuracy_m",
        "accuracy_level",
        "speed_kmh",
        "heading_deg",
        "method",
        "satellites",
    ]
    first, second = (t.sort_values(order, kind="stable", ignore_index=True)[columns] for t in (made, read))
    pd.testing.assert_frame_equal(first, second, check_exact=False, atol=1e-9)


def test_an_installed_package_finds_the_case_inside_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "workbench"
    (inside / "simulation").mkdir(parents=True)
    monkeypatch.setattr(folder, "__file__", str(inside / "simulation" / "folder.py"))
    with pytest.raises(MissingError, match="eastmere"):
        folder.case_folder()
    for place in (tmp_path / "datasets" / "eastmere", inside / "_datasets" / "eastmere"):
        place.mkdir(parents=True)
        (place / "positions.csv").write_text("x")
        assert folder.case_folder() == place


def test_the_truth_is_close_to_the_fixes(case: Case) -> None:
    mine = case.tracks.of("W2").fixes
    known = mine[(mine["method"] == "gnss") & mine["accuracy_m"].notna()]
    rows = case.truth[case.truth["wearer_id"] == "W2"]
    nearest = rows.set_index("time").index.get_indexer(pd.DatetimeIndex(known["time"]), method="nearest")
    far = distance_m(known["lon"], known["lat"], rows["lon"].to_numpy()[nearest], rows["lat"].to_numpy()[nearest])
    assert 0.7 < (far <= known["accuracy_m"]).mean() < 0.9
    assert np.median(far) < 15


def test_the_stories_are_orders_after_which_nobody_breached_anything(case: Case) -> None:
    rows = duties(case.stories, "2026-02-23", "2026-03-23")
    # the order itself: what could be misread makes no row
    assert set(rows["order_id"]) == {"S1-sentence", "S2", "S5"}
    assert case.stories.clauses["no_duty"].ne("").sum() == 3
    asked = rows[rows["permission_id"].isna()]
    spans = {(r.order_id, r.version): case.stories.clause(r) for r in asked.itertuples()}
    for (order_id, version), clause in spans.items():
        mine = asked[(asked["order_id"] == order_id) & (asked["version"] == version)]
        truth = case.truth[case.truth["wearer_id"] == clause["wearer_id"]]
        held = np.zeros(len(truth), bool)
        for row in mine.itertuples():
            held |= (truth["time"] >= row.start).to_numpy() & (truth["time"] < row.end).to_numpy()
        there = truth[held]
        place = case.stories.place(mine.iloc[0])
        middle = clause["geometry"].centroid if place is None else None
        lon, lat = (middle.x, middle.y) if middle is not None else (place["lon"], place["lat"])
        away = distance_m(there["lon"].to_numpy(), there["lat"].to_numpy(), lon, lat)
        if clause["kind"] == "curfew":
            assert away.max() < place["radius_m"]
        else:
            assert away.min() > 150.0
    # and the truth of it: the visits that would be misread took place
    lifted = rows[rows["permission_id"].notna()].iloc[0]
    seen = case.truth[(case.truth["wearer_id"] == "W1") & case.truth["time"].between(lifted["start"], lifted["end"])]
    assert (seen["place_id"] == "P016").any()
