"""The report of a validation: one HTML page that needs nothing else, and the same figures as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from workbench.base import InputError
from workbench.evidence import REGIMES
from workbench.html import render
from workbench.validation.limits import limits
from workbench.validation.record import KINDS, versions
from workbench.validation.scoring import Score, score
from workbench.validation.summary import coverage, figures, rival_strengths, strata, times, worked_out
from workbench.validation.svg import Line, chart

__all__ = ["CAVEATS", "KEPT", "OPENING", "TITLE", "WORSE", "plots", "report_of", "write_report"]

TITLE = "How far the answers can be relied on"

OPENING = (
    "{n} claims about {wearers} simulated wearers were checked. The wearers are invented, so it is known exactly where each of "
    "them was; the checking was not told. None of them was used to set anything.",
    "A claim is 'supported' where the positions reported by the tag are at least ten times more probable if it is true than "
    "if it is not, 'contradicted' where it is the other way round or no journey fits, and else 'cannot tell'.",
    "Cllr is the cost of the strengths given: 0 is perfect, 1 is what saying nothing costs, more than 1 does harm.",
    "{left_out} visits shorter than two minutes were drawn and left out, as they are neither a visit nor none.",
)

WORSE = "The tags of this run are worse than the ones everything was set for: every error is doubled and no circle is given."

KEPT = {True: "yes", False: "no", None: "too few to say"}

CAVEATS = (
    "The wearers, their town and their tags are simulated. The figures say how good the reasoning is in that world; they are no "
    "measurement of any real tag. Before casework, staff should wear tags with a better recorder beside them.",
    "The same hands wrote the simulator and the checking. They share no code and no figures, but they share an idea of how tags "
    "behave.",
    "The claims are a sample made up of true places, other places of the same person, near misses, points on the way and places "
    "at random. Their mix decides pooled figures; the tables by stratum do not depend on it.",
    "A strength says how much the positions favour one account over another. It is not the probability that anybody was "
    "anywhere: that needs everything else that is known, and belongs to the court.",
    "The tag is what is located. Who wore it, and why it was there, is another question.",
    "Claims that something happened at one moment, and data from Wi-Fi or phone masts alone, were tried on some hundred claims "
    "each and have no calibration of their own; more than 24 hours at once were not tried. No strength above the cap of its kind "
    "of claim and data is reported.",
    "A share of 100 % in a table is a share among the claims counted there; the range beside it says what it may truly be.",
)


_TRUE, _FALSE, _GREY = "#1f6fb2", "#b36b00", "#767676"


def report_of(
    rows: pd.DataFrame,
    *,
    command: str,
    worse: bool = False,
    slack_factor: float = 1.0,
    ablation: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Work out everything that a report says, as numbers and words.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`workbench.validation.study.run_study`.
    command : str
        With which the same can be run again.
    worse : bool
        Whether the tags were made worse.
    slack_factor : float
        How many times looser the limits are.
    ablation : list of dict, optional
        From :func:`workbench.validation.study.ablation`.

    Raises
    ------
    InputError
        If there are no rows.
    """
    # See docs/methods.md#validation.
    if rows.empty:
        raise InputError("No claim was checked, so there is nothing to report.", where="rows", do="Let the study run longer.")
    dots, best = rival_strengths(rows)
    full = rows.reset_index(drop=True).assign(dot_lr=dots, best_lr=best, worked_lr=worked_out(rows))
    kinds = []
    for kind in KINDS:
        mine = full[full["kind"] == kind]
        groups = [("all", mine), *((name, mine[mine["regime"] == name]) for name in REGIMES)]
        kinds.append({"name": kind, "groups": [{"name": label, **figures(part)} for label, part in groups if len(part)]})
    return {
        "title": TITLE,
        "command": command,
        "worse_tag": worse,
        "stopped_early": bool(rows.attrs.get("stopped", False)),
        "claims_checked": len(full),
        "wearers": int(full["seed"].nunique()),
        "seeds": sorted({int(s) for s in full["seed"]}),
        "left_out": int(sum(rows.attrs.get("left_out", {}).values())),
        "versions": versions(),
        "limits": limits(full, slack_factor=slack_factor),
        "kinds": kinds,
        "strata": strata(full),
        "coverage": coverage(full),
        "times": times(full),
        "ablation": ablation or [],
        "caveats": list(CAVEATS),
        "claims": json.loads(full.to_json(orient="records", date_format="iso", double_precision=6)),
    }


