"""What the fields of each format mean: units, clocks, ids, and how a position was found."""

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import workbench as wb
from tests.loaders.made import Point, fit, source_of
from workbench.loaders.collect_records import Raw
from workbench.loaders.fit import read_fit
from workbench.loaders.geojson import read_geojson
from workbench.loaders.google import read_google_records, read_google_timeline
from workbench.loaders.gpx import read_gpx
from workbench.loaders.kml import read_kml
from workbench.loaders.owntracks import read_owntracks
from workbench.loaders.tcx import read_tcx

AT = "2026-03-03T21:10:00Z"
WHEN = pd.Timestamp(AT)


def gpx(inside: str, tag: str = "trkpt") -> Raw:
    text = f'<gpx xmlns:t="urn:t"><{tag} lat="51.4" lon="1.2"><time>{AT}</time>{inside}</{tag}></gpx>'
    return read_gpx(source_of(text.encode(), "a.gpx"))


@pytest.mark.parametrize(
    ("inside", "column", "value"),
    [
        ("<speed>10</speed>", "speed_kmh", 36.0),
        ("<extensions><t:TrackPointExtension><t:speed>10</t:speed></t:TrackPointExtension></extensions>", "speed_kmh", 36.0),
        ("<speed>-1</speed>", "speed_kmh", math.nan),
        ("<course>90</course>", "heading_deg", 90.0),
        ("<sat>7</sat>", "satellites", 7.0),
        ("<extensions><t:accuracy>12.5</t:accuracy></extensions>", "accuracy_m", 12.5),
        ("<hdop>3</hdop>", "accuracy_m", math.nan),
        ("<src>gps</src>", "method", "gnss"),
        ("<fix>3d</fix>", "method", "gnss"),
        ("<src>network</src>", "method", "unknown"),
        ("<extensions><t:time>1999-01-01T00:00:00Z</t:time></extensions>", "time", WHEN),
    ],
)
def test_gpx(inside: str, column: str, value: Any) -> None:
    found = gpx(inside).rows[column][0]
    assert found == value or (value != value and found != found)


def test_gpx_times_are_utc_by_the_standard() -> None:
    raw = read_gpx(source_of(b'<gpx><wpt lat="1" lon="1"><time>2026-03-03T21:10:00</time></wpt></gpx>', "a.gpx"))
    assert raw.rows["time"][0] == WHEN
    assert any("no offset" in note for note in raw.notes)


def test_an_unreadable_time_or_position_is_named_by_its_row() -> None:
    text = (
        f'<gpx><wpt lat="1" lon="1"><time>soon</time></wpt><wpt lat="x" lon="1"><time>{AT}</time></wpt>'
        f'<wpt lon="1"><time>{AT}</time></wpt><wpt lat="1" lon="1"><time>{AT}</time></wpt></gpx>'
    )
    raw = read_gpx(source_of(text.encode(), "a.gpx"))
    assert raw.rows["row"].tolist() == [4]
    assert [row for row, _ in raw.aside] == [1, 2, 3]
    assert "'soon'" in raw.aside[0][1]


def test_tcx_speed_is_metres_per_second() -> None:
    text = (
        f"<TrainingCenterDatabase><Trackpoint><Time>{AT}</Time><Position><LatitudeDegrees>51.4</LatitudeDegrees>"
        "<LongitudeDegrees>1.2</LongitudeDegrees></Position><Extensions><TPX><Speed>10</Speed></TPX></Extensions>"
        "</Trackpoint></TrainingCenterDatabase>"
    )
    assert read_tcx(source_of(text.encode(), "a.tcx")).rows["speed_kmh"].tolist() == [36.0]


def test_a_changed_fit_file_is_said_to_be_changed() -> None:
    data = bytearray(fit([Point(0, 1.2, 51.4)]))
    assert read_fit(source_of(bytes(data), "a.fit")).notes == []
    data[-1] ^= 1
    assert "checksum" in read_fit(source_of(bytes(data), "a.fit")).notes[0]


def place(shape: str, time: str = f"<TimeStamp><when>{AT}</when></TimeStamp>", data: str = "") -> Raw:
    text = f'<kml xmlns:gx="urn:gx"><Placemark>{time}<ExtendedData>{data}</ExtendedData>{shape}</Placemark></kml>'
    return read_kml(source_of(text.encode(), "a.kml"))


