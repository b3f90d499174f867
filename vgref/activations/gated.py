r"""Self-gated activations: the input times a gate between 0 and 1.

Below zero all of them dip and come back to -0; their derivative crosses zero at the dip, and is
written so that the terms which cancel there are exact.
"""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise_in_double
from vgref.activations.exact_arithmetic import exp_factors, two_product

FAR_BELOW = -1000.0
"""Here e**z is 0; the clip keeps infinity times 0 out of the product."""


# --8<-- [start:logistic_gate]
def logistic_gate(z: Array, w: Array, w_low: Array | float = 0.0) -> Array:
    r"""Return :math:`z \sigma(w)`, where ``w + w_low`` is the gate's argument to 106 bits.

    Examples
    --------
    >>> round(float(logistic_gate(np.float64(2.0), np.float64(1.0))), 9)
    1.462117157
    """
    a, b = exp_factors(np.minimum(w, 0.0), np.where(w < 0.0, w_low, 0.0))
    return z * a / (1.0 + np.exp(-np.abs(w))) * b


# --8<-- [end:logistic_gate]


# --8<-- [start:logistic_gate_derivative]
def logistic_gate_derivative(
    w: Array,
    v: Array,
    w_low: Array | float = 0.0,
    v_low: Array | float = 0.0,
    scale: Array | float = 1.0,
) -> Array:
    r"""Derivative of :math:`z \sigma(w(z))`, given `w` and :math:`v = z w'(z)`, times `scale`.

    It is :math:`\sigma(w) + v \sigma(w) \sigma(-w)`. With ``e = exp(-|w|)`` that is
    ``e (1 + e + v) / (1 + e)**2`` below 0, where ``1 + v`` is exact close to the dip, and
    ``(1 + e + v e) / (1 + e)**2`` above.

    Examples
    --------
    >>> float(logistic_gate_derivative(np.float64(0.0), np.float64(0.0)))
    0.5
    """
    a, b = exp_factors(-np.abs(w), np.where(w < 0.0, w_low, -np.asarray(w_low)))
    e = a * b
    below = scale * a * ((1.0 + v) + (e + v_low)) / (1.0 + e) ** 2 * b
    return np.where(w < 0.0, below, scale * ((1.0 + (e + v * e)) / (1.0 + e) ** 2))


# --8<-- [end:logistic_gate_derivative]


# --8<-- [start:silu]
@elementwise_in_double
def silu(z: Array) -> Array:
    r"""Sigmoid linear unit or swish, :math:`z \sigma(z)`.

    References
    ----------
    Hendrycks and Gimpel (2016); Elfwing, Uchibe and Doya (2018); Ramachandran et al. (2017).

    Examples
    --------
    >>> silu(np.array([-1.0, 0.0, 1.0])).round(6).tolist()
    [-0.268941, 0.0, 0.731059]
    """
    z = np.maximum(z, FAR_BELOW)
    return logistic_gate(z, z)


# --8<-- [end:silu]


# --8<-- [start:silu_derivative]
@elementwise_in_double
def silu_derivative(z: Array) -> Array:
    r"""Derivative of `silu`, :math:`\sigma(z) (1 + z \sigma(-z))`.

    Examples
    --------
    >>> silu_derivative(np.array([-np.inf, 0.0, np.inf])).tolist()
    [-0.0, 0.5, 1.0]
    """
    z = np.clip(z, FAR_BELOW, -FAR_BELOW)
    return logistic_gate_derivative(z, z)


# --8<-- [end:silu_derivative]


# --8<-- [start:quick_gelu]
@elementwise_in_double
def quick_gelu(z: Array) -> Array:
    r"""Sigmoid approximation of GELU, :math:`z \sigma(1.702 z)`, with the product exact.

    References
    ----------
    Hendrycks and Gimpel (2016).

    Examples
    --------
    >>> round(float(quick_gelu(1.0)), 6)
    0.845796
    """
    w, w_low = two_product(np.clip(z, FAR_BELOW, -FAR_BELOW), 1.702)
    return logistic_gate(np.maximum(z, FAR_BELOW), w, w_low)


# --8<-- [end:quick_gelu]


# --8<-- [start:quick_gelu_derivative]
@elementwise_in_double
def quick_gelu_derivative(z: Array) -> Array:
    r"""Derivative of `quick_gelu`, :math:`\sigma(w) (1 + w \sigma(-w))` at ``w = 1.702 z``.

    Examples
    --------
    >>> quick_gelu_derivative(np.array([-np.inf, 0.0, np.inf])).tolist()
    [-0.0, 0.5, 1.0]
    """
    w, w_low = two_product(np.clip(z, FAR_BELOW, -FAR_BELOW), 1.702)
    return logistic_gate_derivative(w, w, w_low, w_low)


# --8<-- [end:quick_gelu_derivative]


# --8<-- [start:mish]
@elementwise_in_double
def mish(z: Array) -> Array:
    r"""Mish, :math:`z \tanh(\log(1 + e^z))`.

    It is :math:`z\,n / (n + 2)` with :math:`n = e^{2z} + 2 e^z`, whose tail needs no logarithm.

    References
    ----------
    Misra (2020).

    Examples
    --------
    >>> mish(np.array([-1.0, 0.0, 1.0])).round(6).tolist()
    [-0.303401, 0.0, 0.865098]
    """
    z = np.maximum(z, FAR_BELOW)
    a, b = exp_factors(-np.abs(z))
    e = a * b
    below = np.minimum(z, 0.0) * a * ((2.0 + e) / (2.0 + e * (2.0 + e))) * b
    return np.where(z < 0.0, below, z * ((1.0 + 2.0 * e) / (1.0 + 2.0 * e * (1.0 + e))))


# --8<-- [end:mish]


# --8<-- [start:mish_derivative]
@elementwise_in_double
def mish_derivative(z: Array) -> Array:
    r"""Derivative of `mish`, :math:`e^z (4(z+1) + 4e^{2z} + e^{3z} + e^z(4z+6)) / (n + 2)^2`.

    Examples
    --------
    >>> mish_derivative(np.array([-np.inf, 0.0, np.inf])).round(12).tolist()
    [-0.0, 0.6, 1.0]
    """
    z = np.clip(z, FAR_BELOW, -FAR_BELOW)
    a, b = exp_factors(-np.abs(z))
    e = a * b
    below = a * (4.0 * (1.0 + z) + e * (4.0 * z + 6.0 + e * (4.0 + e)))
    denominator = 1.0 + 2.0 * e * (1.0 + e)
    above = (1.0 + 2.0 * e) / denominator + 4.0 * z * e * e * (1.0 + e) / denominator**2
    return np.where(z < 0.0, below / (2.0 + e * (2.0 + e)) ** 2 * b, above)


# --8<-- [end:mish_derivative]
