"""Straight lines: the identity, and two lines that meet at zero.

At 0 the derivative is the one from the left, as in PyTorch; for `absolute_value` it is 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise


# --8<-- [start:constant_unless_nan]
def constant_unless_nan(z: Array, value: ArrayLike) -> Array:
    """Return `value` in the dtype of `z`, and nan where `z` is nan.

    Examples
    --------
    >>> constant_unless_nan(np.array([1.0, np.nan]), 2.0).tolist()
    [2.0, nan]
    """
    result = np.full(z.shape, value, z.dtype)
    missing = np.isnan(z)
    if missing.any():  # seldom, and a look is cheaper than a choice at every entry
        result[missing] = np.nan
    return result


# --8<-- [end:constant_unless_nan]


# --8<-- [start:identity]
@elementwise
def identity(z: Array) -> Array:
    """No activation: ``z``, as a new array.

    Examples
    --------
    >>> identity(np.array([-1.0, 2.0])).tolist()
    [-1.0, 2.0]
    """
    return z.copy()


# --8<-- [end:identity]


# --8<-- [start:identity_derivative]
@elementwise
def identity_derivative(z: Array) -> Array:
    """Derivative of `identity`: 1.

    Examples
    --------
    >>> identity_derivative(np.array([-1.0, 2.0])).tolist()
    [1.0, 1.0]
    """
    return constant_unless_nan(z, 1.0)


# --8<-- [end:identity_derivative]


# --8<-- [start:relu]
@elementwise
def relu(z: Array) -> Array:
    r"""Rectified linear unit, :math:`\max(z, 0)`.

    References
    ----------
    Fukushima (1969); Nair and Hinton (2010), for its use in deep networks.

    Examples
    --------
    >>> relu(np.array([-1.0, 2.0])).tolist()
    [0.0, 2.0]
    """
    return np.maximum(z, 0)


# --8<-- [end:relu]


# --8<-- [start:relu_derivative]
@elementwise
def relu_derivative(z: Array) -> Array:
    """Derivative of `relu`: 1 above 0, else 0, also at 0.

    Examples
    --------
    >>> relu_derivative(np.array([-1.0, 0.0, 2.0])).tolist()
    [0.0, 0.0, 1.0]
    """
    return constant_unless_nan(z, z > 0)


# --8<-- [end:relu_derivative]


# --8<-- [start:relu_squared]
@elementwise
def relu_squared(z: Array) -> Array:
    r"""Square of the rectifier, :math:`\max(z, 0)^2`.

    Examples
    --------
    >>> relu_squared(np.array([-1.0, 3.0])).tolist()
    [0.0, 9.0]
    """
    return np.maximum(z, 0) ** 2


# --8<-- [end:relu_squared]


# --8<-- [start:relu_squared_derivative]
@elementwise
def relu_squared_derivative(z: Array) -> Array:
    r"""Derivative of `relu_squared`, :math:`2 \max(z, 0)`.

    Examples
    --------
    >>> relu_squared_derivative(np.array([-1.0, 3.0])).tolist()
    [0.0, 6.0]
    """
    return 2 * np.maximum(z, 0)


# --8<-- [end:relu_squared_derivative]


# --8<-- [start:absolute_value]
@elementwise
def absolute_value(z: Array) -> Array:
    """Absolute value, ``|z|``.

    Examples
    --------
    >>> absolute_value(np.array([-1.0, 2.0])).tolist()
    [1.0, 2.0]
    """
    return np.abs(z)


# --8<-- [end:absolute_value]


# --8<-- [start:absolute_value_derivative]
@elementwise
def absolute_value_derivative(z: Array) -> Array:
    """Derivative of `absolute_value`: the sign of `z`, 0 at 0.

    Examples
    --------
    >>> absolute_value_derivative(np.array([-1.0, 0.0, 2.0])).tolist()
    [-1.0, 0.0, 1.0]
    """
    return np.sign(z)


# --8<-- [end:absolute_value_derivative]
