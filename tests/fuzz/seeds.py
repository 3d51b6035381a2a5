"""Small sound files of every kind that is read, made by code; the fuzzer changes them."""

import gzip
import json
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd
import shapely

from tests.loaders.made import MAKERS, Point

POINTS = [Point(60 * i, 1.2 + i / 1000, 51.4) for i in range(4)]
BATCH = (
    'Kent,RB,Robbery,KNT20260303,K1,20260303211000,20260303214000,,,51.6268,1.4240,WGS84,"a, b"\n'
    "Kent,RB,Robbery,KNT20260303,K2,20260303211000,20260303214000,530000,180000,,,BNG,x\n"
)
CRIMES = (
    "crime_id,force,kind,start,end,lat,lon,text\n"
    "A1,Kent,RB,2026-03-03T21:10:00Z,2026-03-03T21:40:00Z,51.6268,1.4240,x\n"
    "A2,Kent,RB,03/03/2026 21:10,03/03/2026 21:40,51.6268,1.4240,y\n"
)
ZONES_CSV = (
    'zone_id,name,wkt\nZ1,A,"POLYGON ((1 51, 1.1 51, 1.1 51.1, 1 51))"\nZ2,B,"POINT (1 51)"\n',
    "zone_id,name,lon,lat,radius_m,start,end\nZ1,A,1.2,51.4,200,2026-03-01,2026-04-01\nZ2,B,1.3,51.4,50,,\n",
)


def _table() -> pd.DataFrame:
    times = [f"2026-03-03T21:{10 + i}:00Z" for i in range(4)]
    return pd.DataFrame(
        {"wearer": "W1", "time": times, "lat": [p.lat for p in POINTS], "lon": [p.lon for p in POINTS], "acc": 10}
    )


def _zones(folder: Path) -> dict[str, bytes]:
    frame = gpd.GeoDataFrame(
        {"name": ["a", "b"]}, geometry=[shapely.box(1, 51, 1.1, 51.1), shapely.box(1.2, 51, 1.3, 51.1)], crs=4326
    )
    frame.to_file(folder / "z.gpkg", driver="GPKG", layer="zones")
    frame.to_file(folder / "z.geojson", driver="GeoJSON")
    frame.to_file(folder / "z.shp")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for place in sorted(folder.glob("z.*")):
            if place.suffix in (".shp", ".shx", ".dbf", ".prj"):
                archive.write(place, place.name)
    return {
        "z.gpkg": (folder / "z.gpkg").read_bytes(),
        "z.geojson": (folder / "z.geojson").read_bytes(),
        "z.zip": packed.getvalue(),
    }


def seeds() -> dict[str, list[tuple[str, bytes]]]:
    """Give the reader's name -> file names and contents; slow kinds, read in a process of their own, come last."""
    table = _table()
    lines = "".join(json.dumps(row) + "\n" for row in table.to_dict(orient="records"))
    tracks = [(f"{name}{suffix}", make(POINTS)) for name, (make, suffix) in MAKERS.items()]
    with TemporaryDirectory() as folder:
        place = Path(folder)
        table.to_excel(place / "t.xlsx", index=False)
        table.to_parquet(place / "t.parquet", index=False)
        slow = [(name, (place / name).read_bytes()) for name in ("t.xlsx", "t.parquet")]
        zones = _zones(place)
    csv = table.to_csv(index=False).encode()
    uk = csv.replace(b"2026-03-03T", b"03/03/2026 ").replace(b":00Z", b":00")
    return {
        "tracks": [("t.csv", csv), ("u.csv", uk), ("t.jsonl", lines.encode()), ("t.csv.gz", gzip.compress(csv)), *tracks],
        "crimes": [("b.csv", BATCH.encode()), ("c.csv", CRIMES.encode())],
        "zones": [("z.geojson", zones["z.geojson"]), *((f"z{i}.csv", text.encode()) for i, text in enumerate(ZONES_CSV))],
        "tracks, apart": slow,
        "zones, apart": [("z.gpkg", zones["z.gpkg"]), ("z.zip", zones["z.zip"])],
    }
