"""Junk before the first bracket of an XML file, skipped and said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

__all__: list[str] = []

_LOOK = 64 * 1024


def without_junk(stream: BinaryIO, note: Callable[[str], None]) -> BinaryIO:
    """Give the stream from its first ``<`` on; what stood before is noted."""
    head = stream.read(_LOOK)
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf<"))
    start = 0 if marked else max(head.find(b"<"), 0)
    junk = head[:start].strip(b"\xef\xbb\xbf")
    if junk:
        what = f"{len(junk)} bytes" if junk.strip() else "white space"
        note(f"There is {what} before the XML declaration; it was skipped.")
    return _Joined(chain([head[start:]], iter(lambda: stream.read(_LOOK), b"")))  # type: ignore[return-value]


@dataclass
class _Joined:
    """A head that was looked at, followed by the rest of its stream."""

    parts: Iterator[bytes]

    def read(self, size: int = -1) -> bytes:
        """Give the next piece, of any length."""
        return next(self.parts, b"")
