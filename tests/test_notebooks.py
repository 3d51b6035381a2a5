"""Every notebook that is shipped runs from top to bottom; the first one does so in the browser tests and in `make start`."""

from pathlib import Path

import pytest

from workbench.start.headless import run_notebook

pytestmark = pytest.mark.slow

NOTEBOOKS = sorted(path for path in (Path(__file__).parents[1] / "notebooks").glob("*.ipynb") if not path.name.startswith("00_"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_from_top_to_bottom(path: Path) -> None:
    assert run_notebook(path) is None
