"""Zip archives from strangers: looked at before anything is unpacked, and unpacked within bounds."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath, PureWindowsPath

from workbench.base import InputError

__all__ = ["MOST_BYTES", "MOST_MEMBERS", "MOST_RATIO", "ZIP_FAULTS", "open_zip"]

MOST_BYTES = 400 * 2**20
"""The most bytes an archive may unpack to."""
MOST_RATIO = 200
"""The most bytes that one packed byte may turn into, once an archive unpacks to more than 10 MB."""
MOST_MEMBERS = 10_000
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError, NotImplementedError)
"""What the standard library raises where an archive is damaged, encrypted, or packed in a way it does not know."""
_SMALL = 10 * 2**20
_PIECE = 2**20
"""Read in pieces: asked for all at once, the standard library unpacks whatever an archive holds, not what it states."""


def check_zip(archive: zipfile.ZipFile, name: str, packed: int) -> None:
    """Refuse an archive that unpacks to too much, leaves its folder, or is locked."""
    members = archive.infolist()
    total = sum(m.file_size for m in members)
    if len(members) > MOST_MEMBERS or total > MOST_BYTES or (total > _SMALL and total > MOST_RATIO * max(packed, 1)):
        raise InputError(
            f"The archive of {packed / 2**20:,.1f} MB would unpack to {total / 2**20:,.0f} MB in {len(members):,} files; "
            "that looks like a trap.",
            where=name,
            do="Unpack it on a machine you can lose, and load the file inside.",
        )
    for member in members:
        inner, path = member.filename, PurePosixPath(member.filename)
        if not inner:
            raise InputError("The archive holds a file without a name.", where=name, do="Ask for a clean archive.")
        if ".." in path.parts or path.is_absolute() or PureWindowsPath(inner).drive or "\\" in inner:
            raise InputError(
                f"The archive holds a file that would land outside its folder: {inner!r}.",
                where=name,
                do="Ask for a clean archive.",
            )
        if member.flag_bits & 0x1:
            raise InputError(
                "The archive is locked with a password.", where=name, do="Unpack it first, and load the file inside."
            )


def open_zip(content: bytes | Path, name: str) -> zipfile.ZipFile:
    """Open an archive after checking that it unpacks to a bounded size and into its own folder."""
    # Source: the usual defences against zip bombs and path traversal; the bounds are own choices.
    try:
        archive = zipfile.ZipFile(BytesIO(content) if isinstance(content, bytes) else content)
        packed = len(content) if isinstance(content, bytes) else content.stat().st_size
    except ZIP_FAULTS as error:
        raise _damaged(name) from error
    check_zip(archive, name, packed)
    return archive


def read_member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """Unpack one file of a checked archive into memory; never more than its stated size."""
    try:
        with archive.open(member) as stream:
            return b"".join(iter(lambda: stream.read(_PIECE), b""))
    except ZIP_FAULTS as error:
        raise _damaged(name) from error


def _damaged(name: str) -> InputError:
    return InputError("The archive is damaged or is not a zip archive.", where=name, do="Copy or export it again.")
