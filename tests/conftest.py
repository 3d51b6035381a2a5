"""Shared fixtures: the open data folder, and no way out of the machine."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("WORKBENCH_OPEN_DATA", ROOT.parent / "shared" / "data"))
_LOCAL = ("127.", "::1", "localhost", "0.0.0.0")


@pytest.fixture
def open_data():
    """Give the folder of an open data set, or skip with the reason."""

    def folder(name: str) -> Path:
        place = SHARED / name
        if not place.is_dir():
            pytest.skip(f"open data set {name} not found under ../shared/data")
        return place

    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse every connection that would leave the machine."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOCAL):
            raise OSError(f"the tests may not connect to {address[0]}")
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
    yield
