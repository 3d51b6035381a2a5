"""What a person types: one small account for each public kind of fault, with its right answer or its refusal.

The tag was at one place on 3 April 2026 and five kilometres away on 4 March 2026, so that a date read in the other order changes
the answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.testing import make_fixes, make_tracks

HERE, AWAY = (1.2, 51.4), 5000.0
MARCH, APRIL = "2026-03-04T00:00Z", "2026-04-03T00:00Z"
DAY = 24 * 60
APART = 30 * DAY
TRACKS = make_tracks(
    make_fixes(minutes=[*range(0, DAY, 5), *range(APART, APART + DAY, 5)], x=np.repeat([AWAY, 0.0], DAY // 5), start=MARCH)
)


@dataclass(frozen=True)
class Kind:
    """One row of an account: the public kind it stands for, its cells, and the answer, or what the refusal says."""

    name: str
    cells: dict[str, Any] = field(default_factory=dict)
    answer: str = "supported"
    refused: str = ""


def told(start: Any, end: Any, **more: Any) -> dict[str, Any]:
    """Make the cells of a row."""
    return {"lon": HERE[0], "lat": HERE[1], "start": start, "end": end, "timezone": "Europe/London", **more}


KINDS = [
    # day and month
    Kind("a British date is read month first", told("03/04/2026 22:10", "03/04/2026 22:40")),
    Kind("the same, with points", told("3.4.2026 22.10", "3.4.2026 22.40")),
    Kind("the same, with two figures of the year", told("03/04/26 22:10", "03/04/26 22:40")),
    Kind("the same, with dashes", told("03-04-2026 22:10", "03-04-2026 22:40")),
    Kind("a date month first", told("04/13/2026 22:10", "04/13/2026 22:40"), refused="month first"),
    Kind("a weekday that is not that day's", told("Sat 3 Apr 2026 22:10", "22:40"), refused="Friday"),
    Kind("a weekday that is", told("Fri 3 Apr 2026 22:10", "22:40")),
    # the end
    Kind("an end of which only the clock is given becomes today", told("2026-04-03 22:10", "22:40")),
    Kind("the same, after midnight", told("2026-04-03 22:10", "00:40"), refused="no date"),
    Kind("start and end in one cell", told("2026-04-03 22:10-22:40", "22:40"), refused="two times"),
    Kind("an end that is a date", told("2026-04-03 22:10", "2026-04-04"), refused="without a time of day"),
    # words that depend on the day they are read
    Kind("now is read as the present", told("now", "2026-04-03 22:40"), refused="depends on when"),
    Kind("a month becomes its first day", told("April 2026", "2026-04-03 22:40"), refused="no day"),
    Kind("a bare number becomes nanoseconds of 1970", told(20260403, 20260404), refused="bare number"),
    Kind("a spreadsheet's day number", told(46115.92, 46115.94), refused="bare number"),
    # zones
    Kind("GMT in summer is taken for the local clock", told("3 April 2026 21:10 GMT", "3 April 2026 21:40 GMT")),
    Kind("EST is taken for one of its zones", told("3 April 2026 22:10 EST", "22:40"), refused="not one zone"),
    Kind("a time without a zone is taken for UTC", {**told("2026-04-03 22:10", "22:40"), "timezone": None}, refused="zone"),
    Kind("the hour that happens twice", told("2026-10-25 01:10", "2026-10-25 01:40"), refused="twice"),
    Kind("the hour that does not happen", told("2026-03-29 01:10", "2026-03-29 02:40"), refused="does not exist"),
    # twelve hours
    Kind("10.10 pm is read as ten past ten in the morning", told("3 April 2026 10.10pm", "10.40 pm")),
    Kind("midnight of which day", told("3 April 2026 midnight", "4 April 2026 00:40"), refused="beginning or the end"),
    # years
    Kind("a year of four nines", told("2026-04-03 22:10", "9999-12-31 23:59"), refused="1980"),
    Kind("a year of 1900", told("1900-04-03 22:10", "1900-04-03 22:40"), refused="1980"),
    # places
    Kind("latitude and longitude swapped", told("3 April 2026 22:10", "22:40", lon=51.4, lat=1.2), refused="swapped"),
    Kind("0, 0", told("3 April 2026 22:10", "22:40", lon=0, lat=0), refused="stands for none"),
    Kind("a minus left out", told("3 April 2026 22:10", "22:40", lon=-4.2), refused="from every fix"),
    Kind("a minus and a letter", told("3 April 2026 22:10", "22:40", lon="-1.2E", lat="51.4N"), refused="sign and a letter"),
    Kind("letters", told("3 April 2026 22:10", "22:40", lon="1.2E", lat="51.4N")),
    Kind("letters in each other's column", told("3 April 2026 22:10", "22:40", lon="51.4N", lat="1.2E"), refused="one latitude"),
    Kind("degrees, minutes and seconds", told("3 April 2026 22:10", "22:40", lon="1\u00b012'00\"E", lat="51\u00b024'00\"N")),
    Kind("decimal commas", told("3 April 2026 22:10", "22:40", lon="1,2", lat="51,4"), refused="not a place|commas"),
    Kind("two places in one row", told("3 April 2026 22:10", "22:40", place="51.4, 1.3"), refused="apart"),
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_has_its_right_answer_or_is_refused(kind: Kind) -> None:
    report = wb.check_account(pd.DataFrame([kind.cells]), TRACKS, sensitivity=False, bad_rows="keep")
    row = report.table.iloc[0]
    if kind.refused:
        assert row["answer"] == "not checked" and row["what_would_change_it"]
        assert any(words in row["because"] for words in kind.refused.split("|")), row["because"]
    else:
        assert row["answer"] == kind.answer
        assert row["read_as"].startswith("Friday 3 April 2026 22:10 BST")


def test_the_other_day_is_contradicted() -> None:
    """What makes the table above mean something: the same words with day and month turned would be answered otherwise."""
    other = pd.DataFrame([told("04/03/2026 22:10", "04/03/2026 22:40")])
    assert wb.check_account(other, TRACKS, sensitivity=False).table["answer"].tolist() == ["contradicted"]
