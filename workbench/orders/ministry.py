"""Orders in the shapes of the ministry's services, told apart by their content, brought into the shape written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.orders.draft import Draft, dated
from workbench.orders.ministry_zones import attendance_of, zones_of
from workbench.time import DEFAULT_ZONE, read_edge, to_local

__all__ = ["ministry_orders"]

_Rows = dict[str, list[dict[str, Any]]]
_OPEN_END = "2040"
_TIMETABLES = (
    "curfew_schedule",
    "curfew_duration",
    "curfewTimeTable",
    "curfewTimetable",
    "curfewTimes",
    "weeklyCurfewTimes",
    "schedule",
)
_MARKS = {*_TIMETABLES[:-1], "curfewConditions", "enforcementZoneConditions", "mandatoryAttendanceConditions", "exclusion_zones",
          "inclusion_zones", "curfew_start"}  # fmt: skip
_WEARER = ("delius_id", "deliusId", "crn", "device_wearer", "nomsId", "nomisId", "nomis_id", "wearer_id", "pncId", "person_id")
_ORDER = ("case_id", "order_id", "orderId", "id", "licenceId")
_START = ("order_start_date", "order_start", "curfew_start", "licenceStartDate", "startDate", "homeDetentionCurfewActualDate")
_END = ("order_end_date", "order_end", "service_end_date", "licenceExpiryDate", "homeDetentionCurfewEndDate", "endDate")
_TEXTS = ("licence_condition_details", "curfew_description", "curfewDescription", "curfewAdditionalDetails")
_ADDRESS = (
    "addressLine1",
    "addressLine2",
    "addressLine3",
    "addressLine4",
    "addressTown",
    "townOrCity",
    "county",
    "postCode",
    "postcode",
)
_PLACE = ("primary", "secondary", "tertiary")
_UNREAD = ("abstinence", "checkin_schedule", "monitoringConditionsAlcohol", "additionalConditions", "bespokeConditions")


def ministry_orders(content: Any) -> Draft | None:
    """Read orders in one of the ministry's shapes; none if the content is in none of them."""
    items = content if isinstance(content, list) else [content]
    if not items or not all(isinstance(item, Mapping) and _MARKS & item.keys() for item in items):
        return None
    draft = Draft("ministry")
    for number, item in enumerate(items, 1):
        draft.orders.append(_order(item, number, draft))
    return draft


def _order(item: Mapping[str, Any], number: int, draft: Draft) -> dict[str, Any]:
    wearer = item.get("deviceWearer")
    named = {**(wearer if isinstance(wearer, Mapping) else {}), **item}
    conditions = item.get("curfewConditions")
    conditions = conditions if isinstance(conditions, Mapping) else {}
    wearer_id = _first(named, _WEARER)
    order_id = _first(item, _ORDER) or (f"{wearer_id}-{number}" if wearer_id else None)
    where = f"order {order_id or number}"
    start, end = _date(item, _START) or dated(conditions.get("startDate")), _date(item, _END) or dated(conditions.get("endDate"))
    order: dict[str, Any] = {
        "order_id": order_id,
        "wearer_id": wearer_id,
        "kind": _first(item, ("order_type_description", "order_type", "kind", "type", "orderType")),
        "start": start,
        "end": None if str(end).startswith(_OPEN_END) else end,
        "source": _first(item, ("fileName", "source")),
        "places": _places(item),
        "curfews": _curfews(item, conditions, draft, where),
        "zones": zones_of(item),
        "appointments": attendance_of(item, where),
        "_undated": True,
    }
    version = item.get("version")
    if isinstance(version, int):
        order["version"] = version
    if start is None:
        draft.notes.append(f"{where}: no start is stated; its clauses hold from their own dates, or at any time.")
    told = [key for key in _UNREAD if item.get(key)]
    if told:
        draft.notes.append(f"{where}: not read, as no duty of place follows from it: {', '.join(told)}.")
    order["places"] += [appointment.pop("_place") for appointment in order["appointments"]]
    return {key: value for key, value in order.items() if value is not None}


