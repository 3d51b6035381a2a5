"""Made tracks written by hand in every format, byte by byte, without the package's own writers."""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from workbench.loaders.source import Source, open_source

START = datetime(2026, 3, 3, 21, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Point:
    """One made fix: whole seconds after the start, WGS 84 degrees on a grid that every format can hold."""

    second: int
    lon: float
    lat: float

    @property
    def time(self) -> datetime:
        return START + timedelta(seconds=self.second)

    @property
    def iso(self) -> str:
        return self.time.strftime("%Y-%m-%dT%H:%M:%SZ")


def gpx(points: list[Point]) -> bytes:
    body = "\n".join(f'<trkpt lat="{p.lat}" lon="{p.lon}"><time>{p.iso}</time></trkpt>' for p in points)
    return f'<?xml version="1.0"?>\n<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>\n{body}\n</trkseg></trk></gpx>'.encode()


def kml(points: list[Point]) -> bytes:
    body = "".join(
        f"<Placemark><TimeStamp><when>{p.iso}</when></TimeStamp><Point><coordinates>{p.lon},{p.lat},0</coordinates></Point></Placemark>"
        for p in points
    )
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>{body}</Folder></Document></kml>'.encode()


def kml_track(points: list[Point]) -> bytes:
    body = "".join(f"<when>{p.iso}</when>" for p in points) + "".join(f"<gx:coord>{p.lon} {p.lat} 0</gx:coord>" for p in points)
    return (
        '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Placemark><gx:Track>'
        f"{body}</gx:Track></Placemark></kml>"
    ).encode()


def kmz(points: list[Point]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", kml(points))
    return stream.getvalue()


def tcx(points: list[Point]) -> bytes:
    body = "".join(
        f"<Trackpoint><Time>{p.iso}</Time><Position><LatitudeDegrees>{p.lat}</LatitudeDegrees>"
        f"<LongitudeDegrees>{p.lon}</LongitudeDegrees></Position></Trackpoint>"
        for p in points
    )
    return f"<TrainingCenterDatabase><Activities><Track>{body}</Track></Activities></TrainingCenterDatabase>".encode()


def _checked(body: str) -> str:
    total = 0
    for letter in body:
        total ^= ord(letter)
    return f"${body}*{total:02X}\r\n"


def _minutes(value: float, digits: int) -> str:
    whole = int(abs(value))
    return f"{whole:0{digits}d}{(abs(value) - whole) * 60:08.5f}"


def nmea(points: list[Point]) -> bytes:
    text = ""
    for p in points:
        spot = f"{_minutes(p.lat, 2)},{'N' if p.lat >= 0 else 'S'},{_minutes(p.lon, 3)},{'E' if p.lon >= 0 else 'W'}"
        clock = p.time.strftime("%H%M%S.00")
        text += _checked(f"GPGGA,{clock},{spot},1,09,0.8,10.0,M,0.0,M,,")
        text += _checked(f"GPRMC,{clock},A,{spot},0.0,0.0,{p.time:%d%m%y},,,A")
    return text.encode()


def geojson(points: list[Point]) -> bytes:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [p.lon, p.lat]}, "properties": {"time": p.iso}}
        for p in points
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def overland(points: list[Point]) -> bytes:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [p.lon, p.lat]}, "properties": {"timestamp": p.iso}}
        for p in points
    ]
    return json.dumps({"locations": features}).encode()


def google_records(points: list[Point]) -> bytes:
    rows = [{"latitudeE7": round(p.lat * 1e7), "longitudeE7": round(p.lon * 1e7), "timestamp": p.iso} for p in points]
    return json.dumps({"locations": rows}).encode()


def google_timeline(points: list[Point]) -> bytes:
    path = [{"point": f"{p.lat}°, {p.lon}°", "time": p.iso} for p in points]
    return json.dumps({"semanticSegments": [{"startTime": START.isoformat(), "timelinePath": path}]}).encode()


def owntracks(points: list[Point]) -> bytes:
    rows = [
        {"_type": "location", "lat": p.lat, "lon": p.lon, "tst": int(p.time.timestamp()), "topic": "owntracks/w1/tag"}
        for p in points
    ]
    return "".join(f"{p.iso}\t*\t{json.dumps(r)}\n" for p, r in zip(points, rows, strict=True)).encode()


def _crc(data: bytes) -> int:
    """Garmin's checksum, bit by bit (CRC-16/ARC)."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc


def fit(points: list[Point]) -> bytes:
    epoch = datetime(1989, 12, 31, tzinfo=UTC)
    body = bytes([0x40, 0, 0]) + struct.pack("<HB", 20, 3) + bytes([253, 4, 0x86, 0, 4, 0x85, 1, 4, 0x85])
    for p in points:
        turns = [round(v * 2**31 / 180) for v in (p.lat, p.lon)]
        body += b"\x00" + struct.pack("<Iii", int((p.time - epoch).total_seconds()), *turns)
    head = struct.pack("<BBHI4s", 12, 0x10, 2140, len(body), b".FIT")
    return head + body + struct.pack("<H", _crc(head + body))


MAKERS: dict[str, tuple[Callable[[list[Point]], bytes], str]] = {
    "gpx": (gpx, ".gpx"),
    "kml": (kml, ".kml"),
    "kml-track": (kml_track, ".kml"),
    "kmz": (kmz, ".kmz"),
    "tcx": (tcx, ".tcx"),
    "nmea": (nmea, ".nmea"),
    "geojson": (geojson, ".geojson"),
    "overland": (overland, ".json"),
    "fit": (fit, ".fit"),
    "google-records": (google_records, ".json"),
    "google-timeline": (google_timeline, ".json"),
    "owntracks": (owntracks, ".rec"),
}


def source_of(data: bytes, name: str) -> Source:
    """Give bytes as an opened file, without a disk."""
    return Source(Path(name), data, name, "0" * 12, "0" * 64, len(data), data[:262144])


def written(folder: Path, data: bytes, name: str) -> Source:
    """Write bytes and open them as the package does."""
    place = folder / name
    place.write_bytes(data)
    return open_source(place)
