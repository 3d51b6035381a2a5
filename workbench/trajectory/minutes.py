"""Where was each tag at each full minute, as far as its fixes tell, and how well is that known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.fixerror import radius_to_sigma, sigma_m
from workbench.space import LocalFrame, frame_for
from workbench.tracks import Tracks
from workbench.trajectory.trails import Floats, Ints, Trail, trails

__all__ = ["MINUTE_US", "Minutes", "minutes_of"]

MINUTE_US = 60_000_000

BRIDGE_MINUTES = 10.0
"""Between two fixes no farther apart in time than this a tag's position is known, the worse the farther it moved."""

REST_M2_S = 1.0
"""Least spread of what a tag may do between two fixes, square metres per second and axis."""


@dataclass(frozen=True)
class Minutes:
    """The known minutes of one wearer.

    Attributes
    ----------
    wearer : str
        Whose tag.
    minute : numpy.ndarray of int64, shape (n,)
        Minutes since 1970, increasing; minutes without knowledge are left out.
    x, y : numpy.ndarray of float64, shape (n,)
        Metres in the frame common to all.
    sigma_m : numpy.ndarray of float64, shape (n,)
        Per-axis error with all it may hide.
    network : numpy.ndarray of bool, shape (n,)
        Whether the position comes from a network of transmitters alone, so that two tags near the same one share its error.
    own_m : numpy.ndarray of float64, shape (n,)
        Per-axis error that two such tags do not share: the radius taken at its word.
    """

    wearer: str
    minute: Ints
    x: Floats
    y: Floats
    sigma_m: Floats
    network: NDArray[np.bool_]
    own_m: Floats

    def taken(self, order: Ints, minute: Ints) -> Minutes:
        """Give these of the positions, in this order, at other minutes."""
        x, y, sigma, own = (v[order] for v in (self.x, self.y, self.sigma_m, self.own_m))
        return Minutes(self.wearer, minute, x, y, sigma, self.network[order], own)


def minutes_of(tracks: Tracks) -> tuple[list[Minutes], LocalFrame | None]:
    """Say for each wearer and each full minute where the tag was, and how well that is known.

    Parameters
    ----------
    tracks : Tracks
        Any number of wearers.

    Returns
    -------
    list of Minutes, LocalFrame or None
        One for each wearer with fixes that carry weight, in one common frame; None without any.

    Notes
    -----
    Source: Brownian bridge (Horne et al. 2007) between fixes up to ten minutes apart; its spread follows from the distance
    between them. Beyond that nothing is said.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> (one,), _ = minutes_of(make_tracks(make_fixes(minutes=[0, 2, 30, 31])))
    >>> (one.minute - one.minute[0]).tolist()
    [0, 1, 2, 30, 31]
    """
    fixes = tracks.fixes
    found = list(trails(tracks))
    if not found:
        return [], None
    common = frame_for(fixes["lon"].to_numpy(), fixes["lat"].to_numpy())
    sigma = sigma_m(fixes["accuracy_m"], fixes["accuracy_level"], fixes["method"])
    own = np.minimum(radius_to_sigma(fixes["accuracy_m"], fixes["accuracy_level"]), sigma)
    own = np.where(np.isfinite(own), own, sigma)
    network = fixes["method"].isin(["wifi", "beacon"]).to_numpy()
    lon, lat = fixes["lon"].to_numpy(), fixes["lat"].to_numpy()
    people = [
        _bridged(t, *common.to_metres(lon[t.rows], lat[t.rows]), sigma[t.rows], own[t.rows], network[t.rows]) for t in found
    ]
    return people, common


def _bridged(trail: Trail, x: Floats, y: Floats, sigma: Floats, own: Floats, network: NDArray[np.bool_]) -> Minutes:
    time = trail.time
    minute = np.arange(-(-time[0] // MINUTE_US), time[-1] // MINUTE_US + 1)
    at = minute * MINUTE_US
    before = np.searchsorted(time, at, side="right") - 1
    after = np.minimum(before + 1, len(time) - 1)
    wait = (time[after] - time[before]) / 1e6
    exact = time[before] == at
    known = exact | (wait <= BRIDGE_MINUTES * 60.0)
    minute, before, after, wait, exact = (v[known] for v in (minute, before, after, wait, exact))
    share = np.where(exact, 0.0, (minute * MINUTE_US - time[before]) / 1e6 / np.where(wait > 0, wait, 1.0))
    dx, dy = x[after] - x[before], y[after] - y[before]
    spread = np.maximum((dx * dx + dy * dy) / np.where(wait > 0, 2.0 * wait, 1.0), REST_M2_S) * wait * share * (1.0 - share)

    def doubt(of: Floats) -> Floats:
        return np.asarray(np.sqrt(((1.0 - share) * of[before]) ** 2 + (share * of[after]) ** 2 + spread))

    both = network[before] & (network[after] | exact)
    return Minutes(trail.wearer, minute, x[before] + share * dx, y[before] + share * dy, doubt(sigma), both, doubt(own))
