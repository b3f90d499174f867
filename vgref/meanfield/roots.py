"""A bracketed root, and the check every standard deviation passes."""

from __future__ import annotations

import math
from collections.abc import Callable


def find_root(function: Callable[[float], float], low: float, high: float) -> float:
    """Find where the function changes sign between two points, to the last bits.

    Regula falsi with the Illinois correction, and a bisection every third step, so that no
    shape of the function makes it slow.
    """
    at_low, at_high = function(low), function(high)
    if at_low == 0.0 or at_high == 0.0:
        return low if at_low == 0.0 else high
    if (at_low > 0.0) == (at_high > 0.0):
        raise ValueError(f"no sign change between {low} and {high}: {at_low}, {at_high}")
    for step in range(300):
        weight = at_low / (at_low - at_high) if math.isfinite(at_low - at_high) else 0.5
        middle = low + (high - low) * (0.5 if step % 3 == 2 else weight)
        if not low < middle < high:
            middle = 0.5 * (low + high)
        if not low < middle < high or high - low <= 1e-16 * abs(middle):
            break
        value = function(middle)
        if value == 0.0:
            return middle
        if (value > 0.0) == (at_low > 0.0):
            low, at_low, at_high = middle, value, 0.5 * at_high
        else:
            high, at_high, at_low = middle, value, 0.5 * at_low
    return 0.5 * (low + high)


def not_negative(name: str, value: float) -> float:
    """The value, which must be finite and not negative."""
    if not (math.isfinite(value) and value >= 0.0):
        raise ValueError(f"{name} must be finite and not negative, got {value}")
    return float(value)
