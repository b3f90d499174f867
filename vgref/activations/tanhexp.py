"""TanhExp, apart from the other gated ones: its derivative needs a series of its own."""

from __future__ import annotations

from math import factorial

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise_in_double
from vgref.activations.exact_arithmetic import exp_factors
from vgref.activations.normal_distribution import polynomial

SINH_SERIES = tuple(4.0**k / factorial(2 * k + 1) for k in range(1, 16))
"""sinh(2 e) / (2 e) - 1 in powers of e**2, beginning with e**2."""


# --8<-- [start:tanhexp]
@elementwise_in_double
def tanhexp(z: Array) -> Array:
    r"""TanhExp, :math:`z \tanh(e^z)`.

    Examples
    --------
    >>> tanhexp(np.array([-np.inf, 0.0, 1.0])).round(6).tolist()
    [-0.0, 0.0, 0.991329]
    """
    z = np.maximum(z, -1000.0)  # infinity times 0 is no limit
    a, b = exp_factors(np.minimum(z, 5.0))  # from 3 on, tanh(e**z) rounds to 1
    return np.where(z < -30.0, np.minimum(z, 0.0) * a * b, z * np.tanh(a * b))


# --8<-- [end:tanhexp]


# --8<-- [start:tanhexp_derivative]
@elementwise_in_double
def tanhexp_derivative(z: Array) -> Array:
    r"""Derivative of `tanhexp`, :math:`\tanh(e) + z e / \cosh^2(e)` with :math:`e = e^z`.

    Below 0 it is :math:`e (\frac{\sinh 2e}{2e} + z) / \cosh^2 e`, whose terms cancel at the dip:
    there ``1 + z`` is exact, and the rest of the quotient is a short series.

    Examples
    --------
    >>> tanhexp_derivative(np.array([-np.inf, 0.0, np.inf])).round(6).tolist()
    [-0.0, 0.761594, 1.0]
    """
    z = np.clip(z, -1000.0, 5.0)  # beyond 5 it rounds to 1
    a, b = exp_factors(z)
    e = a * b
    square = np.minimum(e, 1.0) ** 2
    below = a * ((1.0 + z) + square * polynomial(SINH_SERIES, square)) / np.cosh(e) ** 2 * b
    above: Array = np.tanh(e) + z * e / np.cosh(e) ** 2
    return np.where(z < 0.0, below, above)


# --8<-- [end:tanhexp_derivative]
