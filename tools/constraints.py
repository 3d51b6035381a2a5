"""Write constraints.txt: the versions that were tested, names and versions only.

    .venv/bin/python tools/constraints.py > constraints.txt

Walks from the project's own requirements through everything they need on any system, so that nothing is pinned that is
not needed. What only other systems need is not installed here; their versions are listed below by hand.
"""

import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ELSEWHERE = {"appnope": "1.0.0", "colorama": "0.4.6", "pywinpty": "3.1.2"}


def needed(name: str, extras: frozenset[str], found: dict[str, frozenset[str]]) -> None:
    """Add a distribution and all it needs to `found`."""
    key = canonicalize_name(name)
    new = (extras | {""}) - found.get(key, frozenset())
    if not new:
        return
    found[key] = found.get(key, frozenset()) | new
    for text in metadata.distribution(name).requires or []:
        requirement = Requirement(text)
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in new):
            needed(requirement.name, frozenset(requirement.extras), found)


def lines() -> list[str]:
    """Give the lines of the file, sorted by name."""
    found: dict[str, frozenset[str]] = {}
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for text in (*project["dependencies"], *project["optional-dependencies"]["test"]):
        requirement = Requirement(text)
        needed(requirement.name, frozenset(requirement.extras), found)
    pins = {name: metadata.version(name) for name in found} | ELSEWHERE
    return [f"{name}=={version}" for name, version in sorted(pins.items())]


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
