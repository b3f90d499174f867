"""Expectations under a Gaussian: E f(z), and E f(u) g(v) of a correlated pair."""

from vgref.gaussian.pairs import pair_expectation
from vgref.gaussian.piecewise_linear import (
    PiecewiseLinearMoments,
    linear_pieces,
    piecewise_linear_moments,
)
from vgref.gaussian.single import expectation

__all__ = [
    "PiecewiseLinearMoments",
    "expectation",
    "linear_pieces",
    "pair_expectation",
    "piecewise_linear_moments",
]
