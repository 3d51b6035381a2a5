"""Every library the package imports is a requirement, and every requirement is imported or named here with its reason."""

import re
import sys
import tomllib
from pathlib import Path

from tests.laws.imports import imported
from tests.laws.source import modules

OTHER_NAMES = {
    "PIL": "pillow",
    "jupyter_core": "jupyter-core",
    "dateutil": "python-dateutil",
    "python_calamine": "python-calamine",
    "sklearn": "scikit-learn",
    "zmq": "pyzmq",
}
NOT_IMPORTED = {"tzdata": "read by zoneinfo where the system has no zones"}


def requirements(root: Path) -> set[str]:
    """Give the names of the direct requirements of the core."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[^\w-]", line, maxsplit=1)[0].lower() for line in project["dependencies"]}


def problems(root: Path) -> list[str]:
    """List imports without a requirement, and requirements without an import."""
    declared = requirements(root)
    found, used = [], set()
    for module in modules(root):
        for node, path in imported(module):
            top = path.split(".")[0]
            if top in sys.stdlib_module_names or top == "workbench":
                continue
            name = OTHER_NAMES.get(top, top).lower()
            used.add(name)
            if name not in declared:
                found.append(module.at(node, f"imports {top}, which is no requirement in pyproject.toml"))
    idle = sorted(declared - used - set(NOT_IMPORTED))
    return found + [f"pyproject.toml: requires {name}, which nothing imports" for name in idle]
