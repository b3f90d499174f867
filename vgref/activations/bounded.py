"""Bounded activations that approach their limits by a power of z, and a bump."""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise_in_double
from vgref.activations.exact_arithmetic import exp_square_factors

HUGE = 2.0**400
"""From 2**27 on, 1 + z**2 rounds to z**2; up to here, its square root and powers are finite."""


# --8<-- [start:softsign]
@elementwise_in_double
def softsign(z: Array) -> Array:
    r"""Softsign, :math:`z / (1 + |z|)`.

    Examples
    --------
    >>> softsign(np.array([-1.0, 0.0, 3.0, np.inf])).tolist()
    [-0.5, 0.0, 0.75, 1.0]
    """
    z = np.clip(z, -HUGE, HUGE)  # at infinity the quotient would be nan
    return z / (1.0 + np.abs(z))


# --8<-- [end:softsign]


# --8<-- [start:softsign_derivative]
@elementwise_in_double
def softsign_derivative(z: Array) -> Array:
    r"""Derivative of `softsign`, :math:`1 / (1 + |z|)^2`.

    Examples
    --------
    >>> softsign_derivative(np.array([0.0, 1.0, np.inf])).tolist()
    [1.0, 0.25, 0.0]
    """
    inverse = 1.0 / (1.0 + np.abs(z))
    return inverse * inverse


# --8<-- [end:softsign_derivative]


# --8<-- [start:arctan]
@elementwise_in_double
def arctan(z: Array) -> Array:
    r"""Arc tangent, between :math:`-\pi/2` and :math:`\pi/2`.

    Examples
    --------
    >>> round(float(arctan(1.0)) * 4, 12)
    3.14159265359
    """
    return np.arctan(z)


# --8<-- [end:arctan]


# --8<-- [start:arctan_derivative]
@elementwise_in_double
def arctan_derivative(z: Array) -> Array:
    r"""Derivative of `arctan`, :math:`1 / (1 + z^2)`, also where ``z**2`` overflows.

    Examples
    --------
    >>> arctan_derivative(np.array([0.0, 1.0, 1e200])).tolist()
    [1.0, 0.5, 0.0]
    """
    near = np.clip(z, -HUGE, HUGE)
    inverse = 1.0 / np.maximum(np.abs(z), 1.0)
    return np.where(np.abs(z) > 2.0**27, inverse * inverse, 1.0 / (1.0 + near * near))


# --8<-- [end:arctan_derivative]


# --8<-- [start:isru]
@elementwise_in_double
def isru(z: Array) -> Array:
    r"""Inverse square root unit, :math:`z / \sqrt{1 + z^2}`.

    Examples
    --------
    >>> isru(np.array([-np.inf, 0.0, 0.75])).round(12).tolist()
    [-1.0, 0.0, 0.6]
    """
    z = np.clip(z, -HUGE, HUGE)
    return z / np.sqrt(1.0 + z * z)


# --8<-- [end:isru]


# --8<-- [start:isru_derivative]
@elementwise_in_double
def isru_derivative(z: Array) -> Array:
    r"""Derivative of `isru`, :math:`(1 + z^2)^{-3/2}`.

    Examples
    --------
    >>> isru_derivative(np.array([0.0, 0.75, np.inf])).round(12).tolist()
    [1.0, 0.512, 0.0]
    """
    z = np.clip(z, -HUGE, HUGE)
    square = 1.0 + z * z
    return 1.0 / square / np.sqrt(square)


# --8<-- [end:isru_derivative]


# --8<-- [start:gaussian]
@elementwise_in_double
def gaussian(z: Array) -> Array:
    r"""Gaussian bump, :math:`e^{-z^2}`.

    The square is kept exactly: its rounding would cost 700 times as much after the exponential.

    Examples
    --------
    >>> f"{float(gaussian(26.0)):.6e}"
    '2.611742e-294'
    """
    a, b = exp_square_factors(np.clip(z, -40.0, 40.0), 1.0)
    return a * b


# --8<-- [end:gaussian]


# --8<-- [start:gaussian_derivative]
@elementwise_in_double
def gaussian_derivative(z: Array) -> Array:
    r"""Derivative of `gaussian`, :math:`-2 z e^{-z^2}`.

    Examples
    --------
    >>> round(float(gaussian_derivative(1.0)), 12)
    -0.735758882343
    """
    z = np.clip(z, -40.0, 40.0)
    a, b = exp_square_factors(z, 1.0)
    return -2.0 * z * a * b


# --8<-- [end:gaussian_derivative]