def _curfews(item: Mapping[str, Any], conditions: Mapping[str, Any], draft: Draft, where: str) -> list[dict[str, Any]]:
    """Bring all timetables of an order together, a clause for each address."""
    rows: _Rows = {}
    home = _address_ids(conditions.get("curfewAddress")) or ["primary"]
    for key in _TIMETABLES:
        value = item.get(key)
        for block in (
            [value] if isinstance(value, Mapping) else value if isinstance(value, Sequence) and not isinstance(value, str) else ()
        ):
            if not isinstance(block, Mapping):
                draft.aside.append(f"{where}: {block!r} is no row of a timetable")
            elif isinstance(block.get("schedule"), list):
                own = _address_ids(block.get("location")) or home
                _add(rows, own, list(block["schedule"]), draft, where)
                if not block["schedule"]:
                    said = "at all hours" if block.get("allday") not in (None, "", "No", "no", False) else "without rows"
                    draft.notes.append(f"{where}: the timetable of {', '.join(own)} is {said}; it makes no duty.")
            else:
                row = {k: v for k, v in block.items() if k != "curfewAddress"}
                _add(rows, _address_ids(block.get("curfewAddress")) or home, [row], draft, where)
    release = item.get("curfewReleaseDateConditions") or item.get("firstNightCurfewHours") or item.get("firstNightCurfewTimes")
    if isinstance(release, Mapping):
        _release(item, release, rows, home, draft, where)
    text = "\n".join(str(item[key]) for key in _TEXTS if isinstance(item.get(key), str) and item[key])
    dates = {"start": _date(item, ("curfew_start",)) or dated(conditions.get("startDate")),
             "end": _date(item, ("curfew_end",)) or dated(conditions.get("endDate"))}  # fmt: skip
    between = {key: value for key, value in dates.items() if value and not str(value).startswith(_OPEN_END)}
    return [
        {"clause_id": f"curfew-{place}", "place_id": place, "text": text, "schedule": held, **between}
        for place, held in rows.items()
    ]


def _add(rows: _Rows, places: list[str], new: list[dict[str, Any]], draft: Draft, where: str) -> None:
    if len(places) == 1:
        rows.setdefault(places[0], []).extend(new)
        return
    reason = f"{where}: a curfew at any of several addresses ({', '.join(places)}) has to be written by hand"
    draft.aside += [reason] * len(new)


def _release(
    item: Mapping[str, Any],
    release: Mapping[str, Any],
    rows: dict[str, list[dict[str, Any]]],
    home: list[str],
    draft: Draft,
    where: str,
) -> None:
    """Add the curfew of the day of release, which is separate from the timetable."""
    day = dated(release.get("releaseDate")) or _date(item, ("conditional_release_date", "homeDetentionCurfewActualDate"))
    start = _first(release, ("startTime", "firstNightFrom", "fromTime"))
    end = _first(release, ("endTime", "firstNightUntil", "untilTime"))
    if day is None or start is None or end is None:
        draft.aside.append(f"{where}: the curfew of the day of release does not say its day and both times")
        return
    own = _address_ids(release.get("curfewAddress")) or home
    _add(rows, own, [{"date": _local_day(day), "start": start, "end": end}], draft, where)


def _local_day(value: str) -> str:
    """Give the day of a date, or of the instant of its midnight."""
    return f"{to_local(read_edge(value, DEFAULT_ZONE, clock_change='settle').utc, DEFAULT_ZONE):%Y-%m-%d}"


def _places(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: dict[str, str] = {}
    listed = item.get("addresses")
    for address in listed if isinstance(listed, list) else ():
        if isinstance(address, Mapping):
            for place in _address_ids(address.get("addressType")):
                found[place] = address_words(address)
    own = item.get("curfewAddress")
    if isinstance(own, Mapping):
        found.setdefault("primary", address_words(own))
    flat = [item.get(f"primary_address_{part}") for part in ("house_number_and_street_name", "city_town", "county", "postcode")]
    if any(flat):
        found.setdefault("primary", ", ".join(str(part) for part in flat if part))
    return [{"place_id": place, "name": name} for place, name in found.items()]


def address_words(address: Mapping[str, Any]) -> str:
    """Write an address on one line."""
    return ", ".join(str(address[key]) for key in _ADDRESS if address.get(key))


def _address_ids(value: Any) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    words = [str(part).strip().lower().removesuffix("_address") for part in parts]
    return [word for word in words if word in _PLACE] or [word for word in words if word]


def _first(item: Mapping[str, Any], keys: Sequence[str]) -> Any:
    found = next((item[key] for key in keys if item.get(key) not in (None, "", [])), None)
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else found


def _date(item: Mapping[str, Any], keys: Sequence[str]) -> str | None:
    return next((found for key in keys if (found := dated(item.get(key)))), None)
