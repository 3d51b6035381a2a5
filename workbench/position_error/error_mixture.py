"""How far a fix may lie from the truth: its scale, its heavy tails, and how long one error lasts. Arrays in, arrays out.

The error of a fix is a mixture of round normal laws: ``sum_k w_k N(0, (m_k s)^2)`` per axis, with ``s`` from the
supplied radius and the share of true positions that radius claims to hold, enlarged by the measured optimism ``k``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.base import InputError
from workbench.position_error.model import DEFAULT_R68_M, FLOOR_M, MIXTURES, SHIPPED, TAU_S, ErrorModel, K

__all__ = [
    "DEFAULT_R68_M",
    "FLOOR_M",
    "LEVEL_UNKNOWN",
    "MIXTURES",
    "RAYLEIGH_999",
    "SHIPPED",
    "TAU_S",
    "TEMPER_FLOOR",
    "ErrorModel",
    "K",
    "Mixture",
    "inflation",
    "mixture",
    "radius_to_sigma",
    "sigma_m",
    "tempering",
]

Floats = NDArray[np.float64]

RAYLEIGH_999 = 3.72
"""How many sigmas hold 99.9 % of a round normal law."""

LEVEL_UNKNOWN = 0.68
"""Share taken where nobody says what share of true positions a circle holds."""

_WIFI_CAP_M = 1500.0

TEMPER_FLOOR = 0.03
"""However soon after another, a fix keeps this share of newness."""


class Mixture(NamedTuple):
    """The parts of each fix's error: weights and per-axis sigmas in metres, both of shape ``(n, 3)``."""

    weight: Floats
    s_m: Floats

    @property
    def widest_m(self) -> Floats:
        """The sigma of each fix's widest part that weighs anything, metres, shape ``(n,)``."""
        return np.asarray(np.where(self.weight > 0, self.s_m, 0.0).max(axis=1, initial=0.0))


def radius_to_sigma(radius_m: ArrayLike, level: ArrayLike) -> Floats:
    """Turn the radius that holds a share of positions into a per-axis sigma.

    Parameters
    ----------
    radius_m : array_like of float, shape (n,)
        Radius in metres.
    level : array_like of float, shape (n,)
        Share of true positions within it, between 0 and 1; unknown (NaN) is taken as 0.68.

    Raises
    ------
    InputError
        If a level is not between 0 and 1.
    """
    # Source: Rayleigh law, `sigma = r / sqrt(-2 ln(1 - level))`.
    share = np.asarray(level, float)
    share = np.where(np.isnan(share), LEVEL_UNKNOWN, share)
    if np.any((share <= 0) | (share >= 1)):
        raise InputError("An accuracy level must lie between 0 and 1.", where="accuracy_level", do="Give 0.68 or 0.95, say.")
    return np.asarray(radius_m, float) / np.sqrt(-2.0 * np.log1p(-share))


def inflation(nominal: float, hit_rate: float) -> float:
    """Say by how much radii must grow when they hold fewer true positions than they claim."""
    # Source: Rayleigh law; hit rates of Macarulla Rodriguez et al. 2018.
    if not (0 < nominal < 1 and 0 < hit_rate < 1):
        raise InputError("A share must lie between 0 and 1.", where="inflation", do="Give shares such as 0.68 and 0.52.")
    return float(np.sqrt(np.log1p(-nominal) / np.log1p(-hit_rate)))


