"""Two simulated wearers and their claims, made once for the room."""

from __future__ import annotations

import pandas as pd
import pytest

import workbench as wb
from workbench.simulation.run import Simulation


@pytest.fixture(scope="session")
def lives() -> Simulation:
    return wb.simulate(seed=77, wearers=2, days=6)


@pytest.fixture(scope="session")
def claims(lives: Simulation) -> pd.DataFrame:
    return wb.sample_claims(lives, n=120, seed=3)
