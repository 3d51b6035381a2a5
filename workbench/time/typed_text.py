"""What a typed date or time says by itself: its day, its clock and its zone, or why it says none."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from workbench.base import TimeError

__all__ = ["FIRST_YEAR", "LAST_YEAR", "WRITE", "Parts", "numeric_date", "read_text"]

FIRST_YEAR, LAST_YEAR = 1980, 2100
"""No positioning satellite gave a time before 1980; what lies beyond 2100 is a slip of the pen."""

_SHOW = "2026-03-03 21:10, or 3 March 2026 21:10."
WRITE = f"Write it as {_SHOW}"
_WRITE_DATE = f"Write the date too: {_SHOW}"
_LONGEST = 80
_CENTURY_END = 49  # two digits up to here are of this century; 50 to 99 would be a birthday, so they are asked about
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_DAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3} | {day[:3]: i for i, day in enumerate(_DAYS)}
_WEEKDAY = re.compile(rf"\b({'|'.join((*_DAYS, *sorted(_SHORT_DAYS, key=len, reverse=True)))})\b\.?,?", re.ASCII)

_YEAR = r"(?P<y>\d{4}|'?\d\d)"
_ISO = re.compile(r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})", re.ASCII)
_ISO_RUN = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?=t\d)", re.ASCII)
_DAY_FIRST = re.compile(rf"(?P<d>\d{{1,2}})(?P<sep>[-/. ])(?P<m>\d{{1,2}})(?P=sep){_YEAR}", re.ASCII)
_NAMED = re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ \-./]*(?:of )?(?P<name>[a-z]{{3,9}})\.?[ \-./,]*{_YEAR}", re.ASCII)
_NAMED_FIRST = re.compile(r"(?P<name>[a-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})", re.ASCII)
_DATES = (_ISO, _ISO_RUN, _DAY_FIRST, _NAMED, _NAMED_FIRST)
_AFTER_DATE = re.compile(r"(?=$|[t ,;])", re.ASCII)
_HALF = r"(?:[ .]?(?P<half>[ap]) ?\.? ?m\b\.?)?(?: ?(?:hrs?|hours?|h)\b\.?)?(?![\d:])"
_PART = r"(?:[.,](?P<f>\d{1,9}))?"
_CLOCKS = tuple(
    re.compile(form + _HALF, re.ASCII)
    for form in (
        rf"(?P<h>\d{{1,2}})[:.h](?P<m>\d\d)(?::(?P<s>\d\d){_PART})?",
        rf"(?P<h>\d\d)(?P<m>\d\d)(?:(?P<s>\d\d){_PART})?",
        r"(?P<h>\d{1,2})(?P<m>\d\d)?(?P<s>)(?P<f>)(?=[ .]?[ap] ?\.? ?m\b)",
    )
)
_NAMED_CLOCK = re.compile(r"(?:12 ?)?(?P<word>noon|midday|midnight)\b")
_OFFSET = re.compile(r"(?:utc|gmt)? ?(?P<sign>[+-]) ?(?P<h>\d{1,2})(?::?(?P<m>\d\d))?", re.ASCII)
_PLACE_ZONE = re.compile(r"[A-Za-z_]{2,20}(?:/[A-Za-z0-9_+\-]{1,30}){1,2}", re.ASCII)
_RANGE = re.compile(r"(?:-|to|until|till|and) ?\d")
_VAGUE = re.compile(r"\b(?:about|around|approx(?:imately)?|circa|roughly|ca|before|after|by|or so|ish)\b|~")
_RELATIVE = re.compile(r"\b(?:now|today|tonight|yesterday|tomorrow|last|next|ago|this|morning|afternoon|evening|night|noonish)\b")
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "bst": 60}


@dataclass(frozen=True)
class Parts:
    """What one text says: the day, the clock (since midnight), the zone as written, and what was decided in reading it.

    `offset` is from UTC; `zone` a name such as Europe/London; both None where the text states no zone.
    """

    date: dt.date | None
    clock: dt.timedelta | None
    offset: dt.timedelta | None = None
    zone: str | None = None
    zone_words: str = ""
    notes: tuple[str, ...] = ()


def read_text(text: str, name: str) -> Parts:
    """Take a typed text apart, or say what is wrong with it and what to write."""
    words = _tidy(text, name)
    day, rest = _without_weekday(words, text, name)
    found = _date(rest)
    if found is None:
        return _without_date(words, rest, text, name)
    match, before, after = found
    date, notes = _day(match, text, name)
    if day is not None and date.weekday() != day:
        raise TimeError(
            f"{text!r} contradicts itself: {date.day} {_MONTHS[date.month - 1].title()} {date.year} is a "
            f"{_DAYS[date.weekday()].title()}.",
            where=name,
            do="Correct the day or the date.",
        )
    exact = after.startswith("t") or match.re is _ISO_RUN
    # a dash with a space on its inner side only parts the day from the clock; "-05:00" and "21:10 - 22:15" are let be
    rest = _trimmed(f"{before.removesuffix(' -')} {after.removeprefix('t').removeprefix('- ')}")
    if not rest:
        return Parts(date, None, notes=notes)
    clock, tail, said = _clock(rest, text, name)
    exact = exact or rest.count(":") - tail.count(":") > 1
    return _with_zone(Parts(date, clock, notes=(*notes, *said)), tail, text, name, exact=exact)


def numeric_date(text: object) -> tuple[int, int, bool] | None:
    """Give the numbers that stand for day and month, and whether the year comes first; None where no date is in numbers."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    found = _date(_WEEKDAY.sub(" ", _plain(text)).strip(" ,"))
    if found is None or "name" in found[0].re.groupindex:
        return None
    match = found[0]
    return int(match["d"]), int(match["m"]), match.re is not _DAY_FIRST