def sigma_m(
    accuracy_m: ArrayLike, accuracy_level: ArrayLike, method: ArrayLike, *, k_scale: float = 1.0, errors: ErrorModel = SHIPPED
) -> Floats:
    """Give the per-axis sigma of each fix's main error part.

    Parameters
    ----------
    accuracy_m : array_like of float, shape (n,)
        Radius as supplied, metres; NaN where none is.
    accuracy_level : array_like of float, shape (n,)
        Share of true positions that radius claims to hold.
    method : array_like of str, shape (n,)
        One of ``workbench.tables.METHODS``.
    k_scale : float
        Further factor on every error, for asking how much an answer rests on it.
    errors : ErrorModel
        How exact fixes are taken to be.

    Raises
    ------
    InputError
        If a method is not known or a level not between 0 and 1.
    """
    # Source: k from Macarulla Rodriguez et al. 2018 (true positions inside the supplied circle); default radii from Zandbergen
    # 2009.
    radius = np.asarray(accuracy_m, float)
    which, back = _methods(method)
    known = np.isfinite(radius)
    k = np.array([errors.k[m] for m in which])[back]
    default = np.array([DEFAULT_R68_M[m] for m in which])[back]
    supplied = k * radius_to_sigma(np.where(known, radius, 0.0), accuracy_level)
    sigma = np.where(known, supplied, radius_to_sigma(default, LEVEL_UNKNOWN))
    return np.maximum(k_scale * sigma, FLOOR_M)


def mixture(sigma: ArrayLike, method: ArrayLike, *, edge_m: float = 0.0, errors: ErrorModel = SHIPPED) -> Mixture:
    """Give the parts of each fix's error.

    Parameters
    ----------
    sigma : array_like of float, shape (n,)
        From :func:`sigma_m`, metres.
    method : array_like of str, shape (n,)
        One of ``workbench.tables.METHODS``.
    edge_m : float
        How well the zone's edge is drawn, metres per axis; added in quadrature.
    errors : ErrorModel
        How exact fixes are taken to be.

    Raises
    ------
    InputError
        If a method is not known.
    """
    # Every probability stays closed-form.
    which, back = _methods(method)
    weight = np.array([errors.mixtures[m][0] for m in which]).reshape(-1, 3)[back]
    times = np.array([errors.mixtures[m][1] for m in which]).reshape(-1, 3)[back]
    base = np.asarray(sigma, float)[:, None]
    s = times * base
    wifi = np.array([m == "wifi" for m in which], bool)[back][:, None]
    s = np.where(wifi, np.minimum(s, np.maximum(_WIFI_CAP_M, base)), s)
    return Mixture(weight, np.sqrt(s * s + edge_m * edge_m))


def tempering(
    time_us: NDArray[np.int64],
    method: ArrayLike,
    *,
    moving: ArrayLike | None = None,
    tau_scale: float = 1.0,
    errors: ErrorModel = SHIPPED,
) -> Floats:
    """Weigh fixes by how much new they say: errors last, so thirty fixes are not thirty witnesses.

    Parameters
    ----------
    time_us : numpy.ndarray of int64, shape (n,)
        Sorted times in microseconds, of one episode of one wearer.
    method : array_like of str, shape (n,)
        One of ``workbench.tables.METHODS``.
    moving : array_like of bool, shape (n,), optional
        Where the tag moves, errors renew faster; at rest (the careful choice) where not given.
    tau_scale : float
        Factor on the correlation times.
    errors : ErrorModel
        How exact fixes are taken to be.

    Raises
    ------
    InputError
        If a method is not known.
    """
    # GPS errors are correlated (Sensors 20:6050, 2020; Ranacher et al. 2016).
    time = np.asarray(time_us, np.int64)
    which, back = _methods(method)
    quick = np.zeros(len(time), bool) if moving is None else np.asarray(moving, bool)
    weight = np.ones(len(time))
    for code, name in enumerate(which):
        mine = np.flatnonzero(back == code)
        tau = tau_scale * np.where(quick[mine[1:]], *errors.tau_s[name])
        weight[mine[1:]] = np.clip(np.diff(time[mine]) / 1e6 / tau, TEMPER_FLOOR, 1.0)
    return weight


def _methods(method: ArrayLike) -> tuple[list[str], NDArray[np.intp]]:
    column = method if isinstance(method, pd.Series) else np.asarray(method, dtype=object)
    back, found = pd.factorize(column, use_na_sentinel=False)
    which = [str(m) for m in found]
    unknown = [m for m in which if m not in K]
    if unknown:
        raise InputError(f"{unknown[0]!r} is not a method of fixing.", where="method", do=f"Use one of {', '.join(K)}.")
    return which, back
