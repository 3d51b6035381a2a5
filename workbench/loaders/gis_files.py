"""GeoPackage and Shapefile: known by their first bytes, read by the one driver named, in a process of their own."""

from __future__ import annotations

import base64
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import shapely

from workbench.base import InputError
from workbench.loaders.child import in_child
from workbench.loaders.outlines import Outlines
from workbench.loaders.safe_zip import open_zip, read_member
from workbench.loaders.source import TEXT_LIMIT, Source

__all__ = ["GEOPACKAGE", "SHAPEFILE", "read_gis"]

GEOPACKAGE, SHAPEFILE = b"SQLite format 3\0", b"\x00\x00\x27\x0a"
"""How each begins."""
_BESIDE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_MOST_FILES = 20
_CHILD = Path(__file__).with_name("gis_child.py")
_FORMATS = ("GPKG", "ESRI Shapefile")
_DO = "Copy or export it again; a .shp needs its .shx and .dbf beside it."


def read_gis(source: Source) -> Outlines:
    """Read every layer of a GeoPackage or Shapefile, zipped or not."""
    # Source: GDAL through pyogrio.
    if source.head.startswith(b"PK"):
        return _taken([_read(kind, content, source.name) for kind, content in _zipped(source)], source)
    if source.head.startswith(GEOPACKAGE):
        log = source.path.with_name(source.path.name + "-wal")
        if log.is_file() and log.stat().st_size:
            raise InputError(
                "Changes to the GeoPackage stand in a file beside it and not yet in it.",
                where=log.name,
                do="Close the program that has it open, then read it again.",
            )
        return _taken([_read("GPKG", source.content(), source.name)], source)
    return _taken([_read("ESRI Shapefile", _packed(_siblings(source), source.name), source.name)], source)


def _zipped(source: Source) -> list[tuple[str, bytes]]:
    """Give the GeoPackages and Shapefiles of an archive, each known by its first bytes and not by its name alone."""
    found: list[tuple[str, bytes]] = []
    with open_zip(source.data if source.data is not None else source.path, source.name) as archive:
        names = [m.filename for m in archive.infolist() if not m.is_dir()]
        wanted = [n for n in names if n.lower().endswith((".gpkg", ".shp"))]
        if not wanted:
            raise InputError(
                "The archive holds no Shapefile and no GeoPackage.",
                where=source.name,
                do="Zip the .shp together with its .shx, .dbf and .prj.",
            )
        if len(wanted) > _MOST_FILES:
            raise InputError(
                f"The archive holds {len(wanted):,} files of zones; {_MOST_FILES} are read at once.",
                where=source.name,
                do="Unpack it and read each by itself.",
            )
        for name in wanted:
            content, where = read_member(archive, name, source.name), f"{source.name}, {name}"
            is_shape = name.lower().endswith(".shp")
            if not content.startswith(SHAPEFILE if is_shape else GEOPACKAGE):
                raise InputError(
                    f"{Path(name).name!r} is no {'Shapefile' if is_shape else 'GeoPackage'}: it begins otherwise.",
                    where=where,
                    do="Ask for the file again, as it was made.",
                )
            if is_shape:
                stem = name[:-4].lower()
                parts = {n[-4:].lower(): n for n in names if n[:-4].lower() == stem and n[-4:].lower() in _BESIDE}
                packed = {suffix: read_member(archive, part, source.name) for suffix, part in parts.items()}
                found.append(("ESRI Shapefile", _packed(packed, source.name)))
            else:
                found.append(("GPKG", content))
    return found


def _siblings(source: Source) -> dict[str, bytes]:
    """Give the contents of a Shapefile and of what belongs to it beside it."""
    found = {".shp": source.content()}
    stem = source.path.stem.lower()
    try:
        for place in source.path.parent.iterdir():
            suffix = place.suffix.lower()
            if place.stem.lower() == stem and suffix in _BESIDE[1:] and place.is_file():
                if place.stat().st_size > TEXT_LIMIT:
                    raise InputError("The file is too large for zones.", where=place.name, do="Export the zones as GeoJSON.")
                found[suffix] = place.read_bytes()
    except OSError as error:
        raise InputError(f"The file cannot be read: {error.strerror or error}.", where=source.name, do=_DO) from error
    return found


def _packed(parts: dict[str, bytes], name: str) -> bytes:
    """Put the parts of a Shapefile into one archive in memory, under a name of ours."""
    if ".shx" not in parts:
        raise InputError("The Shapefile lacks its .shx.", where=name, do=_DO)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for suffix, content in parts.items():
            archive.writestr(f"layer{suffix}", content)
    return memory.getvalue()


def _read(kind: str, content: bytes, name: str) -> dict[str, Any]:
    # What a user or an administrator set for other work of GDAL and PROJ does not reach the reader: its environment is new,
    # its file of settings is none, and every driver that this GDAL has is switched off but the two.
    from pyogrio import list_drivers

    others = {d for d in list_drivers() if d not in _FORMATS}
    hidden = {d.strip() for key in ("OGR_SKIP", "GDAL_SKIP") for d in os.environ.get(key, "").split(",") if d.strip()}
    settings = {
        "OGR_SKIP": ",".join(sorted(others | (hidden - set(_FORMATS)))),
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_CONFIG_FILE": os.devnull,
        "PROJ_NETWORK": "OFF",
        "OPENBLAS_NUM_THREADS": "1",
    }
    found = json.loads(in_child(_CHILD, kind, content=content, name=name, settings=settings))
    if "error" in found:
        raise InputError(f"The file cannot be read: {found['error']}.", where=name, do=_DO)
    return found


def _taken(files: list[dict[str, Any]], source: Source) -> Outlines:
    """Put the layers of all files together; they must agree in their coordinate system."""
    notes = [note for file in files for note in file["notes"]]
    layers = [layer for file in files for layer in file["layers"]]
    if not layers:
        why = f" {notes[0]}" if notes else ""
        raise InputError(f"The file holds no layer with shapes.{why}", where=source.name, do="Check that it is the right export.")
    found = Outlines("shapefile" if source.suffix in (".shp", ".zip") else "geopackage", layers[0]["crs"])
    if found.crs is None:
        found.note("The file states no coordinate system (a Shapefile does so in its .prj); degrees were taken as WGS 84.")
    for layer in layers:
        if layer["crs"] != found.crs:
            raise InputError(
                "The layers differ in their coordinate system.", where=source.name, do="Export each layer on its own."
            )
        coded = [None if shape is None else base64.b64decode(shape) for shape in layer["shapes"]]
        for shape, record in zip(shapely.from_wkb(coded, on_invalid="ignore"), layer["records"], strict=True):
            found.keep(shape, record)
    for note in notes:
        found.note(note)
    return found
