"""Compile what is compiled before the first notebook needs it: once on a machine, as set-up does in a checkout."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["compile_all", "is_compiled"]


def is_compiled(env: Mapping[str, str], *, package: Path | None = None) -> bool:
    """Say whether compiled kernels are kept from an earlier run.

    Parameters
    ----------
    env : mapping of str to str
        As :func:`workbench.start.private.environment` gives it.
    package : pathlib.Path, optional
        The folder of the package; this one's unless given.

    Returns
    -------
    bool

    Notes
    -----
    Source: numba keeps an index file (``.nbi``) beside each module, or in ``NUMBA_CACHE_DIR``.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as empty:
    ...     is_compiled({"NUMBA_CACHE_DIR": empty})
    False
    """
    home = Path(__file__).resolve().parents[1] if package is None else package
    place = Path(env["NUMBA_CACHE_DIR"]) if "NUMBA_CACHE_DIR" in env else home
    return next(place.rglob("*.nbi"), None) is not None


def compile_all(env: Mapping[str, str]) -> int:
    """Compile every kernel in a process of its own.

    Parameters
    ----------
    env : mapping of str to str
        As :func:`workbench.start.private.environment` gives it.

    Returns
    -------
    int
        0 if all went well; what went wrong stands on standard error, and the kernels are compiled when they are needed.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> compile_all.__name__
    'compile_all'
    """
    return subprocess.run([sys.executable, "-m", "workbench", "warm"], env=dict(env), check=False).returncode
