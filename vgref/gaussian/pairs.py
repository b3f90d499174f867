"""Expectation of a product of functions of two correlated Gaussian variables."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from vgref.checks import Array, not_negative, number, within, wrong
from vgref.gaussian.panels import NODES, WEIGHTS, Function, density, errors, integrate, split
from vgref.gaussian.single import expectation


# --8<-- [start:pair_expectation]
def pair_expectation(
    f: Function,
    g: Function,
    variance_f: float,
    variance_g: float,
    correlation: float,
    *,
    kinks_f: Sequence[float] = (),
    kinks_g: Sequence[float] = (),
) -> float:
    r"""Expectation of ``f(u) * g(v)`` for a centred Gaussian pair.

    With c the correlation, v given u is Gaussian of mean ``c * u * sd_v / sd_u`` and standard
    deviation ``sd_v * sqrt(1 - c**2)``: one expectation within another.

    Parameters
    ----------
    variance_f, variance_g : float
        Variances of u and v.
    correlation : float
        In [-1, 1]; both ends are exact, being expectations over one variable.

    Returns
    -------
    float
        Within about 1e-15 of sqrt(E f(u)**2 E g(v)**2): by that much v counts beyond 13 standard
        deviations, whatever g is.

    Raises
    ------
    ValueError
        If a variance is negative, the correlation is outside [-1, 1], a function gives nan, or
        E f(u)**2 or E g(v)**2 is infinite, or beyond what `expectation` can say.

    Examples
    --------
    >>> round(pair_expectation(np.array, np.array, 4.0, 9.0, 0.5), 12)
    3.0
    """
    variance_f = not_negative("variance_f", variance_f)
    variance_g = not_negative("variance_g", variance_g)
    correlation = within("correlation", correlation, -1.0, 1.0)
    if variance_f == 0.0:
        at_zero, mean = expectation(f, 0.0), expectation(g, variance_g, kinks=kinks_g)
        return at_zero * mean if at_zero != 0.0 else 0.0
    slope = correlation * math.sqrt(variance_g) / math.sqrt(variance_f)
    deviation = math.sqrt(variance_g) * math.sqrt((1.0 - correlation) * (1.0 + correlation))
    kinks = [number("kinks_f", kink) for kink in kinks_f]
    if slope != 0.0:
        # Given u, the mean of v passes a kink of g here, and what changes does so within 13
        # deviations: a step of hardly any width near |c| = 1. Where g is smooth it changes at 0.
        near = [(k, 13.0 * deviation) for k in kinks_g] + [(0.0, 1.0 + 13.0 * deviation)]
        places = [k / slope for k, _ in near]
        places += [
            (k + side * width) / slope
            for k, width in near
            for side in (-1.0, 1.0)
            if width < 3.0 * math.sqrt(variance_g)
        ]
        kinks += [place for place in places if math.isfinite(place)]
    second_f = expectation(lambda u: f(u) ** 2, variance_f, kinks=kinks_f)
    second_g = expectation(lambda v: g(v) ** 2, variance_g, kinks=kinks_g)
    for name, second in (("E f(u)²", second_f), ("E g(v)²", second_g)):
        if not math.isfinite(second):
            raise wrong(name, "finite", second, hint="the product would have no bounded error")

    def integrand(t: Array) -> Array:
        u = math.sqrt(variance_f) * t
        # In this order: f(u) and the expectation may both be 1e200 where the density is 1e-250.
        return (f(u) * density(t)) * _conditional_expectation(g, slope * u, deviation, kinks_g)

    breaks = split(np.zeros(1), math.sqrt(variance_f), kinks, 37.0)[0]
    with np.errstate(under="ignore", over="ignore"):
        value, _ = integrate(
            integrand, breaks, floor=1e-16 * math.sqrt(second_f) * math.sqrt(second_g)
        )
    if not math.isfinite(value):
        raise wrong("the product f(u) g(v)", "within floating point", value)
    return value


# --8<-- [end:pair_expectation]


def _conditional_expectation(
    function: Function, means: Array, deviation: float, kinks: Sequence[float]
) -> Array:
    """E function(m + deviation t) for every m in `means`, t standard Gaussian; same shape."""
    if deviation == 0.0:
        return function(means)
    flat = means.ravel()
    chunks = [flat[i : i + 2048] for i in range(0, flat.size, 2048)]
    rows = [_conditional_rows(function, chunk, deviation, kinks) for chunk in chunks]
    return np.concatenate(rows).reshape(means.shape)


def _conditional_rows(
    function: Function, means: Array, deviation: float, kinks: Sequence[float]
) -> Array:
    """The expectation for every mean in a row, all panels halved together until resolved."""
    breaks = split(means, deviation, kinks, 13.0)
    while True:
        half = 0.5 * np.diff(breaks, axis=1)
        middle = breaks[:, :-1] + half
        t = middle[..., None] + half[..., None] * NODES
        values = function(means[:, None, None] + deviation * t) * density(t)
        integrals: Array = (half * (values @ WEIGHTS)).sum(axis=1)
        size = (half * (np.abs(values) @ WEIGHTS)).sum(axis=1).max()
        if not np.isfinite(size) or errors(values, half).max() <= 1e-16 * size:
            return integrals
        if breaks.shape[1] > 1024:
            raise ValueError(f"g oscillates too fast: {breaks.shape[1]} panels")
        breaks = np.sort(np.concatenate([breaks, middle], axis=1), axis=1)
