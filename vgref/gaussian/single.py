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
        function overflows within 37 standard deviations of the mean.

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
        breaks = split(np.array([float(mean)]), deviation, kinks, 37.0)[0]
        return integrate(lambda t: function(mean + deviation * t) * density(t), breaks)
# --8<-- [end:expectation]
