"""Panels of Gauss-Legendre nodes, halved until the integrand is resolved on each.

No table of Hermite nodes can do this: a kink, or a sigmoid under a standard deviation of 1000,
is no polynomial.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from vgref.checks import Array

Function = Callable[[Array], Array]

ORDER = 32
NODES, WEIGHTS = np.polynomial.legendre.leggauss(ORDER)
DEGREES = np.arange(ORDER - 4, ORDER)
# Column j gives the Legendre coefficient of degree DEGREES[j] of a function from its values
# at the nodes; two even and two odd degrees, so that no symmetry hides an unresolved panel.
LAST_COEFFICIENTS = (
    np.polynomial.legendre.legvander(NODES, ORDER - 1)[:, -4:] * WEIGHTS[:, None] * (DEGREES + 0.5)
)
# Where the density is split, in standard deviations; at 37 it is 1e-298, still a normal number.
SPLITS = np.array([0.0, 3.0, 6.0, 9.0, 13.0, 20.0, 37.0])
MOST_PANELS = 2**17


def density(t: Array) -> Array:
    """Density of the standard Gaussian."""
    height: Array = np.exp(-0.5 * t * t) / math.sqrt(2.0 * math.pi)
    return height


def split(means: Array, deviation: float, kinks: Sequence[float], limit: float) -> Array:
    """Where to split, in standard deviations from each mean: sorted rows, shape (means, breaks).

    The density has the scale 1 here; an activation has the scale 1 in z, and 1/deviation here.
    So points at growing distances from z = 0 are added when the deviation is large.
    """
    splits = np.append(SPLITS[limit > SPLITS], limit)
    reach = limit * deviation + float(np.abs(means).max())
    count = max(0, math.ceil(math.log(reach, 4.0))) if deviation > 0.5 else 0
    grown = 4.0 ** np.arange(count)
    points = np.concatenate([-grown, np.zeros(1), grown, np.asarray(kinks, dtype=float)])
    rows = (points - means[:, None]) / deviation
    fixed = np.broadcast_to(np.concatenate([-splits, splits]), (len(means), 2 * len(splits)))
    inside: Array = np.clip(np.concatenate([fixed, rows], axis=1), -limit, limit)
    return np.sort(inside, axis=1)


def integrate(integrand: Function, breaks: Array, *, floor: float = 0.0) -> tuple[float, float]:
    """Integral over [breaks[0], breaks[-1]], and of its absolute value.

    Every panel is halved until it is resolved.

    Resolved: to 1e-17 of the integral of the absolute value, or to `floor`.
    """
    breaks = np.unique(breaks)
    left, right = breaks[:-1], breaks[1:]
    total, magnitude = 0.0, 0.0
    while True:
        half = 0.5 * (right - left)
        middle = 0.5 * (left + right)
        values = np.asarray(integrand(middle[:, None] + half[:, None] * NODES))
        if not np.isfinite(values).all():
            return _not_finite(values), math.inf
        sizes = half * (np.abs(values) @ WEIGHTS)
        tolerance = max(floor, 1e-17 * (magnitude + float(sizes.sum())))
        unresolved = errors(values, half) > tolerance
        # A panel that rounding cannot split any more is as good as it gets.
        unresolved &= half > 4.0 * np.spacing(np.abs(middle))
        total += float((half * (values @ WEIGHTS))[~unresolved].sum())
        magnitude += float(sizes[~unresolved].sum())
        if not unresolved.any():
            return total, magnitude
        left, middle, right = left[unresolved], middle[unresolved], right[unresolved]
        if len(left) > MOST_PANELS:
            raise ValueError(f"function oscillates too fast: {len(left)} panels unresolved")
        left, right = np.concatenate([left, middle]), np.concatenate([middle, right])


def errors(values: Array, half: Array) -> Array:
    """Estimated error of every panel, from the last Legendre coefficients of its values.

    32 nodes integrate degree 63 exactly, so where the coefficients fall geometrically, and are
    a fraction r of the peak at degree 31, the error is about r**2 of it. Small alone does not say
    that they fall: z + sin(z)² is an oscillation on top of a large straight line.
    """
    peak = np.abs(values).max(axis=-1)
    last = np.abs(values @ LAST_COEFFICIENTS).max(axis=-1)
    fraction = last / np.where(peak > 0.0, peak, 1.0)
    estimate: Array = half * last * np.where(fraction < 1e-7, fraction, 1.0)
    return estimate


def _not_finite(values: Array) -> float:
    """Give the infinity that the function gave; nan is an error."""
    if np.isnan(values).any() or (np.isposinf(values).any() and np.isneginf(values).any()):
        raise ValueError("function gives nan, or infinities of both signs")
    return math.inf if np.isposinf(values).any() else -math.inf
