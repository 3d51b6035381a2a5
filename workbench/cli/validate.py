"""What ``workbench validate`` and ``workbench calibrate`` do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.base import InputError
from workbench.evidence import read_record
from workbench.exports import SUMS, folder_whole, written_whole
from workbench.simulation import Simulation
from workbench.validation import (
    ablation,
    checked,
    fit_record,
    fresh_lives,
    refusals,
    report_of,
    run_study,
    sample_claims,
    weighed,
    with_worse_tag,
    write_record,
    write_report,
)

__all__ = ["calibrate_command", "validate_command"]


def validate_command(
    out: str | PathLike[str],
    *,
    n: int = 900,
    wearers: int = 30,
    seed: int = 9001,
    days: int = 28,
    worse: bool = False,
    variants: int = 0,
    times: str = "moments",
    slack_factor: float = 1.0,
    lives: Callable[[int], Simulation] | None = None,
) -> tuple[list[Path], dict[str, Any]]:
    """Check claims about fresh simulated wearers, and write the report."""
    # See docs/methods.md#validation.
    each = _each(n, wearers)

    def fresh(number: int) -> Simulation:
        sim = fresh_lives(number, days=days) if lives is None else lives(number)
        return with_worse_tag(sim) if worse else sim

    seeds, sample = range(seed, seed + wearers), partial(sample_claims, times=times)
    with _progress(each * wearers, "checking") as told:
        rows = run_study(seeds, n=each, ask=checked, lives=fresh, told=told, sample=sample)
    some = []
    if variants and not rows.attrs["stopped"]:
        few = min(wearers, max(1, -(-variants // each)))
        with _progress(few * each, "without tails and tempering") as told:
            some = ablation(seeds[:few], n=each, lives=fresh, told=told, sample=sample)
    command = f"workbench validate OUT --claims {n} --wearers {wearers} --seed {seed} --days {days}"
    command += f" --times {times}" * (times != "moments")
    command += " --worse" * worse + f" --variants {variants}" * (variants > 0)
    found = report_of(rows, command=command, worse=worse, slack_factor=slack_factor, ablation=some)
    with folder_whole(out, earlier=("validation.html", "validation.json")) as part:
        written = write_report(found, part)
    return [*(Path(out) / path.name for path in written), Path(out) / SUMS], found


def calibrate_command(
    out: str | PathLike[str], *, n: int = 4200, wearers: int = 60, seed: int = 5001, days: int = 28, times: str = "both"
) -> tuple[dict[str, Any], list[str]]:
    """Weigh claims about simulated wearers, fit the calibration, and write it with its figures."""
    # See docs/methods.md#map.
    each = _each(n, wearers)
    seeds = list(range(seed, seed + wearers))
    with _progress(each * wearers, "weighing") as told:
        rows = run_study(
            seeds,
            n=each,
            ask=weighed,
            lives=partial(fresh_lives, days=days),
            told=told,
            sample=_by_turns if times == "both" else partial(sample_claims, times=times),
        )
    if rows.attrs["stopped"]:
        raise InputError("The run was stopped by hand; nothing was written.", where="calibrate", do="Let it run to its end.")
    record = fit_record(rows, seeds=seeds)
    with written_whole(out) as part:
        write_record(record, part)
    read_record.cache_clear()
    return record, refusals(record)


def _by_turns(sim: Simulation, *, n: int, seed: int) -> pd.DataFrame:
    return sample_claims(sim, n=n, seed=seed, times="stays" if seed % 2 else "moments")


def _each(n: int, wearers: int) -> int:
    if n < 1 or wearers < 1:
        raise InputError("A study needs claims and wearers.", where="study", do="Give numbers from 1.")
    return -(-n // wearers)


@contextmanager
def _progress(total: int, words: str) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error where that is a terminal; nothing elsewhere."""
    from tqdm.auto import tqdm

    with tqdm(total=total, desc=words, unit="claim", disable=None, leave=False) as bar:
        yield lambda _: bar.update(1)
