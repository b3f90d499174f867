"""A bracketed root, and what standard deviations pass on their way to a variance."""

from __future__ import annotations

import math
from collections.abc import Callable

from vgref.checks import not_negative, wrong


def find_root(function: Callable[[float], float], low: float, high: float) -> float:
    """Find where the function changes sign between two points, to the last bits.

    Chandrupatla's method: inverse quadratic interpolation through the last three points where
    it can be trusted, else bisection. About a dozen evaluations; each of ours is an integral.
    """
    # The root lies between `new` and `other`; `old` is the point before them.
    new, at_new, other, at_other = low, function(low), high, function(high)
    if (at_new > 0.0) == (at_other > 0.0) and at_new != 0.0 and at_other != 0.0:
        raise ValueError(f"no sign change between {low} and {high}: {at_new}, {at_other}")
    fraction = 0.5
    while True:
        best = new if abs(at_new) < abs(at_other) else other
        smallest = 2e-16 * abs(best) / abs(other - new)
        if min(abs(at_new), abs(at_other)) == 0.0 or smallest >= 0.5:
            return best
        fraction = min(max(fraction, smallest), 1.0 - smallest)
        point = new + fraction * (other - new)
        value = function(point)
        if (value > 0.0) == (at_new > 0.0):
            old, at_old = new, at_new
        else:
            old, at_old, other, at_other = other, at_other, new, at_new
        new, at_new = point, value
        fraction = _interpolate(new, at_new, other, at_other, old, at_old)


def _interpolate(
    new: float, at_new: float, other: float, at_other: float, old: float, at_old: float
) -> float:
    """Where to look next: the fraction of the way from the newest point to the other end."""
    if at_new in (at_other, at_old) or not math.isfinite(at_new + at_other + at_old):
        return 0.5
    place, height = (new - other) / (old - other), (at_new - at_other) / (at_old - at_other)
    if not (height**2 < place and (1.0 - height) ** 2 < 1.0 - place):
        return 0.5
    return at_new / (at_other - at_new) * at_old / (at_other - at_old) + (old - new) / (
        other - new
    ) * at_new / (at_old - at_new) * at_other / (at_old - at_other)


def squared(name: str, value: float) -> float:
    """The variance that belongs to a standard deviation."""
    if not_negative(name, value) > 1e150:
        raise wrong(name, "at most 1e150, so that its square is a number", value)
    return float(value) ** 2


def times(variance_w: float, moment: float) -> float:
    """The product, which is 0 for weights of 0 also where the moment overflows."""
    return variance_w * moment if variance_w > 0.0 else 0.0
