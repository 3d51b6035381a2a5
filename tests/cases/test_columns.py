"""Tables by meaning: one small input for each public kind of fault, with its right value, a refusal, or what must be said."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb

T = "2026-07-03T21:10:00Z"
ROLLED = pd.Timestamp.now("UTC") - pd.Timedelta(weeks=1024 + 20)
"""A moment of this year, as a receiver writes it whose week counter ran over."""


@dataclass(frozen=True)
class Kind:
    """One input: the public kind it stands for, its text, and what must come of it."""

    name: str
    text: str
    time: str | None = None
    lonlat: tuple[float, float] | None = None
    wearers: tuple[str, ...] | None = None
    accuracy_m: float | None = None
    speed_kmh: float | None = None
    said: str | None = None
    refused: str | None = None
    timezone: str | None = None
    no_fix: int | None = None
    clock_fault: int | None = None
    aside: int | None = None


def two(heading: str, *cells: str) -> str:
    """Make a table of an extra column beside time, latitude and longitude."""
    rows = [f"2026-07-03T21:1{i}:00Z,51.5,-0.1,{cell}" for i, cell in enumerate(cells)]
    return "\n".join([f"time,lat,lon,{heading}", *rows]) + "\n"


def at(heading: str, cell: str) -> str:
    """Make a table of one row whose time is as given."""
    return f"{heading};lat;lon\n{cell};51.5;-0.1\n"


def place(lat: str, lon: str, more: str = "", cells: str = "") -> str:
    """Make a table of one row whose place is as given."""
    return f"time;lat;lon{more}\n{T};{lat};{lon}{cells}\n"


KINDS = [
    # another clock
    Kind("a server's clock beside that of the fix", f"server_time,fixTime,lat,lon\n2026-07-03T22:10:00Z,{T},51.5,-0.1\n", time=T),
    Kind("timestamp beside gps_datetime", f"timestamp,GPS DateTime,lat,lon\n2026-07-03T22:10:00Z,{T},51.5,-0.1\n", time=T),
    Kind("timestamp beside gnss_utc", f"timestamp,gnss_utc,lat,lon\n2026-07-03T22:10:00Z,{T},51.5,-0.1\n", time=T),
    Kind(
        "a week counter that ran over in the whole file",
        f"time,lat,lon\n{ROLLED:%Y-%m-%d}T21:10:00Z,51.5,-0.1\n",
        said=f"1024 weeks later is {ROLLED + pd.Timedelta(weeks=1024):%Y-%m-%d}",
    ),
    Kind(
        "a week counter that ran over, told by the upload",
        "time,uploaded_at,lat,lon\n2006-11-17T21:10:00Z,2026-07-03T21:10:00Z,51.5,-0.1\n",
        said="week counter ran over",
        clock_fault=1,
    ),
    Kind("a device's clock beside created_at", f"created_at,device_time,lat,lon\n2026-07-03T22:10:00Z,{T},51.5,-0.1\n", time=T),
    Kind(
        "a second plain clock",
        f"time,timestamp,lat,lon\n{T},2026-07-03T20:10:00Z,51.5,-0.1\n",
        time=T,
        said="more than one clock",
    ),
    # zones in headings and columns
    Kind(
        "a heading that says UTC", at("timestamp_utc", "2026-07-03 21:10:00"), time=T, said="says UTC", timezone="Europe/London"
    ),
    Kind("UTC in brackets", at("Time (UTC)", "2026-07-03 21:10:00"), time=T, timezone="Europe/London"),
    Kind("an offset in brackets", at("Time (UTC+1)", "2026-07-03 22:10:00"), time=T),
    Kind("an offset of hours and minutes", at("Time (+01:00)", "2026-07-03 22:10:00"), time=T),
    Kind("BST in the heading", at("time_bst", "2026-07-03 22:10:00"), time=T),
    Kind("an IANA zone in the heading", at("Time (Europe/London)", "2026-07-03 22:10:00"), time=T),
    Kind("a column of offsets", "time,utc_offset,lat,lon\n2026-07-03 22:10:00,+01:00,51.5,-0.1\n", time=T),
    Kind("a column that names the zone", "time,timezone,lat,lon\n2026-07-03 22:10:00,Europe/London,51.5,-0.1\n", time=T),
    # ways of writing times
    Kind("UTC+0 behind the time", at("time", "13/03/2026 21:10:00(UTC+0)"), time="2026-03-13T21:10:00Z"),
    Kind("BST behind the time", at("time", "2026-07-03 22:10:00 BST"), time=T),
    Kind("midnight as 24:00", at("time", "2026-03-03 24:00"), time="2026-03-04T00:00:00Z", timezone="UTC"),
    Kind("EXIF dates", at("time", "2026:07:03 21:10:00"), time=T, timezone="UTC"),
    Kind("halves of the day", at("time", "2026-07-03 09:10:00 PM"), time=T, timezone="UTC"),
    Kind("halves of the day with points", at("time", "2026-07-03 9:10 p.m."), time=T, timezone="UTC"),
    Kind("a range is no offset", at("time", "2026-03-03 21:10-22:15"), aside=1),
    Kind("a range of plausible hours is no offset", at("time", "2026-03-03 09:10-10:00"), aside=1),
    Kind(
        "month first with points",
        "time,lat,lon\n03.13.2026 21:10,51.5,-0.1\n03.04.2026 21:10,51.5,-0.1\n",
        time="2026-03-04T21:10Z",
        timezone="UTC",
    ),
    Kind(
        "day and month first in one column",
        "time,lat,lon\n03.13.2026 21:10,51.5,-0.1\n14.03.2026 21:10,51.5,-0.1\n",
        refused="month first",
        timezone="UTC",
    ),
    Kind(
        "a spreadsheet's mixture",
        "time,lat,lon\n2026-10-03 21:10:00,51.5,-0.1\n13/03/2026 21:10,51.5,-0.1\n",
        refused="spreadsheet",
        timezone="UTC",
    ),
    # epochs
    Kind("seconds since 2001", at("time", "804805800"), time=T, said="2001"),
    Kind("Windows file time", at("time", "134275866000000000"), time=T, said="Windows"),
    Kind("WebKit microseconds", at("time", "13427586600000000"), time=T, said="1601"),
    Kind("days of a spreadsheet", at("time", "46206.881944444445"), said="spreadsheet", timezone="UTC"),
    Kind("GPS seconds that say so", at("gps_seconds", "1467148218"), time=T, said="GPS"),
    Kind("the year 1", at("time", "0001-01-01T00:00:00Z"), said="satellite", clock_fault=1),
    Kind("the year 1970", at("time", "1970-01-01T00:00:00Z"), said="satellite", clock_fault=1),
    Kind("a fix after the load", f"time,lat,lon\n{T},51.5,-0.1\n2099-03-03T21:10:00Z,51.5,-0.1\n", said="2099", clock_fault=1),
    Kind(
        "a week counter that ran over",
        "time,lat,lon\n"
        + "".join(f"2026-07-{d:02d}T21:10:00Z,51.5,-0.1\n" for d in range(1, 9))
        + "2006-11-17T21:10:00Z,51.5,-0.1\n",
        said="1024",
        clock_fault=1,
    ),
    # signs and letters
    Kind("a minus and a letter", place("51.5N", "-0.1W"), lonlat=(-0.1, 51.5)),
    Kind("a plus and a letter", place("+51.5N", "+0.1W"), lonlat=(-0.1, 51.5)),
    Kind("a minus before an E", place("51.5", "-0.1E"), aside=1),
    Kind("EXIF's reference columns", place("51.5", "0.1", ";GPSLatitudeRef;GPSLongitudeRef", ";N;W"), lonlat=(-0.1, 51.5)),
    Kind("hemispheres as words", place("51.5", "0.1", ";lat_hemisphere;lon_hemisphere", ";North;West"), lonlat=(-0.1, 51.5)),
    Kind("hemispheres as signs", place("51.5", "0.1", ";N/S;E/W", ";+;-"), lonlat=(-0.1, 51.5)),
    Kind("a hemisphere that is none", place("51.5", "0.1", ";N/S;E/W", ";N;O"), refused="neither E nor W"),
    Kind("degrees, minutes and seconds", place("51°30'00\"N", "0°06'00\"W"), lonlat=(-0.1, 51.5)),
    Kind("degrees and minutes", place("N 51 30.000", "W 0 06.000"), lonlat=(-0.1, 51.5)),
    Kind("radians", place("0.8988446", "-0.0017453"), lonlat=(-0.1, 51.5), said="radian"),
    Kind("radians in the heading", f"time,lat_rad,lon_rad\n{T},0.8988446,-0.0017453\n", lonlat=(-0.1, 51.5), said="radian"),
    Kind(
        "a second pair of coordinates",
        place("51.5", "-0.1", ";wifi_lat;wifi_lon", ";51.6;-0.1"),
        lonlat=(-0.1, 51.5),
        said="second pair",
    ),
    # units and numbers
    Kind("a radius in feet", two("accuracy (ft)", "100"), accuracy_m=30.48),
    Kind("a radius in kilometres", two("accuracy_km", "1.5"), accuracy_m=1500.0),
    Kind("a column of units", two("accuracy,unit", "100,ft"), accuracy_m=30.48),
    Kind("a unit that is none", two("accuracy,accuracy_unit", "100,cubit"), refused="cubit"),
    Kind("a speed in miles", two("Speed (mph)", "60"), speed_kmh=96.56064),
    Kind("a speed in knots", two("speed,speed_unit", "10,kn"), speed_kmh=18.52),
    Kind("thousands beside decimal commas", f"time;lat;lon;accuracy\n{T};51,5;-0,1;1.200\n", accuracy_m=1200.0),
    Kind("thousands and decimal commas", f"time;lat;lon;accuracy\n{T};51,5;-0,1;1.200,5\n", accuracy_m=1200.5),
    Kind("thousands by a blank", f"time;lat;lon;accuracy\n{T};51,5;-0,1;1 200\n", accuracy_m=1200.0),
    # no fix by the device's own word
    Kind("not valid", two("valid", "1", "0"), no_fix=1, said="valid = 0"),
    Kind("is_valid as a word", two("is_valid", "true", "False"), no_fix=1),
    Kind("status V", two("gps_status", "A", "V"), no_fix=1),
    Kind("GGA quality 0", two("fix_quality", "1", "0"), no_fix=1),
    Kind("a simulator", two("quality_indicator", "1", "8"), no_fix=1),
    Kind("no fix by GSA's code", two("fix_type", "3", "1"), no_fix=1),
    Kind("mode N", two("mode", "A", "N"), no_fix=1),
    Kind("mode of travel is no state", two("mode", "walk", "bus"), no_fix=0),
    Kind("mock", two("isFromMockProvider", "false", "true"), no_fix=1),
    Kind("last known", two("last_known", "no", "yes"), no_fix=1),
    Kind("a provider's last known", two("provider", "gps", "last_known"), no_fix=1),
    Kind("Traccar's outdated", two("outdated", "false", "true"), no_fix=1),
    Kind("fixed or not", two("gpsFixed", "true", "false"), no_fix=1),
    Kind("a receiver that says it has no lock", two("gps_locked", "1", "0"), no_fix=1),
    Kind("the state of navigation in words", two("nav_status", "3D", "No fix"), no_fix=1),
    Kind("a ship's state of navigation is no state of the fix", two("nav_status", "0", "5"), no_fix=0),
    Kind("a hopeless HDOP", two("hdop", "0.9", "99.99"), no_fix=1),
    # sides of the Earth in columns of their own
    Kind("sides as NMEA calls them", f"time,lat,NSI,lon,EWI\n{T},51.5,N,0.1,W\n", lonlat=(-0.1, 51.5)),
    Kind("quadrants", f"time,lat,lat_quadrant,lon,lon_quadrant\n{T},51.5,N,0.1,W\n", lonlat=(-0.1, 51.5)),
    # whose
    Kind("names", two("name", "alice", "bob"), wearers=("alice", "bob")),
    Kind("numbered points are no persons", two("name", "WP1", "WP2", "WP3"), said="names points"),
    Kind("units", two("Unit", "7", "8"), wearers=("7", "8")),
    Kind("subscribers", two("MSISDN", "4471", "4472"), wearers=("4471", "4472")),
    Kind("an id nobody knows", two("crew_uuid", "a", "b", "a", "b"), refused="crew_uuid"),
    Kind("ids cut by a spreadsheet", two("imei", "3.51777E+14"), said="scientific"),
    # what stands around the table
    Kind(
        "a title block of other widths",
        f"Report:,Route,,\nDevice:,Van 4,,\n,,,\nValid,Time,Latitude,Longitude\nTRUE,{T},51.5,-0.1\n",
        time=T,
    ),
    Kind("a header that begins with #", f"#,Time,Latitude,Longitude\n1,{T},51.5,-0.1\n", time=T),
    Kind("a # before the header", f"#time,lat,lon\n{T},51.5,-0.1\n", time=T),
    Kind("a header twice", f"time,lat,lon\n{T},51.5,-0.1\ntime,lat,lon\n{T},51.6,-0.1\n", refused="several tables"),
    Kind(
        "a stray quotation mark",
        f'time,lat,lon,note\n{T},51.5,-0.1,"5\'11\n{T},51.6,-0.1,b\n{T},51.7,-0.1,x"\n',
        refused="quotation mark",
    ),
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_each_kind_is_read_right_refused_or_told(tmp_path: Path, kind: Kind) -> None:
    place = tmp_path / "tag.csv"
    place.write_text(kind.text, encoding="utf-8")
    if kind.refused is not None:
        with pytest.raises(wb.WorkbenchError, match=kind.refused):
            wb.read_tracks(place, timezone=kind.timezone)
        return
    tracks = wb.read_tracks(place, timezone=kind.timezone)
    first = None if tracks.fixes.empty else tracks.fixes.iloc[0]
    assert len(tracks.load.set_aside) == (kind.aside or 0)
    if kind.time is not None:
        assert first.time == pd.Timestamp(kind.time)
    if kind.lonlat is not None:
        np.testing.assert_allclose((first.lon, first.lat), kind.lonlat, atol=1e-5)
    if kind.wearers is not None:
        assert tuple(tracks.wearers) == kind.wearers
    if kind.accuracy_m is not None:
        assert first.accuracy_m == pytest.approx(kind.accuracy_m)
    if kind.speed_kmh is not None:
        assert first.speed_kmh == pytest.approx(kind.speed_kmh)
    if kind.said is not None:
        assert any(kind.said in w for w in tracks.load.warnings), tracks.load.warnings
    if kind.no_fix is not None:
        assert int(((tracks.fixes.quality & int(wb.Quality.NOT_A_FIX)) > 0).sum()) == kind.no_fix
    if kind.clock_fault is not None:
        assert int(((tracks.fixes.quality & int(wb.Quality.CLOCK_FAULT)) > 0).sum()) == kind.clock_fault
