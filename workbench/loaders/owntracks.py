"""OwnTracks: recorder files (``.rec``), and its messages as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pandas as pd

from workbench.base import InputError, whole_text
from workbench.loaders.collect_records import Gather, Raw
from workbench.loaders.json_tables import read_json
from workbench.loaders.source import Source
from workbench.loaders.values import number, word

__all__ = ["read_owntracks"]

_POSITIONS = frozenset({"location", "transition"})


def read_owntracks(source: Source) -> Raw:
    """Read OwnTracks messages."""
    # Source: the OwnTracks booklet (`tst` seconds, `vel` km/h, `acc` metres, `cog` degrees).
    gather = Gather(source.name)
    head = source.head_text()
    if head.startswith("[") or (head.startswith("{") and not head.split("\n", 1)[0].rstrip().endswith("}")):
        found = read_json(source)
        found = found.get("data", [found]) if isinstance(found, dict) else found
        for message in found if isinstance(found, list) else []:
            _take(message, gather)
    else:
        for line in source.text().splitlines():
            start = line.find("{")
            if not line.strip():
                gather.row += 1
                continue
            try:
                message = whole_text(json.loads(line[start:]), line) if start >= 0 else None
            except (ValueError, RecursionError):
                message = "broken"
            _take(message, gather)
    return _named(gather.raw("owntracks"), source.name)


def _take(message: Any, gather: Gather) -> None:
    if not isinstance(message, dict):
        return gather.skip("the line holds no whole message")
    kind = message.get("_type")
    if kind not in _POSITIONS:
        return gather.skip(f"a {str(kind)[:30]} message is not a fix")
    if "lat" not in message or "lon" not in message:
        return gather.skip("the message has no position")
    parts = str(message.get("topic", "")).split("/")
    named = len(parts) >= 3 and parts[0] == "owntracks"
    return gather.keep(
        {
            "time": message.get("tst"),
            "recorded": message.get("created_at"),
            "lon": number(message["lon"]),
            "lat": number(message["lat"]),
            "accuracy_m": number(message.get("acc"), low=0.0),
            "speed_kmh": number(message.get("vel"), low=0.0),
            "heading_deg": number(message.get("cog"), low=0.0),
            "method": "unknown",
            "wearer_id": parts[1] if named else None,
            "device_id": parts[2] if named else word(message.get("tid")),
        }
    )


def _named(raw: Raw, name: str) -> Raw:
    """Give rows without a topic the file's one user; where there are several, such rows are set aside."""
    if not len(raw.rows) and all("no whole message" in reason for _, reason in raw.aside):
        raise InputError("No line holds a whole message.", where=name, do="Check what kind of file it is.")
    if "wearer_id" not in raw.rows or raw.rows["wearer_id"].notna().all():
        return raw
    users = raw.rows["wearer_id"].dropna().unique()
    if len(users) < 2:
        fill = users[0] if len(users) else None
        rows = raw.rows if fill is None else raw.rows.assign(wearer_id=pd.Series([fill] * len(raw.rows), dtype="str"))
        return replace(raw, rows=rows)
    lost = raw.rows["wearer_id"].isna()
    reason = "the message names no user, and the file holds several"
    aside = sorted([*raw.aside, *((int(row), reason) for row in raw.rows.loc[lost, "row"])])
    return replace(raw, rows=raw.rows[~lost].reset_index(drop=True), aside=aside)
