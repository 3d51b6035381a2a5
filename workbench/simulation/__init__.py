"""The fictional borough of Eastmere, its people, their tags and the exact truth. It knows nothing of what it judges.

The room reads in this order: ``borough`` (with ``land``, ``streets``, ``places``), ``people``, ``routine``, ``days``,
``journeys``, ``path`` (the truth), ``sampling`` and ``emission`` (what the tag reports of it), ``wearer``, ``run`` (the
door). ``case``, ``cast`` and ``bundled`` are the bundled case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.simulation.basemap import base_map as base_map
    from workbench.simulation.borough import build_borough as build_borough
    from workbench.simulation.bundled import example as example
    from workbench.simulation.case import write_case as write_case
    from workbench.simulation.case_files import write_files as write_files
    from workbench.simulation.ministry import crime_batch_csv as crime_batch_csv
    from workbench.simulation.ministry import feed_csv as feed_csv
    from workbench.simulation.ministry import in_order_of_arrival as in_order_of_arrival
    from workbench.simulation.run import Simulation as Simulation
    from workbench.simulation.run import simulate as simulate

_HOMES = {
    "Simulation": "workbench.simulation.run",
    "base_map": "workbench.simulation.basemap",
    "build_borough": "workbench.simulation.borough",
    "crime_batch_csv": "workbench.simulation.ministry",
    "example": "workbench.simulation.bundled",
    "feed_csv": "workbench.simulation.ministry",
    "in_order_of_arrival": "workbench.simulation.ministry",
    "simulate": "workbench.simulation.run",
    "write_case": "workbench.simulation.case",
    "write_files": "workbench.simulation.case_files",
}

__all__ = [
    "Simulation",
    "base_map",
    "build_borough",
    "crime_batch_csv",
    "example",
    "feed_csv",
    "in_order_of_arrival",
    "simulate",
    "write_case",
    "write_files",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
