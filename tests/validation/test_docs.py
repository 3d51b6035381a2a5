"""The page of figures says what the shipped file says."""

from __future__ import annotations

from pathlib import Path

from workbench.evidence.calibration import cap, read_record

PAGE = Path(__file__).resolve().parents[2] / "docs" / "validation.md"


def test_the_page_holds_the_calibration_in_force() -> None:
    lines = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in PAGE.read_text(encoding="utf-8").splitlines()]
    head = next(i for i, cells in enumerate(lines) if "Cllr before" in cells)
    told = {(cells[0], cells[1]): cells for cells in lines[head + 2 : head + 2 + len(read_record())]}
    shipped = read_record()
    assert shipped.keys() <= told.keys()
    for key, entry in shipped.items():
        cells, found = told[key], entry.figures
        assert cells[2] == f"{entry.n_true} / {entry.n_false}"
        assert cells[3:6] == [f"{found[name]:.3f}" for name in ("cllr_raw", "cllr", "cllr_min")]
        assert cells[7] == f"{cap(*key):g}"
        assert (cells[8] == "refused") == (entry.refused is not None)
        assert ("x" in cells[8]) == (entry.line is not None)
        assert ("x" in cells[9]) == ((entry.far or entry.under) is not None)
