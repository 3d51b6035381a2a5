"""What a map has drawn: every circle and every dash pattern, counted where they are drawn, on the canvas."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

SPY = """
(() => {
  const seen = { arcs: [], best: {}, dashes: {}, batch: new Map() };
  window.__drawn = seen;
  const proto = CanvasRenderingContext2D.prototype;
  const { arc, clearRect, setLineDash } = proto;
  proto.clearRect = function (...a) { seen.batch.set(this.canvas, {}); return clearRect.apply(this, a); };
  proto.arc = function (x, y, r, ...rest) {
    const of = seen.batch.get(this.canvas) ?? {};
    of[r] = (of[r] ?? 0) + 1;
    seen.batch.set(this.canvas, of);
    seen.best[r] = Math.max(seen.best[r] ?? 0, of[r]);
    seen.arcs.push({ canvas: this.canvas, x, y, r });
    return arc.call(this, x, y, r, ...rest);
  };
  proto.setLineDash = function (dash) { seen.dashes[dash.join(' ')] = 1; return setLineDash.call(this, dash); };
})();
"""


class Drawn:
    """A spy on the canvases of a page; put in before the page is opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(SPY)

    def most(self, radius_px: float) -> int:
        """Give the largest number of circles of a radius that one drawing held."""
        return int(self.page.evaluate("r => window.__drawn.best[r] ?? 0", radius_px))

    def forget(self) -> None:
        """Count anew from here on."""
        self.page.evaluate("() => { window.__drawn.best = {}; window.__drawn.arcs = []; }")

    def circles(self, radius_px: float) -> list[list[float]]:
        """Give where circles of a radius stand on the page now, in the order they were drawn."""
        found: list[Any] = self.page.evaluate(
            """r => window.__drawn.arcs.filter(a => a.r === r && a.canvas._leaflet_pos)
        .map(a => {
          const at = a.canvas._leaflet_pos, box = a.canvas.getBoundingClientRect();
          return [box.left + a.x - at.x, box.top + a.y - at.y];
        })""",
            radius_px,
        )
        return found

    def dashes(self) -> set[str]:
        """Give the dash patterns that lines were drawn with."""
        return set(self.page.evaluate("() => Object.keys(window.__drawn.dashes)"))
