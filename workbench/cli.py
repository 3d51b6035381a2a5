"""The command ``workbench``: each command hands over to one room, loaded when it is asked for.

Exit status: 0 done, 1 finished with problems reported, 2 unusable input (message on standard error, nothing written).
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from workbench.errors import WorkbenchError

__all__ = ["app", "main"]

app = typer.Typer(
    name="workbench", help="The open workbench for GPS-tag investigations.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False, rich_markup_mode=None,
)

Files = Annotated[list[Path], typer.Argument(help="Files of positions, read as one load.", show_default=False)]
Timezone = Annotated[str | None, typer.Option(help="Zone of times that carry none, for example Europe/London.")]
Profile = Annotated[str | None, typer.Option(help="How to read the files, where their content does not say it.")]
Wearer = Annotated[str | None, typer.Option(help="Whose positions: names them where the file does not, else keeps only these.")]


@app.command()
def start(
    folder: Annotated[Path, typer.Argument(help="Your folder; the notebooks are copied into it.")] = Path(),
    headless: Annotated[bool, typer.Option("--headless", help="Run the first notebook without a browser.")] = False,
) -> None:
    """Open JupyterLab on the first notebook."""
    from workbench.start.lab import open_lab, run_headless
    from workbench.start.templates import FIRST, copy_notebooks

    copied = copy_notebooks(folder)
    for name in copied.kept:
        typer.echo(f"{name}: kept as you changed it")
    status = run_headless(folder) if headless else open_lab(folder)
    if headless and status == 0:
        typer.echo(f"{FIRST}: every cell ran")
    raise typer.Exit(status)


@app.command()
def load(files: Files, timezone: Timezone = None, profile: Profile = None, wearer: Wearer = None) -> None:
    """Read files of positions and say what became of every row; 1 if rows were set aside."""
    from workbench.loaders.tracks import read_tracks

    tracks = read_tracks(files, profile=profile, timezone=timezone, wearer=wearer)
    typer.echo(tracks.card().text())
    typer.echo(tracks.load.card().text())
    raise typer.Exit(1 if len(tracks.load.set_aside) else 0)


@app.command(hidden=True)
def warm() -> None:
    """Compile the kernels ahead of their first use."""
    for room in ("trajectory", "evidence"):
        if find_spec(f"workbench.{room}.warm"):
            import_module(f"workbench.{room}.warm").warm()


def main() -> None:
    """Run the command line; a problem becomes its message on standard error and exit status 2.

    Notes
    -----
    Source: own code over typer.

    Examples
    --------
    >>> main.__module__
    'workbench.cli'
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except WorkbenchError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
