"""Which fixes a neighbour vouches for, against a plain loop."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.observations.trust import vouched

METHOD = st.sampled_from(["gnss", "beacon", "wifi", "cell", "unknown"])
FIX = st.tuples(st.floats(0, 2000), st.floats(-40_000, 40_000), st.floats(2, 60), METHOD, st.booleans())


@given(fixes=st.lists(FIX, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_vouching_is_what_a_plain_loop_says(fixes):
    wait, place, sigma, method, same = zip(*fixes, strict=True)
    time, x, s = np.cumsum(wait), np.array(place), np.array(sigma)
    sharp = [m in ("gnss", "beacon") and not d for m, d in zip(method, same, strict=True)]
    said = [False] * len(fixes)
    for i in range(len(fixes) - 1):
        waited = time[i + 1] - time[i]
        reachable = abs(x[i + 1] - x[i]) <= 36.0 * waited + 3.72 * (s[i + 1] + s[i])
        if sharp[i] and sharp[i + 1] and waited <= 900.0 and reachable:
            said[i] = said[i + 1] = True
    found = vouched(np.abs(np.diff(x)), np.diff(time), s, np.array(method, object), np.array(same))
    assert found.tolist() == said


def test_a_lone_fix_has_nobody_to_vouch_for_it():
    assert vouched(np.empty(0), np.empty(0), np.array([4.0]), np.array(["gnss"], object), np.array([False])).tolist() == [False]
