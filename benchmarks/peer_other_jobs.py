"""Zones, meetings and loading: one job of one library on made files, timed by the Python that has the library.

``python peer_other_jobs.py JOB FOLDER ROWS TIMES`` prints one line of JSON, as ``peer_jobs.py`` does; what was found is counted
so that libraries can be compared: fixes (or minutes) in zones, minutes together, rows read. Building a library's own object
from a table is not counted, but for loading, where it is the job.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

METRES = "+proj=tmerc +lat_0=51.4 +lon_0=1.2 +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m"
WITHIN_M, SHORTEST_MIN = 50.0, 10


def _fixes(folder, name, rows):
    return pd.read_parquet(folder / name).head(rows)


def _points(fixes):
    import geopandas as gpd

    return gpd.GeoDataFrame(fixes, geometry=gpd.points_from_xy(fixes["lon"], fixes["lat"], crs=4326))


def _areas(folder):
    import geopandas as gpd

    return gpd.read_file(folder / "zones.geojson")


def _trajectory(fixes):
    import movingpandas as mpd

    frame = _points(fixes).set_index(fixes["time"].dt.tz_localize(None))[["geometry"]].to_crs(METRES)
    return mpd.Trajectory(frame, 1)


def _sequence(fixes):
    import pymeos as meos

    meos.pymeos_initialize("UTC")
    points, moments = _points(fixes).geometry.to_crs(METRES), fixes["time"].dt.to_pydatetime()
    return meos.TGeomPointSeq(
        instant_list=[meos.TGeomPointInst(point=p, timestamp=t) for p, t in zip(points, moments, strict=True)]
    )


def zones_geopandas(folder, rows):
    """Points made of the fixes, sjoin with all zones, and runs of fixes by numpy."""
    import geopandas as gpd

    fixes, areas = _fixes(folder, "one.parquet", rows), _areas(folder)

    def run():
        found = gpd.sjoin(_points(fixes), areas, predicate="within")
        inside = found.index.to_numpy()[np.lexsort((found.index, found["index_right"]))]
        visits = 1 + int((np.diff(inside) != 1).sum()) if len(inside) else 0
        return {"fixes": len(found), "visits": visits}

    return run


def zones_movingpandas_points(folder, rows):
    """Trajectory.clip of each zone, point by point."""
    return _clips(folder, rows, True)


def zones_movingpandas_lines(folder, rows):
    """Trajectory.clip of each zone, by the lines between fixes, which is its default."""
    return _clips(folder, rows, False)


def _clips(folder, rows, by_point):
    track, areas = _trajectory(_fixes(folder, "one.parquet", rows)), _areas(folder).to_crs(METRES)

    def run():
        parts = [list(track.clip(shape, point_based=by_point)) for shape in areas.geometry]
        return {"fixes": sum(len(t.df) for part in parts for t in part), "visits": sum(map(len, parts))}

    return run


def zones_pymeos(folder, rows):
    """MEOS: the sequence restricted to each zone, with exact crossings of the lines between fixes."""
    sequence, areas = _sequence(_fixes(folder, "one.parquet", rows)), _areas(folder).to_crs(METRES)

    def run():
        parts = [sequence.at(shape) for shape in areas.geometry]
        seen = [p for p in parts if p is not None]
        minutes = sum(p.duration().total_seconds() for p in seen) / 60.0
        return {"minutes": minutes, "visits": sum(p.num_sequences() for p in seen)}

    return run


def zones_workbench(folder, rows):
    """wb.find_approaches with a ring of no width: levels, intervals and minutes included."""
    import workbench as wb

    tracks, areas = _tracks(_fixes(folder, "one.parquet", rows)), _areas(folder)

    def run():
        found = wb.find_approaches(tracks, areas, ring_m=0.0)
        return {"fixes": int(found["n_fixes"].sum()), "visits": len(found)}

    return run


def zones_workbench_runs(folder, rows):
    """The first part of it alone, which is what the others answer: which fixes lie in which zone."""
    from workbench.trajectory.approaches import runs_near
    from workbench.trajectory.trails import trails
    from workbench.trajectory.zones import checked_zones

    tracks, areas = _tracks(_fixes(folder, "one.parquet", rows)), _areas(folder)

    def run():
        runs = [runs_near(trail, zone, 0.0, "auto") for trail in trails(tracks) for zone in checked_zones(areas)]
        return {"fixes": int(sum((r.distance <= 0).sum() for r in runs)), "visits": sum(len(r.first) for r in runs)}

    return run


def meetings_pymeos(folder, rows):
    """MEOS: where the distance of two sequences is at most 50 m, for ten minutes and more; it bridges silences."""
    import pymeos as meos

    both = _fixes(folder, "two.parquet", None)
    a, b = (_sequence(both[both["wearer_id"] == w].head(rows)) for w in ("W1", "W2"))
    near = meos.FloatSpan(lower=0.0, upper=WITHIN_M, lower_inc=True, upper_inc=True)

    def run():
        found = a.distance(b).at(near)
        spans = [] if found is None else [(s.lower(), s.upper()) for s in found.time().spans()]
        return {"spans": _long(spans)}

    return run


def meetings_by_hand(folder, rows):
    """What many do by hand: both positions drawn to full minutes by numpy.interp, runs of ten minutes within 50 m."""
    both = _points(_fixes(folder, "two.parquet", None)).to_crs(METRES)
    people = []
    for wearer in ("W1", "W2"):
        mine = both[both["wearer_id"] == wearer].head(rows)
        seconds = mine["time"].astype("int64").to_numpy() / 1e6
        people.append((seconds, mine.geometry.x.to_numpy(), mine.geometry.y.to_numpy()))

    def run():
        (t, x, y), (u, v, w) = people
        minute = np.arange(max(t[0], u[0]) // 60 + 1, min(t[-1], u[-1]) // 60) * 60.0
        away = np.hypot(np.interp(minute, t, x) - np.interp(minute, u, v), np.interp(minute, t, y) - np.interp(minute, u, w))
        at = np.flatnonzero(away <= WITHIN_M)
        if not len(at):
            return {"spans": []}
        cut = np.flatnonzero(np.diff(at) > 1)
        first, last = at[np.append(0, cut + 1)], at[np.append(cut, len(at) - 1)]
        stamps = pd.to_datetime(minute * 1e9, utc=True)
        return {"spans": _long(list(zip(stamps[first], stamps[last], strict=True)))}

    return run


def meetings_workbench(folder, rows):
    """wb.find_meetings, the chance baseline by shifted days included."""
    import workbench as wb

    both = _fixes(folder, "two.parquet", None)
    tracks = _tracks(both.groupby("wearer_id", sort=False).head(rows).reset_index(drop=True))

    def run():
        found = wb.find_meetings(tracks, within_m=WITHIN_M, min_minutes=SHORTEST_MIN)
        return {"spans": _long(list(zip(found["start"], found["end"], strict=True)))}

    return run


def _long(spans):
    """Spans of ten minutes and more, as seconds since 1970."""
    pairs = [(pd.Timestamp(a).timestamp(), pd.Timestamp(b).timestamp()) for a, b in spans]
    return [p for p in pairs if p[1] - p[0] >= SHORTEST_MIN * 60]


def loading_pandas(folder, rows):
    """read_csv with times parsed: neither checks, nor flags, nor a hash, nor a report."""
    return lambda: {"rows": len(pd.read_csv(folder / "feed.csv", parse_dates=["time"]))}


def loading_movingpandas(folder, rows):
    """The same, and a TrajectoryCollection of it."""
    import movingpandas as mpd

    def run():
        table = pd.read_csv(folder / "feed.csv", parse_dates=["time"])
        table["time"] = table["time"].dt.tz_localize(None)
        made = mpd.TrajectoryCollection(table, traj_id_col="wearer", t="time", x="lon", y="lat", crs=4326)
        return {"rows": sum(len(t.df) for t in made)}

    return run


def loading_trackintel(folder, rows):
    """read_positionfixes_csv."""
    import trackintel as ti

    names = {"wearer": "user_id", "time": "tracked_at", "lat": "latitude", "lon": "longitude"}
    return lambda: {"rows": len(ti.read_positionfixes_csv(str(folder / "feed.csv"), columns=names, tz="UTC", crs=4326))}


def loading_workbench(folder, rows):
    """wb.read_tracks: hash, checks, flags, coverage and report included."""
    import workbench as wb

    def run():
        tracks = wb.read_tracks(folder / "feed.csv")
        return {"rows": tracks.load.rows_kept + len(tracks.load.set_aside)}

    return run


def _tracks(fixes):
    import workbench as wb
    from workbench.tables.load import LoadReport

    return wb.Tracks(fixes, LoadReport(len(fixes), len(fixes)))


JOBS = {name: job for name, job in globals().items() if name.startswith(("zones_", "meetings_", "loading_"))}
NAMED_AFTER = {"by": "numpy", "workbench": "numba"}


def _peak_mb(*, anew: bool) -> float:
    """Give the most memory held so far, in megabytes; if asked for, count anew from what is held now (Linux)."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) / 1e3


def main() -> int:
    """Run one job and print what it took."""
    warnings.filterwarnings("ignore")
    name, folder, rows, times = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    library = name.split("_")[1]
    if library != "pandas" and not name.startswith("loading"):
        JOBS[name](folder, 2000)()
    run = JOBS[name](folder, rows)
    before = _peak_mb(anew=True)
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        found = run()
        best = min(best, time.process_time() - start)
    version = importlib.metadata.version(NAMED_AFTER.get(library, library))
    print(json.dumps({"seconds": best, "mb": max(_peak_mb(anew=False) - before, 0.0), "version": version, **found}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
