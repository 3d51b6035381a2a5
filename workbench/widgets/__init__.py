"""Widgets: thin hands and faces over one session. They take plain descriptions and never compute.

* ``show_tracks``   the front door: everything put together
* ``header`` ``switches``         who and when; what is drawn
* ``mapview``                     the map with its legend, its point card and the steps from fix to fix
* ``timestrip`` ``tableview``     the timeline with its brush; the tables
* ``statement`` ``answerpanel``   the form that checks an account, and its answer
* ``crimeboard`` ``boardmap`` ``boardmatrix``   crimes held against trails, over ``workbench.state.board``
* ``guard`` ``look``              how a fault is shown and how often a screen may ask; the style sheet
* ``memory``        what was chosen outlives the running again of its cell
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.widgets.crimeboard import CrimeBoard as CrimeBoard
    from workbench.widgets.show_tracks import show as show

_HOMES = {"CrimeBoard": "workbench.widgets.crimeboard", "show": "workbench.widgets.show_tracks"}

__all__ = ["CrimeBoard", "show"]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
