"""Jupyter settings, kernel and caches of one person for one folder, apart from anything else on the machine.

They lie in the person's own folder of state, never in the folder that is opened: that one may come from a stranger, and what
lies in it is data. Whatever a person or an administrator has set for other work (``JUPYTER_*`` variables, a kernel of the same
name, start-up files) does not reach the workbench.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import platformdirs
import zmq

from workbench.base import InputError

__all__ = ["environment", "private_place", "settings"]

_KERNEL = {
    "argv": [sys.executable, "-P", "-m", "workbench.start.kernel", "-f", "{connection_file}"],
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
    page = {"disabledExtensions": disabled, "buildCheck": False, "buildAvailable": False}  # else npm is asked for
    return {
        "config/jupyter_lab_config.json": {"KernelManager": kernels, "LabApp": lab, "ServerApp": server},
        "config/labconfig/default_setting_overrides.json": overrides,
        "config/labconfig/page_config.json": page,
        "data/kernels/python3/kernel.json": _KERNEL,
    }


def private_place(folder: Path) -> Path:
    """Give the place of what the workbench keeps for one person about one folder: theirs alone, made if it is not there."""
    named = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    place = _home() / named
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        for mine in (place.parent, place):
            _refuse_of_others(mine)
    except OSError as error:
        raise InputError(
            f"The settings cannot be written: {error.strerror}.", where=str(place), do="Give your account a home folder."
        ) from error
    return place


def _home() -> Path:
    """Give the folder of state of the workbench; where the account has no home, one of its own among the temporary files."""
    if os.environ.get("XDG_STATE_HOME") or Path.home().is_dir():
        found = Path(platformdirs.user_state_dir("tag-workbench", appauthor=False))
        try:
            found.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            pass  # a home that cannot be written is none
        else:
            return found
    return Path(tempfile.gettempdir()) / f"tag-workbench-{os.getuid() if hasattr(os, 'getuid') else os.getlogin()}"


def _refuse_of_others(place: Path) -> None:
    """Refuse a place that is a link, or belongs to somebody else; close it for everybody else."""
    if os.name == "nt":
        return  # the folder of an account is closed there by itself
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise InputError(
            "The place for your settings belongs to somebody else.", where=str(place), do="Have it removed, then start again."
        )
    if stat.S_IMODE(found.st_mode) & 0o077:
        place.chmod(0o700)


def environment(folder: Path, outer: Mapping[str, str] | None = None) -> dict[str, str]:
    """Write the private settings and give the environment that makes Jupyter use them.

    Parameters
    ----------
    folder : pathlib.Path
        The person's folder.
    outer : mapping of str to str, optional
        The environment to start from; this process's unless given.

    Raises
    ------
    InputError
        If the settings cannot be written, or the folder is none.
    """
    # Source: the documented variables of jupyter_core, IPython, matplotlib and numba.
    if folder.exists() and not folder.is_dir():
        raise InputError("The folder cannot be written: it is a file.", where=str(folder), do="Choose a folder of your own.")
    private = private_place(folder).resolve()
    try:
        for name, content in settings().items():
            path = private / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content, indent=1), encoding="utf-8")
        for name in ("runtime", "ipython", "matplotlib", "numba"):
            (private / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"The settings cannot be written: {error.strerror}.", where=str(private), do="Give your account a home folder."
        ) from error
    given = os.environ if outer is None else outer
    kept = {k: v for k, v in given.items() if not k.upper().startswith(_THEIRS)}
    return kept | _ours(private) | {"PYTHONPATH": _modules(given.get("PYTHONPATH", ""))}


_THEIRS = ("JUPYTER", "IPYTHON", "JPY_", "GDAL_", "OGR_", "CPL_", "PROJ_", "PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONHOME")


def _modules(given: str) -> str:
    """Give the places of modules: those with a full path, as the others depend on the folder; and this package's own."""
    places = [place for place in given.split(os.pathsep) if os.path.isabs(place)]
    own = Path(__file__).resolve().parents[2]
    if own.name not in ("site-packages", "dist-packages") and str(own) not in places:
        places.append(str(own))
    return os.pathsep.join(places)


def _ours(private: Path) -> dict[str, str]:
    found = {
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "JUPYTERLAB_SETTINGS_DIR": str(private / "config" / "lab" / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(private / "config" / "lab" / "workspaces"),
        "JUPYTER_TOKEN": secrets.token_hex(24),
        "IPYTHONDIR": str(private / "ipython"),
        "MPLCONFIGDIR": str(private / "matplotlib"),
        "PYTHONSAFEPATH": "1",
        "PYTHONUTF8": "1",
    }
    package = Path(__file__).resolve().parents[1]
    if not os.access(package, os.W_OK):
        found["NUMBA_CACHE_DIR"] = str(private / "numba")
    return found


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
