"""No committed file names a folder of somebody's machine or the host of a package registry."""

import re
import subprocess
from pathlib import Path

_PIECES = (
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("/fa", "rm/"),
    ("/ho", "me/[a-z]+/"),
    ("/Us", "ers/[a-z]+/"),
    ("/op", "t/"),
    ("file:/", "//"),
    ("pythonho", "sted"),
    ("pypi", r"\.org"),
    ("registry", r"\.npmjs"),
    ("deb", r"\.debian"),
)
"""Written in two pieces each, so that this file does not hold what it looks for."""
BANNED = re.compile("|".join(f"{first}{second}" for first, second in _PIECES))


def tracked(root: Path) -> list[Path]:
    """Give the files git knows of or would add; in a plain copy, all of them."""
    if (root / ".git").exists():
        listed = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, capture_output=True, check=True).stdout.decode("utf-8").split("\0")
        return [root / name for name in sorted(set(names)) if name and (root / name).is_file()]
    return sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def problems(root: Path) -> list[str]:
    """List every line of a text file that names such a place."""
    found = []
    for path in tracked(root):
        content = path.read_bytes()
        if b"\0" in content[:4096]:
            continue
        lines = content.decode("utf-8", errors="replace").splitlines()
        found += [
            f"{path.relative_to(root)}:{number}: names a place on a machine or a registry"
            for number, line in enumerate(lines, start=1)
            if BANNED.search(line)
        ]
    return found
