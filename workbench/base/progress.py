"""Progress bars: shown in a notebook or terminal when work takes a while, or as told. The one place that makes them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

__all__ = ["bar", "shown", "watched"]

WAIT_S = 1.0
"""A bar that nobody asked for appears only when the work takes longer than this."""

_Item = TypeVar("_Item")


def shown(progress: bool | None) -> bool:
    """Say whether a bar is shown: as told, else in a notebook or terminal."""
    return ("ipykernel" in sys.modules or sys.stderr.isatty()) if progress is None else progress


def bar(
    total: int, what: str, progress: bool | None, *, unit: str = "it", unit_scale: bool = False, layout: str | None = None
) -> Any:
    """Make a bar to be moved by hand; it does nothing where none is shown.

    Parameters
    ----------
    total : int
        How many steps there are.
    what : str
        What is being done, in a word or two.
    progress : bool, optional
        Whether to show it; None leaves it to :func:`shown`.
    unit : str
        What a step is called.
    unit_scale : bool
        Whether thousands and millions are written short.
    layout : str, optional
        How the bar is laid out, in tqdm's own words.
    """
    # Source: tqdm.
    from tqdm.auto import tqdm

    delay = WAIT_S if progress is None else 0
    return tqdm(
        total=total,
        desc=what,
        leave=False,
        disable=not shown(progress),
        delay=delay,
        miniters=0,
        unit=unit,
        unit_scale=unit_scale,
        bar_format=layout,
    )


def watched(items: Sequence[_Item], what: str, progress: bool | None) -> Iterable[_Item]:
    """Show how far a loop over a list is.

    Parameters
    ----------
    items : sequence
        What the loop goes over.
    what : str
        What is being done, in a word or two.
    progress : bool, optional
        Whether to show it; None leaves it to :func:`shown`.
    """
    if not shown(progress):
        return items
    from tqdm.auto import tqdm

    return tqdm(items, desc=what, leave=False, delay=WAIT_S if progress is None else 0)
