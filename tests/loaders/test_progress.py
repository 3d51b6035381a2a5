"""A long load says how far it is, inside one file too, and can be interrupted with nothing half kept."""

import gzip
import threading
from pathlib import Path
from typing import Any

import pytest

import workbench as wb
from tests.loaders.made import Point, gpx
from workbench.loaders import meter as meters
from workbench.loaders.meter import Meter


class Bar:
    """Stands in for tqdm and remembers where it has been."""

    made: list["Bar"]

    def __init__(self, total: float, delay: float, **_: object) -> None:
        self.total, self.delay, self.n, self.seen, self.words, self.closed = total, delay, 0.0, [0.0], [], False
        Bar.made.append(self)

    def update(self, steps: float) -> None:
        self.n += steps
        self.seen.append(self.n / self.total)

    def set_description(self, words: str, *, refresh: bool) -> None:
        self.words.append(words)

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch) -> list[Bar]:
    Bar.made = []
    monkeypatch.setattr("tqdm.auto.tqdm", Bar)
    return Bar.made


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("long") / "long.csv"
    lines = (
        f"W1,2026-03-{d:02d}T{h:02d}:{m:02d}:{s:02d}Z,51.4,1.2,{'x' * 100}"
        for d in range(1, 29)
        for h in range(24)
        for m in range(60)
        for s in (0, 30)
    )
    place.write_text("wearer,time,lat,lon,note\n" + "\n".join(lines))
    return place


def packed(table: Path) -> Path:
    place = table.with_name("long.csv.gz")
    place.write_bytes(gzip.compress(table.read_bytes(), 1))
    return place


def many_points(table: Path) -> Path:
    place = table.with_name("long.gpx")
    place.write_bytes(gpx([Point(i, 1.2, 51.4) for i in range(20_000)]))
    return place


@pytest.mark.parametrize("kind", [Path, packed, many_points])
def test_the_bar_moves_inside_one_file_and_ends_full(kind: Any, table: Path, bars: list[Bar]) -> None:
    place = kind(table)
    wb.read_tracks(place, progress=True)
    (bar,) = bars
    assert bar.closed
    assert bar.seen == sorted(bar.seen)
    assert bar.seen[-1] == pytest.approx(1)
    assert len({round(share, 3) for share in bar.seen}) >= 5
    assert bar.words[0] == f"reading {place.name}"


def test_a_bar_changes_nothing_in_what_is_read(table: Path, bars: list[Bar]) -> None:
    with_bar, without = wb.read_tracks(table, progress=True), wb.read_tracks(table, progress=False)
    assert len(bars) == 1
    assert with_bar.fixes.equals(without.fixes)
    assert with_bar.load.warnings == without.load.warnings


def test_a_bar_that_nobody_asked_for_waits_a_second(table: Path, bars: list[Bar], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meters, "_at_screen", lambda: True)
    wb.read_tracks(table)
    wb.read_tracks(table, progress=True)
    assert [bar.delay for bar in bars] == [1.0, 0]


def test_no_bar_outside_a_notebook_or_terminal(table: Path, bars: list[Bar], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meters, "_at_screen", lambda: False)
    wb.read_tracks(table)
    assert not bars
    monkeypatch.setattr(meters, "_at_screen", lambda: True)
    wb.read_tracks(table)
    assert len(bars) == 1


@pytest.mark.parametrize("step", ["hashed", "read", "judged", "joined"])
def test_an_interrupt_at_any_step_ends_the_load_at_once(
    step: str, table: Path, bars: list[Bar], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = threading.active_count()
    with monkeypatch.context() as patch:
        patch.setattr(Meter, step, stop)
        with pytest.raises(KeyboardInterrupt):
            wb.read_tracks(table, progress=True)
    assert bars[0].closed
    assert bars[0].n < bars[0].total
    assert threading.active_count() <= before + 2
    assert len(wb.read_tracks(table)) == 28 * 24 * 120
