"""The fixes around the time claimed: what each says about the place, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.evidence.claim import Region, ResolvedClaim
from workbench.evidence.parameters import CAP_MS, CERTAIN, MUTE, RAIL_MS, REACH_S, Setting
from workbench.observations import Observations, vouched
from workbench.position_error import RAYLEIGH_999, SHIPPED, ErrorModel, bursts, mixture, no_bursts, sigma_m
from workbench.tables import METHODS
from workbench.time import micros

__all__ = ["FixesAround", "Reading", "fixes_around", "read"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class FixesAround:
    """Usable fixes in order of time.

    Attributes
    ----------
    t_s : array of float
        Seconds from the start of the claim.
    x_m, y_m : array of float
        Metres of the region's flat map.
    accuracy_m, level : array of float
        Radius as supplied, and the share of positions it claims to hold.
    method, fix_id : array of str
        As in the fixes table.
    doubtful_time, coarse, repeated : array of bool
        Another fix has the same time; the source gives minutes only; the hour happens twice.
    errors : ErrorModel
        How exact they are taken to be.
    """

    t_s: Floats
    x_m: Floats
    y_m: Floats
    accuracy_m: Floats
    level: Floats
    method: NDArray[np.object_]
    fix_id: NDArray[np.object_]
    doubtful_time: Bools
    coarse: Bools
    repeated: Bools
    errors: ErrorModel = SHIPPED

    def __len__(self) -> int:
        return len(self.t_s)

    def within(self, low_s: float, high_s: float) -> FixesAround:
        """Keep those from `low_s` to `high_s`, both included."""
        a, b = np.searchsorted(self.t_s, low_s, "left"), np.searchsorted(self.t_s, high_s, "right")
        return replace(self, **{name: getattr(self, name)[a:b] for name in self.__dataclass_fields__ if name != "errors"})


@dataclass(frozen=True)
class Reading:
    """What the fixes say under one setting, fix by fix.

    Attributes
    ----------
    t_s, x_m, y_m : array of float
        Seconds from the start of the claim, and metres of the region's flat map.
    sigma_m, error_m : array of float
        Sigma per axis with the edge's, and the 99.9 % error allowed for the fix as an anchor.
    inside, depth, away_m : array of float
        Chance of lying in the region; how many sigmas inside its edge; distance outside it.
    trusted, outside, mute : array of bool
        Whether its neighbour vouches for it; whether it is certainly outside; whether it is too coarse to say anything
        about the region: at best as likely outside as inside, and not clearly away.
    method : array of int
        Position of its method in ``workbench.tables.METHODS``.
    tau_s : array of float
        How long its error lasts, seconds.
    burst, echo : array of bool
        Whether it belongs to a run that may be one wild error, and whether it only repeats the error of the run's first fix.
    cap_ms : float
        The highest speed allowed, m/s.
    """

    t_s: Floats
    x_m: Floats
    y_m: Floats
    sigma_m: Floats
    inside: Floats
    depth: Floats
    away_m: Floats
    error_m: Floats
    trusted: Bools
    outside: Bools
    mute: Bools
    method: NDArray[np.intp]
    tau_s: Floats
    burst: Bools
    echo: Bools
    cap_ms: float

    def take(self, at: NDArray[np.intp] | slice, *, later_s: float = 0.0) -> Reading:
        """Keep the fixes at some positions, with their times moved later."""
        cut = {f: getattr(self, f)[at] for f in self.__dataclass_fields__ if f != "cap_ms"}
        return replace(self, **{**cut, "t_s": cut["t_s"] + later_s})


def fixes_around(
    observed: Observations, question: ResolvedClaim, *, before_s: float = REACH_S, after_s: float = REACH_S
) -> FixesAround:
    """Give the fixes around the time claimed.

    Parameters
    ----------
    observed : Observations
        The usable fixes of the claim's wearer.
    question : ResolvedClaim
        Where and when.
    before_s, after_s : float
        How far before and after the time claimed, seconds.
    """
    start_us, end_us = (int(v) for v in micros(pd.Series([question.start, question.end])))
    near = observed.between(start_us - round(before_s * 1e6), end_us + round(after_s * 1e6))
    x, y = observed.metres(question.region.frame, near)
    part = observed.take(near)
    return FixesAround(
        t_s=(part.time_us - start_us) / 1e6,
        x_m=x,
        y_m=y,
        accuracy_m=part.accuracy_m,
        level=part.level,
        method=part.method,
        fix_id=part.fix_id,
        doubtful_time=part.same_time,
        coarse=part.coarse_time,
        repeated=part.repeated_hour,
        errors=question.errors,
    )


def read(seen: FixesAround, region: Region, setting: Setting) -> Reading:
    """Read the fixes under one setting.

    Parameters
    ----------
    seen : FixesAround
        In order of time.
    region : Region
        The place claimed.
    setting : Setting
        Factors on error, correlation time and speed; clock offset.
    """
    # A fix is trusted as an anchor if it is a satellite or beacon fix outside any burst and its neighbour, at most 15 minutes
    # away, could be reached from it; 3.72 sigmas are then allowed for it, else 3.72 of its widest error part. It is certainly
    # outside if the region lies beyond that and its whole mixture leaves less than 0.1 % inside.
    sigma = sigma_m(seen.accuracy_m, seen.level, seen.method, k_scale=setting.k_scale, errors=seen.errors)
    parts = mixture(sigma, seen.method, edge_m=region.edge_m, errors=seen.errors)
    main = np.hypot(sigma, region.edge_m)
    signed = region.outside_m(seen.x_m, seen.y_m)
    inside = region.chance(seen.x_m, seen.y_m, parts)
    step = np.hypot(np.diff(seen.x_m), np.diff(seen.y_m))
    wait = np.diff(seen.t_s)
    both = sigma[1:] + sigma[:-1]
    wide = parts.widest_m
    assumed = sigma / setting.k_scale, wide / setting.k_scale
    wild = bursts(seen.t_s, seen.x_m, seen.y_m, *assumed) if setting.returns_once else no_bursts(len(seen))
    trusted = vouched(step, wait, sigma, seen.method, seen.doubtful_time) & ~wild.member
    error = RAYLEIGH_999 * np.where(trusted, main, wide)
    away = np.maximum(signed, 0.0)
    moving = np.zeros(len(seen), bool)
    moving[1:] = step > 3.0 * np.hypot(sigma[1:], sigma[:-1])
    size_m = np.sqrt(region.area_m2 / np.pi)
    coarse = np.exp(-0.5 * (size_m / main) ** 2) > MUTE
    method, tau = _lasting(seen, moving, setting.tau_scale)
    least_ms = np.max((step - RAYLEIGH_999 * both)[wait > 0] / wait[wait > 0], initial=0.0)
    return Reading(
        t_s=seen.t_s + setting.clock_s,
        x_m=seen.x_m,
        y_m=seen.y_m,
        sigma_m=main,
        inside=inside,
        depth=-signed / main,
        away_m=away,
        error_m=error,
        trusted=trusted,
        outside=(away > error) & (inside < 1.0 - CERTAIN),
        mute=coarse & (away <= 2.0 * main),
        method=method,
        tau_s=tau,
        burst=wild.member,
        echo=wild.echo,
        cap_ms=setting.cap_scale * _cap(float(least_ms)),
    )


def _cap(least_ms: float) -> float:
    """Choose the speed cap: rail's where the fixes show a speed that no road explains."""
    return CAP_MS if least_ms <= CAP_MS else RAIL_MS


def _lasting(seen: FixesAround, moving: Bools, tau_scale: float) -> tuple[NDArray[np.intp], Floats]:
    """Give each fix the number of its method, and how long its error lasts."""
    number, tau = np.zeros(len(seen), np.intp), np.zeros(len(seen))
    for code, name in enumerate(METHODS):
        mine = seen.method == name
        number[mine] = code
        tau[mine] = tau_scale * np.where(moving[mine], *seen.errors.tau_s[name])
    return number, tau
