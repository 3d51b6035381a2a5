"""The answer beside the map: its word, the bar of strength and the four logic answers of a verdict."""

from __future__ import annotations

from math import isfinite
from typing import Any

from workbench.base import directed
from workbench.html import render
from workbench.views.palette import COMPLIED, NO_DATA
from workbench.views.words import STRENGTH_MISSING

__all__ = ["answer_html", "answer_view", "logic_html"]

_LOGIC = (
    ("possibly_sometime", "possibly there at some time"),
    ("definitely_sometime", "certainly there at some time"),
    ("possibly_always", "possibly there all the time"),
    ("definitely_always", "certainly there all the time"),
)
_SCALE_TOP = 6.0


def answer_view(verdict: Any, *, wearer: str = "", said: Any = None) -> dict[str, Any]:
    """Describe what a verdict looks like beside its card.

    Parameters
    ----------
    verdict : Verdict
        From ``wb.check``; only its attributes are read.
    wearer : str
        Whom it is about.
    said : object, optional
        The statement it answers: ``where``, ``when`` and ``said_by`` in words.
    """
    # The bar ends at one million to one.
    strength = float(verdict.log10_lr)
    known = isfinite(strength)
    share = round(max(-1.0, min(1.0, strength / _SCALE_TOP)), 4) if known else None
    return {
        "answer": str(verdict.answer),
        "about": "; ".join(part for part in _about(wearer, said) if part),
        "logic": [(words, "yes" if getattr(verdict, name) else "no") for name, words in _LOGIC],
        "strength": share,
        "bar": None if share is None else _bar(share),
        "strength_words": directed(str(verdict.words), strength) if known else STRENGTH_MISSING,
        "change": [str(s) for s in verdict.what_would_change_it],
    }


def _about(wearer: str, said: Any) -> list[str]:
    """Say whose tag, where and when an answer is about."""
    if said is None:
        return [wearer]
    return [wearer, str(said.where), str(said.when), f"said by {said.said_by}" if said.said_by else ""]


def _bar(share: float) -> dict[str, Any]:
    """Say where the bar of a strength begins and how long it is, per cent of the scale."""
    left, width = (50.0, 50 * share) if share >= 0 else (50 + 50 * share, -50 * share)
    return {"left": left, "width": width, "colour": COMPLIED if share >= 0 else NO_DATA}


def answer_html(view: dict[str, Any]) -> str:
    """Write what stands above the card of an answer as HTML: one word, one bar, its strength in words.

    Parameters
    ----------
    view : dict
        From :func:`answer_view`.
    """
    return render("answer", view)


def logic_html(view: dict[str, Any]) -> str:
    """Write the four logic answers as a small table.

    Parameters
    ----------
    view : dict
        From :func:`answer_view`.
    """
    return render("logic", view)
