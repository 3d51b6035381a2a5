"""The kernel behind a notebook, apart from what is set for other work: ``python -P -m workbench.start.kernel -f FILE``."""

from __future__ import annotations

import os
import sys

import IPython.core.application as application
from ipykernel.kernelapp import launch_new_instance

__all__ = ["main"]


def main() -> None:
    """Start an IPython kernel that reads no settings of the machine, keeps no history, and imports nothing from its folder."""
    os.umask(0o077)
    # IPython looks here for settings and for start-up files of everybody on the machine; both lists are read where they are used.
    application.SYSTEM_CONFIG_DIRS.clear()
    application.ENV_CONFIG_DIRS.clear()
    launch_new_instance(argv=[*sys.argv[1:], "--HistoryManager.enabled=False", "--IPKernelApp.ignore_cwd=True"])


if __name__ == "__main__":
    main()
