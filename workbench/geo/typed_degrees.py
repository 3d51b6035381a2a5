"""What a typed place says by itself: two angles, two grid metres, or a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from workbench.base import InputError

__all__ = ["WRITE_PLACE", "Reading", "read_place_text"]

WRITE_PLACE = "Write it as 51.50000, -0.10000 (latitude, longitude), 51.5N 0.1W, or a grid reference such as TQ 30000 80000."
_LONGEST = 120
_SQUARES = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # the national grid leaves I out
_EAST_MOST_M, _NORTH_MOST_M = 700_000, 1_300_000
_LEAST_FIGURES, _EXACT_FIGURES = 6, 10
_GRID = re.compile(
    r"(?:(?:os|bng|osgb|ngr)?[ .]*(?:grid)? ?(?:ref(?:erence)?)?[ :.]+)?(?P<square>[a-z]{2}) ?(?P<figures>\d[\d ,]*)", re.ASCII
)
_COMPASS = (("north", "n"), ("south", "s"), ("east", "e"), ("west", "w"))
_GRID_METRES = re.compile(
    r"(?:(?P<a>e|easting|eastings|x)[ :=]*)?(?P<first>\d{5,7}(?:\.\d+)?)(?: ?m)?(?P<b>e)?[ ,;]+"
    r"(?:(?P<c>n|northing|northings|y)[ :=]*)?(?P<second>\d{5,7}(?:\.\d+)?)(?: ?m)?(?P<d>n)?",
    re.ASCII,
)
_IRISH = re.compile(r"[a-z] ?\d{3,5} ?\d{3,5}", re.ASCII)
_POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}", re.ASCII)
_LAT = re.compile(r"\blat(?:itude)?\b\.?[ :=]*")
_LON = re.compile(r"\b(?:lon(?:g(?:itude)?)?|lng)\b\.?[ :=]*")
_NUMBER = r"\d{1,3}(?:\.\d{1,12})?"
_DEGREES = rf"(?P<deg>{_NUMBER})(?: ?(?:°|deg(?:rees)?\b|d\b))?"
_MINUTES = rf" ?(?P<min>{_NUMBER})(?: ?(?:'|min(?:utes)?\b|m\b))?"
_SECONDS = rf" ?(?P<sec>{_NUMBER})(?: ?(?:\"|''|sec(?:onds)?\b|s(?=[ ,]|$)))?"
_ANGLE = re.compile(
    rf"(?P<before>[nsew])? ?(?P<sign>[+-])?{_DEGREES}(?:{_MINUTES}(?:{_SECONDS})?)? ?(?P<after>[nsew](?![a-z]))?", re.ASCII
)
_PLAIN_SIGNS = str.maketrans(
    {
        "\u2212": "-",
        "\u2013": "-",
        "\u00ba": "°",
        "\u02da": "°",
        "\u2032": "'",
        "\u2019": "'",
        "\u2018": "'",
        "\u2033": '"',
        "\u201d": '"',
        "\u201c": '"',
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u00b4": "'",
    }
)


@dataclass(frozen=True)
class Reading:
    """What one text says.

    Attributes
    ----------
    kind : {"degrees", "grid", "name"}
        Angles (latitude and longitude), British grid metres (easting and northing), or something else.
    first, second : float
        Latitude and longitude in degrees, or easting and northing in metres.
    settled : bool
        Whether the text says which number is which.
    postcode : bool
        Whether it has the form of a British postcode.
    said, warning : str
        The text in words, and what had to be decided.
    """

    kind: Literal["degrees", "grid", "name"]
    first: float = 0.0
    second: float = 0.0
    settled: bool = False
    postcode: bool = False
    said: str = ""
    warning: str = ""


def read_place_text(text: str, name: str) -> Reading:
    """Take a typed place apart, or say what is wrong with it and what to write."""
    words = " ".join(text.translate(_PLAIN_SIGNS).lower().split()).strip(" ,;")
    if not words:
        raise InputError("The place is empty.", where=name, do=WRITE_PLACE)
    if len(words) > _LONGEST or not words.replace("°", "").isascii():
        return Reading("name")
    grid = _GRID.fullmatch(words)
    if grid:
        return _grid_reference(grid, text, name)
    metres = _GRID_METRES.fullmatch(words.removeprefix("bng ").removeprefix("osgb "))
    if metres:
        east, north = metres["first"], metres["second"]
        return _grid(float(east), float(north), f"British grid {east} E, {north} N", "", text, name)
    if _IRISH.fullmatch(words) and not _POSTCODE.fullmatch(words):
        raise InputError(f"{text!r} looks like an Irish grid reference, which is not read.", where=name, do=WRITE_PLACE)
    if not re.search(r"\d", words) or _POSTCODE.fullmatch(words):
        return Reading("name", postcode=_POSTCODE.fullmatch(words) is not None)
    return _angles(words, text, name) or Reading("name")


def _grid_reference(match: re.Match[str], text: str, name: str) -> Reading:
    """Read two letters and an even number of figures; up to eight figures name a square, whose middle is taken."""
    parts = match["figures"].replace(",", " ").split()
    figures = "".join(parts)
    uneven = len(parts) == 2 and len(parts[0]) != len(parts[1])
    if len(figures) % 2 or len(parts) > 2 or uneven or len(figures) > _EXACT_FIGURES:
        raise InputError(f"{text!r} has no even number of figures for a grid reference.", where=name, do=WRITE_PLACE)
    if len(figures) < _LEAST_FIGURES:
        size = "10 km" if len(figures) == 2 else "1 km"
        raise InputError(f"{text!r} names a square of {size}, not a place.", where=name, do="Give at least six figures.")
    a, b = (_SQUARES.find(c) for c in match["square"].upper())
    cell = 10 ** (5 - len(figures) // 2)
    half = cell / 2 if cell > 1 else 0.0
    east = ((a - 2) % 5) * 500_000 + (b % 5) * 100_000 + int(figures[: len(figures) // 2]) * cell + half
    north = (19 - (a // 5) * 5) * 100_000 - (b // 5) * 100_000 + int(figures[len(figures) // 2 :]) * cell + half
    if min(a, b) < 0:
        raise InputError(f"{match['square'].upper()} is no square of the British grid.", where=name, do=WRITE_PLACE)
    square = f"British grid {match['square'].upper()} {figures[: len(figures) // 2]} {figures[len(figures) // 2 :]}"
    warning = f"{square} names a square of {cell} m; its middle was taken." if cell > 1 else ""
    return _grid(east, north, square, warning, text, name)


def _grid(east: float, north: float, said: str, warning: str, text: str, name: str) -> Reading:
    if not (0 <= east <= _EAST_MOST_M and 0 <= north <= _NORTH_MOST_M):
        raise InputError(f"{text!r} lies outside the British grid.", where=name, do=WRITE_PLACE)
    return Reading("grid", east, north, True, said=said, warning=warning)


def _angles(words: str, text: str, name: str) -> Reading | None:
    """Read two angles and settle which is the latitude, by letters or labels where there are any."""
    labels, bare = _labels(words)
    for word, letter in _COMPASS:
        bare = re.sub(rf"\b{word}\b", letter, bare)
    bare = re.sub(r"(?<=\d):(?=\d\d)", " ", bare)
    if re.search(r"\d,\d+[ ;]+-?\d+,\d", bare):
        raise InputError(f"{text!r} has commas where points belong.", where=name, do=WRITE_PLACE)
    found = _split(bare)
    if found is None:
        return None
    values = [_degrees(match, text, name) for match in found]
    letters = [match["before"] or match["after"] or "" for match in found]
    axes = ["lat" if letter in "ns" else "lon" for letter in letters if letter]
    if axes and (axes[0] == axes[1] or (labels and labels != axes)):
        raise InputError(f"{text!r} does not name one latitude and one longitude.", where=name, do=WRITE_PLACE)
    order = axes or labels
    lat, lon = values if order != ["lon", "lat"] else values[::-1]
    return Reading("degrees", lat, lon, settled=bool(order))


def _labels(words: str) -> tuple[list[str], str]:
    """Take the words latitude and longitude out; give their order, empty where there are none."""
    a, b = _LAT.search(words), _LON.search(words)
    if a is None or b is None:
        return [], words
    order = ["lat", "lon"] if a.start() < b.start() else ["lon", "lat"]
    return order, " ".join(_LON.sub(" ", _LAT.sub(" ", words)).replace(" ,", ",").split()).strip(" ,;")


def _split(words: str) -> list[re.Match[str]] | None:
    """Cut a text into two angles: at a comma or semicolon, between letters, or where two numbers stand alone."""
    for mark in (";", ","):
        if words.count(mark) == 1:
            cut = [part.strip() for part in words.split(mark)]
            return _both(cut)
    tokens = words.split(" ")
    # several cuts may fit ("51 30 0 7"); only one that gives both angles the same number of parts is believed
    fits = [both for at in range(1, len(tokens)) if (both := _both([" ".join(tokens[:at]), " ".join(tokens[at:])]))]
    even = [both for both in fits if _parts(both[0]) == _parts(both[1])]
    chosen = even or fits
    return chosen[0] if len(chosen) == 1 else None


def _both(cut: list[str]) -> list[re.Match[str]] | None:
    found = [match for part in cut if (match := _ANGLE.fullmatch(part)) and not (match["before"] and match["after"])]
    lettered = [bool(match["before"] or match["after"]) for match in found]
    return found if len(found) == 2 and lettered[0] == lettered[1] else None


def _parts(match: re.Match[str]) -> int:
    return sum(match[part] is not None for part in ("deg", "min", "sec"))


def _degrees(match: re.Match[str], text: str, name: str) -> float:
    letter, sign = match["before"] or match["after"], match["sign"]
    if sign and letter:
        raise InputError(
            f"{text!r} has a sign and a letter at one number, which may cancel or repeat each other.",
            where=name,
            do="Use one of them: -0.1 or 0.1W.",
        )
    parts = [match[part] for part in ("deg", "min", "sec") if match[part] is not None]
    value = sum(float(part) / 60**i for i, part in enumerate(parts))
    if any("." in part for part in parts[:-1]) or any(float(part) >= 60 for part in parts[1:]):
        raise InputError(f"{text!r} has minutes or seconds that cannot be.", where=name, do=WRITE_PLACE)
    limit = 90 if letter in ("n", "s") else 180
    if value > limit:
        raise InputError(f"{text!r} has an angle beyond {limit} degrees.", where=name, do=WRITE_PLACE)
    return -value if sign == "-" or letter in ("s", "w") else value