def _plain(text: str) -> str:
    plain = re.sub(r"[\u2013\u2014]", "-", re.sub(r"[\u00a0\u2009\u202f]", " ", text))
    return " ".join(plain.lower().split())


def _tidy(text: str, name: str) -> str:
    words = _plain(text)
    if not words:
        raise TimeError("The time is missing.", where=name, do=WRITE)
    shown = repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "...")
    if not words.isascii() or len(words) > _LONGEST:
        raise TimeError(f"{shown} cannot be read as a time.", where=name, do=f"Use plain letters and figures. {WRITE}")
    if _VAGUE.search(words):
        raise TimeError(f"{shown} is not one moment.", where=name, do=f"{WRITE} How far it may be off is the claim's tolerance.")
    if _RELATIVE.search(words):
        raise TimeError(f"{shown} depends on when it is read.", where=name, do=_WRITE_DATE)
    return words


def _without_weekday(words: str, text: str, name: str) -> tuple[int | None, str]:
    found = _WEEKDAY.findall(words)
    if len(found) > 1:
        raise _unreadable(text, name)
    day = None if not found else _DAYS.index(found[0]) if found[0] in _DAYS else _SHORT_DAYS[found[0]]
    return day, _trimmed(_WEEKDAY.sub(" ", words))


def _trimmed(words: str) -> str:
    """Drop what only joins a day and a clock."""
    return " ".join(re.sub(r"^(?:(?:at|on|the)\b|[,;@\s])+|(?:\b(?:at|on|the)|[,;@\s])+$", "", words.strip()).split())


def _date(words: str) -> tuple[re.Match[str], str, str] | None:
    """Find the date at the beginning, or behind the clock; give it with what stands before and after."""
    for form in _DATES:
        match = form.match(words)
        if match and _AFTER_DATE.match(words, match.end()) and _is_month(match):
            return match, "", words[match.end() :].strip()
    for form in _DATES:
        for match in form.finditer(words):
            at = match.start()
            if at and words[at - 1] in " ," and _AFTER_DATE.match(words, match.end()) and _is_month(match):
                return match, words[:at].strip(), words[match.end() :].strip()
    return None


def _is_month(match: re.Match[str]) -> bool:
    return "name" not in match.re.groupindex or _month(match["name"]) is not None


def _month(word: str) -> int | None:
    full = [i for i, name in enumerate(_MONTHS, start=1) if word in (name, name[:3]) or (word == "sept" and i == 9)]
    return full[0] if full else None


