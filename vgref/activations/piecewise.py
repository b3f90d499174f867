"""Piecewise polynomials that are flat on at least one side: the hard versions, and the step.

At a kink the derivative is that of the flat side; for `hard_swish` 0 at -3 and 1 at 3.
"""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise, elementwise_in_double
from vgref.activations.exact_arithmetic import two_product
from vgref.activations.rectifiers import constant_unless_nan


# --8<-- [start:relu6]
@elementwise
def relu6(z: Array) -> Array:
    r"""Rectifier that is cut at 6, :math:`\min(\max(z, 0), 6)`.

    Examples
    --------
    >>> relu6(np.array([-1.0, 2.0, 7.0])).tolist()
    [0.0, 2.0, 6.0]
    """
    return np.clip(z, 0, 6)


# --8<-- [end:relu6]


# --8<-- [start:relu6_derivative]
@elementwise
def relu6_derivative(z: Array) -> Array:
    """Derivative of `relu6`: 1 strictly between 0 and 6, else 0.

    Examples
    --------
    >>> relu6_derivative(np.array([0.0, 2.0, 6.0])).tolist()
    [0.0, 1.0, 0.0]
    """
    return constant_unless_nan(z, (z > 0) & (z < 6))


# --8<-- [end:relu6_derivative]


# --8<-- [start:hard_tanh]
@elementwise
def hard_tanh(z: Array) -> Array:
    """The identity, cut at -1 and 1.

    Examples
    --------
    >>> hard_tanh(np.array([-2.0, 0.5, 2.0])).tolist()
    [-1.0, 0.5, 1.0]
    """
    return np.clip(z, -1, 1)


# --8<-- [end:hard_tanh]


# --8<-- [start:hard_tanh_derivative]
@elementwise
def hard_tanh_derivative(z: Array) -> Array:
    """Derivative of `hard_tanh`: 1 strictly between -1 and 1, else 0.

    Examples
    --------
    >>> hard_tanh_derivative(np.array([-1.0, 0.5, 2.0])).tolist()
    [0.0, 1.0, 0.0]
    """
    return constant_unless_nan(z, np.abs(z) < 1)


# --8<-- [end:hard_tanh_derivative]


# --8<-- [start:hard_sigmoid]
@elementwise_in_double
def hard_sigmoid(z: Array) -> Array:
    r"""Straight line from 0 at -3 to 1 at 3, :math:`\min(\max(z + 3, 0), 6) / 6`.

    Examples
    --------
    >>> hard_sigmoid(np.array([-4.0, 0.0, 4.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    line: Array = np.clip(z + 3.0, 0.0, 6.0)
    return line / 6.0


# --8<-- [end:hard_sigmoid]


# --8<-- [start:hard_sigmoid_derivative]
@elementwise
def hard_sigmoid_derivative(z: Array) -> Array:
    """Derivative of `hard_sigmoid`: 1/6 strictly between -3 and 3, else 0.

    Examples
    --------
    >>> hard_sigmoid_derivative(np.array([-3.0, 0.0])).round(6).tolist()
    [0.0, 0.166667]
    """
    return constant_unless_nan(z, np.abs(z) < 3) / 6


# --8<-- [end:hard_sigmoid_derivative]


# --8<-- [start:hard_sigmoid_keras]
@elementwise_in_double
def hard_sigmoid_keras(z: Array) -> Array:
    r"""Straight line from 0 at -2.5 to 1 at 2.5, :math:`\min(\max(0.2 z + 0.5, 0), 1)`.

    The product is kept exact, since it cancels with 0.5 at the lower kink.

    Examples
    --------
    >>> hard_sigmoid_keras(np.array([-4.0, 0.0, 4.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    product, error = two_product(np.clip(z, -3.0, 3.0), 0.2)
    return np.clip((product + 0.5) + error, 0.0, 1.0)


# --8<-- [end:hard_sigmoid_keras]


# --8<-- [start:hard_sigmoid_keras_derivative]
@elementwise
def hard_sigmoid_keras_derivative(z: Array) -> Array:
    """Derivative of `hard_sigmoid_keras`: 0.2 strictly between -2.5 and 2.5, else 0.

    Examples
    --------
    >>> hard_sigmoid_keras_derivative(np.array([-2.5, 0.0])).tolist()
    [0.0, 0.2]
    """
    return constant_unless_nan(z, np.where(np.abs(z) < 2.5, 0.2, 0.0))


# --8<-- [end:hard_sigmoid_keras_derivative]


# --8<-- [start:hard_swish]
@elementwise_in_double
def hard_swish(z: Array) -> Array:
    r"""The input times its hard sigmoid, :math:`z \min(\max(z + 3, 0), 6) / 6`.

    Examples
    --------
    >>> hard_swish(np.array([-np.inf, -1.5, 3.0])).tolist()
    [-0.0, -0.375, 3.0]
    """
    gate: Array = np.clip(z + 3.0, 0.0, 6.0) / 6.0
    return gate * np.maximum(z, -3.0)  # -inf times 0 would be nan


# --8<-- [end:hard_swish]


# --8<-- [start:hard_swish_derivative]
@elementwise_in_double
def hard_swish_derivative(z: Array) -> Array:
    r"""Derivative of `hard_swish`: :math:`(2 z + 3) / 6` between the kinks at -3 and 3.

    Examples
    --------
    >>> hard_swish_derivative(np.array([-3.0, -1.5, 0.0, 3.0])).tolist()
    [0.0, 0.0, 0.5, 1.0]
    """
    line = (2.0 * np.clip(z, -3.0, 3.0) + 3.0) / 6.0
    return np.where(np.abs(z) >= 3.0, z > 0.0, line)


# --8<-- [end:hard_swish_derivative]


# --8<-- [start:step]
@elementwise
def step(z: Array) -> Array:
    """Heaviside step: 1 above 0, else 0, also at 0.

    Examples
    --------
    >>> step(np.array([-1.0, 0.0, 2.0])).tolist()
    [0.0, 0.0, 1.0]
    """
    return constant_unless_nan(z, z > 0)


# --8<-- [end:step]


# --8<-- [start:step_derivative]
@elementwise
def step_derivative(z: Array) -> Array:
    """Derivative of `step`: 0 everywhere, which is why it cannot be trained by gradients.

    Examples
    --------
    >>> step_derivative(np.array([-1.0, 0.0, 2.0])).tolist()
    [0.0, 0.0, 0.0]
    """
    return constant_unless_nan(z, 0.0)


# --8<-- [end:step_derivative]
