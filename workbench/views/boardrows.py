"""The board's tables and cards: who was compared with a crime, or which crimes with a wearer, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.base import Card, directed
from workbench.geo import metres_label
from workbench.time import DEFAULT_ZONE, duration_label, label, micros, span_label
from workbench.views.words import ANSWERS, BOARD_EMPTY, BOARD_NOTE

__all__ = ["board_pairs", "board_rows", "pair_card", "why_words"]

_SHARED = ["answer", "strength", "how near", "there for", "time seen", "why"]
_THERE_M = 0.5
_SIDES = {"this": "having been there", "other": "not having been there"}
_TONES = {"hit": "plain", "unknown": "warn", "excluded": "good"}


def why_words(row: Mapping[str, Any]) -> str:
    """Say in a few words what an answer rests on."""
    said = []
    if row["answer"] == "hit":
        if _given(row, "usual") and bool(row["usual"]):
            said.append("usual place")
        if _given(row, "other_wearers") and row["other_wearers"]:
            many = int(row["other_wearers"])
            said.append(f"{many} other {'wearer matches' if many == 1 else 'wearers match'} too")
        if _given(row, "p_decoy"):
            said.append(f"would match on {100 * row['p_decoy']:.0f} % of other days")
    elif row["answer"] == "excluded":
        if _given(row, "needed_kmh"):
            said.append(f"coming there would have needed {row['needed_kmh']:,.0f} km/h between fixes")
    else:
        said.append(str(row["words"] if _given(row, "words") else row.get("reason", "")))
    return "; ".join(said)


def board_pairs(hits: pd.DataFrame, unknown: pd.DataFrame, excluded: pd.DataFrame, crimes: pd.DataFrame) -> pd.DataFrame:
    """Put the three lists of a search into one table, matches first, with what the crimes table says beside them.

    Parameters
    ----------
    hits, unknown, excluded : pandas.DataFrame
        The lists.
    crimes : pandas.DataFrame
        ``kind, start, end, lon, lat`` by crime_id.
    """
    lists = (("hit", hits), ("unknown", unknown), ("excluded", excluded))
    parts = [table.assign(answer=answer) for answer, table in lists if len(table)]
    about = crimes[["kind", "start", "end", "lon", "lat"]]
    if not parts:
        none = pd.DataFrame({c: pd.Series([], dtype="str") for c in ("crime_id", "wearer_id", "answer")})
        return none.join(about, on="crime_id")
    pairs = pd.concat(parts, ignore_index=True)
    for column in ("log10_lr", "nearest_possible_m"):
        if column not in pairs:
            pairs[column] = float("nan")
    order = pairs.assign(_rank=pairs["answer"].map(list(ANSWERS).index), _strength=-pairs["log10_lr"].astype(float))
    order = order.sort_values(["_rank", "_strength", "nearest_possible_m", "wearer_id", "crime_id"], kind="stable")
    return order.drop(columns=["_rank", "_strength"]).join(about, on="crime_id").reset_index(drop=True)


def board_rows(side: str, table: pd.DataFrame, *, timezone: str = DEFAULT_ZONE) -> dict[str, Any]:
    """Describe the board's table.

    Parameters
    ----------
    side : {"crime", "wearer"}
        What is looked at: then the table lists the other side.
    table : pandas.DataFrame
        One row a pair: ``crime_id, wearer_id, answer``, the columns of its list, and ``kind, start, end`` of the crime.
    timezone : str
        IANA name of the zone of the times shown.
    """
    columns = ["wearer", *_SHARED] if side == "crime" else ["crime", *_SHARED[:2], "kind", "from", "to", *_SHARED[2:]]
    if not len(table):
        return {
            "kind": side,
            "columns": columns,
            "rows": [],
            "order": {},
            "picks": [],
            "first": 0,
            "total": 0,
            "caption": BOARD_EMPTY[side],
            "empty": True,
        }
    rows = []
    for row in table.to_dict("records"):
        cells = _cells(row)
        crime = [] if side == "crime" else [row["kind"], label(row["start"], timezone), label(row["end"], timezone)]
        rows.append([row["wearer_id" if side == "crime" else "crime_id"], *cells[:2], *crime, *cells[2:]])
    counts = table["answer"].value_counts()
    said = ", ".join(f"{int(counts.get(a, 0)):,} {words}" for a, words in ANSWERS.items())
    order = {
        columns.index("answer"): [list(ANSWERS).index(a) for a in table["answer"]],
        columns.index("strength"): _ranks(table, "log10_lr"),
        columns.index("how near"): _nearness(table),
        columns.index("there for"): _ranks(table, "minutes_inside"),
        columns.index("time seen"): _ranks(table, "coverage"),
    }
    if side == "wearer":
        order |= {columns.index(w): [int(v) for v in micros(table[c])] for w, c in (("from", "start"), ("to", "end"))}
    noun = "wearer" if side == "crime" else "crime"
    picks = [str(v) for v in table["wearer_id" if side == "crime" else "crime_id"]]
    caption = f"{len(table):,} {noun}{'' if len(table) == 1 else 's'} compared: {said}; times in {timezone}"
    return {
        "kind": side,
        "columns": columns,
        "rows": rows,
        "order": order,
        "picks": picks,
        "first": 0,
        "total": len(table),
        "caption": caption,
        "empty": False,
    }


def pair_card(row: Mapping[str, Any] | None, crime: Mapping[str, Any], *, timezone: str = DEFAULT_ZONE) -> Card:
    """Say of a crime, or of a crime and a wearer, what is known.

    Parameters
    ----------
    row : mapping or None
        The pair that is looked at.
    crime : mapping
        Its row of the crimes table.
    timezone : str
        IANA name of the zone of the times.
    """
    # The tag reported, never more.
    when = span_label(crime["start"], crime["end"], timezone)
    facts = [
        ("crime", f"{crime['kind']}, {crime['force']}, {when}"),
        ("place", f"known to {crime['location_error_m']:.0f} m on each axis"),
    ]
    if row is None:
        return Card(
            f"Crime {crime['crime_id']}",
            [*facts, *([("text", str(crime["text"]))] if crime["text"] else [])],
            [BOARD_EMPTY["pick"]],
            note=BOARD_NOTE,
        )
    answer = str(row["answer"])
    values = _cells(row)
    strength = f", {values[1]}" if values[1] else ""
    facts += [(name, value) for name, value in zip(_SHARED[2:], values[2:], strict=True) if value]
    if answer == "hit" and _given(row, "n_fixes"):
        facts.append(("fixes there", f"{int(row['n_fixes'])}"))
    if answer == "hit" and _given(row, "arrival"):
        facts.append(("longest stay", span_label(row["arrival"], row["departure"], timezone)))
    return Card(
        f"{row['wearer_id']} and crime {crime['crime_id']}: {ANSWERS[answer]}{strength}",
        facts,
        tone=_TONES[answer],
        note=BOARD_NOTE,
    )


def _cells(row: Mapping[str, Any]) -> list[str]:
    near = ""
    if row["answer"] == "hit" and _given(row, "closest_m"):
        near = metres_label(row["closest_m"])
    elif _given(row, "nearest_possible_m"):
        far = float(row["nearest_possible_m"])
        near = f"not nearer than {metres_label(far)}" if far >= _THERE_M else "could have come there"
    strength = (
        directed(str(row["words"]), float(row["log10_lr"]), **_SIDES) if row["answer"] == "hit" and _given(row, "words") else ""
    )
    there = duration_label(row["minutes_inside"]) if row["answer"] == "hit" and _given(row, "minutes_inside") else ""
    seen = f"{100 * row['coverage']:.0f} %" if _given(row, "coverage") else ""
    return [ANSWERS[row["answer"]], strength, near, there, seen, why_words(row)]


def _given(row: Mapping[str, Any], key: str) -> bool:
    return key in row and not pd.isna(row[key])


def _ranks(table: pd.DataFrame, key: str) -> list[int]:
    values = table[key].astype(float) if key in table else pd.Series(float("nan"), index=table.index)
    return [int(v) for v in (values * 1000).round().fillna(-1e12)]


def _nearness(table: pd.DataFrame) -> list[int]:
    size = pd.Series(float("nan"), index=table.index)
    closest = table["closest_m"].astype(float) if "closest_m" in table else size
    nearest = table["nearest_possible_m"].astype(float) if "nearest_possible_m" in table else size
    return [int(v) for v in closest.where(table["answer"] == "hit", nearest).round().fillna(1e12)]
