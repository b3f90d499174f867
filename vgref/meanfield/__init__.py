"""Mean field: what a wide network does to signals and gradients, layer by layer."""

from vgref.meanfield.born_dead import born_dead_lower_bound, born_dead_upper_bound
from vgref.meanfield.correlation import chi, correlation_fixed_point, correlation_map
from vgref.meanfield.criticality import (
    CriticalPoint,
    centred_critical_sigma_w,
    critical_points,
    critical_sigma_w,
)
from vgref.meanfield.depth import MeanField, depth_scale, mean_field
from vgref.meanfield.finite_width import length_second_moment
from vgref.meanfield.fixed_points import (
    FixedPoint,
    variance_fixed_point,
    variance_fixed_points,
)
from vgref.meanfield.relu import relu_correlation_map
from vgref.meanfield.scalar_maps import (
    iterate_map,
    nested_sigmoid_interval,
    sigmoid_cycle,
    sigmoid_fixed_points,
)
from vgref.meanfield.self_normalizing import moment_jacobian, moment_map
from vgref.meanfield.variance import chi1, variance_map, variance_slope

__all__ = [
    "CriticalPoint",
    "FixedPoint",
    "MeanField",
    "born_dead_lower_bound",
    "born_dead_upper_bound",
    "centred_critical_sigma_w",
    "chi",
    "chi1",
    "correlation_fixed_point",
    "correlation_map",
    "critical_points",
    "critical_sigma_w",
    "depth_scale",
    "iterate_map",
    "length_second_moment",
    "mean_field",
    "moment_jacobian",
    "moment_map",
    "nested_sigmoid_interval",
    "relu_correlation_map",
    "sigmoid_cycle",
    "sigmoid_fixed_points",
    "variance_fixed_point",
    "variance_fixed_points",
    "variance_map",
    "variance_slope",
]