def write_report(found: dict[str, Any], folder: Path) -> list[Path]:
    """Write a report into a folder.

    Parameters
    ----------
    found : dict
        From :func:`report_of`.
    folder : pathlib.Path
        Made if it does not exist.

    Raises
    ------
    InputError
        If the folder cannot be written to.
    """
    # The page fetches nothing.
    claims = pd.DataFrame(found["claims"])
    opening = [s.format(n=found["claims_checked"], wearers=found["wearers"], left_out=found["left_out"]) for s in OPENING]
    if found["worse_tag"]:
        opening.append(WORSE)
    if found["stopped_early"]:
        opening.append("The run was stopped by hand before all claims were checked.")
    kinds = [{**kind, "plots": plots(claims[claims["kind"] == kind["name"]])} for kind in found["kinds"]]
    words = {"number": _number, "percent": _percent, "share": _share, "kept": KEPT.__getitem__}
    page = render("validation", {**found, "kinds": kinds, "opening": opening, "made": _made(found), **words})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / "validation.html", folder / "validation.json"]
        texts = [page, json.dumps(found, indent=1, ensure_ascii=False) + "\n"]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        said = f"The report cannot be written: {error.strerror}."
        raise InputError(said, where=str(folder), do="Choose a folder that you may write to.") from error
    return paths


def plots(rows: pd.DataFrame) -> list[str]:
    """Draw what is worth a picture for one kind of claim."""
    # See docs/methods.md#measures.
    known = rows[rows["log10_lr"].notna()] if len(rows) else rows
    if known.empty or known["label"].nunique() < 2:
        return []
    one = score(known["log10_lr"].astype(float).to_numpy(), known["label"].to_numpy(bool))
    return [_tippett(one), _reliability(one), _entropy(one)]


def _tippett(one: Score) -> str:
    x = np.repeat(one.tippett["log10_lr"].to_numpy(), 2)
    lines = []
    for name, words, colour, dash in (("true", "true claims", _TRUE, ""), ("false", "false claims", _FALSE, "6 3")):
        above = one.tippett[name].to_numpy()
        lines.append(Line(words, x, 100 * np.column_stack([np.append(1.0, above[:-1]), above]).ravel(), colour, dash))
    return chart(
        "Strength exceeded",
        lines,
        x_words="log10 LR",
        y_words="% of claims",
        x_ticks=[-3, -2, -1, 0, 1, 2, 3],
        y_ticks=[0, 25, 50, 75, 100],
    )


def _reliability(one: Score) -> str:
    table = one.reliability
    bars = list(zip(100 * table["low"], 100 * table["high"], strict=True))
    lines = [
        Line("as it should be", [0, 100], [0, 100], _GREY, "2 3"),
        Line("found, 95 % range", 100 * table["predicted"], 100 * table["observed"], _TRUE, dots=True, bars=bars),
    ]
    words = f"chance under a prior of {one.prior:.2f}, %"
    return chart(
        "Do chances come true?",
        lines,
        x_words=words,
        y_words="% truly so",
        x_ticks=[0, 25, 50, 75, 100],
        y_ticks=[0, 25, 50, 75, 100],
    )


def _entropy(one: Score) -> str:
    odds = one.ece["log10_prior_odds"]
    lines = [
        Line("nothing said", odds, one.ece["nothing_said"], _GREY, "2 3"),
        Line("as reported", odds, one.ece["as_reported"], _TRUE),
        Line("best", odds, one.ece["best"], _FALSE, "6 3"),
    ]
    return chart(
        "Empirical cross-entropy",
        lines,
        x_words="log10 prior odds",
        y_words="bits",
        x_ticks=[-2.5, -1, 0, 1, 2.5],
        y_ticks=[0, 0.25, 0.5, 0.75, 1],
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _share(answer: dict[str, Any]) -> str:
    if answer["share_true"] is None:
        return "–"
    return f"{answer['true']} ({_percent(answer['share_true'])}, may be {_percent(answer['low'])} to {_percent(answer['high'])})"


def _made(found: dict[str, Any]) -> str:
    seeds = ", ".join(str(s) for s in found["seeds"])
    used = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    return f"Seeds of the wearers: {seeds}. Versions: {used}."
