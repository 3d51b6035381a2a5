"""A folder of results is the old one whole or the new one whole, at every moment; what a person put there stays."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workbench.base.errors import InputError
from workbench.exports import whole
from workbench.exports.whole import SUMS, folder_whole, written_whole

LOOP = """
import sys
from workbench.exports.whole import folder_whole
for number in range(10**6):
    with folder_whole(sys.argv[1]) as part:
        for name in "abcdef":
            (part / name).write_text(str(number))
    print(number, flush=True)
"""


def run(folder: Path, **files: str) -> None:
    with folder_whole(folder) as part:
        for name, text in files.items():
            (part / name).write_text(text, encoding="utf-8")


def held(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir() if p.is_file() and p.name != SUMS}


@pytest.fixture(params=[True, False], ids=["in one step", "in two steps"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.setattr(whole, "_swapped", lambda one, other: False)


@pytest.mark.usefixtures("_way")
def test_a_second_run_leaves_nothing_of_the_first_and_all_of_the_persons(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(out, a="1", problems="1", changed="1")
    (out / "notes").mkdir()
    (out / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    (out / "changed").write_text("by hand", encoding="utf-8")
    run(out, a="2", changed="2")
    found = held(out)
    kept = [name for name in found if name.startswith("changed.changed-")]
    assert found == {"a": "2", "changed": "2", "mine.txt": "mine", kept[0]: "by hand"}
    assert (out / "notes" / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("_way")
def test_a_run_that_fails_leaves_the_old_results(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(out, a="1", b="1")

    def fail() -> None:
        with folder_whole(out) as part:
            (part / "a").write_text("2", encoding="utf-8")
            raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="No space"):
        fail()
    assert held(out) == {"a": "1", "b": "1"}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_results_without_a_list_count_as_earlier_where_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for name in ("a", "problems.csv", "mine"):
        (tmp_path / "out" / name).write_text("old", encoding="utf-8")
    with folder_whole(tmp_path / "out", earlier=("problems.csv",)) as part:
        (part / "a").write_text("new", encoding="utf-8")
    assert held(tmp_path / "out") == {"a": "new", "mine": "old"}


def test_the_list_is_one_that_sha256sum_reads(tmp_path: Path) -> None:
    run(tmp_path / "out", a="1", b="2")
    lines = (tmp_path / "out" / SUMS).read_text(encoding="utf-8").splitlines()
    assert [line.split("  ")[1] for line in lines] == ["a", "b"]
    assert lines[0].split("  ")[0] == "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_what_is_written_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    run(tmp_path / "out", a="1")
    (tmp_path / "b").write_text("old", encoding="utf-8")
    (tmp_path / "b").chmod(0o644)
    with written_whole(tmp_path / "b") as part:
        part.write_text("new", encoding="utf-8")
    rights = [stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "out", tmp_path / "out" / "a", tmp_path / "b")]
    assert rights == [0o700, 0o600, 0o600]


def test_a_folder_that_cannot_be_exchanged_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out" / "in").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "out")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "out" / "in")
    for place in (".", "..", tmp_path / "link"):
        with pytest.raises(InputError, match="where you stand"):
            run(Path(place), a="1")
    with pytest.raises(InputError, match="not a folder"):
        run(tmp_path / "file", a="1")


@pytest.mark.skipif(os.name == "nt", reason="locks of POSIX")
def test_what_a_killed_run_left_is_cleared_and_what_another_writes_is_not(tmp_path: Path) -> None:
    left = [tmp_path / ".out.0123abcd.part", tmp_path / ".a.csv.0123abcd.part"]
    theirs = [tmp_path / ".out.notes.part", tmp_path / ".other.0123abcd.part", tmp_path / ".out.0123abcd.old"]
    fresh = tmp_path / ".out.4567abcd.part"
    for place in (*left, *theirs, fresh):
        place.mkdir()
        (place / "a").write_text("half", encoding="utf-8")
    for place in (*left, *theirs):
        os.utime(place, (0, 0))
    with folder_whole(tmp_path / "out") as busy:
        (busy / "a").write_text("1", encoding="utf-8")
        os.utime(busy, (0, 0))
        run(tmp_path / "out", a="2")
        assert busy.exists()
    with written_whole(tmp_path / "a.csv") as part:
        part.write_text("new", encoding="utf-8")
    assert not any(place.exists() for place in left)
    assert all(place.exists() for place in (*theirs, fresh))


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere it takes two steps, with a moment without results")
def test_killed_at_any_moment_the_results_are_of_one_run(tmp_path: Path) -> None:
    out, chance = tmp_path / "out", random.Random(7)
    for _ in range(12):
        command = [sys.executable, "-c", LOOP, str(out)]
        running = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(chance.random() / 10)
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()
        found = held(out)
        assert sorted(found) == list("abcdef") and len(set(found.values())) == 1
