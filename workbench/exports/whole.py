"""Files, and folders of results, that are written whole or not at all, for their owner alone."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path

from workbench.base import InputError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["SUMS", "folder_whole", "written_whole"]

SUMS = "SHA256SUMS"
"""The list of what a run wrote into a folder, with the hash of each, as ``sha256sum -c`` reads it."""
_FRESH_S, _STALE_S = 60.0, 86_400.0
"""What a killed run left is cleared when it is older than this; a day where the system has no locks to say who still writes."""


@contextmanager
def written_whole(path: str | PathLike[str]) -> Iterator[Path]:
    """Give a place beside `path` to write to; when all went well it takes the name of `path`, which it replaces.

    Parameters
    ----------
    path : path-like
        The file to be; one that is there already is replaced.

    Raises
    ------
    InputError
        If the folder does not exist, `path` is a folder, or the disk refuses.
    """
    # Source: the usual way over a file of another name; a reader never sees half a file.
    place = Path(path)
    if not place.parent.is_dir():
        raise InputError(f"There is no folder {str(place.parent)!r} to write to.", where=str(place), do="Make the folder first.")
    if place.is_dir():
        raise InputError(f"{place.name!r} is a folder, not a file.", where=str(place), do="Give the name of a file.")
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        _clear_left(place)
        with _held(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)):
            yield part
            _to_disk(part)
        part.replace(place)
    except OSError as error:
        raise InputError(
            f"The file cannot be written: {error.strerror or error}.",
            where=str(place),
            do="Check the folder's rights and the space on the disk.",
        ) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def folder_whole(folder: str | PathLike[str], *, earlier: Sequence[str] = ()) -> Iterator[Path]:
    """Give a new folder beside `folder` to write results into; when all went well it takes the place of `folder`.

    Parameters
    ----------
    folder : path-like
        The folder to be. What an earlier run listed there goes; files of the person's own, and results that were changed since,
        stay.
    earlier : sequence of str
        Names that count as an earlier run's even where no list names them.

    Raises
    ------
    InputError
        If it cannot be written, or cannot be exchanged as a whole.
    """
    place = Path(os.path.abspath(folder))
    here = Path(os.path.realpath(os.curdir))
    if place.exists() and (here.is_relative_to(place.resolve()) or place.is_mount() or place.is_symlink()):
        raise InputError(
            "A folder of results is exchanged as a whole, and that one cannot be: it is a link, a disk, or where you stand.",
            where=str(place),
            do="Give a new folder inside it.",
        )
    if place.exists() and not place.is_dir():
        raise InputError(f"{place.name!r} is a file, not a folder.", where=str(place), do="Give the name of a folder.")
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_left(place)
        part.mkdir(mode=0o700)
        with _held(None if os.name == "nt" else os.open(part, os.O_RDONLY)):
            yield part
        written = sorted(path.name for path in part.iterdir())
        sums = [f"{_sha256(part / name)}  {name}\n" for name in written]
        (part / SUMS).write_text("".join(sums), encoding="utf-8", newline="\n")
        for name in [*written, SUMS]:
            (part / name).chmod(0o600)
            _to_disk(part / name)
        if place.exists():
            _bring_over(place, part, {*written, *earlier, SUMS})
        _exchange(part, place)
    except OSError as error:
        raise InputError(
            f"The results cannot be written: {error.strerror or error}.",
            where=str(place),
            do="Check the folder's rights and the space on the disk.",
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def _held(handle: int | None) -> Iterator[None]:
    """Mark what is being written as such; the mark goes with the process, however it ends."""
    try:
        if handle is not None and fcntl is not None:
            with suppress(OSError):  # a disk without locks: what is left there goes by its age
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _clear_left(place: Path) -> None:
    """Clear away what earlier runs that were killed left beside `place`, unless another run is writing it now."""
    ours = re.compile(re.escape(f".{place.name}.") + r"[0-9a-f]{8}\.part")
    for left in [path for path in place.parent.iterdir() if ours.fullmatch(path.name) and not path.is_symlink()]:
        with suppress(OSError):
            age_s = time.time() - left.stat().st_mtime
            if age_s > (_FRESH_S if fcntl is not None else _STALE_S) and _is_free(left):
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def _is_free(left: Path) -> bool:
    """Say whether nobody holds the mark of :func:`_held` on it."""
    if fcntl is None:
        return True
    handle = os.open(left, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def _bring_over(old: Path, new: Path, results: set[str]) -> None:
    """Give a second name in the new folder to everything in the old one that is no result of an earlier run."""
    listed = {}
    with suppress(OSError, ValueError):
        lines = (old / SUMS).read_text(encoding="utf-8").splitlines()
        listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for path in old.iterdir():
        changed = path.name in listed and path.is_file() and _sha256(path) != listed[path.name]
        if path.name in results | set(listed) and not changed:
            continue
        target = new / (f"{path.stem}.changed-{secrets.token_hex(2)}{path.suffix}" if changed else path.name)
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, target, symlinks=True, copy_function=_second_name)
        elif path.is_symlink():
            target.symlink_to(os.readlink(path))
        else:
            _second_name(str(path), str(target))


def _second_name(source: str, target: str) -> None:
    """Link a file under a second name, or copy it where the disk knows no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _exchange(new: Path, old: Path) -> None:
    """Put the new folder in the place of the old one, in one step where the system has one."""
    if not old.exists():
        new.rename(old)
    elif not _swapped(new, old):
        aside = new.with_suffix(".old")
        old.rename(aside)
        try:
            new.rename(old)
        except OSError:
            aside.rename(old)
            raise
        shutil.rmtree(aside, ignore_errors=True)
    _to_disk(old.parent)


def _swapped(one: Path, other: Path) -> bool:
    """Exchange two folders in one step by the call that Linux has for it; False where there is none."""
    if not sys.platform.startswith("linux"):
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of linux/fs.h
    return call is not None and call(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    """Wait until what was written is on the disk; a folder cannot be waited for everywhere."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
