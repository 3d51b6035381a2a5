"""Curfew alerts as the ministry's service lists them, and what each code amounts to for a duty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
        for alert in person.get("violations") or ():
            when = dated(alert.get("violation_alert_datetime"))
            if when is None:
                draft.aside.append(f"alert {alert.get('violation_alert_id')} does not say when it was")
                continue
            read = read_moment(when, timezone, name=f"alert {alert.get('violation_alert_id')}", clock_change="settle")
            if read.warning:
                draft.notes.append(f"Alert {alert.get('violation_alert_id')}: {read.warning}")
            words = str(alert.get("violation_alert_type") or "")
            code = words.split(" ", 1)[0] if words.split(" ", 1)[0] in CODES else ""
            if not code:
                draft.notes.append(f"Alert {alert.get('violation_alert_id')}: {words!r} is no code that is known; it is unclear.")
            reason = alert.get("reasonable_excuse_reason")
            draft.alerts.append(
                {
                    "alert_id": str(alert.get("violation_alert_id")),
                    "wearer_id": str(person.get("delius_id")),
                    "start": read.utc,
                    "minutes": _minutes(alert.get("violation_alert_duration")),
                    "code": code,
                    "words": words,
                    "outcome": "excused" if reason else CODES.get(code, "unclear"),
                    "counted": alert.get("exclude_from_atv_total") != "Y",
                    "reason": reason,
                }
            )
    return draft


def _minutes(value: Any) -> float | None:
    if isinstance(value, Mapping):
        return 60.0 * float(value.get("hour") or 0) + float(value.get("minute") or 0) + float(value.get("second") or 0) / 60.0
    return float(value) if isinstance(value, int | float) else None
