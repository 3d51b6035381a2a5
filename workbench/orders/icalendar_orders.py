"""Orders as a calendar: UID is the clause, CATEGORIES its kind, LOCATION its place; repeats keep the clock time of their zone."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from workbench.base import InputError
from workbench.orders.draft import Draft
from workbench.time import settled, wall

__all__ = ["calendar_orders"]

Event = Any

_LISTS = {"curfew": "curfews", "appointment": "appointments", "residence": "residence", "permission": "permissions",
          "absence": "absences", "exclusion": "zones", "inclusion": "zones", "restriction": "zones"}  # fmt: skip
_AHEAD = dt.timedelta(days=5 * 366)
"""How far from its first day an event that never ends is read."""


def calendar_orders(text: str, name: str, timezone: str) -> Draft:
    """Read a calendar as one order of one wearer."""
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError) as error:
        raise InputError(
            f"The calendar cannot be read: {error}.", where=name, do="Export it again as iCalendar (.ics)."
        ) from error
    draft = Draft("icalendar")
    groups: dict[str, list[Event]] = defaultdict(list)
    for number, event in enumerate(calendar.walk("VEVENT"), 1):
        if event.get("UID") is None or event.get("DTSTART") is None:
            draft.aside.append(f"event {number} has no UID or no DTSTART")
        else:
            groups[str(event["UID"])].append(event)
    order: dict[str, Any] = {"order_id": str(calendar.get("X-WR-CALNAME") or "") or None, "_undated": True}
    stated = [key for events in groups.values() for e in events if (key := _zone(e["DTSTART"].dt)) not in (None, "UTC")]
    order["timezone"] = Counter(stated).most_common(1)[0][0] if stated else str(calendar.get("X-WR-TIMEZONE") or timezone)
    for uid, events in groups.items():
        _clause(uid, events, order, draft, name)
    draft.orders.append({key: value for key, value in order.items() if value is not None})
    return draft


def _clause(uid: str, events: list[Event], order: dict[str, Any], draft: Draft, name: str) -> None:
    main = next((event for event in events if event.get("RECURRENCE-ID") is None), events[0])
    kinds = [str(kind).strip().lower().replace("-", "_").replace(" ", "_") for kind in main.categories]
    known = [kind for kind in kinds if kind in _LISTS]
    if len(known) != 1:
        said = f"event {uid}: its CATEGORIES are {', '.join(kinds) or 'missing'}; write one of {', '.join(_LISTS)}"
        draft.aside += [said] * len(events)
        return
    kind = known[0]
    times = sorted(_times(events, order["timezone"], f"{name}, event {uid}", draft))
    texts = {key.lower(): str(main[key]) for key in ("SUMMARY", "DESCRIPTION", "LOCATION") if main.get(key)}
    words = texts.get("description") or texts.get("summary") or ""
    if kind in ("permission", "absence"):
        both: dict[str, Any] = {"reason": words or None, **({"clause_ids": _related(main)} if kind == "permission" else {})}
        ids = [uid if len(times) == 1 else f"{uid}-{i}" for i in range(1, len(times) + 1)]
        entries = [{"permission_id": i, "start": a, "end": b, **both} for i, (a, b) in zip(ids, times, strict=True)]
    else:
        place = texts.get("location")
        rows = [{"start": a, "end": b} for a, b in times]
        entry: dict[str, Any] = {"clause_id": uid, "text": words, "name": texts.get("summary")}
        if kind in ("curfew", "appointment", "residence"):
            entry["place_id"] = place
            if place and place not in {p["place_id"] for p in order.setdefault("places", [])}:
                order["places"].append({"place_id": place, "name": place})
        else:
            entry |= {"zone_id": uid, "kind": kind}
        entries = [entry if kind == "residence" else {**entry, "schedule": rows}]
    draft.aside += [f"event {uid}: cancelled" for event in events if _cancelled(event)]
    order.setdefault(_LISTS[kind], []).extend(entries)


def _related(event: Event) -> list[str]:
    value = event.get("RELATED-TO")
    return [str(part) for part in (value if isinstance(value, list) else [value] if value is not None else [])]


def _cancelled(event: Event) -> bool:
    return str(event.get("STATUS") or "").upper() == "CANCELLED"


def _times(events: list[Event], timezone: str, where: str, draft: Draft) -> Iterator[tuple[str, str]]:
    """Give start and end of each time an event happens; a moved or cancelled time stands for the one it replaces."""
    zones = {_zone(event["DTSTART"].dt) for event in events}
    moved = {_clock(e["RECURRENCE-ID"].dt, key) for e in events if e.get("RECURRENCE-ID") is not None for key in zones}
    for event in events:
        if _cancelled(event):
            continue
        start, length = event["DTSTART"].dt, _length(event, where)
        key, first = _zone(start), _clock(start, _zone(start))
        single = event.get("RECURRENCE-ID") is not None
        for begin in (
            [first] if single else [moment for moment in _repeated(event, first, key, where, draft) if moment not in moved]
        ):
            yield _text(begin, key, timezone), _text(begin + length, key, timezone)


def _length(event: Event, where: str) -> dt.timedelta:
    """Give the length on the clock: seven in the evening to seven in the morning is twelve hours on it, whatever the night."""
    start, end = event["DTSTART"].dt, event["DTEND"].dt if event.get("DTEND") is not None else None
    length = dt.timedelta(days=not isinstance(start, dt.datetime))
    if end is not None:
        length = _clock(end, _zone(start)) - _clock(start, _zone(start))
    elif event.get("DURATION") is not None:
        length = event["DURATION"].dt
    if length <= dt.timedelta(0):
        raise InputError("The event has no length.", where=where, do="Give it a DTEND after its DTSTART.")
    return length


def _repeated(event: Event, first: dt.datetime, key: str | None, where: str, draft: Draft) -> list[dt.datetime]:
    """List when an event begins, as its clock shows it, so that no change of the clocks moves it."""
    from dateutil.rrule import rruleset, rrulestr

    found = rruleset()
    found.rdate(first)
    until = first + _AHEAD
    for rule in _listed(event.get("RRULE")):
        parts = rule.to_ical().decode().split(";")
        ends = _clock(rule["UNTIL"][0], key) if "UNTIL" in rule else None
        if ends is None and "COUNT" not in rule:
            draft.notes.append(f"{where} repeats without end; it is read up to {until:%Y-%m-%d}.")
        if ends is not None and not isinstance(rule["UNTIL"][0], dt.datetime):
            ends += dt.timedelta(days=1, microseconds=-1)
        made = rrulestr(";".join(part for part in parts if not part.startswith("UNTIL")), dtstart=first)
        for moment in made.between(first, until if ends is None else min(until, ends), inc=True):
            found.rdate(moment)
    for name, add in (("RDATE", found.rdate), ("EXDATE", found.exdate)):
        for block in _listed(event.get(name)):
            for one in block.dts:
                add(_clock(one.dt, key))
    return [moment for moment in found if moment <= until]


def _zone(moment: Any) -> str | None:
    """Name the zone of a time of the calendar: none for a date and for a time without one."""
    if not isinstance(moment, dt.datetime) or moment.tzinfo is None:
        return None
    return str(getattr(moment.tzinfo, "key", "UTC"))


def _clock(moment: Any, key: str | None) -> dt.datetime:
    """Give what the clock of a zone shows, without the zone."""
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time())
    return moment if moment.tzinfo is None else wall(moment, key or _zone(moment) or "UTC")


def _text(clock: dt.datetime, key: str | None, timezone: str) -> str:
    """Write a time for the reader of orders; in the zone of the order it stays what the clock shows."""
    return clock.isoformat() if key in (None, timezone) else settled(clock, str(key))[0].isoformat()


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
