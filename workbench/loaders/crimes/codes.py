"""The words of the police batch: its columns, the forces, the crime types, the error codes and what the sender has to do."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ACTIONS", "COLUMNS", "FORCES", "KINDS", "WINDOW_HOURS", "Problem"]

COLUMNS = (
    "police force",
    "crime type",
    "crime type text",
    "batch id",
    "crime reference",
    "from",
    "to",
    "easting",
    "northing",
    "latitude",
    "longitude",
    "datum",
    "crime text",
)
"""The 13 columns of a batch, in order; the file has no header."""
FORCES = (
    "AvonSomerset",
    "Bedfordshire",
    "Cheshire",
    "CoLP",
    "Cumbria",
    "Derbyshire",
    "Durham",
    "Essex",
    "Gloucestershire",
    "Gwent",
    "Hampshire",
    "Hertfordshire",
    "Humberside",
    "Kent",
    "Metropolitan",
    "NorthWales",
    "Nottinghamshire",
    "Sussex",
    "WestMidlands",
)
KINDS = {
    "RB": "robbery",
    "BIAD": "burglary in a dwelling",
    "AB": "aggravated burglary",
    "BOTD": "burglary other than a dwelling",
    "TOMV": "theft of a motor vehicle",
    "TFP": "theft from the person",
    "TFMV": "theft from a motor vehicle",
}
WINDOW_HOURS = 12
"""The longest window that the national service takes. Longer ones are real crimes too: they are kept, and named."""

ACTIONS = {
    "INVALID_COLUMN_COUNT": "supply all 13 columns, empty ones too; put quotation marks around a text that holds a comma",
    "MISSING_BATCH_ID": "fill in the batch id",
    "INVALID_BATCH_ID_FORMAT": "write the force code, then eight digits for the day, then -digit and -R or -A only where needed",
    "INVALID_BATCH_ID_DATE": "use a real date in the batch id, as yyyymmdd",
    "MISSING_CRIME_REFERENCE": "fill in the crime reference",
    "INVALID_TEXT": "remove the unreadable characters, or save the file as UTF-8",
    "INVALID_NUMBER": "write a plain number such as 530000 or 51.507351",
    "INVALID_DATE_FORMAT": "write a real date and time as yyyyMMddHHmmss in UTC, for example 20260303211000",
    "CRIME_DATE_TIME_TO_AFTER_FROM": "make the end the same as the start or later",
    "CRIME_DATE_TIME_EXCEEDS_WINDOW": "the national service takes 12 hours or less: narrow the window if more is known",
    "INVALID_ENUM": "use one of the allowed values",
    "MISSING_LOCATION_DATA": "fill one pair: easting and northing, or latitude and longitude",
    "DEPENDENT_LOCATION_DATA": "fill both numbers of the pair",
    "MULTIPLE_LOCATION_DATA_TYPES": "fill one pair only, and leave the other empty",
    "INVALID_LOCATION_DATA_RANGE": "give a place inside Great Britain: easting 0 to 600000 and northing 0 to 1300000, "
    "or latitude 49.5 to 61.5 and longitude -8.5 to 2.6",
    "MULTIPLE_POLICE_FORCES": "send the crimes of each force in a file of their own",
    "MULTIPLE_BATCH_IDS": "send each batch in a file of its own",
    "INVALID_ATTACHMENT": "attach the batch as one CSV text file",
    "INVALID_CSV_FORMAT": "close every quotation mark, and write one crime a line",
    "ALL_RECORDS_FAILED": "correct the rows as their own problems say, and send the file again",
    "DATUM_DISAGREES": "say WGS84 beside latitude and longitude, and OSGB36 beside easting and northing",
}
"""What the sender has to do. The codes are those of the national service, but for DATUM_DISAGREES: it never reads the datum."""


class Problem(NamedTuple):
    """One thing wrong with one cell of one row, or with a whole row or file."""

    row: int
    crime_id: str
    code: str
    column: str
    value: str
    action: str
    kept: bool

    @property
    def words(self) -> str:
        """The problem as a sentence for the list of rows set aside."""
        shown = f" is {self.value!r}" if self.value else " is empty" if self.column in COLUMNS else ""
        return f"{self.code}: {self.column}{shown}; {self.action}"
