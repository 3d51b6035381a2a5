"""Shared fixtures: the open data folder, and no way out of the machine."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("WORKBENCH_OPEN_DATA", ROOT.parent / "shared" / "data"))
_LOCAL = ("127.", "::1", "localhost", "0.0.0.0")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker is left with it at the end while the others wait."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session", autouse=True)
def state_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what the tests would leave in the folder of state of whoever runs them among the temporary files."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session")
def open_data_folder() -> Callable[[str], Path]:
    """Give the folder of an open data set, or skip with the reason."""

    def folder(name: str) -> Path:
        place = SHARED / name
        if not place.is_dir():
            pytest.skip(f"open data set {name} not found under ../shared/data")
        return place

    return folder


@pytest.fixture
def open_data(open_data_folder: Callable[[str], Path]) -> Callable[[str], Path]:
    """Give the folder of an open data set, or skip with the reason."""
    return open_data_folder


def _refuse_outside(address: object) -> None:
    """Stop where an address is not this machine's; addresses that are no (host, port) pair are local sockets."""
    if isinstance(address, tuple) and not str(address[0]).startswith(_LOCAL):
        raise OSError(f"the tests may not connect to {address[0]}")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection, datagram and look-up of a name that would leave the machine."""
    kind, find = socket.socket, socket.getaddrinfo
    connect, connect_ex, sendto = kind.connect, kind.connect_ex, kind.sendto

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_outside(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_outside(address)
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        _refuse_outside(rest[-1])
        return sendto(self, data, *rest)

    def guarded_find(host: Any, *rest: Any, **named: Any) -> Any:
        if host is not None:
            _refuse_outside((host.decode() if isinstance(host, bytes) else host,))
        return find(host, *rest, **named)

    monkeypatch.setattr(kind, "connect", guarded_connect)
    monkeypatch.setattr(kind, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(kind, "sendto", guarded_sendto)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_find)
