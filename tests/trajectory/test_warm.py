"""After warming up nothing is left to compile."""

import pytest

from workbench.trajectory import _approach_kernels, _dwell_kernels, _rectangle_kernels, _settling_kernels
from workbench.trajectory.warm import warm

ENTRIES = (
    _rectangle_kernels.rectangle_stops, _dwell_kernels.dwells, _dwell_kernels.join, _dwell_kernels.summaries,
    _settling_kernels.settle,
    _approach_kernels.accumulate, _approach_kernels.pieces, _approach_kernels.log_likelihood,
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.py_func.__name__)
def test_every_loop_is_compiled_and_kept(entry: object) -> None:
    warm()
    assert len(entry.signatures) >= 1
    assert sum(entry.stats.cache_hits.values()) + sum(entry.stats.cache_misses.values()) >= 1
