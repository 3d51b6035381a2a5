"""One input file: opened once, hashed, bounded, and never trusted."""

from __future__ import annotations

import codecs
import hashlib
import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import get_close_matches
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from workbench.base import InputError, visible
from workbench.loaders.meter import SILENT, Meter, watched

__all__ = ["HUGE", "TEXT_LIMIT", "Source", "decode", "open_source", "source_of"]

HUGE = 64 * 2**20
"""Files above this many bytes are not held in memory as a whole."""
TEXT_LIMIT = 400 * 2**20
"""The most bytes that are ever unpacked or turned into one text."""
_SMALL, _MOST_RATIO = 16 * 2**20, 100
"""A gzip file may always unpack to the first; beyond it to so many times its size. Tables pack to a tenth or a thirtieth."""
_HEAD = 256 * 2**10
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Source:
    """One file as the readers see it.

    Parameters
    ----------
    path : pathlib.Path
        Where it is.
    data : bytes or None
        Its content, unpacked if it was gzip; None for huge files, which are streamed from `path`.
    name : str
        File name without its folder.
    file : str
        First 12 hex digits of `sha256`.
    sha256 : str
        Hash of the file as it lies on disk.
    size : int
        Its bytes on disk.
    head : bytes
        The first bytes of the content, for looking at what it is.
    quotes : int
        How many quotation marks the content holds.
    ascii : bool
        Whether the content is known to hold no byte beyond 127.
    meter : Meter
        Is told how much of the content was read.
    label : str
        What stands for its wearer where it names none, if not its own name.
    stamp : tuple of int
        Size, times and number of the file when it was opened; empty if there is none.
    """

    path: Path
    data: bytes | None
    name: str
    file: str
    sha256: str
    size: int
    head: bytes
    quotes: int = 0
    ascii: bool = False
    meter: Meter = SILENT
    label: str = ""
    stamp: tuple[int, ...] = ()

    @property
    def suffix(self) -> str:
        """The last suffix in lower case, that of the packed file for ``.gz``."""
        name = self.name.lower().removesuffix(".gz")
        return Path(name).suffix

    @property
    def stem(self) -> str:
        """The file name without its suffixes ``.gz`` and the last one."""
        name = self.name[:-3] if self.name.lower().endswith(".gz") else self.name
        return Path(name).stem

    def open(self) -> BinaryIO:
        """Give the content as a binary stream."""
        if self.data is None:
            return watched(self.path.open("rb"), self.meter, 1.0)
        return watched(BytesIO(self.data), self.meter, self.size / max(len(self.data), 1))

    def check_same(self) -> None:
        """Refuse a file too large for memory that was written to while it was read: its hash would be that of other bytes."""
        if self.size > HUGE and self.stamp and _stamp(self.path.stat()) != self.stamp:
            raise InputError(
                "The file changed while it was read.", where=self.name, do="Wait until it is written, then read it again."
            )

    def content(self) -> bytes:
        """Give the whole content; refuses more than `TEXT_LIMIT` bytes."""
        self.meter.read(self.size)
        if self.data is not None:
            return self.data
        if self.size > TEXT_LIMIT:
            raise InputError(
                f"The file has {self.size / 2**20:,.0f} MB; this format is read up to {TEXT_LIMIT // 2**20} MB.",
                where=self.name,
                do="Split it into parts and give them as a list; a list is one load.",
            )
        return self.path.read_bytes()

    def text(self) -> str:
        """Give the whole content as text: UTF-8, or what its byte-order mark says."""
        return decode(self.content(), self.name)

    def head_text_whole(self) -> str:
        """Give the beginning as text, whatever it is: unreadable bytes become replacement characters."""
        mark, encoding = _mark(self.head)
        return self.head[len(mark) :].decode(encoding, errors="replace")

    def head_text(self) -> str:
        """Give the beginning as text without the blank space in front."""
        return self.head_text_whole().lstrip("\ufeff \t\r\n")


