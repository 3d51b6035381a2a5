"""One card for everything that shows itself: tracks, load reports, verdicts. Pure text in, text or HTML out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.base.seen_text import visible
from workbench.html import render

__all__ = ["Card"]

_TONES = {"plain": "#4a5a6a", "good": "#1f6fb2", "warn": "#b36b00", "none": "#767676"}


@dataclass(frozen=True)
class Card:
    """A titled card of labelled facts and sentences, as plain text or as HTML saying the same.

    Parameters
    ----------
    title : str
        First line.
    facts : sequence of (str, str)
        Label and value pairs.
    sentences : sequence of str
        Plain sentences under the facts.
    tone : {"plain", "good", "warn", "none"}
        Colour of the edge; the words say the same, so nothing rests on the colour.
    note : str
        Small print at the end.
    """

    title: str
    facts: Sequence[tuple[str, str]] = field(default_factory=tuple)
    sentences: Sequence[str] = field(default_factory=tuple)
    tone: str = "plain"
    note: str = ""

    def text(self) -> str:
        """Write the card as plain text."""
        lines = [self.title]
        lines += [f"  {label}: {value}" for label, value in self.facts]
        lines += [f"  {sentence}" for sentence in self.sentences]
        if self.note:
            lines.append(f"  {self.note}")
        return visible("\n".join(lines))

    def html(self) -> str:
        """Write the card as HTML; every text is escaped."""
        colour = _TONES.get(self.tone, _TONES["plain"])
        said = {
            "title": visible(self.title),
            "facts": [(visible(label), visible(value)) for label, value in self.facts],
            "sentences": [visible(sentence) for sentence in self.sentences],
            "note": visible(self.note),
        }
        return render("card", {**said, "colour": colour})

    def _repr_html_(self) -> str:
        return self.html()

    def __str__(self) -> str:
        return self.text()
