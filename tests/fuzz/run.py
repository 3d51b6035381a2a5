"""Change files, read them, and hold what comes out against what is promised."""

import argparse
import os
import random
import re
import resource
import signal
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import workbench as wb
from tests.fuzz.seeds import seeds

MOST_SECONDS, MOST_KB = 10, 2 * 2**20
TOKENS = [
    *(b"", b" ", b",", b'"', b"'", b"\n", b"\r", b"\0", b";", b"\t", b"{", b"}", b"[", b"]", b"<", b">", b"&", b"\\", b"=", b"-"),
    *(b"nan", b"inf", b"-inf", b"1e308", b"1e-308", b"-0", b"0", b"1", b"9" * 30, b"-1", b"180", b"-180.0000001", b"90", b"null"),
    *(b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59Z", b"2026-03-29 01:30", b"2026-10-25 01:30", b"24:00", b"31/02/2026 25:61"),
    *(b"\\ud83d", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\x1b[8m", "١٢".encode(), "１２".encode(), b"\xed\xa0\xbd"),
    *(b"POINT EMPTY", b"POLYGON ((0 0))", b"SRID=27700;", b"EPSG:27700", b"true", b"<!DOCTYPE x>", b"x" * 5000, b"(" * 200),
]
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")


@dataclass
class Found:
    """How many inputs were read, refused, and what should not have happened."""

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    @property
    def inputs(self) -> int:
        """The number of inputs so far."""
        return self.read.total() + self.refused.total()


class Late(BaseException):
    """A reader took too long; no exception that a reader could catch."""


def changed(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Change a file in one to five places."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        at, to = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
        to = min(to, at + chance.choice((1, 4, 40, 4000)))
        match chance.randrange(8):
            case 0 if data:
                data[min(at, len(data) - 1)] = chance.randrange(256)
            case 1:
                del data[at:to]
            case 2:
                data[at:at] = data[at:to]
            case 3:
                data[at:to] = chance.choice(TOKENS)
            case 4 | 5:
                numbers = list(_NUMBER.finditer(data))
                if numbers:
                    start, end = chance.choice(numbers).span()
                    data[start:end] = chance.choice(TOKENS)
            case 6:
                other = chance.choice(others)
                start = chance.randrange(len(other) + 1)
                data[at:to] = other[start : start + chance.choice((4, 40, 400))]
            case _:
                lines = bytes(data).split(b"\n")
                chance.shuffle(lines)
                data = bytearray(b"\n".join(lines[: chance.randrange(1, len(lines) + 1)]))
    return bytes(data)


def accounted(kind: str, place: Path) -> None:
    """Read a file and count its rows: read = kept + set aside."""
    if kind == "tracks":
        tracks = wb.read_tracks(place, timezone="Europe/London", progress=False)
        load, kept = tracks.load, len(tracks.fixes)
        tracks.card().text().encode()
    else:
        table = wb.read_zones(place) if kind == "zones" else wb.read_crimes(place, timezone="Europe/London")
        load, kept = table.attrs["load"], len(table)
    load.card().html().encode()
    if load.rows_read != load.rows_kept + len(load.set_aside) or kept > load.rows_kept:
        raise ArithmeticError(f"{load.rows_read} rows read, {load.rows_kept} kept, {len(load.set_aside)} set aside")


def once(kind: str, place: Path, found: Found) -> None:
    """Read one file, and keep it if anything but an answer or an error in words comes out."""
    try:
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)  # of work, however busy the machine is
        accounted(kind, place)
        found.read[kind] += 1
        return
    except wb.WorkbenchError as error:
        found.refused[kind] += 1
        what = "" if error.do and str(error).encode() else "an error that does not say what to do"
    except (Exception, Late) as error:  # noqa: BLE001 that is what is looked for
        found.refused[kind] += 1
        at = [f for f in traceback.extract_tb(error.__traceback__) if "/workbench/" in f.filename][-1:]
        what = f"{type(error).__name__} at {Path(at[0].filename).name}:{at[0].lineno}" if at else repr(error)[:80]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if what:
        found.faults.setdefault(f"{kind}: {what}", (place.name, place.read_bytes()))


def fuzz(seconds: float, seed: int, *, apart: float = 0.02) -> Found:
    """Change and read files for so long; a small share of them are of the kinds that are read in a process of their own."""

    def late(_: int, __: FrameType | None) -> None:
        raise Late

    chance, made, found = random.Random(seed), seeds(), Found()
    others = [content for group in made.values() for _, content in group]
    signal.signal(signal.SIGPROF, late)
    warnings.simplefilter("ignore")
    end = time.monotonic() + seconds
    with TemporaryDirectory() as folder:
        while time.monotonic() < end:
            group = chance.choice([g for g in made if g.endswith("apart") == (chance.random() < apart)] or ["tracks"])
            name, content = chance.choice(made[group])
            place = Path(folder) / name
            place.write_bytes(changed(content, others, chance))
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            once(group.split(",")[0], place, found)
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            if before < MOST_KB <= after:
                found.faults.setdefault(f"{group}: {after / 2**20:.1f} GB", (name, place.read_bytes()))
            place.unlink()
    return found


def main() -> int:
    """Fuzz from the command line; 1 with the faults, whose inputs are kept where one says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    found = fuzz(asked.minutes * 60, asked.seed)
    print(f"seed {asked.seed}: {found.inputs:,} inputs, read {dict(found.read)}, refused {dict(found.refused)}")
    for i, (what, (name, content)) in enumerate(found.faults.items()):
        print(f"  {what}  ({name}, {len(content):,} bytes)")
        if asked.keep:
            os.makedirs(asked.keep, exist_ok=True)
            (asked.keep / f"{i}_{name}").write_bytes(content)
    return int(bool(found.faults))
