"""Find a Chromium or Chrome for the browser tests, or install Debian's where apt is at hand.

python tools/chromium.py            say which one is used; exit 2 if there is none
python tools/chromium.py --install  the same, after trying apt-get
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
SORRY = (
    "The browser tests need Chromium or Chrome, and none was found.\n"
    "  where: {where}\n"
    "  what to do: install Chromium or Chrome, or set WORKBENCH_CHROMIUM to its program file.\n"
    "  (make start does not need it.)"
)


def find(environment=None):
    """Give the path of a browser, or None."""
    environment = os.environ if environment is None else environment
    named = environment.get("WORKBENCH_CHROMIUM")
    if named:
        return named if os.path.isfile(named) and os.access(named, os.X_OK) else None
    search = environment.get("PATH", os.defpath)
    found = (shutil.which(name, path=search) for name in NAMES)
    places = (place for place in PLACES if os.path.isfile(place))
    return next((path for path in found if path), None) or next(places, None)


def can_install():
    """Say whether apt-get can be used without asking anybody."""
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def install():
    """Install Debian's Chromium with one plain font; give whether both commands ended well."""
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    commands = (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
    )
    return all(subprocess.call(command, env=quiet, stdin=subprocess.DEVNULL) == 0 for command in commands)


def main(arguments):
    """Say which browser is used; 0 if there is one, 2 if not."""
    path = find()
    if path is None and "--install" in arguments and not os.environ.get("WORKBENCH_CHROMIUM") and can_install():
        print("No Chromium or Chrome found; installing Debian's.", flush=True)
        install()
        path = find()
    if path is None:
        where = os.environ.get("WORKBENCH_CHROMIUM") or "the programs on PATH and the usual folders"
        print(SORRY.format(where=where), file=sys.stderr)
        return 2
    print("browser: " + path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
