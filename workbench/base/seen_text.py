"""Text from strangers, made safe to show: what a screen would obey and not show is written out."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

__all__ = ["HIDDEN", "ascii_digits", "visible", "whole_text"]

HIDDEN = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # what a terminal obeys
    r"\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # directions, nothing at all
)
"""The characters that are written out, as the inside of a class of a regular expression."""
_HIDDEN = re.compile(f"[{HIDDEN}\ud800-\udfff]")
_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")


def visible(text: str) -> str:
    """Write out characters that turn, hide or command instead of being seen: ``⟨U+202E⟩``; different texts stay different.

    Parameters
    ----------
    text : str
        Any text; new lines and tabulators stay.
    """
    return _HIDDEN.sub(lambda found: f"\u27e8U+{ord(found[0]):04X}\u27e9", text)


def ascii_digits(text: str) -> str:
    """Write the digits of any script as 0 to 9.

    Parameters
    ----------
    text : str
        Any text; everything else stays.
    """
    return re.sub(r"\d", lambda found: str(unicodedata.digit(found[0])), text)


def whole_text(value: Any, written: str) -> Any:
    """Replace halves of surrogate pairs, which JSON can write and nothing else can hold, in what was read from JSON.

    Parameters
    ----------
    value : object
        What the parser gave.
    written : str
        What it read; nothing is looked through where it writes no surrogate.
    """
    return _whole(value) if _ESCAPED.search(written) else value


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    return value
