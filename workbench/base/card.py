"""One card for everything that shows itself: tracks, load reports, verdicts. Pure text in, text or HTML out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

__all__ = ["Card"]

_TONES = {"plain": "#4a5a6a", "good": "#1f6fb2", "warn": "#b36b00", "none": "#767676"}
_STYLE = (
    "border:1px solid #b8bfc6;border-left:4px solid {tone};border-radius:4px;padding:8px 12px;"
    "max-width:60em;font-size:13px;line-height:1.45;margin:4px 0"
)
_HEAD = "text-align:left;font-weight:600;padding:1px 12px 1px 0;vertical-align:top;white-space:nowrap"
_CELL = "text-align:left;vertical-align:top;padding:1px 0"


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
        return "\n".join(lines)

    def html(self) -> str:
        """Write the card as HTML; every text is escaped."""
        facts = "".join(
            f'<tr><th scope="row" style="{_HEAD}">{escape(label)}</th><td style="{_CELL}">{escape(value)}</td></tr>'
            for label, value in self.facts
        )
        table = f'<table style="border-collapse:collapse;margin:4px 0">{facts}</table>' if facts else ""
        items = "".join(f"<li>{escape(s)}</li>" for s in self.sentences)
        listed = f'<ul style="margin:4px 0;padding-left:1.2em">{items}</ul>' if items else ""
        note = f'<div style="font-size:12px;opacity:.8;margin-top:4px">{escape(self.note)}</div>' if self.note else ""
        style = _STYLE.format(tone=_TONES.get(self.tone, _TONES["plain"]))
        title = f'<div style="font-weight:600">{escape(self.title)}</div>'
        return f'<div class="wb-card" style="{style}">{title}{table}{listed}{note}</div>'

    def _repr_html_(self) -> str:
        return self.html()

    def __str__(self) -> str:
        return self.text()
