"""The identity above zero, an exponential that saturates below it."""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise, elementwise_in_double
from vgref.activations.exact_arithmetic import exp_factors, two_quotient
from vgref.checks import positive

SELU_SCALE = 1.0507009873554805
"""lambda of Klambauer et al. (2017): with SELU_ALPHA it keeps mean 0 and variance 1."""

SELU_ALPHA = 1.6732632423543772
SELU_SCALE_ALPHA = 1.7580993408473768
"""Their product, rounded once."""


# --8<-- [start:exponential]
@elementwise_in_double
def exponential(z: Array) -> Array:
    r"""Exponential, :math:`e^z`; its own derivative.

    Examples
    --------
    >>> exponential(np.array([-np.inf, 0.0])).tolist()
    [0.0, 1.0]
    """
    return np.exp(z)


# --8<-- [end:exponential]


# --8<-- [start:exponential_derivative]
@elementwise
def exponential_derivative(z: Array) -> Array:
    r"""Derivative of `exponential`, :math:`e^z`.

    Examples
    --------
    >>> float(exponential_derivative(0.0))
    1.0
    """
    return exponential(z)


# --8<-- [end:exponential_derivative]


# --8<-- [start:elu]
@elementwise_in_double
def elu(z: Array, alpha: float = 1.0) -> Array:
    r"""Exponential linear unit: `z` above 0, :math:`\alpha (e^z - 1)` below.

    ``expm1`` keeps the digits that ``exp(z) - 1`` loses near 0. The cut at 1 only keeps the side
    that is not taken from overflowing.

    Parameters
    ----------
    z : array of floats
    alpha : float
        Positive.

    Raises
    ------
    ValueError
        If `alpha` is not positive and finite.

    References
    ----------
    Clevert, Unterthiner and Hochreiter (2016).

    Examples
    --------
    >>> elu(np.array([-np.inf, -1e-20, 2.0])).tolist()
    [-1.0, -1e-20, 2.0]
    """
    alpha = positive("alpha", alpha)
    return np.where(z > 0.0, z, alpha * np.expm1(np.minimum(z, 1.0)))


# --8<-- [end:elu]


# --8<-- [start:elu_derivative]
@elementwise_in_double
def elu_derivative(z: Array, alpha: float = 1.0) -> Array:
    r"""Derivative of `elu`: 1 above 0, else :math:`\alpha e^z`, also at 0.

    Examples
    --------
    >>> elu_derivative(np.array([-np.inf, 0.0, 2.0]), alpha=0.5).tolist()
    [0.0, 0.5, 1.0]
    """
    alpha = positive("alpha", alpha)
    a, b = exp_factors(np.minimum(z, 0.0))
    return np.where(z > 0.0, 1.0, alpha * a * b)


# --8<-- [end:elu_derivative]


# --8<-- [start:selu]
@elementwise_in_double
def selu(z: Array) -> Array:
    r"""Self-normalizing ELU: :math:`\lambda z` above 0, :math:`\lambda \alpha (e^z - 1)` below.

    References
    ----------
    Klambauer, Unterthiner, Mayr and Hochreiter (2017).

    Examples
    --------
    >>> selu(np.array([-np.inf, 1.0])).round(6).tolist()
    [-1.758099, 1.050701]
    """
    below = SELU_SCALE_ALPHA * np.expm1(np.minimum(z, 1.0))
    return np.where(z > 0.0, SELU_SCALE * np.maximum(z, 0.0), below)


# --8<-- [end:selu]


# --8<-- [start:selu_derivative]
@elementwise_in_double
def selu_derivative(z: Array) -> Array:
    r"""Derivative of `selu`: :math:`\lambda` above 0, else :math:`\lambda \alpha e^z`, also at 0.

    Examples
    --------
    >>> selu_derivative(np.array([-np.inf, 0.0, 1.0])).round(6).tolist()
    [0.0, 1.758099, 1.050701]
    """
    a, b = exp_factors(np.minimum(z, 0.0))
    return np.where(z > 0.0, SELU_SCALE, SELU_SCALE_ALPHA * a * b)


# --8<-- [end:selu_derivative]


# --8<-- [start:celu]
@elementwise_in_double
def celu(z: Array, alpha: float = 1.0) -> Array:
    r"""Continuously differentiable ELU: `z` above 0, :math:`\alpha (e^{z/\alpha} - 1)` below.

    Parameters
    ----------
    z : array of floats
    alpha : float
        Positive. A negative one would mean its absolute value in PyTorch; here it is refused.

    Raises
    ------
    ValueError
        If `alpha` is not positive and finite.

    Examples
    --------
    >>> celu(np.array([-np.inf, -1e-20, 2.0]), alpha=0.5).tolist()
    [-0.5, -1e-20, 2.0]
    """
    alpha = positive("alpha", alpha)
    below = np.clip(z, -1000.0 * alpha, alpha)  # e**(z / alpha) is 0 already, or not taken
    return np.where(z > 0.0, z, alpha * np.expm1(below / alpha))


# --8<-- [end:celu]


# --8<-- [start:celu_derivative]
@elementwise_in_double
def celu_derivative(z: Array, alpha: float = 1.0) -> Array:
    r"""Derivative of `celu`: 1 above 0, :math:`e^{z/\alpha}` below, with an exact quotient.

    Examples
    --------
    >>> celu_derivative(np.array([-np.inf, 0.0, 2.0]), alpha=0.5).tolist()
    [0.0, 1.0, 1.0]
    """
    alpha = positive("alpha", alpha)
    if alpha > 1e200:  # scaled together, so that no intermediate result overflows
        alpha, z = alpha * 2.0**-300, z * 2.0**-300
    high, low = two_quotient(np.clip(z, -1000.0 * alpha, 0.0), alpha)
    a, b = exp_factors(high, low)
    return np.where(z > 0.0, 1.0, a * b)


# --8<-- [end:celu_derivative]
