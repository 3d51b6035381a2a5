"""The style sheet of the desk, and the fold that every side panel uses."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as w

__all__ = ["fold", "style_sheet"]

_FOLDER = Path(__file__).parent


def style_sheet() -> w.HTML:
    """Give the style sheet as a widget that takes no room.

    Returns
    -------
    ipywidgets.HTML

    Notes
    -----
    Source: own design; colours of the surroundings follow JupyterLab's light and dark themes.

    Examples
    --------
    >>> ".wb-map" in style_sheet().value
    True
    """
    css = (_FOLDER / "look.css").read_text(encoding="utf-8")
    return w.HTML(f"<style>{css}</style>", layout=w.Layout(height="0px", margin="0", overflow="hidden"))


def fold(title: str, content: w.Widget, *, is_open: bool = True) -> w.VBox:
    """Put a panel under a title that opens and closes it.

    Parameters
    ----------
    title : str
        What the panel is for.
    content : ipywidgets.Widget
        The panel.
    is_open : bool
        Whether it begins open.

    Returns
    -------
    ipywidgets.VBox

    Notes
    -----
    Source: own code; an accordion would close the one panel when the other opens.

    Examples
    --------
    >>> panel = fold("Layers", w.VBox([]), is_open=False)
    >>> panel.children[1].layout.display
    'none'
    """
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
