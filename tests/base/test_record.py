"""The seam for records: silent by default, told of what a person called, of errors too, and never of inner calls."""

from __future__ import annotations

import inspect

import pytest

import workbench as wb
from workbench.base.record import VERBS, Call, listening, recorded

NO_ACTS = {"show"}


@recorded("find")
def find_things(count: int, *, most: int = 3) -> list[int]:
    """Give the first numbers."""
    if count < 0:
        raise ValueError("negative")
    return list(range(min(count, most)))


@recorded("check")
def check_things(count: int) -> int:
    """Count things by finding them."""
    return len(find_things(count))


def test_nothing_happens_by_default() -> None:
    assert find_things(2) == [0, 1]
    assert str(inspect.signature(find_things)) == "(count: 'int', *, most: 'int' = 3) -> 'list[int]'"
    assert find_things.__doc__ == "Give the first numbers."


def test_a_listener_is_told_what_was_called_with_its_defaults_and_only_while_it_listens() -> None:
    told: list[Call] = []
    with listening(told.append):
        find_things(5)
    find_things(1)
    (call,) = told
    assert (call.verb, call.name, dict(call.arguments), call.result) == (
        "find",
        "find_things",
        {"count": 5, "most": 3},
        [0, 1, 2],
    )


def test_a_verb_within_a_verb_is_not_told() -> None:
    told: list[Call] = []
    with listening(told.append):
        check_things(2)
        find_things(1)
    assert [call.name for call in told] == ["check_things", "find_things"]


def test_an_error_is_told_and_raised() -> None:
    told: list[Call] = []
    with listening(told.append), pytest.raises(ValueError, match="negative"):
        find_things(-1)
    assert isinstance(told[0].error, ValueError)
    assert told[0].result is None
    with listening(told.append), pytest.raises(TypeError):
        find_things()  # type: ignore[call-arg]
    assert isinstance(told[1].error, TypeError)


def test_a_listener_that_fails_is_not_passed_over() -> None:
    def full(call: Call) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"), listening(full):
        find_things(1)


def test_two_listeners_are_both_told() -> None:
    first: list[Call] = []
    second: list[Call] = []
    with listening(first.append), listening(second.append):
        find_things(1)
    assert len(first) == len(second) == 1


def test_every_public_verb_passes_through_the_seam() -> None:
    functions = {name: getattr(wb, name) for name in wb.__all__ if inspect.isfunction(getattr(wb, name))}
    without = {name for name, function in functions.items() if getattr(function, "verb", None) not in VERBS}
    assert without == set()
    doors = [name for name in dir(wb.Tracks) if name.startswith("to_") or name in ("stays", "gaps", "show")]
    tracks = wb.Tracks
    assert all(getattr(getattr(tracks, name).function, "verb", None) in VERBS for name in doors)
