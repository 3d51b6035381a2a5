"""A day of known course under thirty recording faults: nothing true is contradicted, nothing false supported, and it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import workbench as wb
from tests.cases.course import FALSE, FAULTS, TRUE, Recorded, claim, course, read, said

TRIED = ("at the shop", "home while shopping")
"""The claims that most faults turn round; ``python -m tests.cases.course SEED`` tries all of them."""

STUCK = ("frozen", "masts_with_a_small_radius")
"""Faults that turned "home all morning" round as well: one position fills the whole outing."""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_named_and_turns_nothing_round(fault, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    recorded: Recorded = fault(course(seed=1))
    tracks = read(recorded, tmp_path)
    assert any(name in said(tracks) for name in recorded.named)
    answers = {name: wb.check(claim(*(TRUE | FALSE)[name]), tracks).answer for name in TRIED}
    assert answers["at the shop"] != "contradicted"
    assert answers["home while shopping"] != "supported"
    if fault.__name__ in STUCK:
        assert wb.check(claim(*FALSE["home all morning"]), tracks).answer == "cannot tell"
