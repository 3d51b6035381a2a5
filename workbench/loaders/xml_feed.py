"""Feeding an XML parser: junk before the first bracket skipped, the prolog defused, long pieces in time that grows with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import XMLPullParser

from defusedxml.ElementTree import XMLParser

__all__: list[str] = []

_LOOK = 64 * 1024
_WIDEST = 64 * 2**20


def skip_junk(stream: BinaryIO, note: Callable[[str], None]) -> int:
    """Move a stream to its first ``<`` and give the place; what stood before is noted."""
    head = stream.read(_LOOK)
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf<"))
    start = 0 if marked else max(head.find(b"<"), 0)
    junk = head[:start].strip(b"\xef\xbb\xbf")
    if junk:
        what = f"{len(junk)} bytes" if junk.strip() else "white space"
        note(f"There is {what} before the XML declaration; it was skipped.")
    return stream.seek(start)


class _First:
    """Notices the outermost element."""

    seen = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Notice an element."""
        self.seen = True

    def close(self) -> None:
        """Do nothing at the end."""


def check_prolog(stream: BinaryIO) -> None:
    """Walk with defusedxml up to the outermost element: a document type or entities can stand only before it."""
    first = _First()
    parser = XMLParser(target=first, forbid_dtd=True)
    for piece in _pieces(stream, [False]):
        parser.feed(piece)
        if first.seen:
            return


def events_of(stream: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Give the starts and ends of all elements with the standard library's parser; call :func:`check_prolog` first."""
    parser: Any = XMLPullParser(("start", "end"))
    moved = [False]
    for piece in _pieces(stream, moved):
        parser.feed(piece)
        events = parser.read_events()
        for event in events:
            moved[0] = True
            yield event
            yield from events
    parser.close()
    yield from parser.read_events()


def _pieces(stream: BinaryIO, moved: list[bool]) -> Iterator[bytes]:
    """Give pieces that double while nothing comes of them: the parser reads an unfinished piece from its start again."""
    size = _LOOK
    while piece := stream.read(size):
        moved[0] = False
        yield piece
        size = _LOOK if moved[0] else min(size * 2, _WIDEST)
