"""How much of the time of a crime a tag spent there: the aoristic weight of a match, from the fixes alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.evidence.settings import RUN_GAP_S
from workbench.fixerror import mixture
from workbench.inside import in_circle
from workbench.tables import METHODS

__all__ = ["Share", "share_of"]

Floats = NDArray[np.float64]

_STEP_S = 15.0
_MOST = 2400  # moments looked at


class Share(NamedTuple):
    """The share of the time of the crime spent there, and the chance of being there on average over the longest stay."""

    opportunity: float
    contact: float


def share_of(
    t_s: Floats, distance: tuple[Floats, Floats, Floats], sigma_m: Floats, method: NDArray[np.int8], *, radius_m: float,
    edge_m: float, low_s: float, high_s: float, stay_s: tuple[float, float],
) -> Share:
    """Average the chance of being near a crime over its time.

    Parameters
    ----------
    t_s, sigma_m, method : arrays, shape (n,)
        Fixes around that time, in order, as in :class:`workbench.crimes.columns.Columns`.
    distance : three arrays of float, shape (n,)
        Metres from the crime along three axes.
    radius_m, edge_m : float
        How near counts; how well the place is known, metres per axis.
    low_s, high_s : float
        The time of the crime.
    stay_s : (float, float)
        Bounds of the longest stay.

    Returns
    -------
    Share
        Every moment of the time is taken as equally likely (aoristic). Between two fixes at most ten minutes apart a straight
        line is followed; in longer silences the tag is taken to be elsewhere, so the share is a least one.

    Notes
    -----
    Source: aoristic weight (Ratcliffe 2000); the chance is that of the whole error mixture.

    Examples
    --------
    >>> t = np.arange(0.0, 3601.0, 60.0)
    >>> east = np.where(t < 1800, 0.0, 3000.0)
    >>> zero, sky = np.zeros(61), np.zeros(61, np.int8)
    >>> found = share_of(t, (east, zero, zero), np.full(61, 5.0), sky, radius_m=75.0, edge_m=0.0, low_s=0.0, high_s=3600.0,
    ...                  stay_s=(0.0, 1740.0))
    >>> round(found.opportunity, 1), found.contact > 0.98
    (0.5, True)
    """
    told = (sigma_m**2 + edge_m**2 <= (1.5 * radius_m) ** 2) | (np.sqrt(sum(d * d for d in distance)) > radius_m + 2 * sigma_m)
    t, sigma, kind = t_s[told], sigma_m[told], method[told]
    count = int(min(max((high_s - low_s) / _STEP_S, 20.0), _MOST))
    moments = low_s + (np.arange(count) + 0.5) * (high_s - low_s) / count
    stay = np.linspace(*stay_s, 21)
    at = np.concatenate([moments, stay])
    after = np.clip(np.searchsorted(t, at), 1, max(len(t) - 1, 1))
    if len(t) < 2:
        return Share(0.0, 0.0)
    wait = t[after] - t[after - 1]
    share = np.clip((at - t[after - 1]) / np.where(wait > 0, wait, 1.0), 0.0, 1.0)
    d = np.sqrt(sum((a[told][after - 1] * (1 - share) + a[told][after] * share) ** 2 for a in distance))
    seen = (at >= t[after - 1]) & (at <= t[after]) & (wait <= RUN_GAP_S)
    nearer = np.where(share < 0.5, after - 1, after)
    parts = mixture(sigma[nearer], np.array(METHODS, object)[kind[nearer]], edge_m=edge_m)
    chance = (parts.weight * in_circle(d[:, None], radius_m, parts.s_m)).sum(axis=1) * seen
    return Share(float(chance[:count].mean()), float(min(chance[count:].mean(), 1.0)))
