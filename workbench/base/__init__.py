"""What every room stands on: errors in words, cards, quality flags, shares with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.base.answer import Answer as Answer
    from workbench.base.answer import HeldLoosely as HeldLoosely
    from workbench.base.answer import decode as decode
    from workbench.base.answer import encode as encode
    from workbench.base.card import Card as Card
    from workbench.base.compiled import njit as njit
    from workbench.base.errors import InputError as InputError
    from workbench.base.errors import MissingError as MissingError
    from workbench.base.errors import SchemaError as SchemaError
    from workbench.base.errors import TimeError as TimeError
    from workbench.base.errors import WorkbenchError as WorkbenchError
    from workbench.base.parallel import cores as cores
    from workbench.base.parallel import in_order as in_order
    from workbench.base.progress import bar as bar
    from workbench.base.progress import watched as watched
    from workbench.base.quality import IGNORED as IGNORED
    from workbench.base.quality import Quality as Quality
    from workbench.base.quality import has as has
    from workbench.base.quality import names as names
    from workbench.base.quality import usable as usable
    from workbench.base.record import recorded as recorded
    from workbench.base.seen_text import HIDDEN as HIDDEN
    from workbench.base.seen_text import ascii_digits as ascii_digits
    from workbench.base.seen_text import visible as visible
    from workbench.base.seen_text import whole_text as whole_text
    from workbench.base.shares import wilson as wilson
    from workbench.base.strength import directed as directed

_HOMES = {
    "Answer": "workbench.base.answer",
    "Card": "workbench.base.card",
    "HIDDEN": "workbench.base.seen_text",
    "HeldLoosely": "workbench.base.answer",
    "IGNORED": "workbench.base.quality",
    "InputError": "workbench.base.errors",
    "MissingError": "workbench.base.errors",
    "Quality": "workbench.base.quality",
    "SchemaError": "workbench.base.errors",
    "TimeError": "workbench.base.errors",
    "WorkbenchError": "workbench.base.errors",
    "ascii_digits": "workbench.base.seen_text",
    "bar": "workbench.base.progress",
    "cores": "workbench.base.parallel",
    "decode": "workbench.base.answer",
    "directed": "workbench.base.strength",
    "encode": "workbench.base.answer",
    "has": "workbench.base.quality",
    "in_order": "workbench.base.parallel",
    "names": "workbench.base.quality",
    "njit": "workbench.base.compiled",
    "recorded": "workbench.base.record",
    "usable": "workbench.base.quality",
    "visible": "workbench.base.seen_text",
    "watched": "workbench.base.progress",
    "whole_text": "workbench.base.seen_text",
    "wilson": "workbench.base.shares",
}

__all__ = [
    "HIDDEN",
    "IGNORED",
    "Answer",
    "Card",
    "HeldLoosely",
    "InputError",
    "MissingError",
    "Quality",
    "SchemaError",
    "TimeError",
    "WorkbenchError",
    "ascii_digits",
    "bar",
    "cores",
    "decode",
    "directed",
    "encode",
    "has",
    "in_order",
    "names",
    "njit",
    "recorded",
    "usable",
    "visible",
    "watched",
    "whole_text",
    "wilson",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
