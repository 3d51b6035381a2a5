"""The plain twin of duties: for one minute, which clauses ask something, looked up by hand on the wall clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["asked_at"]

_DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
_DAY = dt.timedelta(days=1)


def _utc(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Settle a clock time by trying each minute after it until the zone shows it or a later one."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
    back = first.astimezone(zone).replace(tzinfo=None)
    while back > wall:
        earlier = first - dt.timedelta(minutes=1)
        if earlier.astimezone(zone).replace(tzinfo=None) < wall:
            break
        first, back = earlier, earlier.astimezone(zone).replace(tzinfo=None)
    return first


def _edge(text: str, zone: ZoneInfo, *, last: bool = False) -> dt.datetime:
    wall = dt.datetime.fromisoformat(text)
    return _utc(wall + (_DAY if last and "T" not in text else dt.timedelta(0)), zone)


def _version_at(versions: Sequence[Mapping[str, Any]], moment: dt.datetime) -> Mapping[str, Any] | None:
    """Give the version in force: the latest that has begun, if it has not ended."""
    begun = []
    for version in versions:
        zone = ZoneInfo(version["timezone"])
        since = max(_edge(version["start"], zone), _edge(version.get("in_force_from", version["start"]), zone))
        if since <= moment:
            begun.append(version)
    if not begun:
        return None
    latest = max(begun, key=lambda v: v["version"])
    ended = "end" in latest and _edge(latest["end"], ZoneInfo(latest["timezone"]), last=True) <= moment
    return None if ended else latest


def _rows_hold(rows: Sequence[Mapping[str, str]], moment: dt.datetime, zone: ZoneInfo) -> bool:
    today = moment.astimezone(zone).date()
    for back in range(-1, 3):
        date = today - back * _DAY
        for row in rows:
            if _DAYS[date.weekday()] != row["day"]:
                continue
            start, end = (dt.datetime.combine(date, dt.time.fromisoformat(row[key])) for key in ("start", "end"))
            if _utc(start, zone) <= moment < _utc(end + (_DAY if end <= start else dt.timedelta(0)), zone):
                return True
    return False


def asked_at(versions: Sequence[Mapping[str, Any]], moment: dt.datetime) -> set[tuple[str, int, str]]:
    """Give clause, version and permission of everything one order asks at a moment."""
    version = _version_at(versions, moment)
    if version is None:
        return set()
    zone = ZoneInfo(version["timezone"])
    found = set()
    for kind, key in (("curfews", "schedule"), ("zones", "schedule")):
        for clause in version.get(kind, []):
            if clause[key] is not None and not _rows_hold(clause[key], moment, zone):
                continue
            lifted = ""
            allowed = version.get("permissions", [])
            for permission in sorted(allowed, key=lambda p: (_edge(p["start"], zone), _edge(p["end"], zone), p["permission_id"])):
                inside = _edge(permission["start"], zone) <= moment < _edge(permission["end"], zone)
                if clause["clause_id"] in permission["clause_ids"] and inside and not lifted:
                    lifted = permission["permission_id"]
            found.add((clause["clause_id"], version["version"], lifted))
    return found
