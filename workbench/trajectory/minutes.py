"""Where was each tag at each full minute, as far as its fixes tell, and how well is that known: plain numpy.

The compiled twin is :mod:`workbench.trajectory.packed`; this one is slow, short, to read, and its oracle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.geo.geocentric import earth_m
from workbench.position_error.mixture import radius_to_sigma, sigma_m
from workbench.tables.tracks import Tracks
from workbench.trajectory.trails import Floats, Ints, Trail, trails

__all__ = ["BRIDGE_MINUTES", "MINUTE_US", "NETWORKS", "REST_M2_S", "Minutes", "minutes_of"]

MINUTE_US = 60_000_000

BRIDGE_MINUTES = 10.0
"""Between two fixes no farther apart in time than this a tag's position is known, the worse the farther it moved."""

REST_M2_S = 1.0
"""Least spread of what a tag may do between two fixes, square metres per second and axis."""

NETWORKS = ("wifi", "beacon")
"""Positions by these come from transmitters that two tags may share, and with them their error."""


@dataclass(frozen=True)
class Minutes:
    """The known minutes of one wearer.

    Attributes
    ----------
    wearer : str
        Whose tag.
    minute : numpy.ndarray of int64, shape (n,)
        Minutes since 1970, increasing; minutes without knowledge are left out.
    x, y, z : numpy.ndarray of float64, shape (n,)
        Metres from the centre of the Earth: no map, so that a wearer's numbers do not hang on who else is there.
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
    z: Floats
    sigma_m: Floats
    network: NDArray[np.bool_]
    own_m: Floats


def minutes_of(tracks: Tracks) -> list[Minutes]:
    """Say for each wearer and each full minute where the tag was, and how well that is known."""
    # Source: Brownian bridge (Horne et al. 2007) between fixes up to ten minutes apart; its spread follows from the distance
    # between them. Beyond that nothing is said.
    fixes = tracks.fixes
    sigma = sigma_m(fixes["accuracy_m"], fixes["accuracy_level"], fixes["method"])
    own = np.minimum(radius_to_sigma(fixes["accuracy_m"], fixes["accuracy_level"]), sigma)
    own = np.where(np.isfinite(own), own, sigma)
    network = fixes["method"].isin(NETWORKS).to_numpy()
    lon, lat = fixes["lon"].to_numpy(), fixes["lat"].to_numpy()
    return [_bridged(t, *earth_m(lon[t.rows], lat[t.rows]), sigma[t.rows], own[t.rows], network[t.rows]) for t in trails(tracks)]


def _bridged(trail: Trail, x: Floats, y: Floats, z: Floats, sigma: Floats, own: Floats, network: NDArray[np.bool_]) -> Minutes:
    time = trail.time
    minute = np.arange(-(-time[0] // MINUTE_US), time[-1] // MINUTE_US + 1)
    when = minute * MINUTE_US
    before = np.searchsorted(time, when, side="right") - 1
    after = np.minimum(before + 1, len(time) - 1)
    wait = (time[after] - time[before]) / 1e6
    exact = time[before] == when
    known = exact | (wait <= BRIDGE_MINUTES * 60.0)
    minute, before, after, wait, exact = (v[known] for v in (minute, before, after, wait, exact))
    share = np.where(exact, 0.0, (minute * MINUTE_US - time[before]) / 1e6 / np.where(wait > 0, wait, 1.0))
    dx, dy, dz = (v[after] - v[before] for v in (x, y, z))
    pace = (dx * dx + dy * dy + dz * dz) / np.where(wait > 0, 2.0 * wait, 1.0)
    spread = np.maximum(pace, REST_M2_S) * wait * share * (1.0 - share)

    def doubt(of: Floats) -> Floats:
        return np.asarray(np.sqrt(((1.0 - share) * of[before]) ** 2 + (share * of[after]) ** 2 + spread))

    both = network[before] & (network[after] | exact)
    x, y, z = (at[before] + share * way for at, way in ((x, dx), (y, dy), (z, dz)))
    return Minutes(trail.wearer, minute, x, y, z, doubt(sigma), both, doubt(own))
