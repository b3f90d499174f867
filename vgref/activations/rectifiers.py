"""Rectifiers: two straight lines that meet at zero."""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise


# --8<-- [start:identity]
@elementwise
def identity(z: Array) -> Array:
    """No activation: ``z``.

    Examples
    --------
    >>> identity(np.array([-1.0, 2.0])).tolist()
    [-1.0, 2.0]
    """
    return z
# --8<-- [end:identity]


# --8<-- [start:identity_derivative]
@elementwise
def identity_derivative(z: Array) -> Array:
    """Derivative of `identity`: 1, and nan for nan.

    Examples
    --------
    >>> identity_derivative(np.array([-1.0, 2.0])).tolist()
    [1.0, 1.0]
    """
    return np.where(np.isnan(z), z, z.dtype.type(1))
# --8<-- [end:identity_derivative]


# --8<-- [start:relu]
@elementwise
def relu(z: Array) -> Array:
    """Rectified linear unit, ``max(z, 0)``.

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
    """Derivative of `relu`: 1 above 0, else 0; nan for nan.

    Examples
    --------
    >>> relu_derivative(np.array([-1.0, 0.0, 2.0])).tolist()
    [0.0, 0.0, 1.0]
    """
    return np.where(np.isnan(z), z, z > 0)
# --8<-- [end:relu_derivative]


# --8<-- [start:leaky_relu]
@elementwise
def leaky_relu(z: Array, slope: float = 0.01) -> Array:
    """``z`` above 0, ``slope * z`` below.

    Examples
    --------
    >>> leaky_relu(np.array([-1.0, 2.0])).tolist()
    [-0.01, 2.0]
    """
    return np.maximum(z, 0) + slope * np.minimum(z, 0)
# --8<-- [end:leaky_relu]


# --8<-- [start:leaky_relu_derivative]
@elementwise
def leaky_relu_derivative(z: Array, slope: float = 0.01) -> Array:
    """Derivative of `leaky_relu`: 1 above 0, else `slope`; nan for nan.

    Examples
    --------
    >>> leaky_relu_derivative(np.array([-1.0, 0.0, 2.0])).tolist()
    [0.01, 0.01, 1.0]
    """
    one, below = z.dtype.type(1), z.dtype.type(slope)
    return np.where(np.isnan(z), z, np.where(z > 0, one, below))
# --8<-- [end:leaky_relu_derivative]
