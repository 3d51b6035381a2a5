"""The command ``workbench``: each command hands over to one room, loaded when it is asked for.

Exit status: 0 done, 1 finished with problems reported, 2 unusable input (message on standard error, nothing written), 70 a fault
of ours.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from workbench.base import WorkbenchError
from workbench.cli.options import Columns, Files, Profile, Timezone, Wearer, fields_of, rows_aside_told, version_told

__all__ = ["app", "main"]

app = typer.Typer(
    name="workbench",
    help="The open workbench for GPS-tag investigations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=False)
def workbench(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=version_told)
    ] = False,
) -> None:
    """The open workbench for GPS-tag investigations."""


@app.command()
def start(
    folder: Annotated[Path, typer.Argument(help="Your folder; the notebooks are copied into it.")] = Path(),
    headless: Annotated[bool, typer.Option("--headless", help="Run the first notebook without a browser.")] = False,
) -> None:
    """Open JupyterLab on the first notebook."""
    from workbench.start import FIRST, compile_all, copy_notebooks, environment, is_compiled, open_lab, run_headless

    copied = copy_notebooks(folder)
    for name in copied.kept:
        typer.echo(f"{name}: kept as you changed it")
    env = environment(folder)
    if not headless and not is_compiled(env):
        typer.echo("Getting ready: compiling takes a minute or two, once.")
        compile_all(env)
    status = run_headless(folder) if headless else open_lab(folder)
    if headless and status == 0:
        typer.echo(f"{FIRST}: every cell ran")
    raise typer.Exit(status)


@app.command()
def load(
    files: Files,
    start: Annotated[str | None, typer.Option(help="Where a lawful window starts; a date is its midnight.")] = None,
    end: Annotated[str | None, typer.Option(help="Where it ends, not part of it; a date is its midnight.")] = None,
    timezone: Timezone = None,
    profile: Profile = None,
    wearer: Wearer = None,
    columns: Columns = None,
) -> None:
    """Read files of positions and say what became of every row; 1 if rows were set aside."""
    from workbench.loaders import read_tracks

    tracks = read_tracks(
        files, profile=profile, timezone=timezone, wearer=wearer, start=start, end=end, columns=fields_of(columns)
    )
    typer.echo(tracks.card().text())
    typer.echo(tracks.load.card().text())
    raise typer.Exit(rows_aside_told(tracks.load))


@app.command()
def check(
    files: Files,
    account: Annotated[Path | None, typer.Option(help="A table of statements (CSV), each with its place and times.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the answers to an account here too, as CSV, a row each.")] = None,
    known: Annotated[
        Path | None,
        typer.Option(
            help="Times at known places (CSV: lon, lat, start, end, wearer_id); what is "
            "measured there replaces the shipped errors of fixes."
        ),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(help="Where: 51.4,1.2 or 1.2,51.4, 51.4N 1.2E, a grid reference, or a name or postcode of --places."),
    ] = None,
    places: Annotated[Path | None, typer.Option(help="Known places (CSV: name, lon, lat), for --place and the account.")] = None,
    far_ok: Annotated[bool, typer.Option("--far-ok", help="The place is meant, though over 100 km from every fix.")] = False,
    radius_m: Annotated[float, typer.Option(help="How far around the place counts, metres.")] = 50.0,
    start: Annotated[str | None, typer.Option(help="From when, as 2026-03-03 21:10, or day first: 3 March 2026 9.10pm.")] = None,
    end: Annotated[str | None, typer.Option(help="Until when, not part of it; 21:40 alone is on the same day.")] = None,
    kind: Annotated[str, typer.Option(help="visited, throughout, never or at.")] = "visited",
    min_minutes: Annotated[float, typer.Option(help="The shortest stay that counts, minutes.")] = 2.0,
    text: Annotated[str, typer.Option(help="The statement in the speaker's words.")] = "",
    said_by: Annotated[str, typer.Option(help="Whose words they are.")] = "",
    timezone: Timezone = None,
    profile: Profile = None,
    wearer: Wearer = None,
    columns: Columns = None,
) -> None:
    """Check what somebody said against files of positions; 1 if rows of the files or of the account could not be used."""
    from workbench.cli.account import claim_of, measured_at, read_account, read_known_places, told_of, write_answers
    from workbench.evidence import check_account
    from workbench.loaders import read_tracks

    claims = (
        read_account(account)
        if account is not None
        else [
            claim_of(
                place,
                start,
                end,
                radius_m=radius_m,
                kind=kind,
                min_minutes=min_minutes,
                timezone=timezone,
                wearer=wearer,
                text=text,
                said_by=said_by,
                far_ok=far_ok,
            )
        ]
    )
    tracks = read_tracks(files, profile=profile, timezone=timezone, wearer=wearer, columns=fields_of(columns))
    answers = check_account(
        claims,
        tracks,
        calibration=measured_at(known, tracks),
        bad_rows="stop" if account is None else "keep",
        places=read_known_places(places),
    )
    typer.echo(told_of(answers, alone=account is None))
    if out is not None:
        typer.echo(str(write_answers(answers, out)))
    bad = answers.verdicts.count(None)
    if bad:
        typer.echo(f"{bad:,} of {len(answers.verdicts):,} claims could not be checked; the answers say why.", err=True)
    raise typer.Exit(max(rows_aside_told(tracks.load), int(bad > 0)))


@app.command()
def match(
    crimes: Annotated[Path, typer.Argument(help="The crimes: a police batch, or a table.", show_default=False)],
    files: Files,
    out: Annotated[Path | None, typer.Option(help="A folder to write the lists into, as CSV.")] = None,
    method: Annotated[str, typer.Option(help="evidence, or circle-100m: the national rule, for comparison.")] = "evidence",
    radius_m: Annotated[float, typer.Option(help="How near counts, metres.")] = 75.0,
    min_minutes: Annotated[float, typer.Option(help="The least stay, minutes.")] = 2.0,
    decoy_days: Annotated[int, typer.Option(help="So many days to either side are searched to see what chance gives.")] = 13,
    crime_timezone: Annotated[str | None, typer.Option(help="Zone of the times of the crimes, where they are not UTC.")] = None,
    crime_profile: Annotated[str | None, typer.Option(help="How to read the crimes, where they do not say it.")] = None,
    timezone: Timezone = None,
    profile: Profile = None,
    wearer: Wearer = None,
    columns: Columns = None,
) -> None:
    """Hold crimes against the trails of all wearers; 1 if rows could not be used, or it was interrupted."""
    from workbench.cli.match import problems_told, write_matches
    from workbench.crimes import match_crimes
    from workbench.loaders import read_crimes, read_tracks
    from workbench.time import DEFAULT_ZONE

    read = read_crimes(crimes, profile=crime_profile, timezone=crime_timezone)
    tracks = read_tracks(files, profile=profile, timezone=timezone, wearer=wearer, columns=fields_of(columns))
    typer.echo(read.attrs["load"].card().text())
    found = match_crimes(
        read,
        tracks,
        method=method,
        radius_m=radius_m,
        min_minutes=min_minutes,
        decoy_days=decoy_days,
        timezone=timezone or DEFAULT_ZONE,
    )
    typer.echo(found.card().text())
    for path in [] if out is None else write_matches(found, read, out, timezone=timezone or DEFAULT_ZONE):
        typer.echo(str(path))
    for line in problems_told(read):
        typer.echo(line, err=True)
    aside = len(read.attrs["load"].set_aside) > 0
    raise typer.Exit(max(rows_aside_told(tracks.load), int(aside or not found.complete)))


@app.command()
def simulate(
    out: Annotated[Path, typer.Argument(help="The folder to write into; made if it is not there.")],
    case: Annotated[str | None, typer.Option(help="eastmere: the bundled case, the same bytes every time.")] = None,
    seed: Annotated[int, typer.Option(help="Fixes all chance.")] = 1,
    wearers: Annotated[int, typer.Option(help="How many people.")] = 3,
    days: Annotated[int, typer.Option(help="How many calendar days.")] = 28,
    start: Annotated[str, typer.Option(help="The first day.")] = "2026-02-23",
) -> None:
    """Make a fictional borough, the people in it, their tags' fixes, and the truth behind them."""
    from workbench.cli.simulate import simulate_command

    for path in simulate_command(out, case=case, seed=seed, wearers=wearers, days=days, start=start):
        typer.echo(str(path))


