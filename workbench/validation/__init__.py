"""How good the answers are where the truth is known.

The room reads in this order: ``life`` (the truth of one wearer as arrays), ``strata`` and ``claims`` (what is claimed
of it, with its label), ``regimes`` (what the tag lost), ``study`` (each claim checked), ``metrics``, ``baselines``,
``summary``, ``limits``, ``record`` (the calibration that ships), ``scoring`` (the door for anybody's verdicts),
``report``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.validation.claims import sample_claims as sample_claims
    from workbench.validation.record import fit_record as fit_record
    from workbench.validation.record import refusals as refusals
    from workbench.validation.record import write_record as write_record
    from workbench.validation.regimes import with_worse_tag as with_worse_tag
    from workbench.validation.report import report_of as report_of
    from workbench.validation.report import write_report as write_report
    from workbench.validation.scoring import score as score
    from workbench.validation.study import ablation as ablation
    from workbench.validation.study import checked as checked
    from workbench.validation.study import fresh_lives as fresh_lives
    from workbench.validation.study import run_study as run_study
    from workbench.validation.study import weighed as weighed

_HOMES = {
    "ablation": "workbench.validation.study",
    "checked": "workbench.validation.study",
    "fit_record": "workbench.validation.record",
    "fresh_lives": "workbench.validation.study",
    "refusals": "workbench.validation.record",
    "report_of": "workbench.validation.report",
    "run_study": "workbench.validation.study",
    "sample_claims": "workbench.validation.claims",
    "score": "workbench.validation.scoring",
    "weighed": "workbench.validation.study",
    "with_worse_tag": "workbench.validation.regimes",
    "write_record": "workbench.validation.record",
    "write_report": "workbench.validation.report",
}

__all__ = [
    "ablation",
    "checked",
    "fit_record",
    "fresh_lives",
    "refusals",
    "report_of",
    "run_study",
    "sample_claims",
    "score",
    "weighed",
    "with_worse_tag",
    "write_record",
    "write_report",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
