"""Run one notebook from top to bottom with this Python's kernel: ``python -m workbench.start.headless FILE``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from traitlets.config import Config

from workbench.start.private import settings

__all__ = ["run_notebook"]

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_CELL_SECONDS = 600


def run_notebook(path: Path) -> str | None:
    """Run every cell of a notebook in the notebook's folder; nothing is written."""
    book = nbformat.read(path, as_version=4)
    client = NotebookClient(
        book,
        timeout=_CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent.resolve())}},
        config=Config(settings()["config/jupyter_lab_config.json"]),
    )
    try:
        client.execute()
    except (CellExecutionError, DeadKernelError) as error:
        return _COLOURS.sub("", str(error))
    return None


def main() -> None:
    """Run the notebook named on the command line; exit 1 with the failing cell on standard error."""
    failed = run_notebook(Path(sys.argv[1]))
    if failed is not None:
        sys.stderr.write(failed + "\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
