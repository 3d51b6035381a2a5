"""Nothing of the machine's other Jupyter reaches the workbench, and nothing is written outside the folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from workbench.base.errors import InputError
from workbench.start.lab import lab_command, open_lab, run_headless
from workbench.start.private import environment, private_place

pytestmark = pytest.mark.slow

HOSTILE = {
    "JUPYTER_PATH": "elsewhere",
    "JUPYTER_CONFIG_DIR": "elsewhere",
    "JUPYTER_CONFIG_PATH": "elsewhere",
    "JUPYTER_DATA_DIR": "elsewhere",
    "JUPYTER_RUNTIME_DIR": "elsewhere",
    "JUPYTERLAB_SETTINGS_DIR": "elsewhere",
    "IPYTHONDIR": "elsewhere",
    "JPY_SESSION_NAME": "x",
    "JUPYTER_TOKEN": "guessed",
}
NOTEBOOK = {
    "cells": [],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def _put(folder: Path, code: str) -> Path:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [], "source": code}
    path = folder / "notebooks" / "made.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(NOTEBOOK | {"cells": [cell]}), encoding="utf-8")
    return path


def test_no_variable_of_another_jupyter_is_passed_on(tmp_path: Path) -> None:
    made = environment(tmp_path, {"PATH": "p", "HOME": "h", **HOSTILE})
    assert "elsewhere" not in made.values()
    assert len(made["JUPYTER_TOKEN"]) == 48 and made["JUPYTER_TOKEN"] != environment(tmp_path, {})["JUPYTER_TOKEN"]
    assert (made["PATH"], made["HOME"]) == ("p", "h")
    own = [Path(v) for k, v in made.items() if k.startswith(("JUPYTER", "IPYTHON", "MPL")) and k.endswith("DIR")]
    assert len(own) == 7 and all(path.is_relative_to(private_place(tmp_path).resolve()) for path in own)
    assert list(tmp_path.iterdir()) == []


def test_jupyter_itself_agrees_where_everything_lies(tmp_path: Path) -> None:
    probe = (
        "import json; from jupyter_client.kernelspec import KernelSpecManager as K; from jupyter_core import paths as p;"
        "s = K().get_kernel_spec('python3');"
        "print(json.dumps([p.jupyter_config_dir(), p.jupyter_runtime_dir(), s.resource_dir, s.argv[0]]))"
    )
    done = subprocess.run([sys.executable, "-c", probe], env=environment(tmp_path), capture_output=True, text=True, check=True)
    config, runtime, kernel, program = json.loads(done.stdout)
    private = private_place(tmp_path).resolve()
    assert [Path(config), Path(runtime)] == [private / "config", private / "runtime"]
    assert Path(kernel) == private / "data" / "kernels" / "python3"
    assert program == sys.executable


def test_jupyterlab_reads_the_shipped_settings(tmp_path: Path) -> None:
    probe = (
        "import json; from jupyterlab.labapp import LabApp; app = LabApp.initialize_server([]);"
        "lab = app.extension_manager.extension_apps['jupyterlab'].pop();"
        "print(json.dumps([app.ip, lab.news_url, lab.check_for_updates_class.__name__, lab.extension_manager]))"
    )
    command = [sys.executable, "-c", probe]
    done = subprocess.run(command, env=environment(tmp_path), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == ["127.0.0.1", None, "NeverCheckForUpdate", "readonly"]


def test_a_folder_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        environment(tmp_path / "file")


def test_lab_opens_on_the_notebook_and_shows_nothing_above_the_folder(tmp_path: Path) -> None:
    command = lab_command(tmp_path, notebook="10_more.ipynb")
    assert f"--ServerApp.root_dir={tmp_path.resolve()}" in command
    assert command[-1].endswith("/lab/tree/notebooks/10_more.ipynb")


def test_the_exit_status_of_jupyterlab_is_handed_on(tmp_path: Path) -> None:
    assert open_lab(tmp_path, extra=["--version"]) == 0
    assert open_lab(tmp_path, extra=["--ServerApp.ip=192.0.2.1", "--ServerApp.open_browser=False"]) != 0


def test_headless_runs_where_home_is_of_no_use_and_jupyter_is_set_up_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o500)
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("HOME", str(home / "missing" if os.geteuid() == 0 else home))
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    path = _put(tmp_path / "case", "import sys, pathlib\nassert pathlib.Path.cwd().name == 'notebooks'\nprint(sys.executable)")
    before = path.read_bytes()
    assert run_headless(tmp_path / "case", notebook=path.name) == 0
    assert path.read_bytes() == before
    home.chmod(0o700)
    assert list(home.iterdir()) == []


def test_headless_says_which_cell_failed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = _put(tmp_path, "import workbench as wb\nraise wb.InputError('It broke.', do='Mend it.')")
    assert run_headless(tmp_path, notebook=path.name) == 1
    said = capfd.readouterr().err
    assert "InputError: It broke." in said
    assert "what to do: Mend it." in said
    assert "\x1b" not in said


def test_a_kernel_that_dies_is_no_success(tmp_path: Path) -> None:
    assert run_headless(tmp_path, notebook=_put(tmp_path, "import os\nos._exit(3)").name) == 1