@app.command()
def validate(
    out: Annotated[Path, typer.Argument(help="The folder of the report; made if it is not there.")],
    claims: Annotated[int, typer.Option(help="How many claims.")] = 900,
    wearers: Annotated[int, typer.Option(help="About how many simulated wearers.")] = 30,
    seed: Annotated[int, typer.Option(help="Of the first wearer; take seeds that nothing was set on.")] = 9001,
    days: Annotated[int, typer.Option(help="How many calendar days each is simulated.")] = 28,
    worse: Annotated[bool, typer.Option("--worse", help="Double every error and give no circle.")] = False,
    variants: Annotated[int, typer.Option(help="So many claims also without heavy tails and tempering.")] = 0,
    times: Annotated[str, typer.Option(help="Times: moments, all alike; or stays, all alike, which is harder.")] = "moments",
) -> None:
    """Measure the answers on simulated wearers whose truth is known; 1 if a limit is not kept."""
    from workbench.cli.validate import validate_command

    paths, found = validate_command(
        out, n=claims, wearers=wearers, seed=seed, days=days, worse=worse, variants=variants, times=times
    )
    for path in paths:
        typer.echo(str(path))
    broken = [line for line in found["limits"] if line["holds"] is False]
    for line in broken:
        typer.echo(f"{line['what']}: {line['found']:.3f}, {line['limit']} is asked", err=True)
    raise typer.Exit(1 if broken or found["stopped_early"] else 0)


