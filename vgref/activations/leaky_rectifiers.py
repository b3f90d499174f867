"""Rectifiers with a slope below zero: fixed, learned, or drawn."""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise, in_precision
from vgref.activations.rectifiers import constant_unless_nan
from vgref.checks import number, wrong


# --8<-- [start:leaky_relu]
@elementwise
def leaky_relu(z: Array, slope: float = 0.01) -> Array:
    """Leaky rectifier: `z` above 0, ``slope * z`` below.

    The larger of the two lines, if `slope` is at most 1, and the smaller one otherwise.

    Parameters
    ----------
    z : array of floats
    slope : float
        Any finite number; as a rule from 0 to 1.

    Raises
    ------
    ValueError
        If `slope` is nan or infinite.

    References
    ----------
    Maas, Hannun and Ng (2013).

    Examples
    --------
    >>> leaky_relu(np.array([-1.0, 2.0])).tolist()
    [-0.01, 2.0]
    """
    a = in_precision("slope", slope, z)
    if a == 0:
        return np.maximum(z, 0)  # 0 * inf would be nan
    line: Array = a * z
    return np.maximum(z, line) if a <= 1 else np.minimum(z, line)


# --8<-- [end:leaky_relu]


# --8<-- [start:leaky_relu_derivative]
@elementwise
def leaky_relu_derivative(z: Array, slope: float = 0.01) -> Array:
    """Derivative of `leaky_relu`: 1 above 0, else `slope`, also at 0.

    Examples
    --------
    >>> leaky_relu_derivative(np.array([-1.0, 0.0, 2.0])).tolist()
    [0.01, 0.01, 1.0]
    """
    lines = np.array([in_precision("slope", slope, z), 1.0], dtype=z.dtype)
    return constant_unless_nan(z, lines[(z > 0).astype(np.intp)])


# --8<-- [end:leaky_relu_derivative]


# --8<-- [start:prelu]
def prelu(z: Array, slope: float = 0.25) -> Array:
    """Parametric rectifier: a `leaky_relu` whose slope is learned, from 0.25 on.

    References
    ----------
    He, Zhang, Ren and Sun (2015), equation 1.

    Examples
    --------
    >>> prelu(np.array([-1.0, 2.0])).tolist()
    [-0.25, 2.0]
    """
    return leaky_relu(z, slope)


# --8<-- [end:prelu]


# --8<-- [start:prelu_derivative]
def prelu_derivative(z: Array, slope: float = 0.25) -> Array:
    """Derivative of `prelu` with respect to `z`: 1 above 0, else `slope`.

    Examples
    --------
    >>> prelu_derivative(np.array([-1.0, 0.0, 2.0])).tolist()
    [0.25, 0.25, 1.0]
    """
    return leaky_relu_derivative(z, slope)


# --8<-- [end:prelu_derivative]


# --8<-- [start:prelu_slope_derivative]
@elementwise
def prelu_slope_derivative(z: Array) -> Array:
    r"""Derivative of `prelu` with respect to its slope, :math:`\min(z, 0)`.

    References
    ----------
    He, Zhang, Ren and Sun (2015), equation 3.

    Examples
    --------
    >>> prelu_slope_derivative(np.array([-3.0, 2.0])).tolist()
    [-3.0, 0.0]
    """
    return np.minimum(z, 0)


# --8<-- [end:prelu_slope_derivative]


# --8<-- [start:mean_slope]
def mean_slope(lower: float, upper: float) -> float:
    """Mean of a slope drawn evenly between `lower` and `upper`.

    Examples
    --------
    >>> mean_slope(0.5, 0.1)
    Traceback (most recent call last):
    ValueError: lower must be at most upper, 0.1, got 0.5
    """
    lower, upper = number("lower", lower), number("upper", upper)
    if lower > upper:
        raise wrong("lower", f"at most upper, {upper}", lower)
    return (lower + upper) / 2


# --8<-- [end:mean_slope]


# --8<-- [start:rrelu]
def rrelu(z: Array, lower: float = 1 / 8, upper: float = 1 / 3) -> Array:
    """Randomized leaky rectifier as it is evaluated: with the mean of the slopes drawn.

    Raises
    ------
    ValueError
        If `lower` or `upper` is not finite, or `lower` exceeds `upper`.

    Examples
    --------
    >>> rrelu(np.array([-48.0, 2.0])).round(12).tolist()
    [-11.0, 2.0]
    """
    return leaky_relu(z, mean_slope(lower, upper))


# --8<-- [end:rrelu]


# --8<-- [start:rrelu_derivative]
def rrelu_derivative(z: Array, lower: float = 1 / 8, upper: float = 1 / 3) -> Array:
    """Derivative of `rrelu`: 1 above 0, else ``(lower + upper) / 2``.

    Examples
    --------
    >>> rrelu_derivative(np.array([-1.0, 2.0])).round(6).tolist()
    [0.229167, 1.0]
    """
    return leaky_relu_derivative(z, mean_slope(lower, upper))


# --8<-- [end:rrelu_derivative]
