"""After warming up nothing is left to compile."""

import pytest

from workbench.trajectory import (
    _approach_kernels,
    _dwell_kernels,
    _meeting_kernels,
    _minute_kernels,
    _rectangle_kernels,
    _settling_kernels,
    _trail_kernels,
)
from workbench.trajectory.warm import warm

ENTRIES = (
    _trail_kernels.changes,
    _trail_kernels.even,
    _trail_kernels.kept,
    _trail_kernels.flat,
    _trail_kernels.between,
    _trail_kernels.waits,
    _trail_kernels.up_to,
    _trail_kernels.errors,
    _trail_kernels.beside,
    _rectangle_kernels.rectangle_stops,
    _dwell_kernels.dwells,
    _dwell_kernels.join,
    _settling_kernels.summaries,
    _settling_kernels.settle,
    _approach_kernels.accumulate,
    _approach_kernels.pieces,
    _approach_kernels.log_likelihood,
    _minute_kernels.blocks,
    _minute_kernels.fill,
    _minute_kernels.mark_rare,
    _meeting_kernels.of_one,
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.py_func.__name__)
def test_every_loop_is_compiled_and_kept(entry: object) -> None:
    warm()
    assert len(entry.signatures) >= 1
    assert sum(entry.stats.cache_hits.values()) + sum(entry.stats.cache_misses.values()) >= 1
