"""What numba compiled for this checkout, lent to another copy of the same source, so that a test need not compile it again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "workbench"


def lend_compiled(package: Path) -> int:
    """Copy the compiled kernels beside the same source elsewhere, and count them.

    Numba takes them only where a source has the size and the time of the one they were made from, so the times are copied
    too; what differs is compiled anew.
    """
    lent = 0
    for part in PACKAGE.rglob("__pycache__/*.nb[ic]"):
        if not (part.parents[1] / f"{part.name.split('.')[0]}.py").exists():
            continue  # left over from a module that has moved
        place = package / part.relative_to(PACKAGE)
        place.parent.mkdir(exist_ok=True)
        shutil.copy2(part, place)
        source = part.parents[1] / f"{part.name.split('.')[0]}.py"
        stamp = source.stat()
        os.utime(package / source.relative_to(PACKAGE), ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        lent += 1
    return lent
