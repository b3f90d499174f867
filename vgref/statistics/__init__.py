"""What to look at in a network, layer by layer."""

from vgref.statistics.layers import LayerStatistics, layer_statistics
from vgref.statistics.measures import (
    dead_units,
    delta_norms,
    layer_ratios,
    norm,
    ratio,
    rms,
    saturated_fraction,
    spread_over_inputs,
    spread_over_units,
    symmetry_spread,
    update_to_data_ratio,
    weight_gradient_norms,
)

__all__ = [
    "LayerStatistics",
    "dead_units",
    "delta_norms",
    "layer_ratios",
    "layer_statistics",
    "norm",
    "ratio",
    "rms",
    "saturated_fraction",
    "spread_over_inputs",
    "spread_over_units",
    "symmetry_spread",
    "update_to_data_ratio",
    "weight_gradient_norms",
]
