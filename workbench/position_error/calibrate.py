"""What the errors of this tag really are, measured where it is known where it was: ``wb.calibrate_fixes``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from workbench.base import Card, InputError, recorded, wilson
from workbench.position_error.error_mixture import FLOOR_M, MIXTURES, SHIPPED, TAU_S, ErrorModel, K, radius_to_sigma, tempering
from workbench.position_error.fit import Shape, fit_lasting_s, fit_shape, quantile, share_within
from workbench.position_error.known_places import errors_at, reference_table
from workbench.tables import Tracks
from workbench.time import micros

__all__ = ["ENOUGH_FIXES", "ENOUGH_PLACES", "FixCalibration", "calibrate_fixes"]

ENOUGH_FIXES = 200
"""So many fixes of a method let the measured figures stand by themselves; with fewer they are drawn to the shipped ones."""

ENOUGH_PLACES = 10
"""At so many places they must have been made: one house says little of others, however long the tag lay in it."""

_SIGNIFICANT = 0.001
_LEVELS = (0.68, 0.95)
_TOLD = ("n", "n_effective", "places", "claimed", "inside", "low", "high")


@dataclass(frozen=True, eq=False)
class FixCalibration:
    """Measured errors of fixes, per method.

    Attributes
    ----------
    k : dict of str to float
        How many times wider than claimed the errors are.
    shapes : dict of str to Shape
        Their parts, in units of the main one.
    tau_s : dict of str to float
        How long one error lasts at rest, seconds.
    coverage : pandas.DataFrame
        ``method, n, n_effective, places, claimed, inside, low, high, radius_68_factor, radius_95_factor, k_measured``: the share
        of fixes whose circle held the truth, with its 95 % interval, and by what the supplied radius has to be multiplied to
        hold 68 % and 95 %.
    places : pandas.DataFrame
        ``lon, lat, method, n, bias_m, sigma_m, drift_prone``, a row per cell of 50 m in which known places lie.
    warnings : list of str
        Sentences.
    """

    k: dict[str, float]
    shapes: dict[str, Shape]
    tau_s: dict[str, float]
    coverage: pd.DataFrame
    places: pd.DataFrame
    warnings: list[str]

    @property
    def errors(self) -> ErrorModel:
        """The shipped figures with the measured ones in their place, as ``wb.check`` uses them."""
        told = {
            row["method"]: {"k": self.k[row["method"]], "tau_s": self.tau_s[row["method"]], **{c: row[c] for c in _TOLD}}
            for row in self.coverage.to_dict("records")
        }
        parts = {method: (shape.weight, shape.times) for method, shape in self.shapes.items()}
        return SHIPPED.with_measured(self.k, parts, self.tau_s, measured=told, warnings=tuple(self.warnings))

    def card(self) -> Card:
        """Say what was measured, as a card."""
        facts = [
            (
                row.method,
                f"{row.inside:.0%} of {row.n} circles held the truth (95 % range {row.low:.0%} to {row.high:.0%}), "
                f"{row.claimed:.0%} was claimed; errors are {self.k[row.method]:.2f} times as wide, and last "
                f"{self.tau_s[row.method]:.0f} s",
            )
            for row in self.coverage.itertuples()
        ]
        drifting = int(self.places["drift_prone"].sum())
        facts.append(("places", f"{len(self.places)} looked at, {drifting} of them prone to drift"))
        return Card("Errors of the fixes, measured at known places", facts, self.warnings)

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()

    def radius_m(self, fixes: pd.DataFrame, *, level: float = 0.95) -> pd.Series:
        """Give for each fix the radius that holds the truth with a stated share; NaN for methods that were not measured."""
        sigma = _claimed_sigma(fixes)
        out = np.full(len(fixes), np.nan)
        for method, k in self.k.items():
            mine = (fixes["method"] == method).to_numpy()
            out[mine] = quantile(self.shapes[method], level) * np.maximum(k * sigma[mine], FLOOR_M)
        return pd.Series(out, index=fixes.index, name="radius_m")


@recorded("find")
def calibrate_fixes(tracks: Tracks, references: pd.DataFrame) -> FixCalibration:
    """Measure how exact the fixes of a tag are, from times at which it is known where it was.

    Parameters
    ----------
    tracks : Tracks
        The fixes.
    references : pandas.DataFrame
        ``lon, lat, start, end`` and, where there is more than one wearer, ``wearer_id``: stays at known points, such as
        charging at home, contact with the home unit, a signed appointment, custody. Times carry their zone.

    Returns
    -------
    FixCalibration
        For each method among the fixes of those times.

    Raises
    ------
    InputError
        If the table lacks a column, a time has no zone, or no fix with a circle lies in those times.

    Notes
    -----
    See docs/methods.md#measured. With fewer than 200 fixes at 10 places, of which one place counts for 20, the figures are
    drawn towards the shipped ones: ``(n k + 200 k0) / (n + 200)``. Errors last, so shares are counted with the number of
    independent fixes. Fixes without a circle are left out: nothing was claimed for them.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> rng = np.random.default_rng(1)
    >>> tracks = make_tracks(make_fixes(minutes=range(0, 5000, 10), x=rng.normal(0, 12, 500), y=rng.normal(0, 12, 500)))
    >>> known = pd.DataFrame({"lon": [1.2], "lat": [51.4], "start": ["2026-03-03T00:00Z"], "end": ["2026-03-07T00:00Z"]})
    >>> found = calibrate_fixes(tracks, known)
    >>> sorted(found.k), "at 1 place" in found.warnings[0]
    (['gnss'], True)
    """
    known = errors_at(tracks, reference_table(references))
    known = known[known["accuracy_m"].notna() & (known["accuracy_m"] > 0)].reset_index(drop=True)
    if known.empty:
        raise InputError(
            "No fix with a circle lies in the times of the references.", where="references", do="Check their times and wearers."
        )
    known["ratio"] = known["error_m"] / _claimed_sigma(known)
    k: dict[str, float] = {}
    shapes: dict[str, Shape] = {}
    tau: dict[str, float] = {}
    lines, warnings, biased = [], [], []
    for method, mine in known.groupby("method", sort=True):
        name = str(method)
        k[name], shapes[name], tau[name], line = _fit(name, mine.reset_index(drop=True))
        lines.append(line)
        warnings += [*_few(name, line), *_unlike(name, mine)]
        biased.append(_drift(name, mine, k[name]))
    return FixCalibration(k, shapes, tau, pd.DataFrame(lines), pd.concat(biased, ignore_index=True), warnings)


def _claimed_sigma(fixes: pd.DataFrame) -> np.ndarray:
    return radius_to_sigma(fixes["accuracy_m"].to_numpy(float), fixes["accuracy_level"].to_numpy(float))


def _fit(method: str, mine: pd.DataFrame) -> tuple[float, Shape, float, dict[str, object]]:
    usual = Shape(*MIXTURES[method])
    n, places = len(mine), int(mine["place"].nunique())
    measured, shape = fit_shape(mine["ratio"].to_numpy(float), usual)
    counted = min(n, places * ENOUGH_FIXES // ENOUGH_PLACES)
    weight = 1.0 if counted >= ENOUGH_FIXES else counted / (counted + ENOUGH_FIXES)
    k = weight * measured + (1 - weight) * K[method]
    parts = [weight * a + (1 - weight) * b for a, b in zip(shape.weight, usual.weight, strict=True)]
    wide = [a**weight * b ** (1 - weight) for a, b in zip(shape.times, usual.times, strict=True)]
    shape = Shape(tuple(parts), tuple(wide))
    scale = measured * _claimed_sigma(mine)
    lasting = fit_lasting_s(
        micros(mine["time"]) / 1e6,
        (mine["east_m"] / scale).to_numpy(float),
        (mine["north_m"] / scale).to_numpy(float),
        mine["visit"].to_numpy(np.int64),
    )
    tau = TAU_S[method][1] if np.isnan(lasting) else weight * lasting + (1 - weight) * TAU_S[method][1]
    inside = (mine["error_m"] <= mine["accuracy_m"]).to_numpy(bool)
    independent = _independent(mine, method, tau)
    low, high = wilson(float(inside.mean()) * independent, independent)
    claimed = mine["accuracy_level"].fillna(_LEVELS[0])
    factor = [quantile(shape, level) * k / float(np.sqrt(-2 * np.log1p(-claimed.mean()))) for level in _LEVELS]
    return (
        k,
        shape,
        tau,
        {
            "method": method,
            "n": n,
            "n_effective": independent,
            "places": places,
            "claimed": float(claimed.mean()),
            "inside": float(inside.mean()),
            "low": low,
            "high": high,
            "radius_68_factor": factor[0],
            "radius_95_factor": factor[1],
            "k_measured": measured,
        },
    )


def _independent(mine: pd.DataFrame, method: str, tau: float) -> float:
    """Count how many independent fixes they amount to, stay by stay."""
    scale = tau / TAU_S[method][1]
    return float(sum(tempering(micros(stay["time"]), stay["method"], tau_scale=scale).sum() for _, stay in mine.groupby("visit")))


def _few(method: str, line: dict[str, object]) -> list[str]:
    n, places = int(str(line["n"])), int(str(line["places"]))
    if n >= ENOUGH_FIXES and places >= ENOUGH_PLACES:
        return []
    spots = "1 place" if places == 1 else f"{places} places"
    return [
        f"{method}: {n} fixes at {spots} are few ({ENOUGH_FIXES} at {ENOUGH_PLACES} are asked), so the figures are drawn towards "
        "the shipped ones."
    ]


def _unlike(method: str, mine: pd.DataFrame) -> list[str]:
    """Warn of devices whose circles hold the truth more or less often than the shipped figures say."""
    usual = Shape(*MIXTURES[method])
    found = []
    for device, own in mine.groupby(mine["device_id"].fillna("without a number")):
        sigma = np.maximum(K[method] * _claimed_sigma(own), FLOOR_M)
        expected = float(share_within(usual, own["accuracy_m"].to_numpy(float) / sigma).mean())
        inside = float((own["error_m"] <= own["accuracy_m"]).mean())
        n = max(1, round(_independent(own, method, TAU_S[method][1])))
        chance = float(binomtest(round(inside * n), n, min(max(expected, 1e-6), 1 - 1e-6)).pvalue)
        if chance < _SIGNIFICANT:
            found.append(
                f"Device {device}, {method}: {inside:.0%} of its circles held the truth, where the shipped figures expect "
                f"{expected:.0%}; so large a difference comes about by chance less than once in a thousand."
            )
    return found


def _drift(method: str, mine: pd.DataFrame, k: float) -> pd.DataFrame:
    """Compare the mean error at each place with the width of the errors."""
    rows = []
    for _, here in mine.groupby("place"):
        sigma = float(np.median(np.maximum(k * _claimed_sigma(here), FLOOR_M)))
        bias = float(np.hypot(here["east_m"].mean(), here["north_m"].mean()))
        rows.append(
            {
                "lon": float(here["lon_true"].iloc[0]),
                "lat": float(here["lat_true"].iloc[0]),
                "method": method,
                "n": len(here),
                "bias_m": bias,
                "sigma_m": sigma,
                "drift_prone": bias > 2 * sigma,
            }
        )
    return pd.DataFrame(rows)
