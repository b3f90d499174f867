"""A sigmoid fed into itself: x → σ(w x + b), its fixed points, cycles and nested images."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from vgref.activations import sigmoid
from vgref.checks import Array, number, whole
from vgref.meanfield.fixed_points import FixedPoint
from vgref.meanfield.roots import find_root


# --8<-- [start:iterate_map]
def iterate_map(function: Callable[[Array], Array], start: ArrayLike, *, steps: int) -> Array:
    """The start and what follows it, applying the function again and again.

    Parameters
    ----------
    function : callable
        From an array to an array of the same shape.
    start : float or array
        One or many starting points.
    steps : int

    Returns
    -------
    array of shape (steps + 1, *start.shape)

    Raises
    ------
    ValueError
        If `steps` is negative.

    Examples
    --------
    >>> iterate_map(sigmoid, 0.0, steps=3).round(4).tolist()
    [0.0, 0.5, 0.6225, 0.6508]
    """
    path = [np.asarray(start, dtype=float)]
    for _ in range(whole("steps", steps)):
        path.append(function(path[-1]))
    return np.array(path)


# --8<-- [end:iterate_map]


# --8<-- [start:sigmoid_fixed_points]
def sigmoid_fixed_points(*, weight: float, bias: float) -> list[FixedPoint]:
    r"""All solutions of x = σ(weight x + bias): one, or up to three once weight exceeds 4.

    σ(w x + b) - x rises only where w σ' > 1, so it is monotone on three intervals at most, and
    each holds at most one root. The slope there is w x (1 - x), at most w / 4.

    Parameters
    ----------
    weight, bias : float

    Raises
    ------
    ValueError
        If weight or bias is not finite.

    Examples
    --------
    >>> [point] = sigmoid_fixed_points(weight=1.0, bias=0.0)
    >>> round(point.value, 10), round(point.slope, 10), point.stable
    (0.6590460684, 0.2247043481, True)
    >>> points = sigmoid_fixed_points(weight=5.0, bias=-2.5)
    >>> [(round(point.value, 6), point.stable) for point in points]
    [(0.144794, True), (0.5, False), (0.855206, True)]
    """
    weight, bias = number("weight", weight), number("bias", bias)

    def excess(x: float) -> float:
        return _sigmoid(weight * x + bias) - x

    edges = [0.0, *_turning_points(weight, bias), 1.0]
    roots: list[float] = []
    for low, high in pairwise(edges):
        if excess(low) * excess(high) <= 0.0:
            root = find_root(excess, low, high)
            if not roots or root > roots[-1]:
                roots.append(root)
    slopes = [weight * _sigmoid(weight * x + bias) * _sigmoid(-weight * x - bias) for x in roots]
    return [FixedPoint(x, s, abs(s) < 1.0) for x, s in zip(roots, slopes, strict=True)]


# --8<-- [end:sigmoid_fixed_points]


# --8<-- [start:sigmoid_cycle]
def sigmoid_cycle(*, weight: float, bias: float) -> tuple[float, float] | None:
    r"""The two points that x → σ(weight x + bias) alternates between, or None.

    They exist when the slope at the fixed point is below -1, which needs weight < -4. Applied
    twice the map rises, so the lower point lies between 0 and the fixed point.

    Parameters
    ----------
    weight, bias : float

    Raises
    ------
    ValueError
        If weight or bias is not finite.

    Examples
    --------
    >>> low, high = sigmoid_cycle(weight=-8.0, bias=4.0)
    >>> round(low, 6), round(high, 6)
    (0.021248, 0.978752)
    >>> sigmoid_cycle(weight=-3.9, bias=1.95) is None
    True
    """
    fixed = sigmoid_fixed_points(weight=weight, bias=bias)[0]
    if fixed.slope >= -1.0:
        return None

    def step(x: float) -> float:
        return _sigmoid(weight * x + bias)

    # Divided by the distance to the fixed point, which is a root too, and not the one wanted.
    def excess(x: float) -> float:
        return (step(step(x)) - x) / (fixed.value - x)

    below = fixed.value * (1.0 - 1e-6)
    if excess(below) >= 0.0:  # so near the bifurcation that the cycle is the fixed point
        return None
    low = find_root(excess, 0.0, below)
    return low, step(low)


# --8<-- [end:sigmoid_cycle]


# --8<-- [start:nested_sigmoid_interval]
def nested_sigmoid_interval(nestings: int) -> tuple[float, float]:
    """The open interval of all values that so many nested sigmoids can take.

    The first has the values (0, 1), and a rising function maps an interval to an interval.

    Parameters
    ----------
    nestings : int
        At least 1.

    Raises
    ------
    ValueError
        If `nestings` is less than 1.

    Examples
    --------
    >>> low, high = nested_sigmoid_interval(3)
    >>> round(low, 10), round(high, 10)
    (0.6224593312, 0.6750375274)
    """
    steps = whole("nestings", nestings, 1) - 1
    low, high = iterate_map(sigmoid, np.array([0.0, 1.0]), steps=steps)[-1]
    return float(low), float(high)


# --8<-- [end:nested_sigmoid_interval]


def _turning_points(weight: float, bias: float) -> list[float]:
    """Where the slope of σ(w x + b) is 1, within (0, 1), in increasing order."""
    if weight <= 4.0:
        return []
    root = math.sqrt(0.25 - 1.0 / weight)
    # The lower of the two values of σ, without the cancellation in 1/2 - root.
    lower = 1.0 / (weight * (0.5 + root))
    logit = math.log(lower) - math.log(0.5 + root)
    return [x for x in ((logit - bias) / weight, (-logit - bias) / weight) if 0.0 < x < 1.0]


def _sigmoid(z: float) -> float:
    return float(sigmoid(np.array(z)))
