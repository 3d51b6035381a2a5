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
    """Give the command line that opens JupyterLab on a notebook of a folder.

    Parameters
    ----------
    folder : pathlib.Path
        The person's folder; JupyterLab shows nothing above it.
    notebook : str
        Name of a notebook in ``folder/notebooks``.
    extra : sequence of str
        Further arguments for JupyterLab.

    Returns
    -------
    list of str
        Program and arguments; run it in the environment of :func:`workbench.start.private.environment`.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> lab_command(Path("case"))[-1]
    '--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb'
    """
    return [
        sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder.resolve()}",
        *extra, f"--LabApp.default_url=/lab/tree/notebooks/{notebook}",
    ]


def open_lab(folder: Path, *, extra: Sequence[str] = ()) -> int:
    """Open JupyterLab on the first notebook and wait until it is closed.

    Parameters
    ----------
    folder : pathlib.Path
        A folder into which the notebooks were copied.
    extra : sequence of str
        Further arguments for JupyterLab.

    Returns
    -------
    int
        The exit status of JupyterLab; 0 after Ctrl-C.

    Raises
    ------
    InputError
        If the folder cannot be written.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     open_lab(Path(folder), extra=["--version"])
    0
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

    Returns
    -------
    int
        0 if every cell ran, 1 if one failed; the failing cell and its error are written to standard error.

    Raises
    ------
    InputError
        If the folder cannot be written.

    Notes
    -----
    Source: own code over nbclient, in a process of its own because Jupyter reads its folders once.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import nbformat
    >>> with TemporaryDirectory() as folder:
    ...     (Path(folder) / "notebooks").mkdir()
    ...     nbformat.write(nbformat.v4.new_notebook(cells=[]), Path(folder) / "notebooks" / "a.ipynb")
    ...     run_headless(Path(folder), notebook="a.ipynb")
    0
    """
    command = [sys.executable, "-m", "workbench.start.headless", str(folder / "notebooks" / notebook)]
    return subprocess.run(command, env=environment(folder), check=False).returncode  # noqa: S603 our own command line
