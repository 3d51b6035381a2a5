"""Problems that say what happened, where, and what to do about it.

::

    WorkbenchError
    ├── InputError      a file, value or argument that cannot be used
    │   ├── TimeError   a time without a zone, or one that does not exist
    │   └── SchemaError a table that does not have the shape it must have
    └── MissingError    something that is not installed or not there
"""

from __future__ import annotations

from workbench.base.seen_text import visible
from workbench.html import render

__all__ = ["InputError", "MissingError", "SchemaError", "TimeError", "WorkbenchError"]


class WorkbenchError(Exception):
    """A problem with what happened, where it happened, and what to do.

    Parameters
    ----------
    what : str
        One sentence: what happened.
    where : str, optional
        The file, row, column or argument concerned.
    do : str, optional
        What the reader can do about it.

    Notes
    -----
    Own design; the pairing of message and action follows the ministry's ingestion errors.

    Examples
    --------
    >>> print(WorkbenchError("The file is empty.", where="a.csv", do="Export it again."))
    The file is empty.
      where: a.csv
      what to do: Export it again.
    """

    def __init__(self, what: str, *, where: str | None = None, do: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.do = do

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.do:
            lines.append(f"  what to do: {self.do}")
        return visible("\n".join(lines))

    def _repr_html_(self) -> str:
        return render("problem", {key: text and visible(text) for key, text in vars(self).items()})

    def _render_traceback_(self) -> list[str]:
        """Give Jupyter a short card in place of a stack trace."""
        return [f"{type(self).__name__}: {line}" if i == 0 else line for i, line in enumerate(str(self).split("\n"))]


class InputError(WorkbenchError, ValueError):
    """A file, value or argument that cannot be used as it stands."""


class TimeError(InputError):
    """A time without a zone, or a wall-clock time that is skipped or happens twice."""


class SchemaError(InputError):
    """A table whose columns, types or values are not those its schema asks for."""


class MissingError(WorkbenchError):
    """Something that is needed is not installed or not there."""
