"""Whether a whole text is UTF-8, checked before anything relies on it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.base.errors import InputError
from workbench.loaders.source import Source

__all__ = ["check_utf8"]

_BLOCK = 2**24


def check_utf8(source: Source) -> None:
    """Refuse a file that is not UTF-8 throughout: a row that cannot be read could otherwise go missing."""
    # Source: pyarrow's check of its texts.
    rest, lines = b"", 0
    with source.open() as stream:
        while block := stream.read(_BLOCK):
            cut = block.rfind(b"\n") + 1
            if cut:
                _check(rest + block[:cut] if rest else block[:cut], lines, source.name)
                lines += block.count(b"\n")
                rest = b""
            rest += block[cut:]
    _check(rest, lines, source.name)


def _check(part: bytes, lines: int, name: str) -> None:
    if _sound(part):
        return
    for number, line in enumerate(part.split(b"\n"), lines + 1):
        if not _sound(line):
            raise InputError("The text is not UTF-8.", where=f"{name}, line {number}", do="Save the file again as UTF-8.")


def _sound(part: bytes) -> bool:
    offsets = pa.py_buffer(np.array([0, len(part)], np.int32))
    try:
        pc.cast(pa.Array.from_buffers(pa.binary(), 1, [None, offsets, pa.py_buffer(part)]), pa.string())
    except pa.ArrowInvalid:
        return False
    return True