SPOT = "<Point><coordinates> 1.2,51.4,10 </coordinates></Point>"


def test_kml_data_of_a_point() -> None:
    raw = place(
        SPOT,
        data="".join(
            f'<Data name="{k}"><value>{v}</value></Data>'
            for k, v in (("Speed_mps", 10), ("accuracy", 9), ("bearing", 45), ("provider", "gps"), ("deviceId", "D1"))
        ),
    )
    row = raw.rows.iloc[0]
    assert (row["speed_kmh"], row["accuracy_m"], row["heading_deg"], row["method"], row["device_id"]) == (36, 9, 45, "gnss", "D1")


def test_a_kml_span_is_kept_at_its_beginning_and_said() -> None:
    raw = place(SPOT, f"<TimeSpan><begin>{AT}</begin><end>2026-03-03T22:10:00Z</end></TimeSpan>")
    assert raw.rows["time"][0] == WHEN
    assert any("span" in note for note in raw.notes)


@pytest.mark.parametrize(
    ("shape", "time", "rows", "reason"),
    [
        (SPOT, "", 1, "no time"),
        ("<Point><coordinates/></Point>", None, 1, "position"),
        ("<LineString><coordinates>1,2 3,4 5,6</coordinates></LineString>", None, 3, "several positions"),
        (f"<MultiGeometry>{SPOT}{SPOT}</MultiGeometry>", None, 2, "several positions"),
        (
            "<Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,6</coordinates></LinearRing></outerBoundaryIs>"
            "</Polygon>",
            None,
            1,
            "area",
        ),
        ("", None, 1, "no position"),
        (f"<gx:Track><when>{AT}</when><when>{AT}</when><gx:coord>1 2 3</gx:coord></gx:Track>", "", 2, "not both"),
        (f"<gx:Track><when>{AT}</when><gx:coord/></gx:Track>", "", 1, "not both"),
    ],
)
def test_kml_that_is_no_fix_is_set_aside(shape: str, time: str | None, rows: int, reason: str) -> None:
    raw = place(shape) if time is None else place(shape, time)
    assert len(raw.rows) + len(raw.aside) == rows
    assert reason in raw.aside[0][1]


def features(*properties: dict[str, Any], geometry: dict[str, Any] | None = None) -> Raw:
    spot = geometry or {"type": "Point", "coordinates": [1.2, 51.4, 7]}
    items = [{"type": "Feature", "geometry": spot, "properties": p} for p in properties]
    return read_geojson(source_of(json.dumps({"type": "FeatureCollection", "features": items}).encode(), "a.geojson"))


@pytest.mark.parametrize(
    ("given", "column", "value"),
    [
        ({"speed": 10}, "speed_kmh", math.nan),
        ({"velocity": "10"}, "speed_kmh", math.nan),
        ({"speed_mps": 10}, "speed_kmh", 36.0),
        ({"vel": 10}, "speed_kmh", 10.0),
        ({"speed_kmh": 10}, "speed_kmh", 10.0),
        ({"speed": -1}, "speed_kmh", math.nan),
        ({"acc": 8}, "accuracy_m", 8.0),
        ({"horizontal_accuracy": 30}, "accuracy_m", 30.0),
        ({"vertical_accuracy": 30}, "accuracy_m", math.nan),
        ({"course": 95}, "heading_deg", 95.0),
        ({"cog": 95}, "heading_deg", 95.0),
        ({"provider": "network"}, "method", "unknown"),
        ({"source": "WIFI"}, "method", "wifi"),
        ({"tid": "T1"}, "device_id", "T1"),
        ({"user_id": 7}, "wearer_id", "7"),
        ({"accuracy": True}, "accuracy_m", math.nan),
        ({"accuracy": [1]}, "accuracy_m", math.nan),
    ],
)
def test_geojson_properties(given: dict[str, Any], column: str, value: Any) -> None:
    found = features({"time": AT, **given}).rows.get(column, [math.nan])[0]
    assert found == value or (value != value and found != found)


@pytest.mark.parametrize("name", ["time", "timestamp", "DateTime", "when", "date", "recorded_at", "tst"])
def test_geojson_times_under_many_names(name: str) -> None:
    raw = features({name: AT})
    assert raw.rows["time"].tolist() == [WHEN]
    assert (raw.clock == "recorded") == (name == "recorded_at")


