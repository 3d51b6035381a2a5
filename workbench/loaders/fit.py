"""FIT files of sports watches and bicycle computers: the ``record`` messages."""

from __future__ import annotations

import datetime as dt
import struct
from typing import Any

import fitdecode

from workbench.base import InputError
from workbench.loaders.collect_records import Gather, Raw
from workbench.loaders.source import Source
from workbench.loaders.values import count_of, number

__all__ = ["read_fit"]

_DEGREES = 180.0 / 2**31
_FAULTS = (
    fitdecode.FitError,
    struct.error,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    EOFError,
    AssertionError,
)


def read_fit(source: Source) -> Raw:
    """Read a FIT file."""
    # Source: Garmin's FIT profile through fitdecode (UTC seconds since 1989, semicircles, metres per second).
    gather, other = Gather(source.name), 0
    try:
        with (
            source.open() as stream,
            fitdecode.FitReader(
                stream, check_crc=fitdecode.CrcCheck.RAISE, error_handling=fitdecode.ErrorHandling.IGNORE
            ) as frames,
        ):
            for frame in frames:
                if frame.frame_type != fitdecode.FIT_FRAME_DATA:
                    continue
                if frame.name == "record":
                    _take(frame, gather)
                else:
                    other += 1
    except InputError:
        raise
    except fitdecode.FitCRCError:
        gather.note("The file's own checksum does not agree with its content: it may be damaged or was changed.")
    except _FAULTS:
        gather.broken("the file is cut off or damaged")
    if other:
        gather.note(f"{count_of(other, 'message', 'messages')} of other kinds (laps, events, devices) hold no fix.")
    return gather.raw("fit", utc=True)


def _take(frame: Any, gather: Gather) -> None:
    values = {field.name: field.value for field in frame.fields}
    lon, lat, time = (values.get(name) for name in ("position_long", "position_lat", "timestamp"))
    if lon is None or lat is None:
        gather.skip("the record has no position")
        return
    speed = values.get("enhanced_speed", values.get("speed"))
    gather.keep(
        {
            "time": time.isoformat() if isinstance(time, dt.datetime) else None,
            "lon": number(lon, _DEGREES),
            "lat": number(lat, _DEGREES),
            "accuracy_m": number(values.get("gps_accuracy"), low=0.0),
            "speed_kmh": number(speed, 3.6, low=0.0),
            "heading_deg": number(values.get("heading"), low=0.0),
            "method": "unknown",
        }
    )
