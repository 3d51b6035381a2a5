"""Law 8, first half: no public function changes what it is given. Each is run on tables whose every value is known before."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

import workbench as wb
from tests.orders.written import curfew, order
from workbench.orders import as_orders
from workbench.simulation.run import Simulation
from workbench.tables.doorway import Doorway
from workbench.testing import make_fixes, make_tracks, sample_crimes

MAKERS = {"example", "read_crimes", "read_orders", "read_tracks", "read_zones", "simulate"}
"""Functions that are given no table."""


def print_of(thing: Any) -> Any:
    """Give a value that changes whenever anything inside the thing changes."""
    if isinstance(thing, pd.DataFrame | pd.Series):
        frame = pd.DataFrame(thing)
        columns = [(str(c), str(frame[c].dtype), [_cell(v) for v in frame[c]]) for c in frame.columns]
        return (list(frame.index), columns, print_of(dict(thing.attrs)))
    if isinstance(thing, np.ndarray):
        return (thing.shape, str(thing.dtype), thing.tobytes())
    if isinstance(thing, Mapping):
        return sorted((str(k), print_of(v)) for k, v in thing.items())
    if isinstance(thing, list | tuple | set):
        return [print_of(v) for v in thing]
    if is_dataclass(thing):
        return [(f.name, print_of(getattr(thing, f.name))) for f in fields(thing)]
    return _cell(thing)


def _cell(value: Any) -> Any:
    return value.wkb_hex if isinstance(value, shapely.Geometry) else repr(value)


def made() -> dict[str, Any]:
    """Make one of everything: an hour of walking past a zone with a silence in it, and a claim about it."""
    minutes = [*range(25), *range(40, 60)]
    quality = [4 if m == 9 else 0 for m in minutes]
    tracks = make_tracks(make_fixes(minutes=minutes, x=[60.0 * m for m in minutes], quality=quality))
    zones = gpd.GeoDataFrame(
        {
            "zone_id": ["Z1"],
            "name": ["a street"],
            "kind": ["exclusion"],
            "buffer_m": [100.0],
            "edge_error_m": [0.0],
            "file": ["made"],
            "row": [1],
        },
        geometry=[shapely.box(1.205, 51.398, 1.215, 51.402)],
        crs=4326,
    )
    claim = wb.Claim(place=(1.2, 51.4), start="2026-03-03 00:05", end="2026-03-03 00:20", timezone="UTC")
    table = pd.DataFrame({"lon": [1.2], "lat": [51.4], "start": ["2026-03-03 00:05Z"], "end": ["2026-03-03 00:20Z"]})
    return {
        "stays": wb.find_stays(tracks, max_diameter_m=700.0),
        "names": pd.DataFrame({"name": ["Nook"], "lon": [1.2], "lat": [51.4]}),
        "crimes": sample_crimes(),
        "orders": as_orders([order(curfews=[curfew()])]),
        "tracks": tracks,
        "zones": zones,
        "claim": claim,
        "table": table,
        "collection": tracks.to_movingpandas(),
        "strengths": np.array([2.0, -1.0, 0.5]),
        "labels": pd.Series([True, False, True]),
    }


def calls(folder: Path) -> dict[str, Callable[[dict[str, Any]], Any]]:
    """Give a call of every function and doorway that is handed a table."""
    return {
        "calibrate_fixes": lambda m: wb.calibrate_fixes(m["tracks"], m["table"]),
        "check": lambda m: wb.check(m["claim"], m["tracks"]),
        "check_account": lambda m: wb.check_account(m["table"], m["tracks"]),
        "check_home": lambda m: wb.check_home(m["tracks"], "W1", (1.2, 51.4)),
        "diff_orders": lambda m: wb.diff_orders(m["orders"], [order(curfews=[curfew(grace_minutes=10)])]),
        "duties": lambda m: wb.duties(m["orders"], "2026-03-02", "2026-03-04"),
        "find_approaches": lambda m: wb.find_approaches(m["tracks"], m["zones"]),
        "find_drift": lambda m: wb.find_drift(m["tracks"], m["zones"], stays=m["stays"]),
        "find_edge_stays": lambda m: wb.find_edge_stays(m["stays"], m["zones"]),
        "find_gaps": lambda m: wb.find_gaps(m["tracks"]),
        "find_meetings": lambda m: wb.find_meetings(m["tracks"]),
        "find_places": lambda m: wb.find_places(m["stays"], names=m["names"]),
        "find_stays": lambda m: wb.find_stays(m["tracks"]),
        "find_trips": lambda m: wb.find_trips(m["tracks"], m["stays"]),
        "from_movingpandas": lambda m: wb.from_movingpandas(m["collection"]),
        "match_crimes": lambda m: wb.match_crimes(m["crimes"], m["tracks"], decoy_days=1, progress=False),
        "sample_claims": lambda m: wb.sample_claims(_lived(m["tracks"]), n=3),
        "score": lambda m: wb.score(m["strengths"], m["labels"]),
        "screen_zones": lambda m: wb.screen_zones(_stored(m["tracks"], folder), m["zones"]),
        "show": lambda m: wb.show(m["tracks"], zones=m["zones"]),
        "Tracks.approaches": lambda m: m["tracks"].approaches(m["zones"]),
        "Tracks.between": lambda m: m["tracks"].between("2026-03-03 00:05Z", "2026-03-03 00:20Z"),
        "Tracks.card": lambda m: m["tracks"].card().html(),
        "Tracks.gaps": lambda m: m["tracks"].gaps(),
        "Tracks.meetings": lambda m: m["tracks"].meetings(),
        "Tracks.of": lambda m: m["tracks"].of("W1"),
        "Tracks.places": lambda m: m["tracks"].places(),
        "Tracks.show": lambda m: m["tracks"].show(zones=m["zones"]),
        "Tracks.stays": lambda m: m["tracks"].stays(),
        "Tracks.to_csv": lambda m: m["tracks"].to_csv(folder / "a.csv"),
        "Tracks.to_geojson": lambda m: m["tracks"].to_geojson(folder / "a.geojson"),
        "Tracks.to_geopandas": lambda m: m["tracks"].to_geopandas(),
        "Tracks.to_kml": lambda m: m["tracks"].to_kml(folder / "a.kml"),
        "Tracks.to_movingpandas": lambda m: m["tracks"].to_movingpandas(),
        "Tracks.to_parquet": lambda m: m["tracks"].to_parquet(folder / "a.parquet"),
        "Tracks.trips": lambda m: m["tracks"].trips(m["stays"]),
    }


def _is_method(member: object) -> bool:
    return inspect.isfunction(member) or isinstance(member, Doorway)


def expected() -> set[str]:
    """Name every function of the front door and every doorway of Tracks."""
    functions = {name for name in wb.__all__ if inspect.isfunction(getattr(wb, name))}
    doorways = {f"Tracks.{name}" for name, _ in inspect.getmembers(wb.Tracks, _is_method) if not name.startswith("_")}
    return (functions - MAKERS) | doorways


def problems(folder: Path, only: set[str] | None = None) -> list[str]:
    """List the functions that leave something they were given other than it was."""
    found = []
    for name, call in calls(folder).items():
        if only is None or name in only:
            things = made()
            before = {key: print_of(_table(value)) for key, value in things.items()}
            call(things)
            changed = [key for key, value in things.items() if print_of(_table(value)) != before[key]]
            found += [f"law 8: {name} changes its {key}" for key in changed]
    return found


def _stored(tracks: wb.Tracks, folder: Path) -> Path:
    """Keep tracks in a store of one file."""
    (folder / "store").mkdir(exist_ok=True)
    tracks.to_parquet(folder / "store" / "a.parquet")
    return folder / "store"


def _lived(tracks: wb.Tracks) -> Simulation:
    """Say what was true of the tracks: three hours at one place, a walk of twenty minutes, three hours at another."""
    n, walk = 2280, (np.arange(2280) >= 1080) & (np.arange(2280) < 1200)
    truth = pd.DataFrame(
        {
            "wearer_id": pd.Categorical(["W1"] * n),
            "time": pd.date_range("2026-03-02 21:00", periods=n, freq="10s", tz="UTC"),
            "lon": 1.2 + 0.02 * np.clip((np.arange(n) - 1080) / 120, 0, 1),
            "lat": 51.4,
            "mode": pd.Categorical(np.where(walk, "walk", "still")),
            "place_id": pd.Categorical(np.where(walk, None, "P1")),
            "indoors": ~walk,
        }
    )
    return Simulation(tracks, truth, gpd.GeoDataFrame(), pd.DataFrame(), [], pd.DataFrame())


def _table(thing: Any) -> Any:
    """Look inside MovingPandas' collection, which is no dataclass."""
    return [t.df for t in thing.trajectories] if hasattr(thing, "trajectories") else thing
