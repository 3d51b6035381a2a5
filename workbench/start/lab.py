"""JupyterLab on the first notebook, for this machine only; or the same notebook without a browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from workbench.start.private import environment
from workbench.start.templates import FIRST

__all__ = ["lab_command", "open_lab", "run_headless"]


def lab_command(folder: Path, *, notebook: str = FIRST, extra: Sequence[str] = ()) -> list[str]:
    """Give the command line that opens JupyterLab on a notebook of a folder."""
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder.resolve()}",
        *extra,
        f"--LabApp.default_url=/lab/tree/notebooks/{notebook}",
    ]


def open_lab(folder: Path, *, extra: Sequence[str] = ()) -> int:
    """Open JupyterLab on the first notebook and wait until it is closed.

    Parameters
    ----------
    folder : pathlib.Path
        A folder into which the notebooks were copied.
    extra : sequence of str
        Further arguments for JupyterLab.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    server = subprocess.Popen(lab_command(folder, extra=extra), cwd=folder, env=environment(folder))  # noqa: S603 our own command line
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.wait()
        return 0


def run_headless(folder: Path, *, notebook: str = FIRST) -> int:
    """Run a notebook of a folder from top to bottom without a browser; the file stays as it is.

    Parameters
    ----------
    folder : pathlib.Path
        A folder into which the notebooks were copied.
    notebook : str
        Name of a notebook in ``folder/notebooks``.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    command = [sys.executable, "-m", "workbench.start.headless", str(folder / "notebooks" / notebook)]
    return subprocess.run(command, env=environment(folder), check=False).returncode  # noqa: S603 our own command line
