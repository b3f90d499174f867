"""Sigmoids: bounded, increasing, flat on both sides. The vanishing derivative is theirs."""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise


# --8<-- [start:sigmoid]
@elementwise
def sigmoid(z: Array) -> Array:
    r"""Logistic sigmoid, ``1 / (1 + exp(-z))``.

    Examples
    --------
    >>> float(sigmoid(0.0))
    0.5
    """
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e, 1.0) / (1.0 + e)
# --8<-- [end:sigmoid]


# --8<-- [start:sigmoid_derivative]
@elementwise
def sigmoid_derivative(z: Array) -> Array:
    """Derivative of `sigmoid`; at most 1/4, and exact where it is tiny.

    Examples
    --------
    >>> float(sigmoid_derivative(0.0))
    0.25
    """
    e = np.exp(-np.abs(z))
    return e / (1.0 + e) ** 2
# --8<-- [end:sigmoid_derivative]


# --8<-- [start:tanh]
@elementwise
def tanh(z: Array) -> Array:
    """Hyperbolic tangent.

    Examples
    --------
    >>> float(tanh(0.0))
    0.0
    """
    return np.tanh(z)
# --8<-- [end:tanh]


# --8<-- [start:tanh_derivative]
@elementwise
def tanh_derivative(z: Array) -> Array:
    """Derivative of `tanh`, ``4 e / (1 + e)**2`` with ``e = exp(-2 |z|)``.

    Examples
    --------
    >>> float(tanh_derivative(0.0))
    1.0
    """
    e = np.exp(-2.0 * np.abs(z))
    return 4.0 * e / (1.0 + e) ** 2
# --8<-- [end:tanh_derivative]
