"""Orders written to a file and read from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import workbench as wb


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Any]:
    """Write content to a file and read it as orders."""

    def reader(content: object, name: str = "order.json", **more: Any) -> Any:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return wb.read_orders(path, **more)

    return reader
