"""The correlation of two inputs, layer by layer."""

from __future__ import annotations

from vgref.activations import Activation
from vgref.activations import activation as named
from vgref.checks import positive, within
from vgref.gaussian import pair_expectation
from vgref.meanfield.roots import find_root, squared, times
from vgref.meanfield.variance import chi1, variance_map


# --8<-- [start:correlation_map]
def correlation_map(
    c: float, activation: str | Activation, *, q: float, sigma_w: float, sigma_b: float
) -> float:
    r"""Correlation of two inputs in the next layer: (σ_w² E φ(u) φ(v) + σ_b²) / V(q).

    u and v are Gaussian of variance q and correlation c, and V is the variance map, so that
    V(q) is q itself at the fixed point. The result is in [-1, 1] too, rounding or not: the map
    can be applied to it again.

    Parameters
    ----------
    c : float
        Correlation in this layer, in [-1, 1].
    activation : str or Activation
    q : float
        Variance of the pre-activations, positive.
    sigma_w, sigma_b : float
        Standard deviations, as in `variance_map`.

    Raises
    ------
    ValueError
        If c is outside [-1, 1], q is not positive, or the next layer's variance is zero or
        overflows.

    Examples
    --------
    >>> round(correlation_map(0.0, "relu", q=1.0, sigma_w=2.0 ** 0.5, sigma_b=0.0) * 3.14159265, 8)
    1.0
    """
    phi, c, q = named(activation), within("c", c, -1.0, 1.0), positive("q", q)
    variance = variance_map(q, phi, sigma_w=sigma_w, sigma_b=sigma_b)
    positive("the next layer's variance", variance)
    product = pair_expectation(
        phi.function, phi.function, q, q, c, kinks_f=phi.kinks, kinks_g=phi.kinks
    )
    correlation = (squared("sigma_w", sigma_w) * product + squared("sigma_b", sigma_b)) / variance
    return min(max(correlation, -1.0), 1.0)


# --8<-- [end:correlation_map]


# --8<-- [start:chi]
def chi(c: float, activation: str | Activation, *, q: float, sigma_w: float) -> float:
    r"""Mean factor on the product of two inputs' gradients per layer: σ_w² E φ'(u) φ'(v).

    At the fixed point of the variance it is the slope of the correlation map; `chi1` is its
    value at c = 1.

    Parameters
    ----------
    c : float
        Correlation of the two inputs' pre-activations, in [-1, 1].
    activation : str or Activation
    q : float
        Variance of the pre-activations.
    sigma_w : float
        Standard deviation, as in `variance_map`.

    Raises
    ------
    ValueError
        If c is outside [-1, 1], or q or sigma_w is negative.

    Examples
    --------
    >>> round(chi(0.0, "relu", q=1.0, sigma_w=2.0), 12)
    1.0
    """
    phi, variance_w = named(activation), squared("sigma_w", sigma_w)
    c = within("c", c, -1.0, 1.0)
    product = pair_expectation(
        phi.derivative, phi.derivative, q, q, c, kinks_f=phi.kinks, kinks_g=phi.kinks
    )
    return times(variance_w, product)


# --8<-- [end:chi]


# --8<-- [start:correlation_fixed_point]
def correlation_fixed_point(
    activation: str | Activation, *, q: float, sigma_w: float, sigma_b: float
) -> float:
    r"""The correlation c* that any two inputs' pre-activations settle at.

    The map is a power series in c with coefficients that are squares (of φ's Hermite
    coefficients, and σ_b²), so it is convex on [0, 1]. Where its slope at 1, χ₁, is at most 1,
    c* is 1; otherwise exactly one fixed point lies below, in [0, 1), and within 1e-9 of 1 it is
    given as 1. Away from the variance's fixed point the slope is χ₁ q / V(q).

    Parameters
    ----------
    activation : str or Activation
        Continuous: with a jump the slope at 1 is infinite.
    q : float
        Variance of the pre-activations, positive: as a rule the variance map's fixed point.
    sigma_w, sigma_b : float
        Standard deviations, as in `variance_map`.

    Raises
    ------
    ValueError
        If q is not positive.

    Examples
    --------
    >>> correlation_fixed_point("relu", q=2.0, sigma_w=1.0, sigma_b=1.0)
    1.0
    >>> from vgref.meanfield import variance_fixed_point
    >>> q = variance_fixed_point("tanh", sigma_w=2.0, sigma_b=0.3)
    >>> round(correlation_fixed_point("tanh", q=q, sigma_w=2.0, sigma_b=0.3), 8)
    0.26389478
    """
    phi = named(activation)

    def excess(c: float) -> float:
        return correlation_map(c, phi, q=q, sigma_w=sigma_w, sigma_b=sigma_b) - c

    at_zero = excess(0.0)
    variance = variance_map(q, phi, sigma_w=sigma_w, sigma_b=sigma_b)
    if chi1(q, phi, sigma_w=sigma_w) * q <= variance:
        return 1.0
    if at_zero < 1e-15:
        return 0.0

    # (C(c) - c) / (1 - c) has no root at 1, where it is one less the slope.
    def reduced(c: float) -> float:
        return excess(c) / (1.0 - c)

    almost_one = 1.0 - 1e-9
    return 1.0 if reduced(almost_one) >= 0.0 else find_root(reduced, 0.0, almost_one)


# --8<-- [end:correlation_fixed_point]
