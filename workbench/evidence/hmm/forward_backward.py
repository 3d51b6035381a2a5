"""Every possible path, tried: the chance of a claim under the movement model, with and without the fixes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.base import InputError
from workbench.evidence.hmm import _kernels_claim as held
from workbench.evidence.hmm import _kernels_step as moving
from workbench.evidence.hmm import _kernels_sweep as sweeps
from workbench.evidence.hmm.constraints import Constraint
from workbench.evidence.hmm.model import HiddenMarkovModel
from workbench.evidence.hmm.pruning import limits
from workbench.evidence.parameters import DROP_SHARE, THROUGHOUT_DROP

__all__ = ["Chances", "chances", "log_likelihood", "states"]

Floats = NDArray[np.float64]


class Chances(NamedTuple):
    """Chances that sum to 1: the claim holds; it does not but the path came near; neither.

    ``part`` overlaps the last two: presence throughout does not hold, but the path was there for part of the time. It is 0
    for other kinds of claims.
    """

    true: float
    near: float
    far: float
    part: float = 0.0


class _Sweep(NamedTuple):
    swept: sweeps.Swept
    kept: Floats
    row: dict[int, int]
    work: moving.Scratch


class _Back(NamedTuple):
    kept: Floats
    row: dict[int, int]
    boxed: sweeps.Boxed


def _forward(model: HiddenMarkovModel, steps: int, keep: list[int], drop_share: float) -> _Sweep:
    kept = np.empty((len(keep), 3, *model.grid.shape))
    sweep = _forward_within(model, steps, keep, drop_share, limits(model, steps, drop_share), kept)
    if np.all(sweep.swept.norms > 0):
        return sweep
    return _forward_within(model, steps, keep, 0.0, limits(model, steps, 0.0), kept)


def _forward_within(
    model: HiddenMarkovModel, steps: int, keep: list[int], drop_share: float, within: NDArray[np.int64], kept: Floats
) -> _Sweep:
    rows = np.full(steps, -1, np.int64)
    rows[keep] = np.arange(len(keep))
    swept = sweeps.unswept(model.emissions, steps, model.grid.shape)
    work = moving.scratch(*model.grid.shape, int(model.transitions.cells.max()) + 1)
    sweeps.forward(model.start, model.transitions, model.emissions, drop_share, within, swept, sweeps.Kept(rows, kept), work)
    return _Sweep(swept, kept, {k: i for i, k in enumerate(keep)}, work)


def _backward(
    model: HiddenMarkovModel, sweep: _Sweep, steps: int, first: int, keep: list[int], box: NDArray[np.int64], peaks: bool = False
) -> _Back:
    """Sweep backwards; beyond the last fix the future says nothing, and every value is exactly 1."""
    lines = [np.ones((steps - first if peaks else 0, size)) for size in model.grid.shape]
    boxed = sweeps.Boxed(box, np.ones((steps - first, 3, int(box[1] - box[0]), int(box[3] - box[2]))), *lines)
    last = min(model.last_seen, steps - 1)
    wanted = [k for k in keep if k < last]
    kept = np.empty((len(wanted) + 1, 3, *model.grid.shape))
    kept[-1] = 1.0
    if last > first:
        rows = np.full(steps, -1, np.int64)
        rows[wanted] = np.arange(len(wanted))
        boxed.values[: last - first + 1] = 0.0
        sweeps.backward(last, first, model.transitions, sweep.swept, sweeps.Kept(rows, kept), boxed, sweep.work)
    row = {**dict.fromkeys(keep, len(wanted)), **{k: i for i, k in enumerate(wanted)}}
    return _Back(kept, row, boxed)


def _region(mask: NDArray[np.bool_]) -> held.Region:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return held.Region(np.ascontiguousarray(mask), np.array([rows[0], rows[-1] + 1, columns[0], columns[-1] + 1]))


def chances(model: HiddenMarkovModel, constraint: Constraint, *, drop_share: float = DROP_SHARE) -> Chances:
    """Give the chance of a claim, of coming near without it, and of neither, given all fixes of the model.

    Parameters
    ----------
    model : HiddenMarkovModel
        The grid, the movement, the start and the fixes; without fixes the answer is the prior chance.
    constraint : Constraint
        The claim.
    drop_share : float
        Chance that may be dropped at the rim of the active window at each step; 0 keeps every cell.

    Raises
    ------
    InputError
        If the claim lies on another grid or ends after the model.
    """
    # Source: constrained forward passes over a hidden Markov model. No chance is found as a difference of two that are nearly
    # 1, but for presence throughout: "near" there is never leaving the ring without the claim being true. Where no fix is as
    # late as the claim, all its shifts see the same future and are tried as one.
    if constraint.inside.shape != model.grid.shape:
        raise InputError("The claim and the model lie on different grids.", where="constraint", do="Use the model's grid.")
    if constraint.steps > model.steps:
        raise InputError("The claim ends after the model.", where="constraint", do="Give the model more steps.")
    spans = constraint.spans()
    steps = max(constraint.steps, model.last_seen + 1)
    first = min(min(span.starts) for span in spans)
    inside, ring = _region(constraint.inside), _region(constraint.ring)
    whole = constraint.kind == "at"
    sweep = _forward(model, steps, sorted({a if whole else a - 1 for span in spans for a in span.starts}), drop_share)
    ends = sorted({b - 1 for span in spans for b in span.ends})
    back = _backward(model, sweep, steps, first, ends, inside.box, constraint.kind == "throughout")
    if model.last_seen < first and len(spans) > 1 and not whole:
        sweep.kept[0] = sweep.kept.mean(axis=0)
        spans = spans[:1]
    parts = np.zeros(4)
    for span in spans:
        if whole:
            where = (sweep.kept[sweep.row[span.starts[0]]] * back.kept[back.row[span.starts[0]]]).sum(axis=0)
            parts[:3] += (where[inside.mask].sum(), where[ring.mask & ~inside.mask].sum(), where[~ring.mask].sum())
            continue
        when = held.Times(
            np.array(span.starts),
            np.array([sweep.row[a - 1] for a in span.starts]),
            sweep.kept,
            np.array(span.ends),
            np.array([back.row[b - 1] for b in span.ends]),
            back.kept,
        )
        given = when, model.transitions, sweep.swept
        if constraint.kind == "visited":
            parts[:3] += held.visit(*given, inside, ring, constraint.dwell, back.boxed, first, sweep.work)
            continue
        checks = (constraint.every, constraint.first, back.boxed, first, THROUGHOUT_DROP * drop_share, sweep.work)
        true = held.stay(*given, inside, _region(np.ones_like(inside.mask)), constraint.slack, *checks)
        close = held.stay(*given, ring, ring, 0, 1, *checks[1:])
        near = max(close - held.stay(*given, inside, ring, constraint.slack, *checks), 0.0)
        never = sum(held.visit(*given, inside, inside, 1, back.boxed, first, sweep.work)[1:])
        parts += (true, near, max(1.0 - true - near, 0.0), max(1.0 - true - never, 0.0))
    parts /= parts[:3].sum()
    return Chances(*(float(p) for p in parts))


def log_likelihood(model: HiddenMarkovModel, *, drop_share: float = DROP_SHARE) -> float:
    """Give the natural log of how probable the fixes are under the movement model, up to a constant of the fixes."""
    # Source: sum of the logs of the norms of the forward sweep.
    return float(np.log(_forward(model, model.steps, [], drop_share).swept.norms).sum())


def states(model: HiddenMarkovModel, *, first: int, last: int, drop_share: float = DROP_SHARE) -> tuple[Floats, Floats]:
    """Give the forward sweep over some steps, and the chances at the last of them given all fixes, later ones too."""
    # Source: scaled forward and backward algorithm (Rabiner 1989).
    steps = max(last, model.last_seen + 1)
    sweep = _forward(model, steps, list(range(first, last)), drop_share)
    back = _backward(model, sweep, steps, last - 1, [last - 1], np.array([0, 1, 0, 1]))
    end = sweep.kept[-1] * back.kept[back.row[last - 1]]
    return sweep.kept, end / end.sum()
