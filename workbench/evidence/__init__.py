"""Claim to verdict: what the data can and cannot say of an account.

The room reads in this order: ``claim`` (the words made definite), ``coverage`` (what was seen around it), ``logic``
(what is certain and what is impossible), ``hmm`` (every possible journey, weighed), ``likelihood_ratio``,
``reported_strength`` with ``calibration``, ``decision``, ``explain`` (the sentences), ``verdict``. ``check_claim`` and
``account`` are the doors, ``pipeline`` runs the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.evidence.account import AccountReport as AccountReport
    from workbench.evidence.account import check_account as check_account
    from workbench.evidence.account import claims_of as claims_of
    from workbench.evidence.calibration import MODEL_ALONE as MODEL_ALONE
    from workbench.evidence.calibration import REGIMES as REGIMES
    from workbench.evidence.calibration import Entry as Entry
    from workbench.evidence.calibration import calibrated as calibrated
    from workbench.evidence.calibration import cap as cap
    from workbench.evidence.calibration import mapped as mapped
    from workbench.evidence.calibration import read_record as read_record
    from workbench.evidence.calibration import regime_of as regime_of
    from workbench.evidence.check_claim import check as check
    from workbench.evidence.check_claim import in_force as in_force
    from workbench.evidence.check_claim import versions as versions
    from workbench.evidence.claim import Claim as Claim
    from workbench.evidence.claim import Place as Place
    from workbench.evidence.claim import ResolvedClaim as ResolvedClaim
    from workbench.evidence.claim import resolve_claim as resolve_claim
    from workbench.evidence.explain.words import CHANGES as CHANGES
    from workbench.evidence.explain.words import HOME as HOME
    from workbench.evidence.explain.words import phrase as phrase
    from workbench.evidence.hmm.forward_backward import chances as chances
    from workbench.evidence.hmm.model import HiddenMarkovModel as HiddenMarkovModel
    from workbench.evidence.likelihood_ratio import across as across
    from workbench.evidence.likelihood_ratio import ratios as ratios
    from workbench.evidence.likelihood_ratio import scales as scales
    from workbench.evidence.logic.finding import finding as finding
    from workbench.evidence.logic.presence import presence as presence
    from workbench.evidence.logic.presence import weights as weights
    from workbench.evidence.parameters import CAP_MS as CAP_MS
    from workbench.evidence.parameters import CERTAIN as CERTAIN
    from workbench.evidence.parameters import CLOCK_S as CLOCK_S
    from workbench.evidence.parameters import COARSE_CLOCK_S as COARSE_CLOCK_S
    from workbench.evidence.parameters import DECIDES as DECIDES
    from workbench.evidence.parameters import PADDING_S as PADDING_S
    from workbench.evidence.parameters import RAIL_MS as RAIL_MS
    from workbench.evidence.parameters import REACH_S as REACH_S
    from workbench.evidence.parameters import RUN_GAP_S as RUN_GAP_S
    from workbench.evidence.parameters import SILENCE_S as SILENCE_S
    from workbench.evidence.parameters import SLOPES as SLOPES
    from workbench.evidence.parameters import STRENGTH_CAP as STRENGTH_CAP
    from workbench.evidence.parameters import SUPPORTING as SUPPORTING
    from workbench.evidence.parameters import UNDECIDED as UNDECIDED
    from workbench.evidence.parameters import Setting as Setting
    from workbench.evidence.readings import FixesAround as FixesAround
    from workbench.evidence.readings import fixes_around as fixes_around
    from workbench.evidence.readings import read as read
    from workbench.evidence.reported_strength import Measure as Measure
    from workbench.evidence.verdict import Verdict as Verdict

_HOMES = {
    "AccountReport": "workbench.evidence.account",
    "CAP_MS": "workbench.evidence.parameters",
    "CERTAIN": "workbench.evidence.parameters",
    "CHANGES": "workbench.evidence.explain.words",
    "CLOCK_S": "workbench.evidence.parameters",
    "COARSE_CLOCK_S": "workbench.evidence.parameters",
    "Claim": "workbench.evidence.claim",
    "DECIDES": "workbench.evidence.parameters",
    "Entry": "workbench.evidence.calibration",
    "HOME": "workbench.evidence.explain.words",
    "HiddenMarkovModel": "workbench.evidence.hmm.model",
    "MODEL_ALONE": "workbench.evidence.calibration",
    "Measure": "workbench.evidence.reported_strength",
    "PADDING_S": "workbench.evidence.parameters",
    "Place": "workbench.evidence.claim",
    "RAIL_MS": "workbench.evidence.parameters",
    "REACH_S": "workbench.evidence.parameters",
    "REGIMES": "workbench.evidence.calibration",
    "RUN_GAP_S": "workbench.evidence.parameters",
    "ResolvedClaim": "workbench.evidence.claim",
    "SILENCE_S": "workbench.evidence.parameters",
    "SLOPES": "workbench.evidence.parameters",
    "STRENGTH_CAP": "workbench.evidence.parameters",
    "SUPPORTING": "workbench.evidence.parameters",
    "Setting": "workbench.evidence.parameters",
    "UNDECIDED": "workbench.evidence.parameters",
    "Verdict": "workbench.evidence.verdict",
    "FixesAround": "workbench.evidence.readings",
    "across": "workbench.evidence.likelihood_ratio",
    "calibrated": "workbench.evidence.calibration",
    "cap": "workbench.evidence.calibration",
    "chances": "workbench.evidence.hmm.forward_backward",
    "check": "workbench.evidence.check_claim",
    "check_account": "workbench.evidence.account",
    "claims_of": "workbench.evidence.account",
    "finding": "workbench.evidence.logic.finding",
    "in_force": "workbench.evidence.check_claim",
    "mapped": "workbench.evidence.calibration",
    "phrase": "workbench.evidence.explain.words",
    "presence": "workbench.evidence.logic.presence",
    "ratios": "workbench.evidence.likelihood_ratio",
    "read": "workbench.evidence.readings",
    "read_record": "workbench.evidence.calibration",
    "regime_of": "workbench.evidence.calibration",
    "resolve_claim": "workbench.evidence.claim",
    "scales": "workbench.evidence.likelihood_ratio",
    "versions": "workbench.evidence.check_claim",
    "weights": "workbench.evidence.logic.presence",
    "fixes_around": "workbench.evidence.readings",
}

__all__ = [
    "CAP_MS",
    "CERTAIN",
    "CHANGES",
    "CLOCK_S",
    "COARSE_CLOCK_S",
    "DECIDES",
    "HOME",
    "MODEL_ALONE",
    "PADDING_S",
    "RAIL_MS",
    "REACH_S",
    "REGIMES",
    "RUN_GAP_S",
    "SILENCE_S",
    "SLOPES",
    "STRENGTH_CAP",
    "SUPPORTING",
    "UNDECIDED",
    "AccountReport",
    "Claim",
    "Entry",
    "FixesAround",
    "HiddenMarkovModel",
    "Measure",
    "Place",
    "ResolvedClaim",
    "Setting",
    "Verdict",
    "across",
    "calibrated",
    "cap",
    "chances",
    "check",
    "check_account",
    "claims_of",
    "finding",
    "fixes_around",
    "in_force",
    "mapped",
    "phrase",
    "presence",
    "ratios",
    "read",
    "read_record",
    "regime_of",
    "resolve_claim",
    "scales",
    "versions",
    "weights",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
