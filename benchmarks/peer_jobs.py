"""One job of one library on one file, timed: run by `benchmarks.peers` with the Python that has the library.

``python peer_jobs.py JOB FILE ROWS TIMES`` prints one line of JSON: processor seconds of the quickest run, peak memory in
megabytes beyond what was there before, versions, and the stays as pairs of microseconds since 1970. No other file of the
project is needed, but for the jobs of the workbench itself.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
import warnings
from pathlib import Path

import pandas as pd

METRES = "+proj=tmerc +lat_0=51.4 +lon_0=1.2 +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m"
LARGEST_M, SHORTEST_MIN, GAP_MIN = 100.0, 10.0, 15.0


def movingpandas(fixes):
    """TrajectoryStopDetector, in metres: building the trajectory is not counted."""
    import geopandas as gpd
    import movingpandas as mpd

    points = gpd.points_from_xy(fixes["lon"], fixes["lat"], crs=4326)
    frame = gpd.GeoDataFrame(geometry=points, index=fixes["time"].dt.tz_localize(None)).to_crs(METRES)
    track = mpd.Trajectory(frame, 1)

    def run():
        found = mpd.TrajectoryStopDetector(track).get_stop_time_ranges(
            max_diameter=LARGEST_M, min_duration=pd.Timedelta(minutes=SHORTEST_MIN)
        )
        return [(stay.t_0, stay.t_n) for stay in found]

    return run


def trackintel(fixes):
    """generate_staypoints, sliding; the positions as a frame are not counted."""
    import geopandas as gpd
    import trackintel as ti

    points = gpd.points_from_xy(fixes["lon"], fixes["lat"], crs=4326)
    frame = gpd.GeoDataFrame({"user_id": 1, "tracked_at": fixes["time"]}, geometry=points)
    frame.index.name = "id"

    def run():
        _, found = ti.preprocessing.generate_staypoints(
            ti.Positionfixes(frame),
            dist_threshold=LARGEST_M,
            time_threshold=SHORTEST_MIN,
            gap_threshold=GAP_MIN,
            include_last=True,
        )
        return list(zip(found["started_at"], found["finished_at"], strict=True))

    return run


def fastmob(fixes):
    """generate_staypoints, from a pandas frame."""
    from fastmob import Positionfixes

    frame = pd.DataFrame({"uid": 1, "datetime": fixes["time"].dt.tz_localize(None), "lat": fixes["lat"], "lng": fixes["lon"]})

    def run():
        found = (
            Positionfixes(frame)
            .generate_staypoints(minutes_for_a_stop=SHORTEST_MIN, spatial_radius_km=LARGEST_M / 1000, no_data_for_minutes=GAP_MIN)
            .df
        )
        return list(zip(found["started_at"], found["finished_at"], strict=True))

    return run


def infostop(fixes):
    """Labels of stops, radii of 50 m; runs of one label are its stays."""
    import numpy as np
    from infostop import Infostop

    time_s = fixes["time"].astype("int64").to_numpy() // 1_000_000
    rows = np.column_stack([fixes["lat"], fixes["lon"], time_s])

    def run():
        model = Infostop(r1=50, r2=50, min_staying_time=SHORTEST_MIN * 60, max_time_between=GAP_MIN * 60)
        label = model.fit_predict(rows)
        edge = np.flatnonzero(np.diff(label)) + 1
        low, high = np.append(0, edge), np.append(edge, len(label)) - 1
        good = label[low] >= 0
        return [(fixes["time"].iloc[a], fixes["time"].iloc[b]) for a, b in zip(low[good], high[good], strict=True)]

    return run


def pymeos(fixes):
    """MEOS: the stops of a sequence of points in metres, without a rule for silences; building the sequence is not counted."""
    import datetime as dt

    import geopandas as gpd
    import pymeos as meos

    meos.pymeos_initialize("UTC")
    points = gpd.GeoSeries.from_xy(fixes["lon"], fixes["lat"], crs=4326).to_crs(METRES)
    moments = fixes["time"].dt.to_pydatetime()
    sequence = meos.TGeomPointSeq(
        instant_list=[meos.TGeomPointInst(point=p, timestamp=t) for p, t in zip(points, moments, strict=True)]
    )

    def run():
        found = sequence.stops(max_distance=LARGEST_M, min_duration=dt.timedelta(minutes=SHORTEST_MIN))
        return [(stay.start_timestamp(), stay.end_timestamp()) for stay in found.sequences()]

    return run


def workbench_auto(fixes):
    """wb.find_stays(engine="auto"), tracks to table."""
    return _workbench(fixes, "auto")


def workbench_plain(fixes):
    """wb.find_stays(engine="plain"), tracks to table."""
    return _workbench(fixes, "plain")


def _workbench(fixes, engine):
    import workbench as wb
    from workbench.tables.load import LoadReport

    tracks = wb.Tracks(fixes, LoadReport(len(fixes), len(fixes)))

    def run():
        found = wb.find_stays(tracks, max_diameter_m=LARGEST_M, min_minutes=SHORTEST_MIN, engine=engine)
        return list(zip(found["start"], found["end"], strict=True))

    return run


JOBS = {job.__name__: job for job in (movingpandas, trackintel, fastmob, infostop, pymeos, workbench_auto, workbench_plain)}
NEEDS = {"workbench_auto": "numba", "workbench_plain": "numba"}


def _micros(moment) -> int:
    stamp = pd.Timestamp(moment)
    stamp = stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp
    return stamp.value // 1000


def _peak_mb(*, anew: bool) -> float:
    """Give the most memory held so far, in megabytes; if asked for, count anew from what is held now (Linux)."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) / 1e3


def main() -> int:
    """Run one job and print what it took."""
    warnings.filterwarnings("ignore")
    name, file, rows, times = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    fixes = pd.read_parquet(file).head(rows)
    JOBS[name](fixes.head(3000))()
    run = JOBS[name](fixes)
    before = _peak_mb(anew=True)
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        found = run()
        best = min(best, time.process_time() - start)
    stays = [(_micros(a), _micros(b)) for a, b in found]
    version = importlib.metadata.version(NEEDS.get(name, name))
    print(json.dumps({"seconds": best, "mb": max(_peak_mb(anew=False) - before, 0.0), "version": version, "stays": stays}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