@app.command()
def calibrate(
    out: Annotated[Path, typer.Argument(help="The file of figures to write.")],
    claims: Annotated[int, typer.Option(help="How many claims.")] = 4200,
    wearers: Annotated[int, typer.Option(help="About how many simulated wearers.")] = 60,
    seed: Annotated[int, typer.Option(help="Of the first wearer; the others follow.")] = 5001,
    days: Annotated[int, typer.Option(help="How many calendar days each is simulated.")] = 28,
    times: Annotated[str, typer.Option(help="Times: moments all alike; stays all alike, harder; or both by turns.")] = "both",
) -> None:
    """Fit the calibration of strengths on simulated wearers; 1 if a map had to be refused."""
    from workbench.cli.validate import calibrate_command

    record, refused = calibrate_command(out, n=claims, wearers=wearers, seed=seed, days=days, times=times)
    for entry in record["entries"]:
        figures = entry["figures"]
        typer.echo(
            f"{entry['kind']}, {entry['regime']}: {entry['n_true']} true, {entry['n_false']} false, "
            f"Cllr {figures['cllr_raw']:.3f} before, {figures['cllr']:.3f} after, cap {figures['cap']:g}"
        )
    for sentence in refused:
        typer.echo(sentence, err=True)
    raise typer.Exit(1 if refused else 0)


@app.command(hidden=True)
def warm(room: Annotated[str, typer.Argument(help="One room; all of them unless given.")] = "") -> None:
    """Compile the kernels ahead of their first use."""
    from workbench.start import compile_room, compile_rooms

    if room:
        compile_room(room)
    raise typer.Exit(0 if room else compile_rooms())


def main() -> None:
    """Run the command line; a problem becomes its message on standard error and exit status 2."""
    os.umask(0o077)  # what is written belongs to whoever wrote it
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except WorkbenchError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except Exception as error:  # noqa: BLE001 - the last net: a fault of ours has its own status, and says where it is
        traceback.print_exc()
        typer.echo(f"The workbench itself has a fault here: {type(error).__name__}. Please report the lines above.", err=True)
        sys.exit(70)
