"""The figures and the card of a search: how much was compared, and what chance alone would give."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.base.card import Card
from workbench.crimes.chance import Expected
from workbench.crimes.scan import ABSENT, NOT_RUN
from workbench.crimes.words import NOTE, SUMMARY
from workbench.crimes.work import Work

__all__ = ["summary_card", "summary_of"]

_SHOWN = 5


def summary_of(work: Work, lists: Mapping[str, int], found: Expected, unweighed: int) -> pd.Series:
    """Give the figures of a search."""
    state = work.state
    figures = {
        "comparisons": sum(lists.values()),
        **lists,
        "expected_by_chance": found.by_chance,
        "false_discovery_rate": found.false_discovery_rate,
        "on_other_days": found.on_other_days,
        "on_few": found.low,
        "on_many": found.high,
        "crimes": len(work.windows.crime_id),
        "wearers": len(work.columns.wearers),
        "not_monitored": int((state == ABSENT).sum()),
        "not_run": int((work.scan.state == NOT_RUN).any(axis=1).sum()),
        "not_weighed": unweighed if work.parameters.method == "evidence" else 0,
    }
    return pd.Series({**figures, **work.parameters._asdict()}, dtype=object, name="summary")


def summary_card(work: Work, summary: pd.Series, hits: pd.DataFrame) -> Card:
    """Write the figures of a search as a card."""
    n = summary
    by_chance = float(n["expected_by_chance"])
    known = not math.isnan(by_chance)
    amount = f"{by_chance:,.1f}" if known else "an unknown number"
    rate = float(n["false_discovery_rate"])
    chance = (
        SUMMARY["chance"].format(
            expected=amount,
            mean=float(n["on_other_days"]),
            low=float(n["on_few"]),
            high=float(n["on_many"]),
            days=work.windows.shift_s.shape[1],
        )
        if known
        else SUMMARY["no_chance"]
    )
    circle = n["method"] != "evidence"
    rule = SUMMARY["circle" if circle else "rule"].format(
        radius=n["radius_m"], minutes=n["min_minutes"], seen=n["seen_kmh"], cap=n["max_kmh"]
    )
    facts = [
        ("compared", SUMMARY["crimes"].format(crimes=n["crimes"], wearers=n["wearers"], absent=n["not_monitored"])),
        ("lists", SUMMARY["lists"].format(hits=n["hits"], excluded=n["excluded"], unknown=n["unknown"])),
        ("chance", chance),
        ("rule", rule),
        *((f"{r.crime_id}, {r.wearer_id}", _line(r)) for r in hits.head(_SHOWN).itertuples()),
    ]
    sentences = [] if math.isnan(rate) else [f"{SUMMARY['share'].format(share=rate).capitalize()}."]
    if n["not_run"]:
        sentences.append(f"{SUMMARY['stopped'].format(left=n['not_run'], crimes=n['crimes']).capitalize()}.")
    if n["not_weighed"]:
        sentences.append(f"{SUMMARY['left'].format(left=n['not_weighed'], hits=n['hits'])}.")
    if work.older:
        sentences.append(f"{SUMMARY['old'].format(old=work.older).capitalize()}.")
    title = SUMMARY["title"].format(hits=n["hits"], comparisons=n["comparisons"], expected=amount)
    return Card(title, facts, sentences, tone="warn" if n["not_run"] else "plain", note=NOTE)


def _line(row: object) -> str:
    minutes, closest, others = (float(getattr(row, name)) for name in ("minutes_inside", "closest_m", "other_wearers"))
    usual = "; usual neighbourhood" if bool(getattr(row, "usual", False)) else ""
    more = "other matches" if others == 1 else "others match"
    near = "" if not np.isfinite(closest) else f", closest {closest:.0f} m"
    return f"{getattr(row, 'words', '')}: {minutes:.0f} min there{near}; {others:.0f} {more}{usual}"
