"""After warming up nothing is left to compile."""

import pytest

from workbench.trajectory.kernels import approaches, meetings, minutes, rectangle, stay_repair, stays, trails
from workbench.trajectory.warm import warm

ENTRIES = (
    trails.changes,
    trails.even,
    trails.kept,
    trails.flat,
    trails.between,
    trails.waits,
    trails.up_to,
    trails.errors,
    trails.beside,
    rectangle.rectangle_stops,
    stays.dwells,
    stays.join,
    stay_repair.summaries,
    stay_repair.repair,
    approaches.accumulate,
    approaches.pieces,
    approaches.log_likelihood,
    minutes.blocks,
    minutes.fill,
    minutes.mark_rare,
    meetings.of_one,
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.py_func.__name__)
def test_every_loop_is_compiled_and_kept(entry: object) -> None:
    warm()
    assert len(entry.signatures) >= 1
    assert sum(entry.stats.cache_hits.values()) + sum(entry.stats.cache_misses.values()) >= 1
