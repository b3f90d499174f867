"""Sigmoids: bounded, increasing, flat on both sides. The vanishing derivative is theirs."""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise, elementwise_in_double
from vgref.activations.exact_arithmetic import exp_factors, two_quotient


# --8<-- [start:sigmoid]
@elementwise_in_double
def sigmoid(z: Array) -> Array:
    r"""Logistic sigmoid, :math:`\sigma(z) = 1 / (1 + e^{-z})`.

    The naive ``1 / (1 + exp(-z))`` overflows below -709; here no exponent is positive.

    Examples
    --------
    >>> sigmoid(np.array([-2.0, 0.0, 2.0])).round(6).tolist()
    [0.119203, 0.5, 0.880797]
    >>> f"{float(sigmoid(-740.0)):.3e}"
    '4.200e-322'
    """
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))


# --8<-- [end:sigmoid]


# --8<-- [start:sigmoid_derivative]
@elementwise_in_double
def sigmoid_derivative(z: Array) -> Array:
    r"""Derivative of `sigmoid`, :math:`\sigma(z) \sigma(-z)`: at most 1/4.

    The naive ``s * (1 - s)`` is 0 from 37 on; this one is exact down to 5e-324.

    Examples
    --------
    >>> float(sigmoid_derivative(0.0)), f"{float(sigmoid_derivative(40.0)):.6e}"
    (0.25, '4.248354e-18')
    """
    e = np.exp(-np.abs(z))
    return e / (1.0 + e) ** 2


# --8<-- [end:sigmoid_derivative]


# --8<-- [start:tanh]
@elementwise
def tanh(z: Array) -> Array:
    r"""Hyperbolic tangent, :math:`2 \sigma(2 z) - 1`.

    References
    ----------
    LeCun, Bottou, Orr and Müller (1998), section 4.4.

    Examples
    --------
    >>> tanh(np.array([-1.0, 0.0, 1.0])).round(6).tolist()
    [-0.761594, 0.0, 0.761594]
    """
    return np.tanh(z)


# --8<-- [end:tanh]


# --8<-- [start:tanh_derivative]
@elementwise_in_double
def tanh_derivative(z: Array) -> Array:
    r"""Derivative of `tanh`, :math:`1 - \tanh^2 z = 1 / \cosh^2 z`: at most 1.

    The naive ``1 - tanh(z)**2`` is 0 from 19.1 on, and ``cosh(z)`` overflows at 711.

    Examples
    --------
    >>> float(tanh_derivative(0.0)), f"{float(tanh_derivative(300.0)):.6e}"
    (1.0, '1.060159e-260')
    """
    e = np.exp(-2.0 * np.minimum(np.abs(z), 400.0))
    return 4.0 * e / (1.0 + e) ** 2


# --8<-- [end:tanh_derivative]


# --8<-- [start:lecun_tanh]
@elementwise_in_double
def lecun_tanh(z: Array) -> Array:
    r"""Scaled hyperbolic tangent, :math:`1.7159 \tanh(2 z / 3)`, so that ``f(1)`` is 1.

    References
    ----------
    LeCun (1989); LeCun, Bottou, Orr and Müller (1998), section 4.4, for the reasons.

    Examples
    --------
    >>> lecun_tanh(np.array([-1.0, 0.0, 1.0])).round(4).tolist()
    [-1.0, 0.0, 1.0]
    """
    unscaled: Array = np.tanh(z / 1.5)
    return 1.7159 * unscaled


# --8<-- [end:lecun_tanh]


# --8<-- [start:lecun_tanh_derivative]
@elementwise_in_double
def lecun_tanh_derivative(z: Array) -> Array:
    r"""Derivative of `lecun_tanh`, :math:`1.7159 \cdot \frac23 / \cosh^2(2 z / 3)`.

    The exponent ``4 |z| / 3`` is kept to twice the digits, since it may be 700.

    Examples
    --------
    >>> round(float(lecun_tanh_derivative(0.0)), 6)
    1.143933
    """
    x = np.minimum(np.abs(z), 1000.0)
    high, low = two_quotient(-x, 0.75)
    a, b = exp_factors(high, low)
    return 4.0 * (1.7159 / 1.5) * a / (1.0 + a * b) ** 2 * b


# --8<-- [end:lecun_tanh_derivative]


# --8<-- [start:log_sigmoid]
@elementwise_in_double
def log_sigmoid(z: Array) -> Array:
    r"""Logarithm of the sigmoid, :math:`-\log(1 + e^{-z})`.

    Examples
    --------
    >>> round(float(log_sigmoid(0.0)), 12), float(log_sigmoid(-1e300))
    (-0.69314718056, -1e+300)
    """
    return -(np.maximum(-z, 0.0) + np.log1p(np.exp(-np.abs(z))))


# --8<-- [end:log_sigmoid]


# --8<-- [start:log_sigmoid_derivative]
@elementwise
def log_sigmoid_derivative(z: Array) -> Array:
    r"""Derivative of `log_sigmoid`, :math:`\sigma(-z)`.

    Examples
    --------
    >>> float(log_sigmoid_derivative(0.0))
    0.5
    """
    return sigmoid(np.negative(z))


# --8<-- [end:log_sigmoid_derivative]
