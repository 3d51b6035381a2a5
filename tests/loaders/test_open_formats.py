"""Every open sample of a track format: how many rows are kept, and why each other one is set aside.

The numbers were counted in the files themselves: with text tools, and in the FIT files frame by frame.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import workbench as wb
from workbench.base.errors import InputError
from workbench.tables import FIXES

NO_POSITION = "its position is missing or cannot be read"
NO_ENTRY = "the entry has no position"
PLACE = "a waypoint without a time is a place, not a fix"
PLAN = "a route point without a time is a plan, not a fix"
UNTIMED = "the track point has no time"
SEVERAL = "the place gives one time, or none, for several positions"
WAY = "a way point has no time of its own"
HISTORY = "dawarich_agpl3/google/location-history/with_"

EXPECTED: dict[str, tuple[int, dict[str, int]]] = {
    "dawarich_agpl3/geojson/export.json": (10, {}),
    "dawarich_agpl3/geojson/export_same_points.json": (10, {}),
    "dawarich_agpl3/geojson/google_takeout_example.json": (1, {}),
    "dawarich_agpl3/geojson/gpslogger_example.json": (1, {}),
    "dawarich_agpl3/geojson/various_fields.geojson": (3, {}),
    "dawarich_agpl3/overland/geodata.json": (1, {"it has no position": 1}),
    "dawarich_agpl3/google/edge_cases/phone_takeout_array_timeline_path.json": (3, {}),
    "dawarich_agpl3/google/edge_cases/semantic_history_with_bom.json": (2, {}),
    "dawarich_agpl3/google/edge_cases/timeline_edits.json": (1, {}),
    HISTORY + "activitySegment_with_startLocation.json": (1, {}),
    HISTORY + "activitySegment_with_startLocation_timestampMs.json": (1, {}),
    HISTORY + "activitySegment_with_startLocation_timestamp_in_milliseconds_format.json": (1, {}),
    HISTORY + "activitySegment_with_startLocation_timestamp_in_seconds_format.json": (1, {}),
    HISTORY + "activitySegment_with_startLocation_with_iso_timestamp.json": (1, {}),
    HISTORY + "activitySegment_without_startLocation.json": (0, {WAY: 1}),
    HISTORY + "activitySegment_without_startLocation_without_waypointPath.json": (0, {NO_ENTRY: 1}),
    HISTORY + "placeVisit_with_location_with_coordinates.json": (1, {}),
    HISTORY + "placeVisit_with_location_with_coordinates_with_iso_timestamp.json": (1, {}),
    HISTORY + "placeVisit_with_location_with_coordinates_with_milliseconds_timestamp.json": (1, {}),
    HISTORY + "placeVisit_with_location_with_coordinates_with_seconds_timestamp.json": (1, {}),
    HISTORY + "placeVisit_with_location_with_coordinates_with_timestampMs.json": (1, {}),
    HISTORY + "placeVisit_without_location_with_coordinates.json": (0, {NO_POSITION: 1}),
    HISTORY + "placeVisit_without_location_with_coordinates_with_otherCandidateLocations.json": (
        0,
        {NO_POSITION: 1, "another place the software thought possible is not a fix": 1},
    ),
    "dawarich_agpl3/google/location-history.json": (11, {NO_ENTRY: 1}),
    "dawarich_agpl3/google/phone-takeout_w_3_duplicates.json": (
        4,
        {
            "a signal of the kind wifiScan has no position": 1,
            "a signal of the kind activityRecord has no position": 2,
            "a frequent place has no time": 2,
        },
    ),
    "dawarich_agpl3/google/records.json": (3, {}),
    "dawarich_agpl3/google/semantic_history.json": (0, {NO_POSITION: 6, WAY: 6}),
    "dawarich_agpl3/google/timeline_new_format.json": (6, {"a frequent place has no time": 2}),
    "dawarich_agpl3/gpx/arc_example.gpx": (7, {}),
    "dawarich_agpl3/gpx/garmin_example.gpx": (1, {}),
    "dawarich_agpl3/gpx/gpx_track_multiple_segments.gpx": (43, {}),
    "dawarich_agpl3/gpx/gpx_track_multiple_tracks.gpx": (34, {}),
    "dawarich_agpl3/gpx/gpx_track_single_segment.gpx": (10, {}),
    "dawarich_agpl3/kml/extended_data.kml": (1, {}),
    "dawarich_agpl3/kml/gx_track.kml": (4, {}),
    "dawarich_agpl3/kml/invalid_coordinates.kml": (0, {NO_POSITION: 2}),
    "dawarich_agpl3/kml/large_track.kml": (0, {SEVERAL: 20}),
    "dawarich_agpl3/kml/linestring_track.kml": (0, {SEVERAL: 5}),
    "dawarich_agpl3/kml/multigeometry.kml": (0, {SEVERAL: 6}),
    "dawarich_agpl3/kml/nested_folders.kml": (4, {}),
    "dawarich_agpl3/kml/points_with_timestamps.kml": (3, {}),
    "dawarich_agpl3/kml/points_with_timestamps.kmz": (3, {}),
    "dawarich_agpl3/kml/timespan.kml": (1, {}),
    "dawarich_agpl3/owntracks/2023-02_old.rec": (10, {}),
    "dawarich_agpl3/owntracks/2024-03.rec": (11, {"a lwt message is not a fix": 1, "a waypoint message is not a fix": 1}),
    "dawarich_agpl3/tcx/no_gps.tcx": (0, {"the track point has no position": 2}),
    "dawarich_agpl3/tcx/running.tcx": (1, {}),
    "gpsbabel_gpl2/adddate.nmea": (0, {"the log gives no date, only the time of day": 500}),
    "gpsbabel_gpl2/backfilldate2.nmea": (240, {"the sentence gives the date only": 1}),
    "gpsbabel_gpl2/fit-sample.fit": (533, {"the record has no position": 7}),
    "gpsbabel_gpl2/garmin-edge-800.fit": (1286, {}),
    "gpsbabel_gpl2/gtrnctr-readcp.tcx": (18, {"a course point is a place on a planned way, not a fix": 16}),
    "gpxpy_apache2/Mojstrovka.gpx": (184, {}),
    "gpxpy_apache2/around-visnjan-with-car.gpx": (104, {}),
    "gpxpy_apache2/cerknicko-jezero.gpx": (297, {PLACE: 6}),
    "gpxpy_apache2/cerknicko-without-times.gpx": (5, {PLACE: 7, UNTIMED: 291}),
    "gpxpy_apache2/gpx1.0_with_all_fields.gpx": (3, {PLACE: 1, PLAN: 4}),
    "gpxpy_apache2/gpx1.1_with_all_fields.gpx": (3, {PLACE: 1, PLAN: 4}),
    "gpxpy_apache2/gpx_with_garmin_extension.gpx": (1, {}),
    "gpxpy_apache2/korita-zbevnica.gpx": (513, {PLACE: 2, UNTIMED: 358}),
    "gpxpy_apache2/track-with-empty-segment.gpx": (9, {}),
    "gpxpy_apache2/track_with_speed.gpx": (3, {}),
    "gpxpy_apache2/unicode_with_bom.gpx": (1, {}),
}
SETTINGS = "dawarich_agpl3/google/edge_cases/device_settings.json"


@pytest.mark.parametrize("name", EXPECTED)
def test_each_sample_is_kept_or_set_aside_row_by_row(name: str, open_data: Callable[[str], Path]) -> None:
    tracks = wb.read_tracks(open_data("track_formats") / name)
    kept, aside = EXPECTED[name]
    load = tracks.load
    assert (load.rows_kept, Counter(load.set_aside["reason"])) == (kept, aside)
    assert load.rows_read == len(tracks.fixes) + len(load.set_aside)
    rows = [*tracks.fixes["row"], *load.set_aside["row"]]
    assert len(set(rows)) == len(rows)
    FIXES.validate(tracks.fixes)
    assert len(tracks.wearers) == (0 if not kept else 2 if name.endswith("various_fields.geojson") else 1)


def test_settings_alone_are_refused_with_a_hint(open_data: Callable[[str], Path]) -> None:
    with pytest.raises(InputError, match="settings"):
        wb.read_tracks(open_data("track_formats") / SETTINGS)


def test_no_sample_is_left_out(open_data: Callable[[str], Path]) -> None:
    folder = open_data("track_formats")
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*.*") if p.suffix not in (".md", ".txt", ".csv")}
    assert there == {*EXPECTED, SETTINGS}
