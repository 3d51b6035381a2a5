"""What several commands of the command line share: their options, and what they say of rows that could not be used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.base import InputError

if TYPE_CHECKING:
    from workbench.tables import LoadReport

__all__ = ["Columns", "Files", "Profile", "Timezone", "Wearer", "fields_of", "rows_aside_told", "version_told"]


def version_told(asked: bool) -> None:
    """Say the version and leave."""
    if asked:
        from workbench import __version__

        typer.echo(__version__)
        raise typer.Exit(0)


Files = Annotated[list[Path], typer.Argument(help="Files of positions, read as one load.", show_default=False)]
Timezone = Annotated[str | None, typer.Option(help="Zone of times that carry none, for example Europe/London.")]
Profile = Annotated[str | None, typer.Option(help="How to read the files, where their content does not say it.")]
Wearer = Annotated[str | None, typer.Option(help="Whose positions: names them where the file does not, else keeps only these.")]
Columns = Annotated[
    list[str] | None, typer.Option(help="What a column is, as FIELD=HEADING: wearer_id=Unit. May be given several times.")
]


def fields_of(columns: list[str] | None) -> dict[str, str] | None:
    """Read FIELD=HEADING pairs."""
    if not columns:
        return None
    pairs = [one.partition("=") for one in columns]
    for (field, sign, heading), given in zip(pairs, columns, strict=True):
        if not (field.strip() and sign and heading.strip()):
            raise InputError(f"{given!r} names no column.", where="--columns", do="Write FIELD=HEADING: wearer_id=Unit")
    return {field.strip(): heading.strip() for field, _, heading in pairs}


def rows_aside_told(report: LoadReport) -> int:
    """Say on standard error how many rows could not be used; 1 if there are any. What was asked away is no problem."""
    reasons = report.set_aside["reason"]
    aside = int((~reasons.isin(["it is of another wearer", "it lies outside the requested window"])).sum())
    if aside:
        typer.echo(f"{aside:,} of {report.rows_read:,} rows could not be used; workbench load says why.", err=True)
    return 1 if aside else 0
