"""A second world, unlike the simulator's own: nothing of it is shared, and nothing was set with it in sight.

    python -m tests.validation.other_world OUT [--claims 300] [--wearers 10] [--seed 70001]

The town is round, with spokes and rings for streets, and people cycle and take a bus that stops. Tags look for a position
every two minutes whatever they do. Errors follow a Student law with three degrees of freedom on top of a slow drift; the
circle is the one that half of the positions should lie in. Limits are 1.5 times looser than in the simulator's own world.
"""

from __future__ import annotations

import argparse
import sys

import geopandas as gpd
import numpy as np
import pandas as pd

from workbench.cli.validate import validate_command
from workbench.geo.projection import LocalFrame
from workbench.simulation.run import Simulation
from workbench.tables import FIXES, MODES
from workbench.tables.load import LoadReport
from workbench.tables.tracks import Tracks

TOWN = LocalFrame(-3.2, 55.3)
RINGS_M = np.array([300.0, 800.0, 1500.0, 2600.0, 4000.0])
SPOKES = 9
STEP_S = 10
WALK, RIDE, BUS = 1.15, 4.4, 7.5
LEVEL = 0.5
SLACK = 1.5


def corner(ring: int, spoke: float) -> np.ndarray:
    """Where a spoke meets a ring, metres."""
    turn = 2 * np.pi * spoke / SPOKES
    return RINGS_M[ring] * np.array([np.cos(turn), np.sin(turn)])


def way(start: tuple[int, int], end: tuple[int, int]) -> np.ndarray:
    """Go in along the spoke to the smaller ring of both, around it the shorter way, and out again."""
    inner = min(start[0], end[0])
    points = [corner(r, start[1]) for r in range(start[0], inner - 1, -1)]
    around = (end[1] - start[1] + SPOKES / 2) % SPOKES - SPOKES / 2
    bends = max(2, int(abs(around) * 6))
    points += [corner(inner, start[1] + around * s) for s in np.linspace(0, 1, bends)]
    points += [corner(r, end[1]) for r in range(inner, end[0] + 1)]
    return np.array(points)


def driven(line: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, str]:
    """Positions every ten seconds along a way: on foot if it is short, else by cycle or by a bus that stops."""
    legs = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0], np.cumsum(legs)])
    if along[-1] < 900 or rng.random() < 0.25:
        speed, mode = WALK * rng.uniform(0.9, 1.15), "walk"
        at = np.arange(0, along[-1], speed * STEP_S)
    elif rng.random() < 0.5:
        speed, mode = RIDE * rng.uniform(0.85, 1.2), "vehicle"
        at = np.arange(0, along[-1], speed * STEP_S)
    else:
        mode, parts = "vehicle", []
        for stop in np.arange(0, along[-1], 420.0):
            ride = np.arange(stop, min(stop + 420.0, along[-1]), BUS * STEP_S)
            parts.append(np.concatenate([ride, np.full(rng.integers(1, 5), ride[-1])]))
        at = np.concatenate(parts)
    return np.column_stack([np.interp(at, along, line[:, i]) for i in (0, 1)]), mode


def life(days: int, rng: np.random.Generator) -> tuple[pd.DataFrame, np.ndarray]:
    """The truth of one person: seven places, shifts that move from day to day, stays from a gamma law."""
    spots = [(int(rng.integers(1, len(RINGS_M))), int(rng.integers(SPOKES))) for _ in range(7)]
    shift = rng.normal(0, 25, (len(spots), 2))
    homing = rng.uniform(0.45, 0.65)
    rows, modes, places = [], [], []
    here, total = 0, days * 8640
    while sum(map(len, rows)) < total:
        hours = rng.gamma(4.0, 2.0) if here == 0 else rng.gamma(1.6, 1.1)
        stay = max(12, int(hours * 360))
        spot = corner(*spots[here]) + shift[here]
        rows.append(np.tile(spot, (stay, 1)))
        modes += ["still"] * stay
        places += [f"S{here}"] * stay
        following = 0 if here and rng.random() < homing else int(rng.integers(len(spots)))
        if following == here or spots[following] == spots[here]:
            continue
        line = np.vstack([spot, way(spots[here], spots[following]), corner(*spots[following]) + shift[following]])
        path, mode = driven(line, rng)
        rows.append(path)
        modes += [mode] * len(path)
        places += [None] * len(path)
        here = following
    at = np.concatenate(rows)[:total]
    lon, lat = TOWN.to_degrees(at[:, 0], at[:, 1])
    return pd.DataFrame(
        {
            "wearer_id": pd.Categorical(["V1"] * total),
            "lon": lon,
            "lat": lat,
            "time": pd.date_range("2026-01-05", periods=total, freq=f"{STEP_S}s", tz="UTC").as_unit("us"),
            "mode": pd.Categorical(modes[:total], MODES),
            "place_id": pd.Categorical(places[:total]),
            "indoors": [place is not None for place in places[:total]],
        }
    ), at


