r"""GELU, exact: the input times the probability that a standard normal stays below it."""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise_in_double
from vgref.activations.exact_arithmetic import exp_square_factors, two_product, two_sum
from vgref.activations.gated import logistic_gate, logistic_gate_derivative
from vgref.activations.normal_distribution import scaled_tail, scaled_tail_excess

CUBIC = 0.044715
SLOPE = 1.5957691216057308
"""2 sqrt(2 / pi), with SLOPE_LOW."""
SLOPE_LOW = -9.96930880911092e-17


# --8<-- [start:gelu]
@elementwise_in_double
def gelu(z: Array) -> Array:
    r"""Gaussian error linear unit, :math:`z \Phi(z)`.

    The naive ``z * (1 + erf(z / sqrt(2))) / 2`` is 0 from -8.3 on; this one keeps all digits of
    its tail, down to ``-38.5``.

    References
    ----------
    Hendrycks and Gimpel (2016).

    Examples
    --------
    >>> f"{float(gelu(1.0)):.12f}  {float(gelu(-20.0)):.6e}"
    '0.841344746069  -5.507248e-88'
    """
    x = np.minimum(np.abs(z), 40.0)
    a, b = exp_square_factors(x, 0.5)
    tail = scaled_tail(x)
    return np.where(z < 0, -x * tail * a * b, z * (1.0 - tail * a * b))


# --8<-- [end:gelu]


# --8<-- [start:gelu_derivative]
@elementwise_in_double
def gelu_derivative(z: Array) -> Array:
    r"""Derivative of `gelu`, :math:`\Phi(z) + z \phi(z) = \phi(z) (M + z)`.

    It is zero at -0.7518, where the two terms of the first form cancel; the Mills ratio
    :math:`M = \Phi(z) / \phi(z)` gives the difference without
    cancellation. Above 0, by symmetry, ``1 - gelu'(-z)``.

    Examples
    --------
    >>> round(float(gelu_derivative(0.0)), 15), f"{float(gelu_derivative(-20.0)):.6e}"
    (0.5, '-1.101436e-86')
    """
    x = np.minimum(np.abs(z), 40.0)
    a, b = exp_square_factors(x, 0.5)
    below = scaled_tail_excess(x) * a * b
    return np.where(z < 0, below, 1.0 - below)


# --8<-- [end:gelu_derivative]


# --8<-- [start:gelu_tanh_argument]
def gelu_tanh_argument(z: Array) -> tuple[Array, Array, Array, Array]:
    r"""Return :math:`w = 2\sqrt{2/\pi}\,(z + c z^3)` and :math:`v = z w'`, both as high and low.

    Double-double arithmetic, ``c = 0.044715``: at the end of the tail `w` is -745, and the
    exponential multiplies its rounding error by as much. ``v = 3 w - 2 k z``.

    Examples
    --------
    >>> w, _, v, _ = gelu_tanh_argument(np.float64(1.0))
    >>> round(float(w), 9), round(float(v), 9)
    (1.667123938, 1.80983357)
    """
    square, square_low = two_product(z, z)
    cubic, cubic_low = two_product(square, CUBIC)
    bracket, bracket_low = two_sum(cubic, 1.0)
    bracket_low = bracket_low + cubic_low + CUBIC * square_low
    line, line_low = two_product(z, SLOPE)
    line_low = line_low + z * SLOPE_LOW
    w, w_low = two_product(line, bracket)
    w_low = w_low + line * bracket_low + line_low * bracket
    rest, rest_low = two_sum(w - 2.0 * line, 2.0 * w)  # v; w - 2 k z is not exact far out
    error = two_sum(w, -2.0 * line)[1]
    return w, w_low, rest, rest_low + error + 3.0 * w_low - 2.0 * line_low


# --8<-- [end:gelu_tanh_argument]


# --8<-- [start:gelu_tanh]
@elementwise_in_double
def gelu_tanh(z: Array) -> Array:
    r"""Tanh approximation of GELU, :math:`\frac z2 (1 + \tanh(\sqrt{2/\pi}\,(z + 0.044715 z^3)))`.

    ``(1 + tanh(u)) / 2`` is ``sigmoid(2 u)``, which keeps the tail that the first form loses.

    References
    ----------
    Hendrycks and Gimpel (2016).

    Examples
    --------
    >>> f"{float(gelu_tanh(1.0)):.12f}  {float(gelu_tanh(-10.0)):.6e}"
    '0.841191990608  -1.204092e-37'
    """
    w, w_low, _, _ = gelu_tanh_argument(np.clip(z, -30.0, 30.0))
    return logistic_gate(np.maximum(z, -30.0), w, w_low)


# --8<-- [end:gelu_tanh]


# --8<-- [start:gelu_tanh_derivative]
@elementwise_in_double
def gelu_tanh_derivative(z: Array) -> Array:
    r"""Derivative of `gelu_tanh`, :math:`\sigma(w) (1 + z w' \sigma(-w))`.

    The naive form is ``0 * inf``, so nan, at 1e300.

    Examples
    --------
    >>> gelu_tanh_derivative(np.array([-1e300, 0.0, 1e300])).tolist()
    [-0.0, 0.5, 1.0]
    """
    w, w_low, v, v_low = gelu_tanh_argument(np.clip(z, -30.0, 30.0))
    return logistic_gate_derivative(w, v, w_low, v_low)


# --8<-- [end:gelu_tanh_derivative]
