"""What is compiled is compiled before the first notebook, once, and only where somebody waits for a screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbench.cli.command_line import app
from workbench.start.ready import is_compiled


def test_compiled_kernels_are_found_where_numba_keeps_them(tmp_path: Path) -> None:
    package, cache = tmp_path / "package", tmp_path / "cache"
    for place in (package / "__pycache__", cache / "deep"):
        place.mkdir(parents=True)
    assert not is_compiled({}, package=package) and not is_compiled({"NUMBA_CACHE_DIR": str(cache)}, package=package)
    (package / "__pycache__" / "a.nbi").touch()
    assert is_compiled({}, package=package) and not is_compiled({"NUMBA_CACHE_DIR": str(cache)}, package=package)
    (cache / "deep" / "b.nbi").touch()
    assert is_compiled({"NUMBA_CACHE_DIR": str(cache)}, package=package)


@pytest.mark.parametrize(
    ("there", "options", "expected"),
    [(False, [], ["compile", "lab"]), (True, [], ["lab"]), (False, ["--headless"], ["headless"])],
)
def test_start_compiles_first_where_it_must(
    there: bool, options: list[str], expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def note(word: str) -> int:
        done.append(word)
        return 0

    monkeypatch.setattr("workbench.start.is_compiled", lambda env: there)
    monkeypatch.setattr("workbench.start.compile_all", lambda env: note("compile"))
    monkeypatch.setattr("workbench.start.open_lab", lambda folder: note("lab"))
    monkeypatch.setattr("workbench.start.run_headless", lambda folder: note("headless"))
    said = CliRunner().invoke(app, ["start", str(tmp_path), *options])
    assert said.exit_code == 0 and done == expected
    assert ("once" in said.output) == ("compile" in expected)
