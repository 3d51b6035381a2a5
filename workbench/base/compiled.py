"""Compiled loops whose cache on disk may be cut, old or of another make: then it is cleared and compiled again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numba
from numba.core.caching import FunctionCache

__all__ = ["njit"]


class _SoundCache(FunctionCache):
    """numba's cache of one function, which a file that cannot be read never stops."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Give what was compiled earlier; None where there is none or it cannot be read."""
        try:
            return super().load_overload(sig, target_context)
        except Exception:  # noqa: BLE001 what a cut or foreign pickle raises has no end
            self._cleared()
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled; where the index cannot be read, with a new one."""
        try:
            super().save_overload(sig, data)
        except Exception:  # noqa: BLE001 the same; the loop is compiled and runs
            self._cleared()
            with suppress(OSError):
                super().save_overload(sig, data)

    def _cleared(self) -> None:
        with suppress(OSError):
            self.flush()


def njit(*, cache: bool, nogil: bool = False, fastmath: bool | set[str] = False) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function as ``numba.njit`` does, with a cache that mends itself.

    Parameters
    ----------
    cache : bool
        Whether to keep it on disk for the next time.
    nogil : bool
        Whether it lets other threads run beside it.
    fastmath : bool or set of str
        What it may assume of numbers, as LLVM names it.
    """

    def made(function: Callable[..., Any]) -> Any:
        compiled = numba.njit(cache=cache, nogil=nogil, fastmath=fastmath)(function)
        if cache:
            compiled._cache = _SoundCache(function)
        return compiled

    return made
