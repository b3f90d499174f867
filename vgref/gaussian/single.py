"""Expectation of a function of one Gaussian variable."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from vgref.gaussian.panels import (
    Function,
    density,
    integrate,
    require_finite,
    require_variance,
    split,
)


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
        Within about 1e-14 of E|function|, relatively, also where only the tail contributes.
        Features are looked for at zero, at the kinks and at the mean: one elsewhere and
        narrower than a hundredth of a standard deviation can be missed. Infinite if the
        function overflows before the density, so many standard deviations out, has won.

    Raises
    ------
    ValueError
        If `variance` is negative, an argument is not finite, the function gives nan, or it
        oscillates more than about 100,000 times.

    Examples
    --------
    >>> round(expectation(np.square, 2.0, mean=1.0), 12)
    3.0
    >>> round(expectation(lambda z: np.maximum(z, 0.0), 1.0, kinks=(0.0,)) ** -2 / np.pi, 12)
    2.0
    """
    require_variance("variance", variance)
    require_finite("mean", mean)
    for kink in kinks:
        require_finite("kinks", kink)
    deviation = math.sqrt(variance)
    if deviation == 0.0:
        return float(np.asarray(function(np.array([float(mean)]))).ravel()[0])
    with np.errstate(under="ignore", over="ignore"):
        value = _within(37.0, function, deviation, mean, kinks)
        return value if math.isfinite(value) else _cut_off(function, deviation, mean, kinks)


# --8<-- [end:expectation]


def _within(
    limit: float, function: Function, deviation: float, mean: float, kinks: Sequence[float]
) -> float:
    """The expectation over the values within so many standard deviations of the mean."""
    breaks = split(np.array([float(mean)]), deviation, kinks, limit)[0]
    return integrate(lambda t: function(mean + deviation * t) * density(t), breaks)


def _cut_off(function: Function, deviation: float, mean: float, kinks: Sequence[float]) -> float:
    """The expectation of a function that overflows far out, if the density wins before it does."""
    for limit in np.arange(36.0, 12.0, -1.0).tolist():
        value = _within(limit, function, deviation, mean, kinks)
        if math.isfinite(value):
            edges = np.array([-limit, limit])
            outside = np.abs(function(mean + deviation * edges) * density(edges)).max()
            return value if outside <= 1e-17 * abs(value) else math.copysign(math.inf, value)
    return value
