"""Every door through which a person's dates and times come in is held to the same table of texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import workbench as wb
from tests.time.texts import DATES_ALONE, READ, REFUSED
from workbench.cli.command_line import app
from workbench.evidence.account import check_account, claims_of
from workbench.evidence.claim import resolve_claim
from workbench.loaders.load_request import wanted
from workbench.position_error.known_places import reference_table
from workbench.testing import make_fixes, make_tracks
from workbench.views.statement import statement_times

LONDON = "Europe/London"
TRACKS = make_tracks(make_fixes(minutes=range(0, 60, 3)))
HERE = (1.2, 51.4)
MEANT = sorted({pd.Timestamp(f"{meant}Z") for _, meant in (*READ, *DATES_ALONE)})
EVERY = make_tracks(
    make_fixes(
        minutes=[(t - MEANT[0]).total_seconds() / 60 - early for t in MEANT for early in (1 / 60, 0.0)],
        start=MEANT[0].isoformat(),
    )
)


def of_claim(text: str) -> pd.Timestamp:
    return resolve_claim(wb.Claim(place=HERE, start=text, kind="at", timezone=LONDON), TRACKS).start


def of_claim_end(text: str) -> pd.Timestamp:
    return resolve_claim(wb.Claim(place=HERE, start="1980-01-01T00:00Z", end=text, timezone=LONDON), TRACKS).end


def of_load(text: str) -> pd.Timestamp:
    asked = wanted(timezone=LONDON, accuracy_level=None, wearer=None, start=text, end=None, confirmed=False)
    assert asked.start is not None and asked.said.startswith("from ")
    return asked.start


def of_between(text: str) -> pd.Timestamp:
    """Read the edge off the fixes that are kept; there is one at every moment of the table, and one a second before."""
    return EVERY.between(text, "2100-12-30", timezone=LONDON).fixes["time"].iloc[0]


def of_known_places(text: str) -> pd.Timestamp:
    table = pd.DataFrame({"lon": [1.2], "lat": [51.4], "start": [text], "end": ["2100-12-30T00:00Z"]})
    try:
        return reference_table(table)["start"][0]
    except wb.TimeError as error:
        if "no time zone" not in error.what:
            raise
        return reference_table(table.assign(start=f"{text} {LONDON}"))["start"][0]


def of_form(text: str) -> pd.Timestamp:
    return statement_times("", text, "2100-12-31 10:00", LONDON).start


def of_form_end(text: str) -> pd.Timestamp:
    return statement_times("1 January 1980", "00:00 UTC", text, LONDON).end


MOMENTS: list[Callable[[str], pd.Timestamp]] = [of_claim, of_claim_end, of_form, of_form_end]
EDGES: list[Callable[[str], pd.Timestamp]] = [of_load, of_between]


@pytest.mark.parametrize("door", [*MOMENTS, *EDGES, of_known_places])
def test_each_text_is_read_alike_at_every_door(door: Callable[[str], pd.Timestamp]) -> None:
    wrong = [(text, meant) for text, meant in READ if door(text) != pd.Timestamp(f"{meant}Z")]
    assert wrong == []


@pytest.mark.parametrize("door", EDGES)
def test_a_date_alone_is_a_midnight_where_a_window_is_meant(door: Callable[[str], pd.Timestamp]) -> None:
    assert [door(text) for text, _ in DATES_ALONE] == [pd.Timestamp(f"{meant}Z") for _, meant in DATES_ALONE]


@pytest.mark.parametrize("door", [of_claim, of_claim_end, of_form_end, of_known_places])
@pytest.mark.parametrize("text", [text for text, _ in DATES_ALONE])
def test_a_date_alone_is_refused_where_a_moment_is_meant(door: Callable[[str], pd.Timestamp], text: str) -> None:
    with pytest.raises(wb.TimeError, match="without a time of day"):
        door(text)


@pytest.mark.parametrize("door", [of_claim, *EDGES])
@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_cannot_be_read_is_refused_at_every_door(door: Callable[[str], pd.Timestamp], text: str, why: str) -> None:
    with pytest.raises(wb.TimeError) as caught:
        door(text)
    assert re.search(why, str(caught.value), re.IGNORECASE) and caught.value.do


def test_an_account_reads_every_text_of_the_table_and_keeps_the_bad_rows_with_their_reasons() -> None:
    far = pd.DataFrame({"start": [t for t, _ in REFUSED if t.strip()], "lon": 1.2, "lat": 51.4, "kind": "at", "timezone": LONDON})
    report = check_account(far, TRACKS, bad_rows="keep", sensitivity=False)
    assert set(report.table["answer"]) == {"not checked"}
    assert report.table["what_would_change_it"].str.len().min() > 10


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("03/03/2026 00:10", "03/03/2026 00:40"),
        ("3 March 2026 12.10am", "12.40 am"),
        ("Tue 3 Mar 2026 0010", "00:40"),
        ("2026-03-03T00:10Z", "3rd March 2026 at 00:40"),
    ],
)
def test_the_answer_is_to_the_time_that_was_meant_and_says_how_it_was_read(start: str, end: str) -> None:
    verdict = wb.check(wb.Claim(place=HERE, start=start, end=end, timezone=LONDON), TRACKS, sensitivity=False)
    assert (verdict.answer, verdict.parameters["start"], verdict.parameters["end"]) == (
        "supported",
        "2026-03-03T00:10:00+00:00",
        "2026-03-03T00:40:00+00:00",
    )
    assert verdict.parameters["read_as"] == {
        "start": "Tuesday 3 March 2026 00:10 GMT",
        "end": "Tuesday 3 March 2026 00:40 GMT",
        "place": "latitude 51.40000, longitude 1.20000",
    }


def test_what_was_decided_in_reading_stands_on_the_card() -> None:
    claim = wb.Claim(place=HERE, start="3/3/26 00:10", end="00:40", timezone=LONDON)
    verdict = wb.check(claim, TRACKS, sensitivity=False)
    assert verdict.parameters["decided"] == ["The year 26 was read as 2026."]
    assert "The year 26 was read as 2026." in str(verdict)
    assert len(verdict.because) <= 3


AS_READ = "Tuesday 3 March 2026 00:10 GMT to Tuesday 3 March 2026 00:40 GMT, latitude 51.40000, longitude 1.20000"


def test_an_account_of_month_first_dates_is_refused_for_the_rows_that_could_be_either() -> None:
    table = pd.DataFrame(
        {
            "lon": 1.2,
            "lat": 51.4,
            "timezone": LONDON,
            "start": ["03/03/2026 00:10", "03/04/2026 00:10", "03/14/2026 00:10", "2026-03-03 00:10"],
            "end": ["00:40", "00:40", "00:40", "00:40"],
        }
    )
    report = check_account(table, TRACKS, bad_rows="keep", sensitivity=False)
    assert report.table["answer"].tolist() == ["supported", "not checked", "not checked", "supported"]
    assert report.table["read_as"].tolist() == [AS_READ, "", "", AS_READ]
    assert f"[{AS_READ}]" in report.card().text()
    with pytest.raises(wb.TimeError, match="month first"):
        claims_of(table)
    assert "03/14/2026" in report.table["because"][1] and "claim 2" in report.table["because"][1]
    with pytest.raises(wb.TimeError, match="month first"):
        check_account(table, TRACKS, sensitivity=False)


def test_a_report_says_how_the_window_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    TRACKS.to_csv(path)
    tracks = wb.read_tracks(path, start="03/03/26", end="4 March 2026", timezone=LONDON)
    said = " ".join(tracks.load.warnings)
    assert "from Tuesday 3 March 2026 00:00 GMT, until Wednesday 4 March 2026 00:00 GMT. The year 26 was read as 2026." in said
    assert len(tracks) == len(TRACKS)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    error = result.exception
    return (2, str(error)) if isinstance(error, wb.WorkbenchError) else (result.exit_code, result.output)


def test_the_command_line_reads_the_same_texts(tmp_path: Path) -> None:
    path = str(tmp_path / "a.csv")
    TRACKS.to_csv(path)
    at = ("check", path, "--place", "51.4, 1.2", "--timezone", LONDON)
    code, told = run(*at, "--start", "Tue 3 Mar 2026 0010", "--end", "12.40am")
    assert code == 0 and "supported" in told
    for start, why in (("03/14/2026 00:10", "month first"), ("now", "depends"), ("2026-03-03", "without a time of day")):
        code, told = run(*at, "--start", start, "--end", "00:40")
        assert code == 2 and why in told
    code, told = run("load", path, "--start", "3 March 2026", "--end", "4 March 2026", "--timezone", LONDON)
    assert code in (0, 1) and "until Wednesday 4 March 2026 00:00 GMT" in told
    code, told = run("load", path, "--start", "3 March 2026 evening", "--timezone", LONDON)
    assert code == 2 and "depends" in told
