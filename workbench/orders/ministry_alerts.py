"""Curfew alerts as the ministry's service lists them, and what each code amounts to for a duty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.base import InputError, WorkbenchError
from workbench.orders.draft import Draft, dated
from workbench.time import read_moment

__all__ = ["CODES", "ministry_alerts"]

CODES = {
    "AL04": "unclear",
    "AL05": "unclear",
    "AL08": "breached",
    "AL09": "breached",
    "AL10": "breached",
    "AL11": "breached",
    "AL12": "breached",
    "AL21": "unclear",
    "AL23": "no data",
    "AL24": "no data",
}
"""What an alert amounts to if it is right: absence is a breach, a fault of the equipment leaves the duty unclear or unseen."""


def ministry_alerts(content: Any, timezone: str) -> Draft | None:
    """Read a list of wearers with their alerts; none if the content is none."""
    people = content.get("curfew_activity") if isinstance(content, Mapping) else None
    if not isinstance(people, list):
        return None
    draft = Draft("ministry alerts")
    for person in people:
        listed = person.get("violations") if isinstance(person, Mapping) else None
        if not isinstance(listed, list):
            draft.aside.append("a person without a list of alerts")
            continue
        for alert in listed:
            try:
                draft.alerts.append(_alert(alert, str(person.get("delius_id")), timezone, draft.notes))
            except WorkbenchError as error:
                draft.aside.append(f"{error.where}: {error.what.rstrip('.')}")
    return draft


def _alert(alert: Any, wearer_id: str, timezone: str, notes: list[str]) -> dict[str, Any]:
    if not isinstance(alert, Mapping):
        raise InputError("it is no alert", where=f"alert {alert!r}", do="Export the list again.")
    where = f"alert {alert.get('violation_alert_id')}"
    read = read_moment(dated(alert.get("violation_alert_datetime")), timezone, name=where, clock_change="settle")
    if read.warning:
        notes.append(f"{where}: {read.warning}")
    words = str(alert.get("violation_alert_type") or "")
    code = words.split(" ", 1)[0] if words.split(" ", 1)[0] in CODES else ""
    if not code:
        notes.append(f"{where}: {words!r} holds no code that is known; what it amounts to is unclear.")
    reason = alert.get("reasonable_excuse_reason")
    return {
        "alert_id": str(alert.get("violation_alert_id")),
        "wearer_id": wearer_id,
        "start": read.utc,
        "minutes": _minutes(alert.get("violation_alert_duration")),
        "code": code,
        "words": words,
        "outcome": "excused" if reason else CODES.get(code, "unclear"),
        "counted": alert.get("exclude_from_atv_total") != "Y",
        "reason": str(reason) if reason else None,
    }


def _minutes(value: Any) -> float | None:
    """Give a length, which is written as minutes or in its parts; none where it is neither."""
    parts = [value.get(part) or 0 for part in ("hour", "minute", "second")] if isinstance(value, Mapping) else [0, value, 0]
    if not all(isinstance(part, int | float) and not isinstance(part, bool) and 0 <= part < 1e9 for part in parts):
        return None
    return 60.0 * parts[0] + parts[1] + parts[2] / 60.0
