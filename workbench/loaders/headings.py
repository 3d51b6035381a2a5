"""What a heading says besides its name: a unit, a zone, a fix-state flag, another clock, somebody's id."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.loaders.lengths import METRES
from workbench.loaders.profile import canonical

__all__ = ["FLAGS", "SPEEDS_KMH", "WEAK_NAMES", "ZONE_HEADINGS", "bare", "coordinates_of", "id_like", "unit_of", "zone_of"]


def _words(text: str) -> tuple[str, ...]:
    """Give the words of a text, so that long lists stay readable."""
    return tuple(text.split())


SPEEDS_KMH = {
    **dict.fromkeys(("kmh", "km_h", "kph", "kmph", "km_hr"), 1.0),
    **dict.fromkeys(("ms", "m_s", "mps", "m_sec"), 3.6),
    **dict.fromkeys(("mph", "mi_h", "miles_h"), 1.609344),
    **dict.fromkeys(("kn", "kt", "kts", "knot", "knots"), 1.852),
    "cm_s": 0.036,
}
"""Units of speed as files write them, in kilometres per hour."""
_ANGLES = {"rad": "rad", "rads": "rad", "radian": "rad", "radians": "rad", "deg": "deg", "degree": "deg", "degrees": "deg"}
_ZONES = {"utc": 0, "gmt": 0, "zulu": 0, "bst": 60, "cet": 60, "cest": 120, "wet": 0, "west": 60, "eet": 120, "eest": 180}
_OTHER_TAILS = _words("z local localtime dd decimal wgs wgs84 h s hr")
_TAIL = {*METRES, *SPEEDS_KMH, *_ANGLES, *_ZONES, *_OTHER_TAILS}
_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OFFSET = re.compile(r"(?:(?:utc|gmt)\s*|[(\[]\s*)([+\-\u2212])\s*(\d{1,2})(?::?(\d{2}))?(?!\d)", re.I)
_PLACE = re.compile(r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][A-Za-z_/]+\b")

_FLAGS = {
    "valid": _words(
        "valid is_valid valid_fix fix_valid gps_valid location_valid position_valid validity has_fix "
        "gps_fixed gpsfixed is_fixed has_gps_fix gps_lock gps_locked gps_ok is_located"
    ),
    "status": _words(
        "gps_status status fix_status nmea_status rmc_status gps_state fix_state position_status location_status "
        "gps_validity gps_fix_status gnss_status state"
    ),
    "lock": _words("fix gps_fix gpsfix fix_type fixtype fix_mode gps_mode mode mode_indicator positioning_mode nav_mode"),
    "grade": _words("fix_quality fixquality gps_quality quality_indicator gps_quality_indicator quality gga_quality"),
    "word": _words("nav_status navstatus navigation_status"),
    "untrue": _words(
        "mock is_mock ismock mocked mock_location is_from_mock_provider isfrommockprovider from_mock_provider from_mock "
        "is_from_mock mock_provider simulated is_simulated issimulated simulation fake is_fake spoofed is_spoofed last_known "
        "is_last_known lastknown last_known_position last_known_location from_last_known cached is_cached from_cache stale "
        "is_stale outdated is_outdated interpolated is_interpolated estimated is_estimated extrapolated invalid is_invalid "
        "no_fix nofix gps_lost dead_reckoning is_dead_reckoning"
    ),
    "dop": _words("hdop pdop gps_hdop gps_pdop dop"),
}
FLAGS = {heading: kind for kind, names in _FLAGS.items() for heading in names}
"""Headings of what a device says of its own fix, and how their values are to be understood."""
ZONE_HEADINGS = _words("tz timezone time_zone utc_offset tz_offset timezone_offset time_zone_offset gmt_offset offset_utc")
"""Headings of columns that state the zone or the offset of the times of their row."""
WEAK_NAMES = frozenset({"name", "label", "title", "nickname", "alias", "nick", "display_name"})
"""Headings that name a person in one file and a place or a point in another."""
_ID_WORDS = frozenset(
    _words(
        "id ids imei imsi msisdn serial tag unit device user username name person subject vehicle asset tracker nickname "
        "callsign plate owner identifier uuid guid phone mobile who driver collar logger wearer offender participant "
        "individual animal "
        "subscriber member employee terminal esn meid iccid mac registration vrm uid deviceid userid"
    )
)
_NOT_WHOSE = frozenset(
    _words(
        "fix position point ping location loc trip track segment seg session lap row record event order seq sequence message msg "
        "packet cell site zone geofence road street file place address area sat satellites version firmware model index batch "
        "wifi bssid ssid type station timezone crime provider waypoint country city county town lac mcc mnc enodeb antenna "
        "source load dlt alert alarm trigger activity sensor channel profile software app platform os brand make status mode"
    )
)


def bare(heading: str) -> str:
    """Give the name in a heading without brackets, unit and zone: ``Speed (km/h)`` is ``speed``."""
    words = canonical(_HUMP.sub("_", _BRACKETS.sub(" ", heading))).split("_")
    while len(words) > 1 and words[-1] in _TAIL:
        words.pop()
    return "_".join(words)


def _said(heading: str) -> list[str]:
    """List what could be a unit in a heading: the content of brackets, then its last words."""
    words = canonical(_HUMP.sub("_", heading)).split("_")
    return [canonical(b) for b in _BRACKETS.findall(heading)] + ["_".join(words[-2:]), words[-1]]


def unit_of(heading: str, units: dict[str, float] | None = None) -> float | str | None:
    """Give the factor of the unit that a heading states, or for angles ``rad`` or ``deg``; None where it states none."""
    table = _ANGLES if units is None else units
    words = _said(heading)
    if canonical(heading) in table:
        return None
    return next((table[w] for w in words if w in table), None)


def zone_of(heading: str) -> int | str | None:
    """Give the zone that a heading states: minutes ahead of UTC, or an IANA name; None where it states none."""
    if place := _PLACE.search(heading):
        return place.group()
    if found := _OFFSET.search(heading):
        minutes = int(found.group(2)) * 60 + int(found.group(3) or 0)
        return (minutes if found.group(1) == "+" else -minutes) if minutes <= 14 * 60 else None
    words = canonical(_HUMP.sub("_", heading)).split("_")
    return next((_ZONES[w] for w in words if w in _ZONES), 0 if len(words) > 1 and words[-1] == "z" else None)


def id_like(heading: str) -> bool:
    """Say whether a heading looks as if its column said whose fix a row is."""
    words = set(canonical(_HUMP.sub("_", heading)).split("_"))
    glued = canonical(heading)
    return not words & _NOT_WHOSE and bool(
        words & _ID_WORDS or glued.endswith(("_id", "name")) or glued in ("uid", "deviceid", "userid")
    )


def coordinates_of(headings: Sequence[str]) -> list[tuple[str, str]]:
    """Find further pairs of coordinates among headings: latitude with longitude, or easting with northing."""
    pairs = []
    for heading in headings:
        for one, other in (("latitude", "longitude"), ("lat", "lon"), ("lat", "lng"), ("lat", "long"), ("northing", "easting")):
            words = canonical(_HUMP.sub("_", heading)).split("_")
            twin = ["_".join(other if w == one else w for w in words)]
            match = next((h for h in headings if canonical(_HUMP.sub("_", h)) in twin), None) if one in words else None
            if match is not None:
                pairs.append((heading, match))
                break
    return pairs
