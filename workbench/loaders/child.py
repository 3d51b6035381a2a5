"""Work on a stranger's bytes in a process of its own: no settings of the machine, bounds on memory, time and output."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

from workbench.base import InputError

__all__ = ["in_child"]

MEMORY_BYTES = 2 * 2**30
SECONDS = 20.0
_PIECE = 2**20
_GATE = Path(__file__).with_name("child_gate.py")
_LONGEST_LINE = 64 * 2**20
_DO = "If it is what you expect, export it as GeoJSON or CSV."
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR")
"""What a program needs to start at all; every other variable, those of GDAL and PROJ among them, stays behind."""


def in_child(
    script: Path,
    *words: str,
    content: bytes,
    name: str,
    settings: dict[str, str] | None = None,
    seconds: float | None = None,
    most_bytes: int = 2**30,
    ask: Callable[[bytes], bytes] | None = None,
    size: int | None = None,
) -> bytes:
    """Run a script over bytes in a process of its own and give what it writes, or refuse what goes beyond the bounds."""
    # With `ask`, the script first writes one line about what it found; what `ask` makes of it is written back, and what it
    # writes then is given. The gate is told the most bytes of memory and the places of modules, and runs the script.
    allowed = SECONDS + (len(content) if size is None else size) / 10e6 if seconds is None else seconds
    # What lies in the folder one stands in is never a module.
    here = os.path.realpath(os.curdir)
    modules = json.dumps([place for place in sys.path if os.path.isabs(place) and os.path.realpath(place) != here])
    env = {key: os.environ[key] for key in _PASSED_ON if key in os.environ} | (settings or {})
    command = [sys.executable, "-I", "-X", "utf8", str(_GATE), str(MEMORY_BYTES), modules, str(script), *words]
    process = subprocess.Popen(  # noqa: S603 our own script
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=env,
        cwd=script.parent,
        start_new_session=True,  # Ctrl-C stops this process, which then stops that one
    )
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(allowed, stop)
    out, into = cast(IO[bytes], process.stdout), cast(IO[bytes], process.stdin)
    feeder = threading.Thread(target=_feed, args=(into, content, ask is None), daemon=True)
    written = bytearray()
    try:
        clock.start()
        feeder.start()
        if ask is not None and (first := out.readline(_LONGEST_LINE)):
            answer = ask(first)
            feeder.join()
            _feed(into, answer, True)
        while piece := out.read(_PIECE):
            written += piece
            if len(written) > most_bytes:
                raise _refused(f"it unfolds to more than {most_bytes // 2**20:,} MB", name)
        status = process.wait()
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        feeder.join()
        with contextlib.suppress(OSError):  # what it did not take any more
            into.close()
        out.close()
    if late.is_set():
        raise _refused(f"reading it took longer than {allowed:,.0f} seconds", name)
    if status != 0:
        raise _refused(
            f"its reader stopped (status {status}); it may ask for more than {MEMORY_BYTES // 2**30} GB of memory", name
        )
    return bytes(written)


def _feed(pipe: IO[bytes], content: bytes, last: bool) -> None:
    """Hand over the bytes; a reader that has ended takes no more of them."""
    with contextlib.suppress(OSError):
        pipe.write(content)
        pipe.flush()
        if last:
            pipe.close()


def _refused(why: str, name: str) -> InputError:
    return InputError(f"The file cannot be read within bounds: {why}.", where=name, do=_DO)
