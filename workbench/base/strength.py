"""The words of a strength with their direction, wherever they stand alone."""

from __future__ import annotations

__all__ = ["directed"]


def directed(words: str, log10_lr: float, *, this: str = "this statement", other: str = "the other statement") -> str:
    """Say which of two statements a strength supports.

    Parameters
    ----------
    words : str
        A phrase of the published scale; other words, as of a strength that was not computed, stay as they are.
    log10_lr : float
        The reported strength.
    this, other : str
        What is supported by a positive and by a negative strength.
    """
    if not words.endswith("support") or not abs(log10_lr) > 0:
        return words
    return f"{words} for {this if log10_lr > 0 else other}"
