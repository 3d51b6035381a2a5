"""Make .venv with everything the workbench needs, once. Run it again and it ends in a moment.

    python tools/set_up.py          all of it: running, testing, and the tools
    python tools/set_up.py --run    what running needs

Plain Python that even an old interpreter can read, so that it can say that it is too old.
"""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, ".setup-stamp")
RUN_STAMP = os.path.join(VENV, ".setup-stamp-run")
OLDEST = (3, 11)
TOO_OLD = (
    "The workbench needs Python {want} or newer, and this is Python {have}.\n"
    "  where: {where}\n"
    "  what to do: name a newer one, for example: make setup PYTHON=python3.12"
)
NO_VENV = (
    "The folder .venv could not be made.\n"
    "  where: {where}\n"
    "  what to do: on Debian or Ubuntu install the package python3-venv; then run this again."
)
NO_PIP = (
    "Not everything could be installed; pip says why above.\n"
    "  what to do: check the connection to the package index, then run this again; it goes on where it stopped."
)


class Trouble(Exception):
    """A step that failed, in words for the person at the keyboard."""


def venv_python(venv):
    """Give the path of the interpreter inside a virtual environment."""
    parts = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(venv, *parts)


def refuse_old(version, executable):
    """Stop where the interpreter is too old."""
    if tuple(version[:2]) < OLDEST:
        want = ".".join(str(n) for n in OLDEST)
        raise Trouble(TOO_OLD.format(want=want, have=".".join(str(n) for n in version[:3]), where=executable))


def wanted(root):
    """Give the fingerprint of what must be installed: both lists, this script, and where the project lies."""
    digest = hashlib.sha256(root.encode("utf-8"))
    for name in ("pyproject.toml", "constraints.txt", os.path.join("tools", "set_up.py")):
        with open(os.path.join(root, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def is_done(python, stamp, fingerprint):
    """Say whether an earlier run has finished and nothing has changed since."""
    if not (os.path.exists(python) and os.path.exists(stamp)):
        return False
    with open(stamp, encoding="utf-8") as file:
        return file.read().strip() == fingerprint


def run(command, sorry):
    """Run one step; stop with plain words where it fails."""
    if subprocess.call(command, cwd=ROOT, stdin=subprocess.DEVNULL) != 0:
        raise Trouble(sorry)


def steps(argv):
    """Give what to install, the stamp to leave, and the stamps that say it is there: with all of it, what running needs is."""
    if "--run" in argv:
        return ".", RUN_STAMP, (RUN_STAMP, STAMP)
    return ".[test]", STAMP, (STAMP,)


def set_up(argv=()):
    """Make the virtual environment, install, and compile the kernels ahead of their first use."""
    what, left, enough = steps(argv)
    refuse_old(sys.version_info, sys.executable)
    python, fingerprint = venv_python(VENV), wanted(ROOT)
    if any(is_done(python, stamp, fingerprint) for stamp in enough):
        return
    if not os.path.exists(python) or subprocess.call([python, "-c", "import pip"], stderr=subprocess.DEVNULL) != 0:
        run([sys.executable, "-m", "venv", "--clear", VENV], NO_VENV.format(where=VENV))
    print("Installing into .venv; the first time this takes a few minutes.", flush=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check"]
    run(pip + ["-c", "constraints.txt", "-e", what], NO_PIP)  # noqa: RUF005
    run([python, "-m", "workbench", "warm"], "The installed workbench does not start; see above.")
    with open(left, "w", encoding="utf-8") as file:
        file.write(fingerprint + "\n")
    print("Ready.")


def main():
    """Set up; 0 when all is there, 2 with the reason when not."""
    try:
        set_up(sys.argv[1:])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
