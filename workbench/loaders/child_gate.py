"""The first thing that a reading process runs: it bounds itself, then runs the script that it was started for.

Run as a file by ``child``, never imported: nothing of the workbench is loaded here.
"""

import json
import runpy
import sys


def bound(memory: int) -> None:
    """Keep this process within its memory, and from writing any file."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; those of time and output hold there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Take the bounds, the places of modules and the script from the command line."""
    _, memory, modules, script, *words = sys.argv
    bound(int(memory))
    sys.path[:] = json.loads(modules)
    sys.argv[:] = [script, *words]
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
