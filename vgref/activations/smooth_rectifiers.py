"""Smooth versions of the rectifier and of the straight line."""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.bounded import isru, isru_derivative
from vgref.activations.elementwise import elementwise, elementwise_in_double
from vgref.activations.sigmoids import sigmoid


# --8<-- [start:softplus]
@elementwise_in_double
def softplus(z: Array) -> Array:
    r"""Softplus, :math:`\log(1 + e^z)`, without overflow and without losing the tail.

    Examples
    --------
    >>> float(softplus(1e300)), f"{float(softplus(-40.0)):.6e}"
    (1e+300, '4.248354e-18')
    """
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


# --8<-- [end:softplus]


# --8<-- [start:softplus_derivative]
@elementwise
def softplus_derivative(z: Array) -> Array:
    r"""Derivative of `softplus`, :math:`\sigma(z)`.

    Examples
    --------
    >>> float(softplus_derivative(0.0))
    0.5
    """
    return sigmoid(z)


# --8<-- [end:softplus_derivative]


# --8<-- [start:squareplus]
@elementwise_in_double
def squareplus(z: Array) -> Array:
    r"""Squareplus, :math:`(z + \sqrt{z^2 + 4}) / 2`.

    ``f(z) f(-z) = 1`` gives the side on which the two terms cancel.

    Examples
    --------
    >>> squareplus(np.array([-1e300, 0.0, 1.5])).tolist()
    [1e-300, 1.0, 2.0]
    """
    above = np.abs(z) / 2.0 + np.hypot(z, 2.0) / 2.0
    return np.where(z < 0.0, 1.0 / above, above)


# --8<-- [end:squareplus]


# --8<-- [start:squareplus_derivative]
@elementwise_in_double
def squareplus_derivative(z: Array) -> Array:
    r"""Derivative of `squareplus`, :math:`(1 + z / \sqrt{z^2 + 4}) / 2 = f(z) / \sqrt{z^2 + 4}`.

    Examples
    --------
    >>> squareplus_derivative(np.array([-np.inf, 0.0, 1.5, np.inf])).tolist()
    [0.0, 0.5, 0.8, 1.0]
    """
    z = np.clip(z, -1e300, 1e300)
    root = np.hypot(z, 2.0)
    above = np.abs(z) / 2.0 + root / 2.0
    return np.where(z < 0.0, 1.0 / above, above) / root


# --8<-- [end:squareplus_derivative]


# --8<-- [start:bent_identity]
@elementwise_in_double
def bent_identity(z: Array) -> Array:
    r"""Bent identity, :math:`(\sqrt{z^2 + 1} - 1) / 2 + z`.

    ``sqrt(z**2 + 1) - 1`` is ``z**2 / (sqrt(z**2 + 1) + 1)``, without the cancellation.

    Examples
    --------
    >>> bent_identity(np.array([-0.75, 1e-20, 0.75])).tolist()
    [-0.625, 1e-20, 0.875]
    """
    x = np.clip(z, -1e300, 1e300)
    return z * (1.0 + x / (2.0 * np.hypot(x, 1.0) + 2.0))


# --8<-- [end:bent_identity]


# --8<-- [start:bent_identity_derivative]
@elementwise_in_double
def bent_identity_derivative(z: Array) -> Array:
    r"""Derivative of `bent_identity`, :math:`1 + z / (2 \sqrt{z^2 + 1})`.

    Examples
    --------
    >>> bent_identity_derivative(np.array([-np.inf, 0.0, 0.75])).round(12).tolist()
    [0.5, 1.0, 1.3]
    """
    x = np.clip(z, -1e300, 1e300)
    return 1.0 + x / (2.0 * np.hypot(x, 1.0))


# --8<-- [end:bent_identity_derivative]


# --8<-- [start:isrlu]
@elementwise
def isrlu(z: Array) -> Array:
    r"""Inverse square root linear unit: `z` above 0, :math:`z / \sqrt{1 + z^2}` below.

    Examples
    --------
    >>> isrlu(np.array([-np.inf, -0.75, 2.0])).round(12).tolist()
    [-1.0, -0.6, 2.0]
    """
    return np.where(z > 0, z, isru(z))


# --8<-- [end:isrlu]


# --8<-- [start:isrlu_derivative]
@elementwise
def isrlu_derivative(z: Array) -> Array:
    r"""Derivative of `isrlu`: 1 above 0, :math:`(1 + z^2)^{-3/2}` below.

    Examples
    --------
    >>> isrlu_derivative(np.array([-np.inf, -0.75, 2.0])).round(12).tolist()
    [0.0, 0.512, 1.0]
    """
    return isru_derivative(np.minimum(z, 0))


# --8<-- [end:isrlu_derivative]
