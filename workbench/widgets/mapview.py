"""The map: own base layer, trail, gaps, rings, stays, zones, with its legend, point card and steps. No tiles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import ipyleaflet as leaflet
import ipywidgets as w
from traitlets import Unicode

from workbench.html import line, render
from workbench.state import Session
from workbench.views import (
    DISCLAIMER,
    DRAWN,
    Box,
    Layer,
    View,
    answers_layer,
    apart,
    base_layer,
    card_html,
    fit,
    journeys_layer,
    legend,
    legend_html,
    metres_per_pixel,
    no_layer,
    off_map,
    picked_layer,
    place_layer,
    point_card,
    scene,
    seen,
    zones_layer,
)
from workbench.widgets.guard import LATER_SECONDS, Debounce, Guard

__all__ = ["MapView", "Stepper", "label_marker", "size_of"]

_FOLDER = Path(__file__).parent


class Stepper(anywidget.AnyWidget):
    """Four buttons; arrow keys, Home and End do the same while the bar has the focus."""

    # Its script travels in the package and asks nothing of the network.

    _esm = _FOLDER / "stepper.js"
    _css = _FOLDER / "stepper.css"
    words = Unicode("").tag(sync=True)

    def take_keys(self) -> None:
        """Ask the screen to put the keyboard on the buttons."""
        self.send({"focus": True})

    def on_step(self, call: Callable[[str], None]) -> None:
        """Call a function with ``first``, ``previous``, ``next`` or ``last`` whenever one is asked for."""

        def heard(_: Any, content: Any, __: Any) -> None:
            if isinstance(content, dict) and "action" in content:
                call(str(content["action"]))

        self.on_msg(heard)


_SIZE = (836.0, 370.0)
_HEIGHT = "clamp(350px, 50vh, 620px)"
_LEGEND_PX, _WIDE_PX, _JITTER_PX = 240.0, 700.0, 8.0
_REACH_PX = 14
_ORDER = ("base", "zones", "journeys", *DRAWN, "answers", "place", "picked")
_PANES = {"base": "wb-base", "picked": "wb-top", "place": "wb-top", "answers": "wb-top"}
_FIRST = ("place", "zone", "gap", "stay")
_RADIUS = {"points": 3.6, "stays": 8, "picked": 9, "place": 8}


class MapView(w.VBox):
    """The map of a session; it redraws when the selection or a switch changes and moves only when asked.

    Until a person moves it, a fitted map is fitted again when the screen gives it more or less room.

    Parameters
    ----------
    session : Session
        What is chosen.
    guard : Guard
        Shows faults of this panel.
    height : str
        Height of the map, as CSS writes it; half of the screen unless given.
    """

    def __init__(self, session: Session, guard: Guard, *, height: str = _HEIGHT) -> None:
        self.session, self.guard = session, guard
        self.catch: Any = None
        self.drawn: dict[str, Layer] = {}
        self.picture: dict[str, Any] | None = None
        self.labelled: list[dict[str, Any]] = []
        self._fitted, self._shown = View(0.0, 0.0, -1.0), _SIZE
        first = self._fitted = self._fit(session.window.box or Box(1.1, 51.35, 1.3, 51.45), _SIZE)
        self.map = leaflet.Map(
            layers=(),
            center=[first.lat, first.lon],
            zoom=first.zoom,
            prefer_canvas=True,
            scroll_wheel_zoom=True,
            zoom_snap=0.25,
            attribution_control=False,
            max_zoom=19,
            layout=w.Layout(height=height, width="100%"),
            panes={"wb-base": {"zIndex": 350}, "wb-picture": {"zIndex": 360}, "wb-top": {"zIndex": 450}},
        )
        self.sheets = {name: self._sheet(name) for name in _ORDER}
        self.overlay = leaflet.ImageOverlay(url="", bounds=[[0, 0], [0, 0]], pane="wb-picture", visible=False)
        self.words = leaflet.LayerGroup(layers=())
        for sheet in (self.sheets["base"], self.overlay, *(self.sheets[n] for n in _ORDER[1:]), self.words):
            self.map.add(sheet)
        self.legend, self.card = w.HTML(), w.HTML()
        self.off = w.HTML()
        self.bring = w.Button(
            description="Show it", tooltip="Move the map to the picked fix", layout=w.Layout(width="auto", display="none")
        )
        self.bring.on_click(guard(lambda _: self._bring()))
        self.hold = w.HBox([self.card, self.off, self.bring])
        self.hold.add_class("wb-strip")
        self.stepper: Stepper | None = None
        self._controls(session.base is not None)
        super().__init__([guard.problem, self.map, self.hold])
        self.add_class("wb-map")
        self._draw_still()
        self.redraw()
        self.map.on_interaction(guard(self._touched))
        self.map.observe(Debounce(guard(self._moved), 0.15), ["bounds"])
        Debounce(guard(self._build), LATER_SECONDS)()
        session.observe(guard(self._chosen), "selection")
        session.observe(guard(self._switched), "layers")
        session.observe(guard(self._answered), ["answer", "old", "place"])

    def _build(self) -> None:
        """Add the buttons and keys once the map has had its turn."""
        self.stepper = Stepper()
        self.stepper.on_step(self.guard(self.session.step))
        self.hold.children = (self.stepper, self.card, self.off, self.bring)
        self._draw_picked()

    def _sheet(self, name: str) -> leaflet.GeoJSON:
        options: dict[str, Any] = {"radius": _RADIUS.get(name, 4), "interactive": False}
        pane = _PANES.get(name)
        if pane:
            return leaflet.GeoJSON(data={}, point_style={**options, "pane": pane}, pane=pane)
        return leaflet.GeoJSON(data={}, point_style=options)

    def _controls(self, has_base: bool) -> None:
        base = "base map of the case" if has_base else "no base map"
        self.legend.add_class("wb-onmap")
        for control in (
            leaflet.WidgetControl(widget=self.legend, position="bottomleft", transparent_bg=True),
            leaflet.ScaleControl(position="bottomright", imperial=False),
            leaflet.AttributionControl(position="bottomright", prefix=f"Leaflet; {base}"),
        ):
            self.map.add(control)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the map on the screen, pixels; a usual size before it is seen."""
        return size_of(self.map, _SIZE)

    @property
    def box(self) -> Box:
        """The part of the world in view."""
        lat, lon = self.map.center
        return seen(View(lat, lon, self.map.zoom), *self.size)

    def fit(self) -> None:
        """Move the map so that the whole window is seen; nothing else moves it."""
        box = self.session.window.box
        if box is not None:
            self._shown, view = self.size, self._fit(box, self.size)
            self._fitted = view
            with self.map.hold_sync():
                self.map.center, self.map.zoom = [view.lat, view.lon], view.zoom

    @staticmethod
    def _fit(box: Box, size: tuple[float, float]) -> View:
        """Choose a view of a box that leaves the legend's room free, where the map is wide enough for both."""
        return fit(box, *size, left_px=_LEGEND_PX if size[0] >= _WIDE_PX else 0.0)

    def _as_fitted(self) -> bool:
        """Say whether the map still looks where it was last fitted to, so that nobody has moved it since."""
        there, (lat, lon) = self._fitted, self.map.center
        near = 4 * metres_per_pixel(there.lat, there.zoom) / 111_320
        return self.map.zoom == there.zoom and abs(lat - there.lat) < near and abs(lon - there.lon) < 2 * near

    def redraw(self) -> None:
        """Draw everything that depends on the window."""
        s = self.session
        stays = s.in_window("stays", wait=bool(s.layers["stays"])) if s.layers["stays"] else None
        made = scene(s.window, self.box, self.map.zoom, on=s.layers, stays=stays)
        self.picture = made["picture"]
        if self.picture is not None:
            self.overlay.bounds, self.overlay.url = self.picture["bounds"], self.picture["url"]
        self.overlay.visible = self.picture is not None
        for name in DRAWN:
            self._put(made["layers"][name])
        self._draw_picked()
        self._draw_words()

    def _put(self, layer: Layer) -> None:
        name = layer["name"]
        if self.drawn.get(name) != layer:
            self.drawn[name] = layer
            self.sheets[name].data = layer["data"]

    def _draw_still(self) -> None:
        s = self.session
        self._put(base_layer(s.base) if s.layers["base"] else no_layer("base"))
        self._put(zones_layer(s.zones) if s.layers["zones"] else no_layer("zones"))
        self._put(journeys_layer(s.journeys) if s.layers["journeys"] else no_layer("journeys"))
        self._put(answers_layer(s.answers, s.selection.wearer))
        self._put(place_layer(s.place))

    def _draw_picked(self) -> None:
        s, position = self.session, self.session.position
        self._put(picked_layer(self._picked()))
        card = point_card(s.fixes, position, timezone=s.timezone, files=s.named)
        self.card.value = card_html(card)
        self._draw_off()
        if self.stepper is not None:
            self.stepper.words = "" if position is None else f"{card['title']}, {card['rows'][0][1]}"

    def _picked(self) -> Any:
        s, position = self.session, self.session.position
        return s.fixes.iloc[0:0] if position is None else s.fixes.iloc[position : position + 1]

    def _draw_off(self) -> None:
        """Tell of a picked fix that the map does not show, and offer to show it."""
        words = off_map(self._picked(), self.box)
        self.off.value = line(words, "wb-off", role="status") if words else ""
        self.bring.layout.display = "" if words else "none"

    def _bring(self) -> None:
        """Move the map to the picked fix, at the same scale."""
        picked = self._picked()
        if len(picked):
            self.map.center = [float(picked["lat"].iloc[0]), float(picked["lon"].iloc[0])]
            self._draw_off()

    @property
    def shown(self) -> list[Layer]:
        """What is drawn now, in drawing order."""
        return [self.drawn[name] for name in _ORDER if name in self.drawn]

    def _draw_words(self) -> None:
        shown = self.shown
        named = sorted((m for layer in shown for m in layer["labels"]), key=lambda m: _FIRST.index(m["tone"]))
        labels = apart(named, self.map.zoom, self.box) if self.session.layers["labels"] else []
        if labels != self.labelled:
            before, self.labelled = self.words.layers, labels
            self.words.layers = tuple(label_marker(m) for m in labels)
            for marker in before:
                marker.icon.close()
                marker.close()
        self.legend.value = render("onmap", {"legend": legend_html(legend(shown)), "disclaimer": DISCLAIMER})

    def take_keys(self) -> None:
        """Let the arrow keys step on from the picked fix, after a click on it."""
        if self.stepper is not None:
            self.stepper.take_keys()

    # what the screen reports

    def _touched(self, **event: Any) -> None:
        if event.get("type") == "click":
            lat, lon = event["coordinates"]
            if self.catch is not None:
                self.catch(lon, lat)
            elif self.session.pick_near(lon, lat, _REACH_PX * metres_per_pixel(lat, self.map.zoom)):
                self.take_keys()

    def _moved(self) -> None:
        grown = max(abs(a - b) for a, b in zip(self.size, self._shown, strict=True))
        if grown > _JITTER_PX and self._as_fitted():
            self.fit()
        self.redraw()

    def _chosen(self, change: dict[str, Any]) -> None:
        old, new = change["old"], change["new"]
        if old.wearer != new.wearer:
            self._draw_still()
        if (old.wearer, old.start, old.end) == (new.wearer, new.start, new.end):
            self._draw_picked()
        else:
            self.redraw()

    def _switched(self, _change: dict[str, Any]) -> None:
        self._draw_still()
        self.redraw()

    def _answered(self, _change: dict[str, Any]) -> None:
        self._draw_still()
        self._draw_words()


def size_of(shown: leaflet.Map, usual: tuple[float, float]) -> tuple[float, float]:
    """Give width and height of a map on the screen, pixels."""
    (left, top), (right, bottom) = shown.pixel_bounds or ((0, 0), (0, 0))
    wide, high = abs(right - left), abs(bottom - top)
    return (wide, high) if 50 < wide < 10_000 and 50 < high < 10_000 else usual


def label_marker(mark: dict[str, Any]) -> leaflet.Marker:
    """Write words on the map."""
    return leaflet.Marker(
        location=(mark["lat"], mark["lon"]),
        icon=leaflet.DivIcon(html=render("label", mark), icon_size=[0, 0]),
        draggable=False,
        keyboard=False,
        alt=mark["words"],
    )
