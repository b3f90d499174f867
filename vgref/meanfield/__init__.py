"""Mean field: what an infinitely wide network does to signals and gradients, layer by layer."""

from vgref.meanfield.variance import (
    FixedPoint,
    chi1,
    variance_fixed_point,
    variance_fixed_points,
    variance_map,
    variance_slope,
)

__all__ = [
    "FixedPoint", "chi1", "variance_fixed_point", "variance_fixed_points", "variance_map",
    "variance_slope",
]
