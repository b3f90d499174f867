"""Closed forms for the piecewise-linear: ReLU, its kin, and everything hard."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from vgref.checks import number, positive, wrong
from vgref.gaussian.panels import Function


# --8<-- [start:PiecewiseLinearMoments]
class PiecewiseLinearMoments(NamedTuple):
    """E f, E f², E f' and E f'² of a piecewise-linear f under a Gaussian.

    Examples
    --------
    >>> PiecewiseLinearMoments(0.0, 1.0, 1.0, 1.0).second
    1.0
    """

    mean: float
    second: float
    derivative_mean: float
    derivative_second: float


# --8<-- [end:PiecewiseLinearMoments]


# --8<-- [start:piecewise_linear_moments]
def piecewise_linear_moments(
    kinks: Sequence[float],
    slopes: Sequence[float],
    intercepts: Sequence[float],
    variance: float,
    *,
    mean: float = 0.0,
) -> PiecewiseLinearMoments:
    r"""Exact moments of the function that is ``slope * z + intercept`` between two kinks.

    Exact but for rounding, which they amplify where a piece is far out in the tail or much
    narrower than the standard deviation: there `expectation` is the more accurate of the two.
    On a piece [a, b] of a Gaussian's t = (z - mean) / sd the three moments are
    :math:`P = Φ(b) - Φ(a)`, :math:`E t = φ(a) - φ(b)` and :math:`E t² = P + a φ(a) - b φ(b)`.

    Parameters
    ----------
    kinks : sequence of float, length k
        Increasing; the function may jump there.
    slopes, intercepts : sequences of float, length k + 1
        Of the pieces, from left to right.
    variance : float
        Positive; not the standard deviation.

    Raises
    ------
    ValueError
        If the lengths do not fit, the kinks do not increase, the variance is not positive, or a
        number is not finite.

    Examples
    --------
    >>> relu = piecewise_linear_moments([0.0], [0.0, 1.0], [0.0, 0.0], 2.0)
    >>> round(relu.mean ** 2 * np.pi, 12), round(relu.second, 12), relu.derivative_second
    (1.0, 1.0, 0.5)
    """
    deviation, mean = math.sqrt(positive("variance", variance)), number("mean", mean)
    for name, pieces in (("slopes", slopes), ("intercepts", intercepts)):
        if len(pieces) != len(kinks) + 1:
            raise wrong(name, f"{len(kinks) + 1} numbers, one more than the kinks", pieces)
        for piece in pieces:
            number(name, piece)
    increasing("kinks", kinks)
    edges = [-math.inf, *((kink - mean) / deviation for kink in kinks), math.inf]
    totals = np.zeros(4)
    for (low, high), slope, intercept in zip(pairwise(edges), slopes, intercepts, strict=True):
        probability, first, second = _truncated_moments(low, high)
        height, tilt = slope * mean + intercept, slope * deviation
        totals += (
            height * probability + tilt * first,
            height**2 * probability + 2.0 * height * tilt * first + tilt**2 * second,
            slope * probability,
            slope**2 * probability,
        )
    return PiecewiseLinearMoments(*totals.tolist())


# --8<-- [end:piecewise_linear_moments]


# --8<-- [start:linear_pieces]
def linear_pieces(function: Function, kinks: Sequence[float]) -> tuple[list[float], list[float]]:
    """Slopes and intercepts of a piecewise-linear function, read off from its values.

    Parameters
    ----------
    function : callable
        Elementwise, of a float64 array.
    kinks : sequence of float
        Increasing.

    Raises
    ------
    ValueError
        If the function is not linear between two kinks, or the kinks do not increase.

    Examples
    --------
    >>> linear_pieces(lambda z: np.clip(z, -1.0, 1.0), [-1.0, 1.0])
    ([0.0, 1.0, 0.0], [-1.0, 0.0, 1.0])
    """
    increasing("kinks", kinks)
    ends = [kinks[0] - 1.0, *kinks, kinks[-1] + 1.0] if len(kinks) else [-1.0, 1.0]
    slopes, intercepts = [], []
    for low, high in pairwise(ends):
        z = low + (high - low) * np.array([0.25, 0.375, 0.625, 0.75])
        values = function(z)
        slope = float((values[3] - values[0]) / (z[3] - z[0]))
        intercept = float(values[1] - slope * z[1])
        off = np.abs(slope * z + intercept - values).max()
        if not off <= 1e-13 * (1.0 + np.abs(values).max()):
            raise ValueError(f"function is not linear between {low} and {high}")
        slopes.append(slope)
        intercepts.append(intercept)
    return slopes, intercepts


# --8<-- [end:linear_pieces]


def increasing(name: str, values: Sequence[float]) -> None:
    """Raise unless the values are finite and each exceeds the one before."""
    for value in values:
        number(name, value)
    if not all(a < b for a, b in pairwise(values)):
        raise wrong(name, "increasing", values)


def _truncated_moments(low: float, high: float) -> tuple[float, float, float]:
    """Integrals of 1, t and t² under the standard Gaussian density from low to high."""
    if low > 0.0:  # both tails are the left one: Φ(b) - Φ(a) would cancel in the right one
        probability, first, second = _truncated_moments(-high, -low)
        return probability, -first, second
    below, above = (math.exp(-0.5 * t * t) / math.sqrt(2.0 * math.pi) for t in (low, high))
    probability = 0.5 * (math.erfc(-high / math.sqrt(2.0)) - math.erfc(-low / math.sqrt(2.0)))
    ends = [0.0 if math.isinf(t) else t * density for t, density in ((low, below), (high, above))]
    return probability, below - above, probability + ends[0] - ends[1]
