"""The variance of a wide network's pre-activations, layer by layer, and gradients'."""

from __future__ import annotations

import math

import numpy as np

from vgref.activations import Activation
from vgref.activations import activation as named
from vgref.checks import not_negative
from vgref.gaussian import expectation
from vgref.meanfield.roots import squared, times


# --8<-- [start:variance_map]
def variance_map(
    q: float, activation: str | Activation, *, sigma_w: float, sigma_b: float
) -> float:
    r"""Variance of the next layer's pre-activations: σ_w² E φ(z)² + σ_b², z ~ N(0, q).

    Parameters
    ----------
    q : float
        Variance of this layer's pre-activations.
    activation : str or Activation
    sigma_w, sigma_b : float
        Standard deviations: a weight has variance ``sigma_w**2 / fan_in``, a bias
        ``sigma_b**2``.

    Returns
    -------
    float
        Infinite where the second moment overflows.

    Raises
    ------
    ValueError
        If q, sigma_w or sigma_b is negative or not finite, or a sigma exceeds 1e150.

    Examples
    --------
    >>> round(variance_map(3.0, "relu", sigma_w=2.0, sigma_b=1.0), 12)
    7.0
    """
    q, phi = not_negative("q", q), named(activation)
    variance_w, variance_b = squared("sigma_w", sigma_w), squared("sigma_b", sigma_b)
    second = expectation(lambda z: phi.function(z) ** 2, q, kinks=phi.kinks)
    return times(variance_w, second) + variance_b


# --8<-- [end:variance_map]


# --8<-- [start:chi1]
def chi1(q: float, activation: str | Activation, *, sigma_w: float) -> float:
    r"""Mean factor on a squared gradient per layer: χ₁ = σ_w² E φ'(z)², z ~ N(0, q).

    Below 1 gradients vanish exponentially, above 1 they explode. With q = 0 and a kink at 0,
    the limit of small q is taken: the mean of the squares of the two slopes.

    Parameters
    ----------
    q : float
        Variance of the pre-activations.
    activation : str or Activation
    sigma_w : float
        Standard deviation: a weight has variance ``sigma_w**2 / fan_in``.

    Raises
    ------
    ValueError
        If q or sigma_w is negative or not finite, or sigma_w exceeds 1e150.

    Examples
    --------
    >>> round(chi1(5.0, "relu", sigma_w=2.0 ** 0.5), 12)
    1.0
    >>> chi1(0.0, "sigmoid", sigma_w=4.0)
    1.0
    """
    phi, variance_w = named(activation), squared("sigma_w", sigma_w)
    if not_negative("q", q) == 0.0:
        either_side = phi.derivative(np.array([-5e-324, 5e-324]))
        with np.errstate(under="ignore", over="ignore"):
            second = 0.5 * float(either_side @ either_side)
    else:
        second = expectation(lambda z: phi.derivative(z) ** 2, q, kinks=phi.kinks)
    return times(variance_w, second)


# --8<-- [end:chi1]


# --8<-- [start:variance_slope]
def variance_slope(q: float, activation: str | Activation, *, sigma_w: float) -> float:
    r"""Derivative of the variance map: σ_w² E[z φ(z) φ'(z)] / q.

    Where φ jumps, by the density at the jump times the jump of φ² is added. At q = 0 it is the
    limit of small q.

    Parameters
    ----------
    q : float
        Variance of the pre-activations.
    activation : str or Activation
    sigma_w : float
        Standard deviation, as in `variance_map`.

    Raises
    ------
    ValueError
        If q or sigma_w is negative or not finite, or sigma_w exceeds 1e150.

    Examples
    --------
    >>> round(variance_slope(3.0, "relu", sigma_w=2.0), 12)
    2.0
    """
    phi, variance_w = named(activation), squared("sigma_w", sigma_w)
    q = max(not_negative("q", q), 1e-20)
    smooth = expectation(lambda z: z * phi.function(z) * phi.derivative(z), q, kinks=phi.kinks) / q
    return times(variance_w, smooth + _jumps(phi, q))


# --8<-- [end:variance_slope]


def _jumps(phi: Activation, q: float) -> float:
    """What the jumps of φ² add to the derivative of E φ² by q: d/dq E g = E g'' / 2."""
    at = np.asarray(phi.kinks, dtype=float)
    with np.errstate(under="ignore", over="ignore"):  # a far kink has no density
        above, below = np.nextafter(at, np.inf), np.nextafter(at, -np.inf)
        jump = phi.function(above) ** 2 - phi.function(below) ** 2
        density = np.exp(-0.5 * (at / math.sqrt(q)) ** 2) / math.sqrt(2.0 * math.pi * q)
        return float(np.sum(0.5 * at / q * jump * density))
