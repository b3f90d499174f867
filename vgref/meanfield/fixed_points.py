"""Where the variance of a deep network settles: the fixed points of the variance map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from vgref.activations import Activation
from vgref.activations import activation as named
from vgref.meanfield.roots import find_root, squared
from vgref.meanfield.variance import variance_map, variance_slope


# --8<-- [start:FixedPoint]
@dataclass(frozen=True)
class FixedPoint:
    """A fixed point of a one-dimensional map.

    Examples
    --------
    >>> FixedPoint(value=0.5, slope=0.25, stable=True).stable
    True
    """

    value: float
    slope: float
    stable: bool


# --8<-- [end:FixedPoint]


# --8<-- [start:variance_fixed_points]
def variance_fixed_points(
    activation: str | Activation, *, sigma_w: float, sigma_b: float
) -> list[FixedPoint]:
    """All fixed points of the variance map, in increasing order, with slope and stability.

    Looked for at zero and between 1e-10 and 1e6 (or the largest variance a bounded activation
    allows; times sigma_b**2, if that exceeds 1), on 400 logarithmic steps: two fixed points closer
    than 10 % can be missed.

    Parameters
    ----------
    activation : str or Activation
    sigma_w, sigma_b : float
        Standard deviations, as in `variance_map`.

    Raises
    ------
    ValueError
        If every variance is a fixed point, as for ReLU with sigma_w**2 = 2 and sigma_b = 0, or a
        sigma is negative, not finite or above 1e150.

    Examples
    --------
    >>> points = variance_fixed_points("tanh", sigma_w=2.0, sigma_b=0.0)
    >>> [(round(point.value, 6), point.stable) for point in points]
    [(0.0, False), (2.121474, True)]
    """
    phi = named(activation)

    def excess(q: float) -> float:
        return variance_map(q, phi, sigma_w=sigma_w, sigma_b=sigma_b) / q - 1.0

    variance_b = squared("sigma_b", sigma_b)
    high = _largest_variance(phi, squared("sigma_w", sigma_w), variance_b)
    grid = np.geomspace(1e-10 * max(1.0, variance_b), high, 400)
    if 0.0 < variance_b < grid[0]:  # no fixed point is smaller than what the bias alone gives
        grid = np.append(0.5 * variance_b, grid)
    excesses = np.array([excess(float(q)) for q in grid])
    excesses[np.abs(excesses) < 1e-13] = 0.0
    if not excesses.any():
        raise ValueError(f"every variance is a fixed point: {phi.name}, sigma_w={sigma_w}")
    points = []
    if variance_map(0.0, phi, sigma_w=sigma_w, sigma_b=sigma_b) == 0.0:
        slope = variance_map(1e-20, phi, sigma_w=sigma_w, sigma_b=0.0) / 1e-20
        # With slope 1 the next order decides: tanh at sigma_w = 1 still attracts, slowly.
        points.append(FixedPoint(0.0, slope, bool(excesses[excesses != 0.0][0] < 0.0)))
    for left, right in pairwise(np.flatnonzero(excesses)):
        if excesses[left] * excesses[right] < 0.0:
            root = find_root(excess, float(grid[left]), float(grid[right]))
            slope = variance_slope(root, phi, sigma_w=sigma_w)
            points.append(FixedPoint(root, slope, abs(slope) < 1.0))
    return points


# --8<-- [end:variance_fixed_points]


def _largest_variance(phi: Activation, variance_w: float, variance_b: float) -> float:
    """Beyond every fixed point, if the activation is bounded; 1e6 (or more for a large bias)."""
    largest = max(abs(phi.range[0]), abs(phi.range[1]))
    if math.isinf(largest):
        return 1e6 * max(1.0, variance_b)
    return 1e-9 + 1.01 * (variance_w * largest**2 + variance_b)


# --8<-- [start:variance_fixed_point]
def variance_fixed_point(activation: str | Activation, *, sigma_w: float, sigma_b: float) -> float:
    """The variance q* that deep layers settle at: the one stable fixed point.

    Parameters
    ----------
    activation : str or Activation
    sigma_w, sigma_b : float
        Standard deviations, as in `variance_map`.

    Raises
    ------
    ValueError
        If there is no stable fixed point, or more than one; `variance_fixed_points` lists all.

    Examples
    --------
    >>> round(variance_fixed_point("relu", sigma_w=1.0, sigma_b=1.0), 10)
    2.0
    """
    points = variance_fixed_points(activation, sigma_w=sigma_w, sigma_b=sigma_b)
    stable = [point.value for point in points if point.stable]
    if len(stable) != 1:
        raise ValueError(
            f"not one stable variance but {stable}: {named(activation).name}, "
            f"sigma_w={sigma_w}, sigma_b={sigma_b}"
        )
    return stable[0]


# --8<-- [end:variance_fixed_point]
