"""What a received folder, an administrator or a variable holds for Jupyter is neither run nor obeyed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.lab import START_SECONDS
from workbench.base.errors import InputError
from workbench.start.lab import lab_command, run_headless
from workbench.start.private import environment, private_place

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="looks at rights and sockets of POSIX")]

OPEN = {
    "ServerApp": {
        "ip": "0.0.0.0",
        "allow_remote_access": True,
        "allow_origin": "*",
        "disable_check_xsrf": True,
        "allow_unauthenticated_access": True,
        "terminals_enabled": True,
        "token": "",
        "jpserver_extensions": {"jupyter_server_terminals": True, "jupyter_lsp": True},
    },
    "IdentityProvider": {"token": ""},
    "LabApp": {"news_url": "http://127.0.0.1:9/feed"},
}
MODULES = (
    "json5",
    "tornado",
    "json",
    "typer",
    "numba",
    "geopandas",
    "pandas",
    "IPython",
    "ipykernel",
    "sitecustomize",
    "workbench",
)


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """A folder from somebody else, with everything in it that Jupyter, IPython or Python might run."""
    folder, run = tmp_path / "received", f"open({str(tmp_path / 'owned')!r}, 'a').write(__file__ + chr(10))\n"
    places = [
        *(f".jupyter/config/{name}" for name in ("jupyter_config.py", "jupyter_server_config.py", "jupyter_lab_config.py")),
        *(f"{name}.py" for name in ("jupyter_config", "jupyter_server_config", "ipython_config", "ipython_kernel_config")),
        ".jupyter/ipython/profile_default/startup/00.py",
        ".jupyter/ipython/profile_default/ipython_config.py",
        ".ipython/profile_default/startup/00.py",
        "profile_default/startup/00.py",
        *(f"{name}.py" for name in MODULES),
        *(f"notebooks/{name}.py" for name in MODULES),
    ]
    for name in places:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(run, encoding="utf-8")
    kernel = {"argv": [sys.executable, str(folder / "json5.py")], "display_name": "x", "language": "python"}
    for name in (".jupyter/data/kernels/python3", "kernels/python3"):
        (folder / name).mkdir(parents=True)
        (folder / name / "kernel.json").write_text(json.dumps(kernel), encoding="utf-8")
    return folder


def _notebook(folder: Path, code: str) -> str:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [], "source": code}
    spec = {"name": "python3", "display_name": "x", "language": "python"}
    book = {"cells": [cell], "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "notebooks" / "made.ipynb").write_text(json.dumps(book), encoding="utf-8")
    return "made.ipynb"


def test_a_notebook_imports_nothing_from_the_folder_it_lies_in(received: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", f":{received.name}:.:{os.environ.get('PYTHONPATH', '')}")
    monkeypatch.chdir(received)
    code = (
        "import json, typer, json5, geopandas, workbench, os, stat\n"
        "assert '' not in __import__('sys').path\n"
        "assert get_ipython().history_manager.enabled is False\n"
        "open('made.txt', 'w').close()\n"
        "assert stat.S_IMODE(os.stat('made.txt').st_mode) == 0o600"
    )
    assert run_headless(received, notebook=_notebook(received, code)) == 0
    assert not (received.parent / "owned").exists()


@pytest.mark.parametrize("command", [["-m", "workbench", "--help"], ["-P", "-m", "workbench", "--help"]])
def test_the_command_imports_nothing_from_the_folder_one_stands_in(received: Path, command: list[str]) -> None:
    (received / "workbench.py").unlink()  # of `python -m` in it, that one is run before anything of ours
    (received / "sitecustomize.py").unlink()
    for name in ("typing", "dataclasses", "datetime", "json", "re", "pandas", "numpy", "typer"):
        (received / f"{name}.py").write_text(f"open({str(received.parent / 'owned')!r}, 'w').close()", encoding="utf-8")
    done = subprocess.run([sys.executable, *command], cwd=received, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert not (received.parent / "owned").exists()


@pytest.fixture
def server(received: Path, tmp_path: Path) -> Iterator[tuple[str, str, int]]:
    """The address, token and process of a server over that folder, with hostile settings for the whole machine."""
    machine = tmp_path / "machine"
    (machine / "jupyter_server_config.d").mkdir(parents=True)
    for name in ("jupyter_config", "jupyter_server_config", "jupyter_lab_config", "jupyter_server_config.d/x"):
        (machine / f"{name}.json").write_text(json.dumps(OPEN), encoding="utf-8")
    (machine / "jupyter_server_config.py").write_text(f"open({str(tmp_path / 'owned')!r}, 'w').close()\n", encoding="utf-8")
    first = (
        "import sys; from jupyter_core import paths; "
        f"paths.SYSTEM_CONFIG_PATH[:] = paths.ENV_CONFIG_PATH[:] = [{str(machine)!r}]; "
        "from workbench.start.server import main; main()"
    )
    words = lab_command(received, extra=["--ServerApp.open_browser=False", "--ServerApp.port=0"])
    hostile = {"JUPYTER_TOKEN": "", "JUPYTER_CONFIG_PATH": str(machine), "JUPYTER_SERVER_ALLOW_UNAUTHENTICATED_ACCESS": "true"}
    env = environment(received, os.environ | hostile)
    log = tmp_path / "log"
    with log.open("wb") as file:
        command = [sys.executable, "-c", first, *words[4:]]
        running = subprocess.Popen(command, env=env, cwd=received, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
    try:
        deadline, found = time.monotonic() + START_SECONDS, None
        while found is None and time.monotonic() < deadline and running.poll() is None:
            time.sleep(0.2)
            for place in (private_place(received) / "runtime").glob("jpserver-*.json"):
                try:
                    found = json.loads(place.read_text(encoding="utf-8"))
                except ValueError:
                    continue
        assert found is not None, log.read_text(encoding="utf-8")[-2000:]
        yield found["url"].replace("localhost", "127.0.0.1"), env["JUPYTER_TOKEN"], running.pid
    finally:
        running.terminate()
        running.wait(20)


def _status(address: str, **headers: str) -> tuple[int, dict[str, str]]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as answer:
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers)


def _listening(pid: int) -> set[str]:
    """Give the addresses on which a process listens, as the kernel writes them."""
    mine = {os.readlink(p) for p in Path(f"/proc/{pid}/fd").iterdir() if (p.is_symlink() and p.exists()) or p.is_symlink()}
    found = set()
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{name}").read_text(encoding="ascii").splitlines()[1:]:
            part = line.split()
            if part[3] == "0A" and f"socket:[{part[9]}]" in mine:
                found.add(part[1].split(":")[0])
    return found


def test_the_server_answers_its_owner_alone(server: tuple[str, str, int], received: Path) -> None:
    url, token, pid = server
    assert _status(f"{url}api/contents")[0] == 403
    assert _status(f"{url}api/contents?token=")[0] == 403
    assert _status(f"{url}api/contents", Authorization=f"token {token}")[0] == 200
    status, headers = _status(f"{url}api/contents", Origin="http://elsewhere.example")
    assert (status, headers.get("Access-Control-Allow-Origin")) == (403, None)
    assert _status(f"{url}api/contents", Authorization=f"token {token}", Host="elsewhere.example")[0] == 403
    for gone in ("api/terminals", "lsp/status"):
        assert _status(f"{url}{gone}", Authorization=f"token {token}")[0] == 404
    if Path(f"/proc/{pid}/net/tcp").exists():
        assert _listening(pid) == {"0100007F"}
    assert token not in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8") if Path("/proc").exists() else True
    assert not (received.parent / "owned").exists()
    assert stat.S_IMODE(private_place(received).lstat().st_mode) == 0o700


def test_a_place_for_settings_that_is_a_link_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    place = private_place(tmp_path / "case")
    place.rmdir()
    place.symlink_to(tmp_path)
    with pytest.raises(InputError, match="somebody else"):
        private_place(tmp_path / "case")