def _day(match: re.Match[str], text: str, name: str) -> tuple[dt.date, tuple[str, ...]]:
    """Make the date that was found, day first unless its year is."""
    figures = match["y"].removeprefix("'")
    year, notes = int(figures), list[str]()
    if len(figures) == 2:
        dashed = match.re is _DAY_FIRST and match["sep"] == "-"
        if dashed or year > _CENTURY_END:
            what = (
                f"{text!r} could begin with its year or its day." if dashed else f"The year {figures} in {text!r} is not clear."
            )
            raise TimeError(what, where=name, do=f"Give the year four figures. {WRITE}")
        year += 2000
        notes.append(f"The year {figures} was read as {year}.")
    month = _month(match["name"]) if "name" in match.re.groupindex else int(match["m"])
    day = int(match["d"])
    if match.re is _DAY_FIRST and day <= 12 < (month or 0) <= 31:
        raise TimeError(
            f"{text!r} is written month first, or has no such month; dates are read day first.",
            where=name,
            do=f"If the month is first, write {month:02d}/{day:02d}/{year} or {year}-{day:02d}-{month:02d}.",
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise TimeError(f"The year {year} in {text!r} is not between {FIRST_YEAR} and {LAST_YEAR}.", where=name, do=WRITE)
    try:
        return dt.date(year, month or 0, day), tuple(notes)
    except ValueError as error:
        raise TimeError(f"{text!r} is no day of the calendar.", where=name, do=WRITE) from error


def _without_date(words: str, rest: str, text: str, name: str) -> Parts:
    """Read a clock that stands alone, or say what the text lacks."""
    try:
        clock, tail, said = _clock(rest, text, name)
        parts = _with_zone(Parts(None, clock, notes=said), tail, text, name, exact=False)
    except TimeError:
        if re.match(r"\d{4}[-/.]", rest):
            raise _unreadable(text, name) from None
        if words.isdigit():
            raise TimeError(f"{text!r} is a bare number, not a time.", where=name, do=WRITE) from None
        numbers = re.findall(r"\d+", rest)
        if any(_month(word) for word in re.findall(r"[a-z]+", rest)) or re.match(r"\d{1,2}[/-]\d{1,2}\b", rest):
            lacks = "no day" if not numbers or re.fullmatch(r"[a-z]+ \d{4}", rest) else "no year that can be read"
            if lacks != "no day" and re.search(r"\b(?:19|20)\d\d\b", rest):
                raise _unreadable(text, name) from None
            raise TimeError(f"{text!r} has {lacks}.", where=name, do=f"Write the whole date: {_SHOW}") from None
        raise
    if rest != words:
        raise TimeError(f"{text!r} names a day of the week, but no date.", where=name, do=_WRITE_DATE)
    return parts


def _clock(rest: str, text: str, name: str) -> tuple[dt.timedelta, str, tuple[str, ...]]:
    """Read the clock at the beginning of a text; give it with what follows."""
    named = _NAMED_CLOCK.match(rest)
    if named:
        if named["word"] == "midnight":
            raise TimeError(
                f"{text!r} could be the beginning or the end of that day.",
                where=name,
                do="Write 00:00 for its beginning or 24:00 for its end.",
            )
        return dt.timedelta(hours=12), rest[named.end() :].strip(), ()
    match = next((m for form in _CLOCKS if (m := form.match(rest))), None)
    if match is None:
        raise _unreadable(text, name)
    hours, minutes, seconds = (int(match[part] or 0) for part in ("h", "m", "s"))
    hours, said = _twelve(hours, minutes, match["half"], text, name)
    if hours > 24 or minutes > 59 or seconds > 59 or (hours == 24 and (minutes or seconds)):
        raise TimeError(f"{text!r} has no such time of day.", where=name, do="The clock goes from 00:00 to 24:00.")
    part = int((match["f"] or "0").ljust(6, "0")[:6])
    clock = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=part)
    return clock, rest[match.end() :].strip(), said


def _twelve(hours: int, minutes: int, half: str | None, text: str, name: str) -> tuple[int, tuple[str, ...]]:
    """Bring hours of a twelve-hour clock to 24; 21:10 pm says the same thing twice, 21:10 am contradicts itself."""
    if half is None:
        return hours, ()
    if hours > 23 or (half == "a" and hours > 12) or (half == "p" and hours == 0):
        raise TimeError(f"{text!r} has no such time of day.", where=name, do="Write the time as 21:10, or 9.10 pm.")
    if hours == 12:
        noon = half == "p"
        said = f"12 {half}m was read as {'noon, 12:00' if noon else 'the beginning of the day, 00:00'}."
        return 12 if noon else 0, () if minutes else (said,)
    return hours + 12 if half == "p" and hours < 12 else hours, ()


def _with_zone(parts: Parts, tail: str, text: str, name: str, *, exact: bool) -> Parts:
    """Add the zone that is written after the clock, meant literally."""
    bare = _trimmed(tail.strip("()[]. "))
    if not bare:
        return parts
    if bare in _ZONES:
        words = bare.upper() if bare != "z" else "UTC"
        return Parts(parts.date, parts.clock, dt.timedelta(minutes=_ZONES[bare]), None, words, parts.notes)
    match = _OFFSET.fullmatch(bare)
    if match:
        return _with_offset(parts, match, text, name, exact=exact or bare[0] in "ug+")
    if _RANGE.match(bare):
        raise _two_times(text, name)
    own = re.search(_PLACE_ZONE, text)
    if own and own[0].lower() == bare:
        return Parts(parts.date, parts.clock, None, own[0], own[0], parts.notes)
    if re.fullmatch(r"[a-z]{2,5}", bare):
        raise TimeError(
            f"{bare.upper()} in {text!r} is not one zone everywhere.",
            where=name,
            do="Write the offset, as 21:10+01:00, or a name such as Europe/London; GMT, BST and UTC are read.",
        )
    raise _unreadable(text, name)


def _with_offset(parts: Parts, match: re.Match[str], text: str, name: str, *, exact: bool) -> Parts:
    minutes = int(match["h"]) * 60 + int(match["m"] or 0)
    west = match["sign"] == "-"
    # "21:10-22:15" is two times of day and "21:10-05:00" could be; after seconds or a T, it is an offset
    if (west and not exact) or minutes > (720 if west else 840) or minutes % 15:
        raise _two_times(text, name)
    offset = dt.timedelta(minutes=-minutes if west else minutes)
    words = f"UTC{match['sign']}{minutes // 60:02d}:{minutes % 60:02d}" if minutes else "UTC"
    return Parts(parts.date, parts.clock, offset, None, words, parts.notes)


def _two_times(text: str, name: str) -> TimeError:
    return TimeError(
        f"{text!r} looks like two times, or a time with an impossible offset.",
        where=name,
        do="Give the start and the end apart; write an offset as 2026-03-03T21:10+01:00.",
    )


def _unreadable(text: str, name: str) -> TimeError:
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
    return TimeError(f"{shown!r} cannot be read as a time.", where=name, do=WRITE)
