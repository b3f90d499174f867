"""Initializers: where a weight starts."""

from vgref.initializers.distributions import constant, normal, truncated_normal, uniform, zeros
from vgref.initializers.scaling import (
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    lecun_normal,
    lecun_uniform,
    variance_scaling,
)
from vgref.initializers.shapes import fans

__all__ = [
    "constant", "fans", "glorot_normal", "glorot_uniform", "he_normal", "he_uniform",
    "lecun_normal", "lecun_uniform", "normal", "truncated_normal", "uniform", "variance_scaling",
    "zeros",
]
