"""Does a change of the code change a result? ``python -m benchmarks.digest [--out FILE] [--against FILE]``.

One line for each result of two fixed inputs, the bundled case and a simulated fortnight: name, rows, SHA-256 of its exact form.
Keep the lines from before a refactoring and compare with them afterwards: two runs agree only where no bit of any result has
changed. Only public names are used, so files may move. The lines of two computers or of two sets of libraries need not agree.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

import workbench as wb

Item = tuple[str, Any, bool]
"""A result's name, the result, and whether it counts: what the record holds for the reader of the code (parameters) does not."""

ASIDE = "aside"
TOTAL = "all"
STRENGTH = ("answer", "reason", "words", "log10_lr", "log10_lr_far", "log10_lr_near", "log10_lr_versus", "cap", "n_effective")
LOGIC = ("possibly_sometime", "definitely_sometime", "possibly_always", "definitely_always")
SHOWN = ("minutes_inside", "closest_m", "arrival", "departure", "longest_gap_minutes", "longest_hidden_visit_minutes", "fixes")
TOLD = ("because", "what_would_change_it", "propositions", "base_rate", "sensitivity")
VERDICT = (*STRENGTH, *LOGIC, *SHOWN, *TOLD)
STATED = ("wearer", "place", "radius_m", "start", "end", "timezone", "kind", "text", "said_by")
CLAIM = (*STATED, "min_minutes", "tolerance_minutes", "slack_minutes")
LOAD = ("rows_read", "rows_kept", "set_aside", "files", "coverage", "warnings")
CASE_HOMES = {"W1": (1.477336, 51.6161), "W2": (1.449437, 51.633468), "W3": (1.45957, 51.624379)}
FORTNIGHT_HOMES = {"W1": (1.453308, 51.60964), "W2": (1.417293, 51.629918), "W3": (1.459795, 51.634001)}
ELSEWHERE = (1.4612, 51.6203)


def render(thing: Any) -> str:
    """Write a value so that any difference shows: all digits, instants in UTC to the nanosecond, types of columns."""
    if isinstance(thing, pd.Series):
        return render(thing.to_frame())
    if isinstance(thing, pd.DataFrame):
        columns = [f"{name!r} {thing.dtypes.iloc[i]} {render(thing.iloc[:, i].tolist())}" for i, name in enumerate(thing.columns)]
        return "\n".join(["table", f"index {render(thing.index.tolist())}", *columns])
    if isinstance(thing, dict):
        return "{" + ", ".join(sorted(f"{render(k)}: {render(v)}" for k, v in thing.items())) + "}"
    if isinstance(thing, (list, tuple, np.ndarray)):
        return "[" + ", ".join(map(render, thing)) + "]"
    if isinstance(thing, (wb.Claim, wb.Verdict)):
        return render({name: getattr(thing, name) for name in (CLAIM if isinstance(thing, wb.Claim) else (*VERDICT, "claim"))})
    if isinstance(thing, shapely.Geometry):
        return f"geometry {shapely.to_wkb(thing, hex=True, include_srid=True)}"
    return _scalar(thing)


def _scalar(thing: Any) -> str:
    """Write one value; what has no exact form is an error, for its ``repr`` may hold an address of memory."""
    if thing is None or thing is pd.NA or thing is pd.NaT:
        return str(thing)
    if isinstance(thing, (bool, np.bool_)):
        return str(bool(thing))
    if isinstance(thing, str):
        return repr(str(thing))
    if isinstance(thing, Integral):
        return str(int(thing))
    if isinstance(thing, Real):
        return repr(float(thing))
    if isinstance(thing, (datetime, np.datetime64)):
        instant = pd.Timestamp(thing)
        return (instant.tz_convert("UTC") if instant.tz else instant).isoformat(timespec="nanoseconds")
    if isinstance(thing, (timedelta, np.timedelta64)):
        return f"{pd.Timedelta(thing).as_unit('ns').value} ns"
    raise TypeError(f"{type(thing).__name__} has no exact rendering")


