"""Read one GeoPackage or Shapefile with GDAL, alone in a process: standard input to lines of JSON.

Run as a file by ``gis_files``, never imported: nothing of the workbench is loaded here, and GDAL knows two formats only.
"""

import base64
import json
import re
import sqlite3
import sys
import warnings

_FORMATS = {"GPKG", "ESRI Shapefile"}
_PLAIN = re.compile(r"\s*CREATE\s+TABLE\b", re.IGNORECASE)
_TYPE = re.compile(r"[A-Za-z ]+(\(\d+\))?")
_SELECT, _READ, _PRAGMA = 21, 20, 19
"""Numbers of what SQLite asks leave for; the module names them from Python 3.11 on, but not in every build."""
_FRESH = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT, description TEXT DEFAULT '',
  last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT PRIMARY KEY, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL);
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
"""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _reading_only(action: int, first: str | None, *_: object) -> int:
    """Grant reading and nothing else: no function, no pragma but the one for columns, no recursion, no writing."""
    granted = action in (_SELECT, _READ) or (action == _PRAGMA and first == "table_xinfo")
    return sqlite3.SQLITE_OK if granted else sqlite3.SQLITE_DENY


def plain_copy(data: bytes, notes: list[str]) -> bytes:
    """Copy the plain tables of a GeoPackage into a fresh one: no view, trigger, virtual table or computed column."""
    # A GeoPackage is a database, and a database holds programs. Only stored values reach GDAL; of another database, nothing.
    given, fresh = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    # A database in memory has no write-ahead log; these two bytes say whether there is one.
    given.deserialize(data[:18] + b"\1\1" + data[20:] if data[18:20] == b"\2\2" else data)
    given.text_factory = lambda raw: raw.decode("utf-8", "replace")
    given.execute("PRAGMA trusted_schema = OFF")
    given.set_authorizer(_reading_only)
    held = given.execute("SELECT name, sql FROM sqlite_master").fetchall()
    plain = {name.lower() for name, sql in held if isinstance(name, str) and isinstance(sql, str) and _PLAIN.match(sql)}
    if not {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"} <= plain:
        return b""
    fresh.executescript(_FRESH)
    for row in given.execute(
        "SELECT srs_name, srs_id, organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
    ):
        fresh.execute("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, '')", row)
    listed = [name for name, kind in given.execute("SELECT table_name, data_type FROM gpkg_contents") if kind == "features"]
    drawn = given.execute(
        "SELECT table_name, column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns"
    ).fetchall()
    shapes = {str(row[0]).lower(): row for row in drawn}
    for name in map(str, listed):
        if name.lower() not in plain:
            notes.append(f"The layer {name[:60]!r} is computed by a view or a program in the file; it was not read.")
        elif name.lower() not in shapes:
            notes.append(f"The layer {name[:60]!r} does not say which of its columns holds the outlines; it was not read.")
        else:
            _copy(given, fresh, name, shapes[name.lower()])
    given.close()
    fresh.commit()
    copied = fresh.serialize()
    fresh.close()
    return copied


def _copy(given: sqlite3.Connection, fresh: sqlite3.Connection, name: str, shape: tuple[object, ...]) -> None:
    """Copy the stored columns of one table; a computed one is hidden from the list of columns or marked in it."""
    columns = [
        (str(column), str(kind) if _TYPE.fullmatch(str(kind)) else "", key)
        for _, column, kind, _, _, key, hidden in given.execute(f"PRAGMA table_xinfo({_quoted(name)})")
        if hidden == 0
    ]
    keys = [column for column, kind, key in columns if key and kind.upper() == "INTEGER"]
    made = [f"{_quoted(c)} {kind}" + (" PRIMARY KEY" if keys == [c] else "") for c, kind, _ in columns]
    fresh.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(made)})")
    wanted, places = ", ".join(_quoted(c) for c, _, _ in columns), ", ".join("?" * len(columns))
    fresh.executemany(
        f"INSERT INTO {_quoted(name)} VALUES ({places})",  # noqa: S608 quoted above
        given.execute(f"SELECT {wanted} FROM {_quoted(name)}"),  # noqa: S608 quoted above
    )
    fresh.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) "
        "VALUES (?, 'features', ?, '2000-01-01T00:00:00.000Z', ?)",
        (name, name, shape[3]),
    )
    fresh.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)", (name, *shape[1:]))


def layers(data: bytes, notes: list[str]) -> dict[str, object]:
    """Read every layer with outlines: its coordinate system, and each outline as well-known binary with its values."""
    # pyogrio looks for these only to know whether they are there; loading them would take most of a second.
    for name in ("pandas", "geopandas", "pyarrow", "pyproj", "shapely"):
        sys.modules[name] = None  # type: ignore[assignment]
    import pyogrio
    import pyogrio.raw

    if not set(pyogrio.list_drivers()) <= _FORMATS:
        return {"error": "GDAL would choose among more formats than a GeoPackage and a Shapefile here"}
    found: list[dict[str, object]] = []
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        for name, kind in pyogrio.list_layers(data):
            if kind is None:
                continue
            meta, _, shapes, values = pyogrio.raw.read(data, layer=name, datetime_as_string=True)
            columns = [[_plain(v) for v in column.tolist()] for column in values]
            records = [dict(zip(meta["fields"].tolist(), row, strict=True)) for row in zip(*columns, strict=True)]
            coded = [None if shape is None else base64.b64encode(shape).decode("ascii") for shape in shapes]
            found.append({"crs": meta["crs"], "shapes": coded, "records": records or [{} for _ in coded]})
    # The name in memory has no suffix, which is no fault of the file.
    notes += [f"GDAL says: {w.message}." for w in said if "non conformant file extension" not in str(w.message)]
    return {"layers": found}


def _plain(value: object) -> object:
    """Give a value as JSON can hold it: what is missing is null, bytes are told by their number."""
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, bytes | bytearray):
        return f"{len(value)} bytes"
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def main() -> None:
    """Read what stands on standard input."""
    data, notes = sys.stdin.buffer.read(), []  # type: bytes, list[str]
    try:
        content = plain_copy(data, notes) if sys.argv[1] == "GPKG" else data
        found = layers(content, notes) if content else {"error": "it is a database, but not a GeoPackage"}
    except (sqlite3.Error, RuntimeError, ValueError, OSError, TypeError, LookupError) as error:
        found = {"error": f"it is damaged ({str(error)[:200]})"}
    sys.stdout.write(json.dumps(found | {"notes": notes}))


if __name__ == "__main__":
    main()
