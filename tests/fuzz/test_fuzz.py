"""A quarter of a minute of changed files; ``make fuzz`` goes on for an hour."""

import random
import signal
import sys

import pytest

from tests.fuzz.run import TOKENS, changed, fuzz

POSIX = pytest.mark.skipif(
    not hasattr(signal, "SIGPROF") or sys.platform == "win32", reason="stops a reader by an alarm of POSIX"
)


@POSIX
def test_no_changed_file_surprises_a_reader() -> None:
    found = fuzz(15.0, seed=20260303)
    assert not found.faults, "\n".join(found.faults)
    assert found.read.total() > 10 and found.refused.total() > 10


@POSIX
def test_the_fuzzer_sees_rows_that_are_lost_and_raw_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(kind: str, place: object) -> None:
        raise KeyError(kind)

    monkeypatch.setattr("tests.fuzz.run.accounted", broken)
    assert {what.split(":")[0] for what in fuzz(0.5, seed=1).faults} == {"tracks", "zones", "crimes"}


def test_a_change_is_the_same_for_the_same_seed() -> None:
    made = [changed(b"a,b\n1,2\n" * 9, [b"xyz" * 9, *TOKENS[:20]], random.Random(seed)) for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]
