"""Templates filled with plain data: every text is escaped, and a name that is missing is an error, not a blank."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["line", "render"]

_FOLDER = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Set the templates up at their first use, so that a plain import stays quick."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def render(name: str, values: Mapping[str, Any]) -> Markup:
    """Fill a template.

    Parameters
    ----------
    name : str
        File of the template without its ending.
    values : mapping of str to object
        What it shows; only what this function itself has made is taken as HTML, everything else as text.
    """
    from markupsafe import Markup

    return Markup(_environment().get_template(f"{name}.jinja").render(values))  # noqa: S704 - the template has escaped it


def line(words: str, css: str = "", *, tag: str = "span", role: str = "") -> Markup:
    """Write one piece of text with a class of the style sheet.

    Parameters
    ----------
    words : str
        The text.
    css : str
        Names of classes.
    tag : str
        The element, ``span``, ``div`` or ``small``.
    role : str
        What it is to a screen reader, ``status`` for what is said by itself.
    """
    return render("line", {"words": words, "css": css, "tag": tag, "role": role})
