"""JupyterLab on the first notebook, for this machine only; or the same notebook without a browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from workbench.start.private import environment
from workbench.start.templates import FIRST

__all__ = ["lab_command", "open_lab", "run_headless"]

FIXED = {
    "ServerApp.ip": "127.0.0.1",
    "ServerApp.allow_remote_access": False,
    "ServerApp.allow_unauthenticated_access": False,
    "ServerApp.allow_origin": "",
    "ServerApp.allow_origin_pat": "",
    "ServerApp.allow_credentials": False,
    "ServerApp.disable_check_xsrf": False,
    "ServerApp.terminals_enabled": False,
    "ServerApp.base_url": "/",
    "ServerApp.custom_display_url": "",
    "ServerApp.identity_provider_class": "jupyter_server.auth.identity.PasswordIdentityProvider",
    "PasswordIdentityProvider.hashed_password": "",
    "FileContentsManager.delete_to_trash": False,
    "LabApp.news_url": None,
    "LabApp.extension_manager": "readonly",
}
"""What keeps the server to this machine and to whoever started it; its token goes by the environment, where `ps` shows none."""


def lab_command(folder: Path, *, notebook: str = FIRST, extra: Sequence[str] = ()) -> list[str]:
    """Give the command line that opens JupyterLab on a notebook of a folder."""
    # What stands on the command line beats every file of settings, wherever Jupyter may find one.
    given = {word.partition("=")[0] for word in extra}
    fixed = [f"--{name}={value}" for name, value in FIXED.items() if f"--{name}" not in given]
    return [
        *(sys.executable, "-P", "-m", "workbench.start.server"),
        f"--ServerApp.root_dir={folder.resolve()}",
        *fixed,
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
    env = environment(folder)
    # It does not stand in the folder: nothing that lies there can be taken for a module or a file of settings.
    server = subprocess.Popen(lab_command(folder, extra=extra), cwd=env["JUPYTER_RUNTIME_DIR"], env=env)  # noqa: S603 our own command line
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
    command = [sys.executable, "-P", "-m", "workbench.start.headless", str((folder / "notebooks" / notebook).resolve())]
    env = environment(folder)
    return subprocess.run(command, cwd=env["JUPYTER_RUNTIME_DIR"], env=env, check=False).returncode  # noqa: S603 our own command line
