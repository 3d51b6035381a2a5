"""A JSON document read whole, within bounds."""

from __future__ import annotations

import json
from typing import Any

from workbench.base.errors import InputError
from workbench.loaders.source import Source

__all__ = ["read_json"]

_OBJECTS = 4_000_000
_VALUES = 25_000_000


def read_json(source: Source) -> Any:
    """Read one JSON document, refusing what would not fit in memory."""
    # Source: the standard library's parser; the bounds are own choices.
    data = source.content()
    if data.count(b"{") + data.count(b"[") > _OBJECTS or data.count(b",") > _VALUES:
        raise InputError(
            "The JSON document holds too many values to be read at once.",
            where=source.name,
            do="Split it into parts and give them as a list; a list is one load.",
        )
    text = source.text()
    try:
        return json.loads(text)
    except RecursionError as error:
        raise InputError("The JSON document is nested too deep.", where=source.name, do="Export it again.") from error
    except json.JSONDecodeError as error:
        raise InputError(
            f"The text is not JSON: {error.msg}.",
            where=f"{source.name}, line {error.lineno}, column {error.colno}",
            do="The file may be cut off; export or copy it again.",
        ) from error
    except ValueError as error:
        raise InputError(
            "The JSON document holds a number of thousands of digits.", where=source.name, do="Export it again."
        ) from error
