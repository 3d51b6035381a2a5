"""How far a load is: a bar that moves inside large files too, and closes when the load is interrupted."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

__all__ = ["SILENT", "Meter", "metered", "watched"]

_HASH, _READ, _JUDGE, _JOIN = 1, 4, 3, 2
"""What a byte costs in each step, roughly, in tenths of its time."""
_WAIT_S = 1.0
"""A bar that nobody asked for is shown only when the load takes longer than this."""


class Meter:
    """Counts the bytes of a load through its steps; without a bar it does nothing.

    Parameters
    ----------
    bar : tqdm, optional
        What to move.
    """

    def __init__(self, bar: Any = None) -> None:
        self.bar = bar
        self._due = 0.0

    def say(self, words: str) -> None:
        """Say what is being done now."""
        if self.bar is not None:
            self.bar.set_description(words, refresh=False)
            self.bar.update(0)

    def hashed(self, size_bytes: int) -> None:
        """Count bytes that were hashed."""
        self._move(size_bytes * _HASH)

    def read(self, size_bytes: float) -> None:
        """Count bytes that were read as a table or document."""
        self._move(size_bytes * _READ)

    def judged(self, size_bytes: int) -> None:
        """Count a file whose rows are judged: all that it has to do is done."""
        self._due += size_bytes * (_HASH + _READ + _JUDGE)
        if self.bar is not None:
            self._move(self._due - self.bar.n)

    def joined(self) -> None:
        """Count the last step: the bar is full."""
        if self.bar is not None:
            self._move(self.bar.total - self.bar.n)

    def _move(self, steps: float) -> None:
        if self.bar is not None:
            self.bar.update(max(min(steps, self.bar.total - self.bar.n), 0))


SILENT = Meter()
"""Counts nothing."""


@contextmanager
def metered(places: list[Path], progress: bool | None) -> Iterator[Meter]:
    """Show a bar over the bytes of a load, in a notebook or terminal unless told otherwise."""
    # Source: tqdm.
    if not (_at_screen() if progress is None else progress):
        yield SILENT
        return
    from tqdm.auto import tqdm

    total = sum(p.stat().st_size for p in places if p.is_file()) * (_HASH + _READ + _JUDGE + _JOIN)
    with tqdm(
        total=max(total, 1),
        desc="reading",
        leave=False,
        miniters=0,
        delay=_WAIT_S if progress is None else 0,
        bar_format="{desc} {percentage:3.0f}%|{bar}| {elapsed}",
    ) as bar:
        yield Meter(bar)


def _at_screen() -> bool:
    return "ipykernel" in sys.modules or sys.stderr.isatty()


class _Watched(io.RawIOBase):
    def __init__(self, inner: BinaryIO, meter: Meter, share: float) -> None:
        self._inner = inner
        self._meter = meter
        self._share = share

    def readinto(self, buffer: Any) -> int:
        count = self._inner.readinto(buffer)  # type: ignore[attr-defined]
        self._meter.read(count * self._share)
        return int(count)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        return self._inner.seek(place, whence)

    def close(self) -> None:
        self._inner.close()
        super().close()


def watched(stream: BinaryIO, meter: Meter, share: float) -> BinaryIO:
    """Let a meter see how much of a stream is read."""
    return stream if meter.bar is None else io.BufferedReader(_Watched(stream, meter, share), 2**20)