def sha(text: str) -> str:
    """Give the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def of_tracks(name: str, tracks: wb.Tracks, zones: pd.DataFrame, crimes: pd.DataFrame) -> Iterator[Item]:
    """Work out all that is made of tracks without a statement."""
    yield f"{name}.fixes", tracks.fixes, True
    for part in LOAD:
        yield f"{name}.load.{part}", getattr(tracks.load, part), True
    stays = wb.find_stays(tracks)
    yield f"{name}.stays.auto", stays, True
    yield f"{name}.stays.plain", wb.find_stays(tracks, engine="plain"), True
    yield f"{name}.gaps", wb.find_gaps(tracks), True
    yield f"{name}.trips", wb.find_trips(tracks), True
    yield f"{name}.places", wb.find_places(stays), True
    yield f"{name}.zones", zones, True
    yield f"{name}.approaches", wb.find_approaches(tracks, zones), True
    yield f"{name}.meetings", wb.find_meetings(tracks), True
    yield f"{name}.meetings.wide", wb.find_meetings(tracks, within_m=1000, min_minutes=5), True
    yield f"{name}.crimes", crimes, True
    for method, named in (("evidence", {}), ("circle", {"method": "circle-100m"})):
        matches = wb.match_crimes(crimes, tracks, **named)
        for part in ("hits", "excluded", "unknown", "summary"):
            yield f"{name}.matches.{method}.{part}", getattr(matches, part), True
        yield f"{name}.matches.{method}.series", matches.series(), True


def of_verdicts(name: str, verdicts: dict[str, wb.Verdict | None]) -> Iterator[Item]:
    """Give each verdict, and each field over all of them: a change is named by the statement and by what changed in it."""
    for which, verdict in verdicts.items():
        yield f"{name}.verdict.{which}", verdict, True
    for part in (*VERDICT, "parameters"):
        over_all = {which: None if verdict is None else getattr(verdict, part) for which, verdict in verdicts.items()}
        yield f"{name}.field.{part}", over_all, part != "parameters"


def homes(tracks: wb.Tracks, addresses: dict[str, tuple[float, float]]) -> dict[str, wb.Verdict | None]:
    """Test for each wearer the address where the nights are spent, and one where they are not."""
    places = {
        f"{w}.{what}": (w, place) for w, home in addresses.items() for what, place in (("home", home), ("elsewhere", ELSEWHERE))
    }
    return {which: wb.check_home(tracks, wearer, address=place) for which, (wearer, place) in places.items()}


def asked(tracks: wb.Tracks, zones: pd.DataFrame) -> dict[str, wb.Verdict | None]:
    """Check what neither the bundled account nor the sample states: a *never*, a moment, an area, one account against another."""
    night = {"wearer": "W1", "start": "2026-03-03 22:00", "timezone": "Europe/London"}
    hour = night | {"end": "2026-03-03 23:00"}
    never = wb.Claim(place=CASE_HOMES["W1"], kind="never", radius_m=100, **hour)
    moment = wb.Claim(place=CASE_HOMES["W1"], kind="at", **night)
    area = wb.Claim(place=zones.geometry.iloc[0], kind="visited", **hour)
    here, there = (wb.Claim(place=place, radius_m=100, **hour) for place in (CASE_HOMES["W1"], ELSEWHERE))
    claims = {"never": (never, None), "moment": (moment, None), "area": (area, None), "versus": (here, there)}
    return {which: wb.check(claim, tracks, versus=versus) for which, (claim, versus) in claims.items()}


def of_case() -> Iterator[Item]:
    """Work out the bundled case."""
    case = wb.example()
    yield from of_tracks("case", case.tracks, case.zones, case.crimes)
    report = wb.check_account(case.account, case.tracks)
    yield from of_verdicts("case.account", dict(zip(case.account["claim_id"], report.verdicts, strict=True)))
    yield from of_verdicts("case.asked", asked(case.tracks, case.zones))
    yield from of_verdicts("case.home", homes(case.tracks, CASE_HOMES))


def of_fortnight() -> Iterator[Item]:
    """Work out a simulated fortnight of three wearers, and statements about them that are true and false."""
    made = wb.simulate(seed=7, wearers=3, days=14)
    yield from of_tracks("fortnight", made.tracks, made.zones, made.crimes)
    claims = wb.sample_claims(made, n=25, seed=2)
    yield "fortnight.claims", claims.drop(columns="tracks"), True
    answers = {row.claim_id: wb.check(row.claim, row.tracks) for row in claims.itertuples()}
    yield from of_verdicts("fortnight.sampled", answers)
    yield from of_verdicts("fortnight.home", homes(made.tracks, FORTNIGHT_HOMES))


def line(item: Item) -> str:
    """Write an item's line: name, rows (of a verdict: fixes), SHA-256, and ``aside`` where it does not count."""
    name, thing, counts = item
    held = thing.fixes if isinstance(thing, wb.Verdict) else thing
    rows = len(held) if hasattr(held, "__len__") else 1
    return f"{name:<54} {rows:>7} {sha(render(thing))}" + ("" if counts else f" {ASIDE}")


def closing(lines: list[str]) -> str:
    """Write the last line: how many lines count, and the SHA-256 of them all."""
    counted = [text for text in lines if not text.endswith(ASIDE)]
    return f"{TOTAL:<54} {len(counted):>7} {sha(chr(10).join(counted))}"


def differing(before: list[str], after: list[str]) -> list[str]:
    """Name the counted items that differ, are missing or are new, in order."""
    old, new = ({text.split()[0]: text.split() for text in lines if not text.endswith(ASIDE)} for lines in (before, after))
    return [name for name in dict.fromkeys(chain(old, new)) if name != TOTAL and old.get(name) != new.get(name)]


def earlier(name: str) -> list[str]:
    """Read the lines of an earlier run, if all of them are there."""
    lines = Path(name).read_text(encoding="utf-8").splitlines() if Path(name).is_file() else []
    if not lines or closing(lines[:-1]) != lines[-1]:
        raise argparse.ArgumentTypeError(f"{name} is not a whole output of this command")
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Write the lines; exit status 1 if a result is not what it was, 2 if the earlier output cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digest", description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, help="write the lines to this file too")
    parser.add_argument("--against", type=earlier, help="compare with the lines of an earlier run")
    options = parser.parse_args(arguments)
    lines: list[str] = []
    for item in chain(of_case(), of_fortnight()):
        lines.append(line(item))
        print(lines[-1], flush=True)
    lines.append(closing(lines))
    print(lines[-1])
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if options.against is None:
        return 0
    changed = differing(options.against, lines)
    print(f"{len(changed)} results differ: {', '.join(changed)}" if changed else "no result differs")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
