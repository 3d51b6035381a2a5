"""One wearer's usable fixes, prepared once: what everything that asks where a tag was starts from.

Reading order: ``wearer`` (which fixes count, their order, metres and errors; the store of many wearers), ``trust`` (which fixes
a neighbour vouches for, and which say nothing new).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.observations.trust import REPEATS as REPEATS
    from workbench.observations.trust import stuck as stuck
    from workbench.observations.trust import vouched as vouched
    from workbench.observations.wearer import Observations as Observations
    from workbench.observations.wearer import Wearers as Wearers
    from workbench.observations.wearer import observe as observe
    from workbench.observations.wearer import prepare as prepare

_HOMES = {
    "Observations": "workbench.observations.wearer",
    "Wearers": "workbench.observations.wearer",
    "observe": "workbench.observations.wearer",
    "prepare": "workbench.observations.wearer",
    "REPEATS": "workbench.observations.trust",
    "stuck": "workbench.observations.trust",
    "vouched": "workbench.observations.trust",
}

__all__ = ["REPEATS", "Observations", "Wearers", "observe", "prepare", "stuck", "vouched"]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
