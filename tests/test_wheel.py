"""The built wheel, in an environment of its own: everything it needs travels in it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.compiled import lend_compiled

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow
MOST_BYTES = 10 * 2**20


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is installed; nothing is fetched."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it into a new environment that borrows the libraries of this one, and what it compiled, but not its workbench."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    install = ["install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True, capture_output=True)
    site = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
    ).stdout.strip()
    lend_compiled(Path(site) / "workbench")
    (Path(site) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts / ("workbench.exe" if os.name == "nt" else "workbench")


def _clean() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}


def _run(program: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(program), *arguments],
        cwd=folder,
        env=_clean(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_everything_travels_in_it_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {"workbench/py.typed", "workbench/_notebooks/00_start_here.ipynb"} <= names
    package = [
        p
        for p in (ROOT / "workbench").rglob("*")
        if p.is_file() and p.suffix in {".py", ".toml", ".css", ".js", ".json", ".jinja"}
    ]
    assert [str(p) for p in package if p.relative_to(ROOT).as_posix() not in names] == []
    kept = {p.relative_to(ROOT).as_posix().replace("datasets/", "workbench/_datasets/") for p in (ROOT / "datasets").rglob("*.*")}
    assert kept <= names
    assert [name for name in names if "tests/" in name or "__pycache__" in name or "checkpoint" in name] == []
    assert wheel.stat().st_size < MOST_BYTES


def test_start_runs_the_first_notebook_in_an_empty_folder(program: Path, tmp_path: Path) -> None:
    said = _run(program, tmp_path, "start", "--headless")
    assert said.returncode == 0, said.stderr
    assert "00_start_here.ipynb: every cell ran" in said.stdout
    assert (tmp_path / "notebooks" / "00_start_here.ipynb").is_file()


def test_the_bundled_case_and_its_package_are_the_wheels(program: Path, tmp_path: Path) -> None:
    code = "import workbench as wb; case = wb.example(); print(wb.__file__, len(case.tracks), len(case.zones), sep='\\n')"
    said = _run(program.with_name("python" + program.suffix), tmp_path, "-c", code)
    assert said.returncode == 0, said.stderr
    file, fixes, zones = said.stdout.splitlines()
    assert not Path(file).is_relative_to(ROOT)
    assert int(fixes) > 10_000
    assert int(zones) >= 3


def test_the_command_refuses_an_unusable_file_there_too(program: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    said = _run(program, tmp_path, "load", "empty.csv")
    assert (said.returncode, said.stdout) == (2, "")
    assert "what to do:" in said.stderr
