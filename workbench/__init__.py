"""The open workbench for GPS-tag investigations.

Start with ``import workbench as wb``. The rooms, in the order the data walks through them:

* ``base`` ``html`` ``time`` ``geo``   the ground: errors, cards, clocks, positions in metres, what people type
* ``tables``          every table's columns; ``Tracks`` and the load report
* ``position_error``  how wrong a fix may be
* ``loaders``         file -> fixes, zones, crimes; every row accounted for
* ``orders``          what a person is ordered to do, since when, and what follows minute by minute
* ``simulation``      the fictional borough of Eastmere, its people, their tags and their truth
* ``observations``    one wearer's usable fixes, prepared once
* ``trajectory``      fixes -> stays, gaps, approaches; the MovingPandas bridge
* ``evidence``        what the data can and cannot say about an account
* ``crimes``          crimes against trails: there, excluded, or unknown, and what chance alone would give
* ``lifestyle``       what somebody's weeks look like: home
* ``validation``      how good the answers are, measured on simulated wearers whose truth is known
* ``exports``         tables -> files that others can read
* ``views``           tables -> plain descriptions of drawings
* ``state``           what is chosen now
* ``widgets``         the hands and faces over the state, in JupyterLab
* ``start`` ``cli``   JupyterLab on the first notebook; the command line

``docs/architecture.md`` is the same on one page, with the way of one fix and of one claim.

Names load when they are first used, so the import itself is quick and loads no Jupyter.
"""

from __future__ import annotations

import sys

# `python -m workbench` looks for modules in the folder one stands in before anywhere else, and a folder of evidence may hold a
# `typing.py` or a `pandas.py`. It goes before anything more is imported, unless the workbench itself was found there.
if sys.argv[:1] == ["-m"] and not sys.flags.safe_path and sys.path[0] not in ("", __file__.replace("\\", "/").rsplit("/", 2)[0]):
    del sys.path[0]

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Claim": "workbench.evidence.claim",
    "CrimeBoard": "workbench.widgets.crimeboard",
    "InputError": "workbench.base.errors",
    "LoadReport": "workbench.tables.load",
    "Matches": "workbench.crimes.matches",
    "MissingError": "workbench.base.errors",
    "Quality": "workbench.base.quality",
    "SchemaError": "workbench.base.errors",
    "TimeError": "workbench.base.errors",
    "Tracks": "workbench.tables.tracks",
    "Verdict": "workbench.evidence.verdict",
    "WorkbenchError": "workbench.base.errors",
    "calibrate_fixes": "workbench.position_error.calibrate",
    "check": "workbench.evidence.check_claim",
    "check_account": "workbench.evidence.account",
    "check_home": "workbench.lifestyle.home.check_home",
    "diff_orders": "workbench.orders.changes",
    "duties": "workbench.orders.obligations",
    "example": "workbench.simulation.bundled",
    "find_approaches": "workbench.trajectory.approaches",
    "find_drift": "workbench.trajectory.drift",
    "find_edge_stays": "workbench.trajectory.edge_stays",
    "find_gaps": "workbench.trajectory.gaps",
    "find_meetings": "workbench.trajectory.meetings",
    "find_places": "workbench.trajectory.places",
    "find_stays": "workbench.trajectory.stays",
    "find_trips": "workbench.trajectory.trips",
    "from_movingpandas": "workbench.trajectory.bridge",
    "match_crimes": "workbench.crimes.match",
    "read_crimes": "workbench.loaders.crimes.read",
    "read_orders": "workbench.orders.read",
    "read_tracks": "workbench.loaders.tracks",
    "read_zones": "workbench.loaders.zones",
    "sample_claims": "workbench.validation.claims",
    "score": "workbench.validation.scoring",
    "screen_zones": "workbench.trajectory.screening",
    "show": "workbench.widgets.show_tracks",
    "simulate": "workbench.simulation.run",
}

if TYPE_CHECKING:
    from workbench.base.errors import InputError, MissingError, SchemaError, TimeError, WorkbenchError
    from workbench.base.quality import Quality
    from workbench.crimes.match import match_crimes
    from workbench.crimes.matches import Matches
    from workbench.evidence.account import check_account
    from workbench.evidence.check_claim import check
    from workbench.evidence.claim import Claim
    from workbench.evidence.verdict import Verdict
    from workbench.lifestyle.home.check_home import check_home
    from workbench.loaders.crimes.read import read_crimes
    from workbench.loaders.tracks import read_tracks
    from workbench.loaders.zones import read_zones
    from workbench.orders.changes import diff_orders
    from workbench.orders.obligations import duties
    from workbench.orders.read import read_orders
    from workbench.position_error.calibrate import calibrate_fixes
    from workbench.simulation.bundled import example
    from workbench.simulation.run import simulate
    from workbench.tables.load import LoadReport
    from workbench.tables.tracks import Tracks
    from workbench.trajectory.approaches import find_approaches
    from workbench.trajectory.bridge import from_movingpandas
    from workbench.trajectory.drift import find_drift
    from workbench.trajectory.edge_stays import find_edge_stays
    from workbench.trajectory.gaps import find_gaps
    from workbench.trajectory.meetings import find_meetings
    from workbench.trajectory.places import find_places
    from workbench.trajectory.screening import screen_zones
    from workbench.trajectory.stays import find_stays
    from workbench.trajectory.trips import find_trips
    from workbench.validation.claims import sample_claims
    from workbench.validation.scoring import score
    from workbench.widgets.crimeboard import CrimeBoard
    from workbench.widgets.show_tracks import show

__all__ = [
    "Claim",
    "CrimeBoard",
    "InputError",
    "LoadReport",
    "Matches",
    "MissingError",
    "Quality",
    "SchemaError",
    "TimeError",
    "Tracks",
    "Verdict",
    "WorkbenchError",
    "calibrate_fixes",
    "check",
    "check_account",
    "check_home",
    "diff_orders",
    "duties",
    "example",
    "find_approaches",
    "find_drift",
    "find_edge_stays",
    "find_gaps",
    "find_meetings",
    "find_places",
    "find_stays",
    "find_trips",
    "from_movingpandas",
    "match_crimes",
    "read_crimes",
    "read_orders",
    "read_tracks",
    "read_zones",
    "sample_claims",
    "score",
    "screen_zones",
    "show",
    "simulate",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'workbench' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
