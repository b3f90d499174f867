"""Shrinkage and thresholds: small inputs are set to zero, or nearly.

At a kink the derivative is that of the flat side, 0.
"""

from __future__ import annotations

from math import factorial

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise, elementwise_in_double, in_precision
from vgref.activations.normal_distribution import polynomial
from vgref.activations.rectifiers import constant_unless_nan
from vgref.checks import positive

SHRINK_SERIES = tuple(2.0 * k / factorial(2 * k + 1) for k in range(1, 16))
"""(z cosh z - sinh z) / z**3 in powers of z**2; all of one sign."""


# --8<-- [start:softshrink]
@elementwise
def softshrink(z: Array, threshold: float = 0.5) -> Array:
    """Pull `z` towards 0 by `threshold`, and no further.

    Parameters
    ----------
    z : array of floats
    threshold : float
        Positive.

    Raises
    ------
    ValueError
        If `threshold` is not positive and finite.

    Examples
    --------
    >>> softshrink(np.array([-2.0, 0.25, 2.0])).tolist()
    [-1.5, 0.0, 1.5]
    """
    edge = in_precision("threshold", positive("threshold", threshold), z)
    return z - np.clip(z, -edge, edge)


# --8<-- [end:softshrink]


# --8<-- [start:softshrink_derivative]
@elementwise
def softshrink_derivative(z: Array, threshold: float = 0.5) -> Array:
    """Derivative of `softshrink`: 1 where ``|z|`` exceeds `threshold`, else 0.

    Examples
    --------
    >>> softshrink_derivative(np.array([-2.0, 0.5, 2.0])).tolist()
    [1.0, 0.0, 1.0]
    """
    edge = in_precision("threshold", positive("threshold", threshold), z)
    return constant_unless_nan(z, np.abs(z) > edge)


# --8<-- [end:softshrink_derivative]


# --8<-- [start:hardshrink]
@elementwise
def hardshrink(z: Array, threshold: float = 0.5) -> Array:
    """`z` where ``|z|`` exceeds `threshold`, else 0: a jump.

    Parameters
    ----------
    z : array of floats
    threshold : float
        Positive.

    Raises
    ------
    ValueError
        If `threshold` is not positive and finite.

    Examples
    --------
    >>> hardshrink(np.array([-2.0, 0.5, 2.0])).tolist()
    [-2.0, 0.0, 2.0]
    """
    edge = in_precision("threshold", positive("threshold", threshold), z)
    return np.where(np.abs(z) <= edge, z.dtype.type(0), z)


# --8<-- [end:hardshrink]


# --8<-- [start:hardshrink_derivative]
@elementwise
def hardshrink_derivative(z: Array, threshold: float = 0.5) -> Array:
    """Derivative of `hardshrink`: 1 where ``|z|`` exceeds `threshold`, else 0.

    Examples
    --------
    >>> hardshrink_derivative(np.array([-2.0, 0.5, 2.0])).tolist()
    [1.0, 0.0, 1.0]
    """
    edge = in_precision("threshold", positive("threshold", threshold), z)
    return constant_unless_nan(z, np.abs(z) > edge)


# --8<-- [end:hardshrink_derivative]


# --8<-- [start:threshold]
@elementwise
def threshold(z: Array, theta: float = 1.0) -> Array:
    """Thresholded rectifier: `z` above `theta`, else 0: a jump.

    Parameters
    ----------
    z : array of floats
    theta : float
        Any finite number.

    Raises
    ------
    ValueError
        If `theta` is nan or infinite.

    Examples
    --------
    >>> threshold(np.array([-2.0, 1.0, 2.0])).tolist()
    [0.0, 0.0, 2.0]
    """
    return np.where(z <= in_precision("theta", theta, z), z.dtype.type(0), z)


# --8<-- [end:threshold]


# --8<-- [start:threshold_derivative]
@elementwise
def threshold_derivative(z: Array, theta: float = 1.0) -> Array:
    """Derivative of `threshold`: 1 above `theta`, else 0.

    Examples
    --------
    >>> threshold_derivative(np.array([-2.0, 1.0, 2.0])).tolist()
    [0.0, 0.0, 1.0]
    """
    return constant_unless_nan(z, z > in_precision("theta", theta, z))


# --8<-- [end:threshold_derivative]


# --8<-- [start:tanhshrink]
@elementwise_in_double
def tanhshrink(z: Array) -> Array:
    r"""What tanh takes away, :math:`z - \tanh z`; about :math:`z^3 / 3` near 0.

    There the difference cancels; :math:`(z \cosh z - \sinh z) / \cosh z` is a series of positive
    terms.

    Examples
    --------
    >>> f"{float(tanhshrink(1e-5)):.6e}", float(tanhshrink(100.0))
    ('3.333333e-16', 99.0)
    """
    x = np.clip(z, -2.0, 2.0)
    series = x * (x * x * (polynomial(SHRINK_SERIES, x * x) / np.cosh(x)))
    return np.where(np.abs(z) < 2.0, series, z - np.tanh(z))


# --8<-- [end:tanhshrink]


# --8<-- [start:tanhshrink_derivative]
@elementwise_in_double
def tanhshrink_derivative(z: Array) -> Array:
    r"""Derivative of `tanhshrink`, :math:`\tanh^2 z`.

    Examples
    --------
    >>> tanhshrink_derivative(np.array([0.0, np.inf])).tolist()
    [0.0, 1.0]
    """
    return np.tanh(z) ** 2


# --8<-- [end:tanhshrink_derivative]
