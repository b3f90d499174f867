"""Expectation of a function of one Gaussian variable."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from vgref.checks import Array, not_negative, number
from vgref.gaussian.panels import Function, density, integrate, split

LIMIT = 37.0
"""Standard deviations that are looked at: there the density is 1e-298, and soon no number."""


# --8<-- [start:expectation]
def expectation(
    function: Function, variance: float, *, mean: float = 0.0, kinks: Sequence[float] = ()
) -> float:
    r"""Expectation of ``function(z)`` for z ~ N(mean, variance).

    Parameters
    ----------
    function : callable
        Elementwise, from a float64 array of any shape to an array of that shape.
    variance : float
        Not the standard deviation. With 0 the value is ``function(mean)``.
    kinks : sequence of float
        Where the function, or its derivative, jumps. A kink left out costs time, hardly accuracy.

    Returns
    -------
    float
        Within about 1e-14 of E|function|, relatively, also where only the tail contributes; what
        lies beyond 37 standard deviations is not seen, and where E|function| is below 1e-250 it
        may count. Features are looked for at zero, at the kinks and at the mean: one elsewhere
        and narrower than a hundredth of a standard deviation can be missed. Infinite if the
        function overflows before the density, so many standard deviations out, has won.

    Raises
    ------
    ValueError
        If `variance` is negative, an argument is not finite, the function gives nan or
        infinities of both signs, it oscillates more than about 100,000 times, or it grows so
        fast that what lies beyond 37 standard deviations counts: its expectation is infinite,
        or nearly.

    Examples
    --------
    >>> round(expectation(np.square, 2.0, mean=1.0), 12)
    3.0
    >>> round(expectation(lambda z: np.maximum(z, 0.0), 1.0, kinks=(0.0,)) ** -2 / np.pi, 12)
    2.0
    """
    deviation, mean = math.sqrt(not_negative("variance", variance)), number("mean", mean)
    kinks = [number("kinks", kink) for kink in kinks]
    with np.errstate(under="ignore", over="ignore"):
        if deviation == 0.0:
            return _value(function, mean)
        value, size = _within(LIMIT, function, deviation, mean, kinks)
        if not math.isfinite(value):
            return _cut_off(function, deviation, mean, kinks)
        ends = np.abs(_at_the_ends(LIMIT, function, deviation, mean)).max()
        # Where the size is smaller, all of it comes from close to the ends: no growth, but a tail.
        if ends > 1e-15 * size and size > 1e-250:
            raise ValueError(
                f"function must grow more slowly than the density falls, got values that still "
                f"count {LIMIT:g} standard deviations out: with variance {variance} the "
                "expectation is infinite, or nearly"
            )
        return value


# --8<-- [end:expectation]


def _value(function: Function, mean: float) -> float:
    """The function at one point; nan is an error."""
    value = float(np.asarray(function(np.array([mean]))).ravel()[0])
    if math.isnan(value):
        raise ValueError(f"function gives nan at {mean}")
    return value


def _within(
    limit: float, function: Function, deviation: float, mean: float, kinks: Sequence[float]
) -> tuple[float, float]:
    """The expectation over so many standard deviations about the mean, and that of the size."""
    breaks = split(np.array([mean]), deviation, kinks, limit)[0]
    return integrate(lambda t: function(mean + deviation * t) * density(t), breaks)


def _at_the_ends(limit: float, function: Function, deviation: float, mean: float) -> Array:
    """The integrand where it is cut: a bound, nearly, of what is cut off."""
    ends = np.array([-limit, limit])
    heights: Array = function(mean + deviation * ends) * density(ends)
    return heights


def _cut_off(function: Function, deviation: float, mean: float, kinks: Sequence[float]) -> float:
    """The expectation of a function that overflows far out, if the density wins before it does."""
    value = math.inf
    for limit in np.arange(LIMIT - 1.0, 12.0, -1.0).tolist():
        value, size = _within(limit, function, deviation, mean, kinks)
        if math.isfinite(value):
            ends = _at_the_ends(limit, function, deviation, mean)
            counts = ends[np.abs(ends) > 1e-17 * size]
            if not counts.size:
                return value
            if counts.min() < 0.0 < counts.max():
                raise ValueError("function grows without bound to both signs: no expectation")
            return math.copysign(math.inf, counts[0])
    return value
