"""Opening JupyterLab on the first notebook: templates copied, settings of our own, nothing fetched.

* ``templates``  notebooks from the package into a folder; what a person changed is never overwritten
* ``private``    Jupyter settings, kernel and caches of one person for one folder, apart from anything else on the machine
* ``server`` ``kernel``  JupyterLab and the kernel, without what is set for other work
* ``lab``        JupyterLab itself, on this machine only
* ``ready``      what is compiled, compiled before it is needed
* ``headless``   the same notebook run without a browser
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.start.lab import open_lab as open_lab
    from workbench.start.lab import run_headless as run_headless
    from workbench.start.private import environment as environment
    from workbench.start.ready import compile_all as compile_all
    from workbench.start.ready import compile_room as compile_room
    from workbench.start.ready import compile_rooms as compile_rooms
    from workbench.start.ready import is_compiled as is_compiled
    from workbench.start.templates import FIRST as FIRST
    from workbench.start.templates import copy_notebooks as copy_notebooks

_HOMES = {
    "FIRST": "workbench.start.templates",
    "compile_all": "workbench.start.ready",
    "compile_room": "workbench.start.ready",
    "compile_rooms": "workbench.start.ready",
    "copy_notebooks": "workbench.start.templates",
    "environment": "workbench.start.private",
    "is_compiled": "workbench.start.ready",
    "open_lab": "workbench.start.lab",
    "run_headless": "workbench.start.lab",
}

__all__ = [
    "FIRST",
    "compile_all",
    "compile_room",
    "compile_rooms",
    "copy_notebooks",
    "environment",
    "is_compiled",
    "open_lab",
    "run_headless",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