def open_source(path: str | PathLike[str], meter: Meter = SILENT) -> Source:
    """Open one file: check that it can be read, hash it, unpack gzip within bounds.

    Parameters
    ----------
    path : path-like
        Of an ordinary file.
    meter : Meter
        Is told how much has been read.
    """
    place = Path(path)
    try:
        _check_place(place)
        with place.open("rb") as stream:
            stamp = _stamp(os.fstat(stream.fileno()))
            # Held in memory first: the hash is that of the bytes that are read, whatever is written to the file meanwhile.
            data: bytes | None = stream.read() if stamp[0] <= HUGE else None
            digest, size, quotes, plain = _looked_through(stream if data is None else BytesIO(data), meter)
            if data is None:
                stream.seek(0)
            head = stream.read(_HEAD) if data is None else data[:_HEAD]
    except PermissionError as error:
        raise InputError("The file may not be read.", where=place.name, do="Ask its owner for the right to read it.") from error
    except OSError as error:
        raise InputError(
            f"The file cannot be read: {error.strerror or error}.", where=place.name, do="Copy it to this machine and try again."
        ) from error
    if size == 0:
        raise InputError("The file is empty.", where=place.name, do="Export it again.")
    if head[:2] == b"\x1f\x8b":
        data = _unpack(place.read_bytes() if data is None else data, place.name)
        head, quotes, plain = data[:_HEAD], data.count(b'"'), data.isascii()
    return Source(place, data, visible(place.name), digest[:12], digest, size, head, quotes, plain, meter, stamp=stamp)


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _looked_through(stream: BinaryIO, meter: Meter) -> tuple[str, int, int, bool]:
    """Give hash, size, number of quotation marks, and whether all is ASCII; hashing lets go of Python's lock for counting."""
    hasher, size, quotes, plain, buffer = hashlib.sha256(), 0, 0, True, bytearray(2**22)
    with ThreadPoolExecutor(1) as beside:
        while count := stream.readinto(buffer):  # type: ignore[attr-defined]
            block = buffer if count == len(buffer) else buffer[:count]
            counted = beside.submit(_counted, block)
            hasher.update(block)
            marks, unaccented = counted.result()
            size, quotes, plain = size + count, quotes + marks, plain and unaccented
            meter.hashed(count)
    return hasher.hexdigest(), size, quotes, plain


def _counted(block: bytearray) -> tuple[int, bool]:
    return block.count(b'"'), block.isascii()


def source_of(name: str, data: bytes) -> Source:
    """Make a source from content that is in memory already.

    Parameters
    ----------
    name : str
        What the content is called.
    data : bytes
        The content.
    """
    digest = hashlib.sha256(data).hexdigest()
    return Source(Path(name), data, name, digest[:12], digest, len(data), data[:_HEAD], data.count(b'"'), data.isascii())


def _check_place(place: Path) -> None:
    if place.is_dir():
        raise InputError(
            f"{place.name!r} is a folder, not a file.", where=str(place), do="Give the files in it as a list; a list is one load."
        )
    if not place.exists():
        near = get_close_matches(place.name, [p.name for p in place.parent.glob("*")], 1) if place.parent.is_dir() else []
        raise InputError(
            f"There is no file {place.name!r}.",
            where=str(place),
            do=f"Did you mean {near[0]!r}?" if near else "Check the folder and the spelling.",
        )
    if not place.is_file():
        raise InputError(f"{place.name!r} is not an ordinary file.", where=str(place), do="Give a file.")


def _unpack(packed: bytes, name: str) -> bytes:
    most = min(TEXT_LIMIT, max(_SMALL, _MOST_RATIO * len(packed)))
    unpacker = zlib.decompressobj(wbits=31)
    try:
        data = unpacker.decompress(packed, most)
    except zlib.error as error:
        raise InputError("The gzip file is damaged.", where=name, do="Copy it again, or unpack it first.") from error
    if unpacker.unconsumed_tail:
        raise InputError(
            f"The gzip file of {len(packed) / 2**20:,.1f} MB unpacks to more than {most // 2**20} MB.",
            where=name,
            do="If it is what you expect, unpack it and split it into parts.",
        )
    if not unpacker.eof:
        raise InputError("The gzip file is cut off.", where=name, do="Copy it again.")
    if not data:
        raise InputError("The gzip file is empty inside.", where=name, do="Export it again.")
    return data


def _mark(data: bytes) -> tuple[bytes, str]:
    return next(((mark, encoding) for mark, encoding in _BOMS if data.startswith(mark)), (b"", "utf-8"))


def decode(data: bytes, name: str, *, replace: bool = False) -> str:
    """Turn bytes into text: UTF-8, or what the byte-order mark says."""
    # Source: the Unicode standard's byte-order marks; nothing else is guessed.
    mark, encoding = _mark(data)
    try:
        text = data[len(mark) :].decode(encoding, errors="replace" if replace else "strict")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"The text is not {encoding.upper()}.",
            where=f"{name}, line {line}, byte {error.start + 1}",
            do="Save the file again as UTF-8.",
        ) from error
    if "\0" in text and not replace:
        raise InputError(
            "The file holds binary data, not text.",
            where=name,
            do="Export it as text in UTF-8; if it is UTF-16, it needs its byte-order mark.",
        )
    return text