def test_geojson_lines_need_a_time_for_each_corner() -> None:
    line = {"type": "LineString", "coordinates": [[1.2, 51.4], [1.3, 51.5], [1.4, 51.6]]}
    raw = features({"coordTimes": [AT, AT]}, geometry=line)
    assert raw.rows["lon"].tolist() == [1.2, 1.3]
    assert raw.aside == [(3, "a corner of a line has no time of its own")]


def test_geojson_wall_clocks_ask_for_a_zone(tmp_path: Path) -> None:
    spot = {"type": "Point", "coordinates": [1.2, 51.4]}
    feature = {"type": "Feature", "geometry": spot, "properties": {"time": "2026-07-03T21:10:00"}}
    (tmp_path / "a.geojson").write_text(json.dumps(feature))
    with pytest.raises(wb.TimeError):
        wb.read_tracks(tmp_path / "a.geojson")
    tracks = wb.read_tracks(tmp_path / "a.geojson", timezone="Europe/London")
    assert tracks.fixes["time"].tolist() == [pd.Timestamp("2026-07-03T20:10Z")]


def records(*places: dict[str, Any]) -> Raw:
    return read_google_records(source_of(json.dumps({"locations": places}).encode(), "a.json"))


def test_google_records() -> None:
    spot = {
        "latitudeE7": 514000000,
        "longitudeE7": -12000000,
        "accuracy": 20,
        "velocity": 10,
        "heading": 90,
        "source": "WIFI",
        "deviceTag": -5,
    }
    raw = records({**spot, "timestampMs": "1772572200000"}, {**spot, "timestamp": AT, "longitudeE7": 4294967296 - 12000000})
    assert raw.rows["time"].tolist() == [WHEN, WHEN]
    assert raw.rows["lon"].round(7).tolist() == [-1.2, -1.2]
    row = raw.rows.iloc[0]
    assert (row["lat"], row["accuracy_m"], row["speed_kmh"], row["heading_deg"], row["method"], row["device_id"]) == (
        51.4,
        20,
        36,
        90,
        "wifi",
        "-5",
    )


def test_google_records_of_several_telephones_are_one_person(tmp_path: Path) -> None:
    spot = {"latitudeE7": 514000000, "longitudeE7": 12000000}
    rows = [{**spot, "timestamp": AT, "deviceTag": 1}, {**spot, "timestamp": "2026-03-03T21:11:00Z"}]
    (tmp_path / "phone.json").write_text(json.dumps({"locations": rows}))
    assert wb.read_tracks(tmp_path / "phone.json").wearers == ["phone"]
    assert wb.read_tracks(tmp_path / "phone.json", wearer="W1").wearers == ["W1"]


def timeline(content: Any) -> Raw:
    return read_google_timeline(source_of(json.dumps(content).encode(), "a.json"))


def test_timeline_points_count_their_minutes_from_the_start() -> None:
    raw = timeline(
        [
            {
                "startTime": "2026-03-03T22:00:00+01:00",
                "timelinePath": [
                    {"point": "geo:51.4,1.2", "durationMinutesOffsetFromStartTime": "10"},
                    {"point": "geo:51.4,1.2"},
                ],
            }
        ]
    )
    assert raw.rows["time"].tolist() == [WHEN]
    assert raw.aside == [(2, "it has no time")]


@pytest.mark.parametrize("text", ["51.4°, 1.2°", "51.4, 1.2", "geo:51.4,1.2", "51.4\u00b0,1.2\u00b0"])
def test_timeline_positions_are_written_in_several_ways(text: str) -> None:
    spot = {"LatLng": text, "timestamp": AT, "speedMetersPerSecond": 10, "source": "CELL"}
    raw = timeline({"rawSignals": [{"position": spot}]})
    row = raw.rows.iloc[0]
    assert (row["lat"], row["lon"], row["speed_kmh"], row["method"]) == (51.4, 1.2, 36.0, "cell")


@pytest.mark.parametrize("text", ["geo:", "51.4", "51.4, x", "1-2, 3", 7, None, [], {"latitudeE7": "x"}])
def test_timeline_positions_that_are_none(text: object) -> None:
    raw = timeline({"rawSignals": [{"position": {"LatLng": text, "timestamp": AT}}]})
    assert (len(raw.rows), len(raw.aside)) == (0, 1)


