"""Expectations under a Gaussian: E f(z), and E f(u) g(v) of a correlated pair."""

from vgref.gaussian.pairs import pair_expectation
from vgref.gaussian.single import expectation

__all__ = ["expectation", "pair_expectation"]
