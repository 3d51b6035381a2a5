"""The way of one call through the package, as a debugger shows it: ``python -m tests.ways`` prints both ways of the page."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import workbench as wb

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = str(ROOT / "workbench") + "/"
POSITIONS = ROOT / "datasets" / "eastmere" / "positions.csv"
_WIDTH = 60


def way(call: Callable[[], object]) -> list[tuple[int, str, str]]:
    """List each function of the package once, in the order of first calls: depth, file, name.

    Loops compiled to machine code are not seen, nor is anything that runs on another thread.
    """
    found: dict[tuple[str, str], int] = {}
    depth = 0

    def seen(frame: FrameType, event: str, _: object) -> None:
        nonlocal depth
        code = frame.f_code
        if event not in ("call", "return") or not code.co_filename.startswith(PACKAGE):
            return
        if event == "call" and not code.co_name.startswith("<"):
            found.setdefault((str(Path(code.co_filename).relative_to(ROOT)), code.co_name), depth)
        depth += 1 if event == "call" else -1

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        call()
    finally:
        sys.setprofile(before)
    return [(deep, file, name) for (file, name), deep in found.items()]


def ways() -> dict[str, list[tuple[int, str, str]]]:
    """Go both ways once without looking, so that nothing is compiled or loaded on the way that is looked at."""
    assert threading.current_thread() is threading.main_thread()
    tracks = wb.read_tracks(POSITIONS)
    claim = wb.Claim(
        wearer=tracks.wearers[0],
        place=(1.424091, 51.626872),
        start="2026-03-03 21:10",
        end="2026-03-03 21:40",
        timezone="Europe/London",
    )
    wb.check(claim, tracks)
    return {"read_tracks": way(lambda: wb.read_tracks(POSITIONS)), "check": way(lambda: wb.check(claim, tracks))}


def main(most_deep: int = 6) -> None:
    """Print what is called on both ways, indented by how deep it is called."""
    for name, steps in ways().items():
        print(f"wb.{name}: {len({file for _, file, _ in steps})} files, {len(steps)} functions")
        for deep, file, function in steps:
            if deep <= most_deep:
                print(f"{'  ' * deep}{function}".ljust(_WIDTH), file)


if __name__ == "__main__":
    main()
