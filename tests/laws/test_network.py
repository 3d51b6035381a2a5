"""Law 11, at run time: the tests themselves refuse every way out of the machine."""

from __future__ import annotations

import socket

import pytest

OUTSIDE = "192.0.2.1"
"""An address kept for documentation; no machine has it."""


def test_a_connection_to_the_outside_is_refused() -> None:
    with socket.socket() as way, pytest.raises(OSError, match="may not connect"):
        way.connect((OUTSIDE, 80))
    with socket.socket() as way, pytest.raises(OSError, match="may not connect"):
        way.connect_ex((OUTSIDE, 80))
    with socket.socket(type=socket.SOCK_DGRAM) as way, pytest.raises(OSError, match="may not connect"):
        way.sendto(b"x", (OUTSIDE, 53))


def test_a_name_of_the_outside_is_not_looked_up() -> None:
    with pytest.raises(OSError, match="may not connect"):
        socket.getaddrinfo("tile.example.org", 443)


def test_the_machine_itself_is_reached() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname(), timeout=5) as way:
            assert way.getpeername() == server.getsockname()
