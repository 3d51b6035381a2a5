"""The style sheet of the desk, and the fold that every side panel uses."""

from __future__ import annotations

import ipywidgets as w

from workbench.html import render

__all__ = ["fold", "style_sheet"]


def style_sheet(still: str = "") -> w.HTML:
    """Give the style sheet as a widget that takes no room; a still picture of that name is hidden while it is there."""
    # Colours of the surroundings follow JupyterLab's light and dark themes.
    return w.HTML(render("look", {"still": still}), layout=w.Layout(height="0px", margin="0", overflow="hidden"))


def fold(title: str, content: w.Widget, *, is_open: bool = True) -> w.VBox:
    """Put a panel under a title that opens and closes it."""
    # An accordion would close the one panel when the other opens.
    button = w.Button(layout=w.Layout(width="100%"))
    body = w.VBox([content])

    def draw(shown: bool) -> None:
        button.description = f"{'▾' if shown else '▸'} {title}"
        button.tooltip = f"{'Close' if shown else 'Open'} {title.lower()}"
        body.layout.display = "" if shown else "none"

    button.on_click(lambda _: draw(body.layout.display == "none"))
    draw(is_open)
    box = w.VBox([button, body])
    box.add_class("wb-fold")
    return box
