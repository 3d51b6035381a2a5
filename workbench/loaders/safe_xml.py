"""XML from strangers: no entities, no outside files, bounded memory, and what was read before a break is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any, BinaryIO, TypeAlias
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from workbench.base import InputError

__all__ = ["elements"]


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
        try:
            parser.feed(piece)
        except ParseError:
            if not first.seen:
                raise
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


Step: TypeAlias = tuple[Element, tuple[str, ...]]
_DEEPEST = 100
_MOST = 3_000_000
"""The most elements inside one wanted element, and in a row without a wanted one."""


@lru_cache(maxsize=4096)
def local(tag: str) -> str:
    """Give a tag's name without its namespace."""
    return tag.rsplit("}", 1)[-1]


def texts(element: Element) -> dict[str, str]:
    """Give the texts below an element by local tag name; a direct child wins over a deeper one of the same name."""
    found = {local(e.tag): e.text.strip() for e in element.iter() if e is not element and e.text}
    found.update({local(e.tag): e.text.strip() for e in element if e.text})
    return found


def elements(
    stream: BinaryIO,
    wanted: frozenset[str],
    *,
    root: str,
    name: str,
    note: Callable[[str], None],
    broken: Callable[[str], None],
    opening: frozenset[str] = frozenset(),
) -> Iterator[Step]:
    """Walk through an XML file and give each wanted element when it is complete, and each of some others when it opens."""
    # Source: defusedxml walks up to the outermost element, before which alone a document type can stand, and refuses any: no
    # track format needs one and every known XML bomb does. The rest is the standard library's parser.
    closed: list[bool] = []
    try:
        start = skip_junk(stream, note)
        check_prolog(stream)
        stream.seek(start)
        yield from _walk(events_of(stream), wanted, opening, root, name, closed)
    except DefusedXmlException as error:
        raise InputError(
            "The XML declares a document type or entities, which can be used to attack the reader.",
            where=name,
            do="Ask for an export without a DOCTYPE; track and zone files never need one.",
        ) from error
    except ParseError as error:
        line, column = error.position
        rest = _after(stream, root) if closed else None
        if rest is None:
            broken(f"the XML breaks off or is damaged at line {line}, column {column + 1} ({str(error).split(':', 1)[0]})")
            return
        documents = [part for part in rest if b"<" in part]
        if documents:
            note(f"The file holds {len(documents) + 1} XML documents one after another; all were read.")
        else:
            note(f"There are {sum(map(len, rest)):,} bytes after the end of the XML; they were skipped.")
        for document in documents:
            yield from elements(BytesIO(document), wanted, root=root, name=name, note=note, broken=broken, opening=opening)
    except (LookupError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"The XML states an encoding that cannot be read: {error}.", where=name, do="Save it as UTF-8."
        ) from error


def _after(stream: BinaryIO, root: str) -> list[bytes] | None:
    """Give what follows the first document of a stream, one document each, as files joined end to end hold them."""
    stream.seek(0)
    data = stream.read(4 * _WIDEST)
    ends = [found.end() for found in re.finditer(rb"</(?:[\w.-]+:)?" + root.encode() + rb"\s*>", data)]
    return [data[start:end] for start, end in zip(ends, [*ends[1:], len(data)], strict=True)] if ends else None


def _walk(
    events: Any, wanted: frozenset[str], opening: frozenset[str], root: str, name: str, closed: list[bool]
) -> Iterator[Step]:
    path: list[str] = []
    stack: list[Element] = []
    inside = held = 0
    for event, element in events:
        if event == "start":
            tag = local(element.tag)
            if not path and tag != root:
                raise InputError(
                    f"The outermost element is <{tag}>, not <{root}>.", where=name, do="Check what kind of file it is."
                )
            if tag in opening:
                yield element, tuple(path)
            if tag in wanted:
                held *= inside > 0
                inside += 1
            held += 1
            path.append(tag)
            stack.append(element)
            if held > _MOST or len(path) > _DEEPEST:
                raise InputError("The XML is nested or filled beyond reason.", where=name, do="Ask for a new export.")
            continue
        tag = path.pop()
        stack.pop()
        if tag in wanted:
            inside -= 1
            yield element, tuple(path)
        if not inside and stack:
            stack[-1].clear()
        if not stack:
            closed.append(True)
