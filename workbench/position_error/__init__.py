"""How wrong a fix may be: the model, its mixture, what calibration learned, jumps and bursts, chance inside a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.position_error.burst_flags import bursts as bursts
    from workbench.position_error.burst_flags import no_bursts as no_bursts
    from workbench.position_error.burst_flags import spots as spots
    from workbench.position_error.calibrate import FixCalibration as FixCalibration
    from workbench.position_error.calibrate import calibrate_fixes as calibrate_fixes
    from workbench.position_error.containment import chance as chance
    from workbench.position_error.containment import in_circle as in_circle
    from workbench.position_error.containment import in_polygon as in_polygon
    from workbench.position_error.containment import signed_distance as signed_distance
    from workbench.position_error.coordinate_grid import grid_size_m as grid_size_m
    from workbench.position_error.coordinate_grid import grid_step_deg as grid_step_deg
    from workbench.position_error.coordinate_grid import widened_m as widened_m
    from workbench.position_error.error_mixture import DEFAULT_R68_M as DEFAULT_R68_M
    from workbench.position_error.error_mixture import FLOOR_M as FLOOR_M
    from workbench.position_error.error_mixture import LEVEL_UNKNOWN as LEVEL_UNKNOWN
    from workbench.position_error.error_mixture import MIXTURES as MIXTURES
    from workbench.position_error.error_mixture import RAYLEIGH_999 as RAYLEIGH_999
    from workbench.position_error.error_mixture import SHIPPED as SHIPPED
    from workbench.position_error.error_mixture import TAU_S as TAU_S
    from workbench.position_error.error_mixture import TEMPER_FLOOR as TEMPER_FLOOR
    from workbench.position_error.error_mixture import ErrorModel as ErrorModel
    from workbench.position_error.error_mixture import K as K
    from workbench.position_error.error_mixture import Mixture as Mixture
    from workbench.position_error.error_mixture import mixture as mixture
    from workbench.position_error.error_mixture import radius_to_sigma as radius_to_sigma
    from workbench.position_error.error_mixture import sigma_m as sigma_m
    from workbench.position_error.error_mixture import tempering as tempering
    from workbench.position_error.infeasible import gone_around as gone_around
    from workbench.position_error.infeasible import infeasible_steps as infeasible_steps
    from workbench.position_error.infeasible import interleaved as interleaved
    from workbench.position_error.infeasible import joined_by_a_journey as joined_by_a_journey
    from workbench.position_error.jump_flags import jumps as jumps
    from workbench.position_error.jump_flags import worth_a_look as worth_a_look
    from workbench.position_error.speeds import AIR_MS as AIR_MS
    from workbench.position_error.speeds import RAIL_MS as RAIL_MS
    from workbench.position_error.speeds import ROAD_MS as ROAD_MS

_HOMES = {
    "AIR_MS": "workbench.position_error.speeds",
    "DEFAULT_R68_M": "workbench.position_error.error_mixture",
    "ErrorModel": "workbench.position_error.error_mixture",
    "FLOOR_M": "workbench.position_error.error_mixture",
    "FixCalibration": "workbench.position_error.calibrate",
    "K": "workbench.position_error.error_mixture",
    "LEVEL_UNKNOWN": "workbench.position_error.error_mixture",
    "MIXTURES": "workbench.position_error.error_mixture",
    "Mixture": "workbench.position_error.error_mixture",
    "RAIL_MS": "workbench.position_error.speeds",
    "RAYLEIGH_999": "workbench.position_error.error_mixture",
    "ROAD_MS": "workbench.position_error.speeds",
    "SHIPPED": "workbench.position_error.error_mixture",
    "TAU_S": "workbench.position_error.error_mixture",
    "TEMPER_FLOOR": "workbench.position_error.error_mixture",
    "bursts": "workbench.position_error.burst_flags",
    "calibrate_fixes": "workbench.position_error.calibrate",
    "chance": "workbench.position_error.containment",
    "grid_size_m": "workbench.position_error.coordinate_grid",
    "grid_step_deg": "workbench.position_error.coordinate_grid",
    "widened_m": "workbench.position_error.coordinate_grid",
    "in_circle": "workbench.position_error.containment",
    "in_polygon": "workbench.position_error.containment",
    "gone_around": "workbench.position_error.infeasible",
    "infeasible_steps": "workbench.position_error.infeasible",
    "interleaved": "workbench.position_error.infeasible",
    "joined_by_a_journey": "workbench.position_error.infeasible",
    "jumps": "workbench.position_error.jump_flags",
    "mixture": "workbench.position_error.error_mixture",
    "no_bursts": "workbench.position_error.burst_flags",
    "radius_to_sigma": "workbench.position_error.error_mixture",
    "sigma_m": "workbench.position_error.error_mixture",
    "signed_distance": "workbench.position_error.containment",
    "spots": "workbench.position_error.burst_flags",
    "tempering": "workbench.position_error.error_mixture",
    "worth_a_look": "workbench.position_error.jump_flags",
}

__all__ = [
    "AIR_MS",
    "DEFAULT_R68_M",
    "FLOOR_M",
    "LEVEL_UNKNOWN",
    "MIXTURES",
    "RAIL_MS",
    "RAYLEIGH_999",
    "ROAD_MS",
    "SHIPPED",
    "TAU_S",
    "TEMPER_FLOOR",
    "ErrorModel",
    "FixCalibration",
    "K",
    "Mixture",
    "bursts",
    "calibrate_fixes",
    "chance",
    "gone_around",
    "grid_size_m",
    "grid_step_deg",
    "in_circle",
    "in_polygon",
    "infeasible_steps",
    "interleaved",
    "joined_by_a_journey",
    "jumps",
    "mixture",
    "no_bursts",
    "radius_to_sigma",
    "sigma_m",
    "signed_distance",
    "spots",
    "tempering",
    "widened_m",
    "worth_a_look",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
