"""Compile what is compiled before the first notebook needs it: once on a machine, as set-up does in a checkout."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from workbench.base import InputError

__all__ = ["ROOMS", "compile_all", "compile_room", "compile_rooms", "is_compiled"]

ROOMS = {"evidence": "workbench.evidence.hmm.warm", "trajectory": "workbench.trajectory.warm", "crimes": "workbench.crimes.warm"}
"""The rooms that hold compiled kernels, and what compiles them; the last one runs those of the others too."""


def is_compiled(env: Mapping[str, str], *, package: Path | None = None) -> bool:
    """Say whether compiled kernels are kept from an earlier run.

    Parameters
    ----------
    env : mapping of str to str
        As :func:`workbench.start.private.environment` gives it.
    package : pathlib.Path, optional
        The folder of the package; this one's unless given.
    """
    # Source: numba keeps an index file (`.nbi`) beside each module, or in `NUMBA_CACHE_DIR`.
    home = Path(__file__).resolve().parents[1] if package is None else package
    place = Path(env["NUMBA_CACHE_DIR"]) if "NUMBA_CACHE_DIR" in env else home
    return next(place.rglob("*.nbi"), None) is not None


def compile_all(env: Mapping[str, str]) -> int:
    """Compile every kernel in a process of its own.

    Parameters
    ----------
    env : mapping of str to str
        As :func:`workbench.start.private.environment` gives it.
    """
    return subprocess.run([sys.executable, "-P", "-m", "workbench", "warm"], env=dict(env), check=False).returncode


def compile_room(room: str) -> None:
    """Compile the kernels of one room in this process.

    Parameters
    ----------
    room : str
        One of ``ROOMS``.

    Raises
    ------
    InputError
        If there is no such room.
    """
    if room not in ROOMS:
        raise InputError(f"There is nothing to compile in {room!r}.", where="room", do=f"Use one of {', '.join(ROOMS)}.")
    import_module(ROOMS[room]).warm()


def compile_rooms() -> int:
    """Compile the kernels of all rooms: two side by side in processes of their own, then the one that builds on them."""
    # Compiling keeps one core busy, and the first two rooms do not need each other's kernels.
    *first, last = ROOMS
    running = [subprocess.Popen([sys.executable, "-P", "-m", "workbench", "warm", room]) for room in first]  # noqa: S603
    status = max((process.wait() for process in running), key=abs)
    compile_room(last)
    return status
