"""The digest of all results: any difference shows, and the item that differs is named."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from benchmarks import digest


def _table(value: float = 0.1, time: str = "2026-03-03T21:10:00Z") -> pd.DataFrame:
    return pd.DataFrame({"time": pd.to_datetime([time]).as_unit("us"), "value": [value]})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (0.1, 0.1 + 1e-15),
        (0.0, -0.0),
        (1, 1.0),
        (True, 1),
        (None, "None"),
        (None, float("nan")),
        ([1, 2], [2, 1]),
        (["ab"], ["a", "b"]),
        ({"a": 1.0}, {"a": 1.0 + 1e-15}),
        (pd.Timestamp("2026-03-03 21:10"), pd.Timestamp("2026-03-03 21:10", tz="UTC")),
        (_table(), _table(value=0.1 + 1e-15)),
        (_table(), _table(time="2026-03-03T21:10:00.000001Z")),
        (_table(), _table().rename(columns={"value": "worth"})),
        (_table(), _table().set_index(pd.Index([1]))),
        (_table(1.0), _table(1.0).astype({"value": "float32"})),
    ],
)
def test_the_smallest_difference_shows(before: Any, after: Any) -> None:
    assert digest.line(("x", before, True)) != digest.line(("x", after, True))


@pytest.mark.parametrize(
    ("one", "same"),
    [
        (0.1, np.float64(0.1)),
        (3, np.int64(3)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (pd.Timestamp("2026-07-03 21:10", tz="Europe/London"), pd.Timestamp("2026-07-03 20:10", tz="UTC")),
        (_table(), _table().copy()),
    ],
)
def test_what_is_the_same_is_written_the_same(one: Any, same: Any) -> None:
    assert digest.render(one) == digest.render(same)


def test_what_has_no_exact_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no exact rendering"):
        digest.render([object()])


def _run(monkeypatch: pytest.MonkeyPatch, value: float, aside: float, *arguments: str) -> int:
    items = [("case.stays", _table(), True), ("case.gaps", _table(value), True), ("case.field.parameters", {"a": aside}, False)]
    monkeypatch.setattr(digest, "of_case", lambda: iter(items))
    monkeypatch.setattr(digest, "of_fortnight", lambda: iter([]))
    return digest.main(list(arguments))


def test_the_item_that_differs_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "before.txt"
    assert _run(monkeypatch, 0.1, 1.0, "--out", str(kept)) == 0
    capsys.readouterr()
    assert _run(monkeypatch, 0.1, 1.0, "--against", str(kept)) == 0
    assert capsys.readouterr().out.endswith("no result differs\n")
    assert _run(monkeypatch, 0.1 + 1e-15, 1.0, "--against", str(kept)) == 1
    assert capsys.readouterr().out.endswith("1 results differ: case.gaps\n")


def test_parameters_do_not_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "before.txt"
    _run(monkeypatch, 0.1, 1.0, "--out", str(kept))
    first = capsys.readouterr().out.splitlines()
    assert _run(monkeypatch, 0.1, 2.0, "--against", str(kept)) == 0
    second = capsys.readouterr().out.splitlines()
    assert [a == b for a, b in zip(first, second, strict=False)] == [True, True, False, True]


def test_a_missing_item_and_a_new_one_are_named() -> None:
    one, two, three = (digest.line((name, 1, True)) for name in ("one", "two", "three"))
    assert digest.differing([one, two], [two, three]) == ["one", "three"]


@pytest.mark.parametrize("keep", [slice(0, 0), slice(0, 2), slice(1, None)])
def test_an_output_that_is_not_whole_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], keep: slice
) -> None:
    kept = tmp_path / "before.txt"
    _run(monkeypatch, 0.1, 1.0, "--out", str(kept))
    kept.write_text("".join(kept.read_text(encoding="utf-8").splitlines(keepends=True)[keep]), encoding="utf-8")
    with pytest.raises(SystemExit, match="2"):
        _run(monkeypatch, 0.1, 1.0, "--against", str(kept))
    assert "not a whole output" in capsys.readouterr().err


def test_only_public_names_are_used() -> None:
    tree = ast.parse(Path(digest.__file__).read_text(encoding="utf-8"))
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [name for name in imported if name.startswith((".", "workbench", "benchmarks"))] == ["workbench"]
