"""Law 5: ``import workbench`` is quick and loads nothing heavy."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

LIMIT_S = 0.5
HEAVY = {
    "IPython",
    "anywidget",
    "bqplot",
    "geopandas",
    "ipykernel",
    "ipyleaflet",
    "ipywidgets",
    "itables",
    "jupyter_client",
    "jupyter_core",
    "jupyterlab",
    "matplotlib",
    "movingpandas",
    "numba",
    "pandera",
    "pyarrow",
    "scipy",
    "sklearn",
}
PROBE = """
import json, sys, time
start = time.perf_counter()
import workbench
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "file": workbench.__file__, "loaded": sorted({m.split(".")[0] for m in sys.modules})}))
"""


def _import(folder: Path) -> dict:
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=folder, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert Path(said["file"]).is_relative_to(folder)
    return said


def test_the_import_is_quick_and_light(root: Path) -> None:
    tries = [_import(root) for _ in range(3)]
    assert set(tries[0]["loaded"]) & HEAVY == set()
    assert min(t["seconds"] for t in tries) < LIMIT_S


SCHEMA = "from workbench import tables; tables.FIXES.validate(tables.FIXES.empty())"


@pytest.mark.parametrize("line", ["import ipywidgets", "import numba", SCHEMA])
def test_a_heavy_import_is_found(copy: Path, line: str) -> None:
    front = copy / "workbench" / "__init__.py"
    front.write_text(front.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    assert set(_import(copy)["loaded"]) & HEAVY


def test_a_slow_import_is_found(copy: Path) -> None:
    front = copy / "workbench" / "__init__.py"
    front.write_text(front.read_text(encoding="utf-8") + f"\nimport time\ntime.sleep({LIMIT_S})\n", encoding="utf-8")
    assert _import(copy)["seconds"] >= LIMIT_S
