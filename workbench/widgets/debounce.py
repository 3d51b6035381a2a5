"""How often a screen may ask: many calls within a moment become one, at its end. And what may wait until it is drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

__all__ = ["LATER_SECONDS", "Debounce"]

LATER_SECONDS = 0.8
"""What is not the map itself waits so long, so that the map is drawn first."""


class Debounce:
    """Calls a function once things have been quiet for a while; at once where no event loop runs, as in tests.

    Parameters
    ----------
    call : callable
        What to do; takes nothing.
    seconds : float
        How long it must be quiet.
    """

    def __init__(self, call: Callable[[], None], seconds: float) -> None:
        self.call = call
        self.seconds = seconds
        self._waiting: asyncio.TimerHandle | None = None

    def __call__(self, _change: object = None) -> None:
        """Ask for the call."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.call()
            return
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = loop.call_later(self.seconds, self.call)
