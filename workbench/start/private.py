"""The folder's own Jupyter settings, kernel and caches, apart from anything else on the machine.

Whatever a person or an administrator has set for other work (``JUPYTER_*`` variables, a kernel of the same name, startup
files) does not reach the workbench, and the workbench writes nothing outside the folder.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import zmq

from workbench.base.errors import InputError

__all__ = ["environment", "settings"]

_KERNEL = {
    "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    "display_name": "Workbench",
    "language": "python",
    "metadata": {"supported_encryption": ["curve"]},
}


def settings() -> dict[str, Any]:
    """Give the settings files by their place under the private folder: no news, no updates, no questions, no catalogue."""
    # Source: the documented settings of JupyterLab 4 and Jupyter Server 2.
    lab = {"news_url": None, "check_for_updates_class": "jupyterlab.NeverCheckForUpdate", "extension_manager": "readonly"}
    server = {"ip": "127.0.0.1", "answer_yes": True, "allow_root": _is_root(), "open_browser": True}
    kernels = {"transport_encryption": "auto" if zmq.has("curve") else "disabled"}
    overrides = {
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyterlab/extensionmanager-extension:plugin": {"enabled": False, "disclaimed": True},
        "@jupyterlab/notebook-extension:tracker": {"autoStartDefaultKernel": True},
    }
    disabled = {"@jupyterlab/apputils-extension:announcements": True}
    return {
        "config/jupyter_lab_config.json": {"KernelManager": kernels, "LabApp": lab, "ServerApp": server},
        "config/labconfig/default_setting_overrides.json": overrides,
        "config/labconfig/page_config.json": {"disabledExtensions": disabled},
        "data/kernels/python3/kernel.json": _KERNEL,
    }


def environment(folder: Path, outer: Mapping[str, str] | None = None) -> dict[str, str]:
    """Write the private settings under ``folder/.jupyter`` and give the environment that makes Jupyter use them.

    Parameters
    ----------
    folder : pathlib.Path
        The person's folder.
    outer : mapping of str to str, optional
        The environment to start from; this process's unless given.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    # Source: the documented variables of jupyter_core, IPython, matplotlib and numba.
    private = (folder / ".jupyter").resolve()
    try:
        for name, content in settings().items():
            path = private / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content, indent=1), encoding="utf-8")
        for name in ("runtime", "ipython", "matplotlib", "numba"):
            (private / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The settings cannot be written: {error.strerror}.", where=str(private), do="Choose a folder of your own."
        ) from error
    theirs = ("JUPYTER", "IPYTHON", "JPY_")
    kept = {k: v for k, v in (os.environ if outer is None else outer).items() if not k.upper().startswith(theirs)}
    return kept | _ours(private)


def _ours(private: Path) -> dict[str, str]:
    found = {
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "JUPYTERLAB_SETTINGS_DIR": str(private / "config" / "lab" / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(private / "config" / "lab" / "workspaces"),
        "IPYTHONDIR": str(private / "ipython"),
        "MPLCONFIGDIR": str(private / "matplotlib"),
        "PYTHONUTF8": "1",
    }
    package = Path(__file__).resolve().parents[1]
    if not os.access(package, os.W_OK):
        found["NUMBA_CACHE_DIR"] = str(private / "numba")
    return found


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