def reported(truth: pd.DataFrame, at: np.ndarray, rng: np.random.Generator) -> Tracks:
    """What the tag reports."""
    tries = np.arange(int(rng.integers(12)), len(at), 12)
    quiet = np.zeros(len(tries), bool)
    for _ in range(2 * len(at) // 8640):
        begin = rng.integers(len(at))
        quiet |= (tries >= begin) & (tries < begin + 6 * rng.integers(10, 50))
    tries = tries[~quiet]
    indoors = truth["indoors"].to_numpy()[tries]
    scale = np.where(indoors, 11.0, 5.0) * rng.lognormal(0, 0.25, len(tries))
    drift, keep = np.zeros((len(tries), 2)), np.exp(-120 / 900)
    for i in range(1, len(tries)):
        drift[i] = keep * drift[i - 1] + np.sqrt(1 - keep**2) * rng.normal(0, 6.0, 2)
    heavy = rng.normal(size=(len(tries), 2)) / np.sqrt(rng.chisquare(3, len(tries)) / 3)[:, None]
    found = at[tries] + drift + scale[:, None] * heavy
    lon, lat = TOWN.to_degrees(found[:, 0], found[:, 1])
    radius = 1.1774 * np.hypot(scale, 6.0) * rng.lognormal(-0.1, 0.2, len(tries))
    empty = pd.Series(pd.NaT, index=range(len(tries)), dtype=FIXES.empty()["time"].dtype)
    table = FIXES.arrange(
        pd.DataFrame(
            {
                "fix_id": [f"V-{i}" for i in range(len(tries))],
                "wearer_id": "V1",
                "device_id": "V",
                "recorded": empty,
                "uploaded": empty,
                "time": truth["time"].to_numpy()[tries],
                "lon": lon,
                "lat": lat,
                "accuracy_m": radius,
                "accuracy_level": LEVEL,
                "speed_kmh": np.nan,
                "heading_deg": np.nan,
                "method": "gnss",
                "satellites": np.nan,
                "quality": 0,
                "file": "other",
                "row": np.arange(1, len(tries) + 1),
            }
        ).assign(time=lambda t: pd.to_datetime(t["time"], utc=True).dt.as_unit("us"))
    )
    return Tracks(FIXES.validate(table), LoadReport(len(table), len(table)))


def other_lives(seed: int, *, days: int = 28) -> Simulation:
    """One person of the other world."""
    rng = np.random.default_rng([seed, 404])
    truth, at = life(days, rng)
    return Simulation(reported(truth, at, rng), truth, gpd.GeoDataFrame(), pd.DataFrame(), [], pd.DataFrame())


def main(words: list[str]) -> int:
    """Validate in the other world; 1 if a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--claims", type=int, default=300)
    parser.add_argument("--wearers", type=int, default=10)
    parser.add_argument("--seed", type=int, default=70_001)
    asked = parser.parse_args(words)
    _, found = validate_command(
        asked.out, n=asked.claims, wearers=asked.wearers, seed=asked.seed, slack_factor=SLACK, lives=other_lives
    )
    for line in found["limits"]:
        print(line["what"], line["found"], line["limit"], line["holds"], sep="; ")
    return int(any(line["holds"] is False for line in found["limits"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
