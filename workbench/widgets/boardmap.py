"""The board's map: crimes, fading trails, silences and the fixes of the chosen pair. No tiles; it moves only when asked."""

from __future__ import annotations

from typing import Any

import ipyleaflet as leaflet
import ipywidgets as w

from workbench.html import render
from workbench.state import Board
from workbench.views import DISCLAIMER, Layer, View, apart, base_layer, fit, legend, legend_html, no_layer, seen
from workbench.widgets.guard import Debounce, Guard
from workbench.widgets.mapview import label_marker, size_of

__all__ = ["BoardMap"]

_SIZE = (836.0, 400.0)
_HEIGHT = "clamp(380px, 52vh, 640px)"
_LEGEND_PX = 250.0
_ORDER = ("base", "excluded", "unknown", "hit", "gaps", "crimes", "points", "scene")
_FIRST = ("place", "point", "hit", "unknown", "gap", "excluded")


class BoardMap(w.VBox):
    """The map of a crime board.

    Parameters
    ----------
    board : Board
        What is looked at.
    guard : Guard
        Shows faults of this panel.
    base : GeoDataFrame or dict, optional
        Own base map.
    """

    def __init__(self, board: Board, guard: Guard, *, base: Any = None) -> None:
        self.board, self.guard = board, guard
        self.drawn: dict[str, Layer] = {"base": base_layer(base) if base is not None else no_layer("base")}
        self.labelled: list[dict[str, Any]] = []
        first = self._view()
        self.map = leaflet.Map(
            layers=(),
            center=[first.lat, first.lon],
            zoom=first.zoom,
            prefer_canvas=True,
            scroll_wheel_zoom=True,
            zoom_snap=0.25,
            attribution_control=False,
            max_zoom=19,
            layout=w.Layout(height=_HEIGHT, width="100%"),
        )
        self.sheets = {name: leaflet.GeoJSON(data={}, point_style={"radius": 6, "interactive": False}) for name in _ORDER}
        self.sheets["points"].point_style = {"radius": 3.6, "interactive": False}
        self.words = leaflet.LayerGroup(layers=())
        for sheet in (*self.sheets.values(), self.words):
            self.map.add(sheet)
        self.sheets["base"].data = self.drawn["base"]["data"]
        self.legend = w.HTML()
        self.legend.add_class("wb-onmap")
        said = "Leaflet; base map of the case" if base is not None else "Leaflet; no base map"
        for control in (
            leaflet.WidgetControl(widget=self.legend, position="bottomleft", transparent_bg=True),
            leaflet.ScaleControl(position="bottomright", imperial=False),
            leaflet.AttributionControl(position="bottomright", prefix=said),
        ):
            self.map.add(control)
        super().__init__([guard.problem, self.map])
        self.add_class("wb-map")
        self.redraw()
        self.map.observe(Debounce(guard(self._label), 0.15), ["bounds"])
        board.observe(guard(self._chosen), "choice")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the map on the screen, pixels; a usual size before it is seen."""
        return size_of(self.map, _SIZE)

    def _view(self) -> View:
        size = self.size if hasattr(self, "map") else _SIZE
        return fit(self.board.box, *size, left_px=_LEGEND_PX if size[0] >= 700 else 0.0)

    def fit(self) -> None:
        """Move the map so that what is looked at is seen."""
        view = self._view()
        with self.map.hold_sync():
            self.map.center, self.map.zoom = [view.lat, view.lon], view.zoom

    @property
    def shown(self) -> list[Layer]:
        """What is drawn now, in drawing order."""
        return [self.drawn[name] for name in _ORDER if name in self.drawn]

    def redraw(self) -> None:
        """Draw what is looked at."""
        for name, layer in self.board.layers().items():
            if self.drawn.get(name) != layer:
                self.drawn[name] = layer
                self.sheets[name].data = layer["data"]
        shown = self.shown
        self.legend.value = render("onmap", {"legend": legend_html(legend(shown[::-1])), "disclaimer": DISCLAIMER})
        self._label()

    def _label(self) -> None:
        (lat, lon), size = self.map.center, self.size
        found = [m for name in _ORDER if name in self.drawn for m in self.drawn[name]["labels"]]
        named = sorted(found, key=lambda m: _FIRST.index(m["tone"]) if m["tone"] in _FIRST else len(_FIRST))
        labels = apart(named, self.map.zoom, seen(View(lat, lon, self.map.zoom), *size))
        if labels != self.labelled:
            before, self.labelled = self.words.layers, labels
            self.words.layers = tuple(label_marker(m) for m in labels)
            for marker in before:
                marker.icon.close()
                marker.close()

    def _chosen(self, change: dict[str, Any]) -> None:
        old, new = change["old"], change["new"]
        self.redraw()
        if (old.by, old.crime, old.wearer) != (new.by, new.crime, new.wearer):
            self.fit()
