"""A progress bar around a long list of things to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

__all__ = ["watched"]

T = TypeVar("T")


def watched(items: Sequence[T], what: str, progress: bool | None) -> Iterable[T]:
    """Show how far a loop is."""
    # Source: tqdm.
    if not ("ipykernel" in sys.modules or sys.stderr.isatty() if progress is None else progress):
        return items
    from tqdm.auto import tqdm

    return tqdm(items, desc=what, leave=False, delay=1.0 if progress is None else 0)
