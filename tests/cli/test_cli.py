"""The command line: what it says, where it says it, and with which exit status."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from workbench.cli.command_line import main
from workbench.testing import make_fixes, make_tracks

START, END = "2026-03-03 00:10", "2026-03-03 00:40"


class Said(NamedTuple):
    """How a command ended and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def _run(*arguments: object) -> Said:
    """Run a command the way the installed program does, in this process."""
    out, err, before = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["workbench", *(str(a) for a in arguments)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
    finally:
        sys.argv = before
    return Said(ended.value.code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file of an hour at one place in open sea."""
    path = tmp_path_factory.mktemp("cli") / "good.csv"
    tracks = make_tracks(make_fixes(minutes=range(0, 60, 3)))
    tracks.fixes.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def spotted(good: Path) -> Path:
    """Give the same file with one row that cannot be used."""
    lines = good.read_text(encoding="utf-8").splitlines()
    broken = lines[5].split(",")
    broken[lines[0].split(",").index("lat")] = "north"
    path = good.with_name("spotted.csv")
    path.write_text("\n".join([*lines[:5], ",".join(broken), *lines[6:]]) + "\n", encoding="utf-8")
    return path


def test_no_command_shows_the_commands() -> None:
    said = _run("--help")
    assert said.returncode == 0
    assert all(name in said.stdout for name in ("start", "load", "check", "simulate"))
    assert "warm" not in said.stdout


def test_load_accounts_for_every_row(good: Path, spotted: Path) -> None:
    whole, part = _run("load", good), _run("load", spotted)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert "20 rows read, 20 accounted for: 20 kept, 0 set aside" in whole.stdout
    assert part.returncode == 1
    assert "20 rows read, 20 accounted for: 19 kept, 1 set aside" in part.stdout
    assert "1 of 20 rows could not be used" in part.stderr


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n"])
def test_an_unusable_file_is_2_with_the_reason_on_standard_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    said = _run("load", path)
    assert (said.returncode, said.stdout) == (2, "")
    assert "what to do:" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_missing_file_and_an_unknown_option_are_2(tmp_path: Path) -> None:
    assert _run("load", tmp_path / "none.csv").returncode == 2
    assert _run("load", "--colour", "red").returncode == 2
    assert _run("fly").returncode == 2


def test_check_answers_one_statement(good: Path) -> None:
    there = _run("check", good, "--place", "1.2,51.4", "--start", START, "--end", END, "--timezone", "UTC")
    elsewhere = _run("check", good, "--place", "1.5,51.4", "--start", START, "--end", END, "--timezone", "UTC")
    assert (there.returncode, elsewhere.returncode) == (0, 0)
    assert "supported" in there.stdout.splitlines()[0]
    assert "contradicted" in elsewhere.stdout.splitlines()[0]


def test_check_answers_a_table_of_statements(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "account.csv"
    rows = [f"W1,{lon},51.4,{START},{END},UTC,it was here" for lon in (1.2, 1.5)]
    path.write_text("\n".join(["wearer,lon,lat,start,end,timezone,text", *rows]) + "\n", encoding="utf-8")
    said = _run("check", good, "--account", path)
    assert said.returncode == 0
    assert "1. supported" in said.stdout
    assert "2. contradicted" in said.stdout


def test_check_keeps_the_other_answers_where_a_statement_cannot_be_used_and_writes_them(good: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "account.csv", tmp_path / "answers.csv"
    rows = [f"W1,1.2,51.4,{START},{END},UTC,=1+1", f"W1,north,51.4,{START},{END},UTC,elsewhere"]
    path.write_text("\n".join(["wearer,lon,lat,start,end,timezone,text", *rows]) + "\n", encoding="utf-8")
    said = _run("check", good, "--account", path, "--out", out)
    assert said.returncode == 1
    assert "1 of 2 claims could not be checked" in said.stderr
    assert "1. supported" in said.stdout and "2. not checked" in said.stdout
    answers = pd.read_csv(out)
    assert answers["answer"].tolist() == ["supported", "not checked"]
    assert answers["text"].tolist() == ["'=1+1", "elsewhere"]
    assert "claim 2" in answers["because"][1]


def test_check_measures_the_errors_at_known_places(good: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.csv"
    known.write_text("lon,lat,start,end\n1.2,51.4,2026-03-03T00:00Z,2026-03-03T00:30Z\n", encoding="utf-8")
    said = _run("check", good, "--place", "1.2,51.4", "--start", START, "--end", END, "--timezone", "UTC", "--known", known)
    assert said.returncode == 0
    assert "circles held the truth" in said.stdout
    assert "are few" in said.stdout


def test_check_says_that_rows_were_set_aside(spotted: Path) -> None:
    said = _run("check", spotted, "--place", "1.2,51.4", "--start", START, "--end", END, "--timezone", "UTC")
    assert said.returncode == 1
    assert "1 of 20 rows could not be used" in said.stderr


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ([], "Nothing to check"),
        (["--place", "here", "--start", START, "--end", END, "--timezone", "UTC"], "not a place"),
        (["--place", "1,2,3", "--start", START, "--end", END, "--timezone", "UTC"], "not a place"),
        (["--place", "1.2,51.4", "--start", START, "--end", END], "time zone"),
        (["--account", "none.csv"], "cannot be opened"),
    ],
)
def test_a_statement_that_cannot_be_used_is_2(good: Path, options: list[str], word: str) -> None:
    said = _run("check", good, *options)
    assert (said.returncode, said.stdout) == (2, "")
    assert word in said.stderr


def test_simulate_writes_files_that_load_and_names_them(tmp_path: Path) -> None:
    said = _run("simulate", tmp_path / "out", "--wearers", 1, "--days", 1)
    assert said.returncode == 0
    written = [Path(line) for line in said.stdout.splitlines()]
    assert {path.name for path in written} >= {"positions.csv", "zones.geojson", "truth.csv"}
    assert all(path.is_file() for path in written)
    assert _run("load", tmp_path / "out" / "positions.csv").returncode == 0


def test_simulate_refuses_what_it_cannot_make(tmp_path: Path) -> None:
    for options in (["--case", "westmere"], ["--wearers", 0], ["--start", "soon"]):
        said = _run("simulate", tmp_path / "out", *options)
        assert said.returncode == 2, options
        assert "what to do:" in said.stderr
    assert not (tmp_path / "out").exists()


def test_the_program_itself_hands_on_its_status_and_streams(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "workbench", "load", str(tmp_path / "none.csv")]
    said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (2, "")
    assert "what to do:" in said.stderr


def test_it_says_its_version() -> None:
    import workbench

    said = _run("--version")
    assert (said.returncode, said.stdout.strip()) == (0, workbench.__version__)


def test_a_column_can_be_named(tmp_path: Path) -> None:
    rows = "".join(f"2026-03-03T00:{m:02d}:00Z,51.4,1.2,{'AB'[m % 2]}\n" for m in range(10))
    path = tmp_path / "a.csv"
    path.write_text(f"when,lat,lon,unit\n{rows}", encoding="utf-8")
    said = _run("load", path, "--columns", "wearer_id=unit", "--columns", "time=when")
    assert said.returncode in (0, 1), said.stderr
    assert "2 wearers" in said.stdout or "A, B" in said.stdout
    refused = _run("load", path, "--columns", "unit")
    assert refused.returncode == 2 and "FIELD=HEADING" in refused.stderr


def test_a_fault_of_ours_has_its_own_status(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from workbench.cli import command_line as cli

    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 70 and "ZeroDivisionError" in capsys.readouterr().err
