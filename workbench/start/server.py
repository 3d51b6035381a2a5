"""JupyterLab apart from what is set for other work: ``python -P -m workbench.start.server ARGUMENTS``."""

from __future__ import annotations

import os
import site
import sys
from pathlib import Path

from jupyter_core import paths

__all__ = ["main", "read_own_settings_only"]


def read_own_settings_only() -> None:
    """Let Jupyter look for settings in the private folder alone, and for its own files where it is installed."""
    # Source: jupyter_core.paths, whose functions go through these lists whenever they are asked. Settings of the environment
    # and of the machine would also switch on further extensions of the server: language servers, terminals.
    own = os.environ["JUPYTER_CONFIG_DIR"]
    paths.SYSTEM_CONFIG_PATH[:] = paths.ENV_CONFIG_PATH[:] = [own]
    paths.SYSTEM_JUPYTER_PATH[:] = paths.ENV_JUPYTER_PATH
    if not Path(paths.__file__).is_relative_to(site.getuserbase()):
        site.ENABLE_USER_SITE = False


def main() -> None:
    """Open JupyterLab."""
    os.umask(0o077)
    read_own_settings_only()
    # Loaded only now, as it keeps what the paths are when it is loaded.
    from jupyterlab.labapp import main as lab  # type: ignore[import-untyped]

    sys.exit(lab())


if __name__ == "__main__":
    main()