def test_timeline_edits_give_their_radius_in_millimetres() -> None:
    spot = {"point": {"latE7": 514000000, "lngE7": 12000000}, "accuracyMm": 12000, "timestamp": AT}
    raw = timeline({"timelineEdits": [{"rawSignal": {"signal": {"position": spot}}}]})
    assert raw.rows["accuracy_m"].tolist() == [12.0]


def test_history_keeps_both_ends_of_a_trip_and_visits_within_visits() -> None:
    spot = {"latitudeE7": 514000000, "longitudeE7": 12000000}
    span = {"startTimestamp": AT, "endTimestamp": "2026-03-03T21:20:00Z"}
    visit = {"location": spot, "duration": span}
    raw = timeline(
        {
            "timelineObjects": [
                {
                    "activitySegment": {
                        "startLocation": spot,
                        "endLocation": spot,
                        "duration": span,
                        "simplifiedRawPath": {"points": [{"latE7": 514000000, "lngE7": 12000000, "timestamp": AT}]},
                    }
                },
                {"placeVisit": {**visit, "childVisits": [visit]}},
            ]
        }
    )
    assert len(raw.rows) == 5
    assert raw.rows["time"].dt.minute.tolist() == [10, 20, 10, 10, 10]
    assert any("worked out" in note for note in raw.notes)


@pytest.mark.parametrize(
    "content",
    [
        {"semanticSegments": 3, "rawSignals": [3, None, "x", {}, {"position": 3}]},
        {"timelineObjects": [{}, {"placeVisit": 3}, {"x": []}]},
        {"timelineEdits": [{"rawSignal": 3}]},
        [{"visit": {"topCandidate": 3}}, {"activity": {"start": 3, "end": []}}, {"timelinePath": [3]}],
        {"rawSignals": [], "userLocationProfile": {"frequentPlaces": [1]}},
    ],
)
def test_broken_timelines_are_set_aside_entry_by_entry(content: Any) -> None:
    raw = timeline(content)
    assert len(raw.rows) == 0
    assert raw.aside


def messages(*rows: dict[str, Any]) -> Raw:
    return read_owntracks(source_of("\n".join(json.dumps(r) for r in rows).encode(), "a.rec"))


SPOKEN = {"_type": "location", "lat": 51.4, "lon": 1.2, "tst": 1772572200}


def test_owntracks_units_and_clocks() -> None:
    raw = messages({**SPOKEN, "vel": 36, "acc": 9, "cog": 90, "created_at": 1772572260, "topic": "owntracks/w1/tag"})
    row = raw.rows.iloc[0]
    assert (row["time"], row["recorded"]) == (WHEN, WHEN + pd.Timedelta(minutes=1))
    assert (row["speed_kmh"], row["accuracy_m"], row["heading_deg"]) == (36, 9, 90)
    assert (row["wearer_id"], row["device_id"]) == ("w1", "tag")


def test_owntracks_messages_without_a_topic() -> None:
    one = {**SPOKEN, "topic": "owntracks/w1/tag"}
    assert messages(one, SPOKEN).rows["wearer_id"].tolist() == ["w1", "w1"]
    several = messages(one, {**one, "topic": "owntracks/w2/tag"}, SPOKEN)
    assert several.rows["wearer_id"].tolist() == ["w1", "w2"]
    assert several.aside == [(3, "the message names no user, and the file holds several")]
    assert "names" not in str(messages(SPOKEN).aside)


def test_owntracks_lists_are_read_too() -> None:
    for content in ([SPOKEN], {"count": 1, "data": [SPOKEN]}):
        raw = read_owntracks(source_of(json.dumps(content, indent=1).encode(), "a.json"))
        assert raw.rows["time"].tolist() == [WHEN]


def test_swapped_axes_are_refused_where_a_person_may_have_swapped_them(tmp_path: Path) -> None:
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [51.4, -0.1]}, "properties": {"time": AT}}
    (tmp_path / "a.geojson").write_text(json.dumps(feature))
    with pytest.raises(wb.InputError, match="swapped"):
        wb.read_tracks(tmp_path / "a.geojson")
    (tmp_path / "a.gpx").write_text(f'<gpx><wpt lat="-0.1" lon="51.4"><time>{AT}</time></wpt></gpx>')
    assert wb.read_tracks(tmp_path / "a.gpx").fixes["lon"].tolist() == [51.4]
