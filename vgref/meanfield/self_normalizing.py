"""The map of mean and variance that SELU is built on, and its Jacobian."""

from __future__ import annotations

import math

import numpy as np

from vgref.activations import Activation
from vgref.activations import activation as named
from vgref.checks import Array, not_negative, number, positive
from vgref.gaussian import expectation


# --8<-- [start:moment_map]
def moment_map(
    mean: float,
    variance: float,
    activation: str | Activation,
    *,
    weight_sum: float,
    weight_square_sum: float,
) -> tuple[float, float]:
    r"""Mean and variance of a unit's output, given those of its independent inputs.

    The pre-activation is Gaussian, of mean ``mean * weight_sum`` and variance
    ``variance * weight_square_sum``.

    Parameters
    ----------
    mean, variance : float
        Of every input.
    activation : str or Activation
    weight_sum, weight_square_sum : float
        Σ w and Σ w² of the unit's weights; LeCun's initializer has 0 and 1 in the mean.

    Raises
    ------
    ValueError
        If a variance is negative or a value is not finite.

    References
    ----------
    Klambauer et al. (2017).

    Examples
    --------
    >>> mean, variance = moment_map(0.0, 1.0, "relu", weight_sum=0.0, weight_square_sum=2.0)
    >>> round(mean ** 2 * np.pi, 12), round(variance + mean ** 2, 12)
    (1.0, 1.0)
    """
    phi = named(activation)
    centre, spread = _pre_activation(mean, variance, weight_sum, weight_square_sum)
    first = expectation(phi.function, spread, mean=centre, kinks=phi.kinks)
    second = expectation(
        lambda z: (phi.function(z) - first) ** 2, spread, mean=centre, kinks=phi.kinks
    )
    return first, second


# --8<-- [end:moment_map]


# --8<-- [start:moment_jacobian]
def moment_jacobian(
    mean: float,
    variance: float,
    activation: str | Activation,
    *,
    weight_sum: float,
    weight_square_sum: float,
) -> Array:
    r"""Derivatives of `moment_map`: rows new mean and variance, columns mean and variance.

    A Gaussian of standard deviation s has ∂/∂m E g = E g t / s and
    ∂/∂s² E g = E g (t² - 1) / (2 s²) with t = (z - m) / s: no derivative of the activation is
    needed, so kinks and jumps do not matter.

    Parameters
    ----------
    mean, variance : float
        Of every input.
    activation : str or Activation
    weight_sum, weight_square_sum : float
        Σ w and Σ w² of the unit's weights.

    Returns
    -------
    array of shape (2, 2)

    Raises
    ------
    ValueError
        If the pre-activation's variance is not positive, or a value is not finite.

    References
    ----------
    Klambauer et al. (2017), eq. 6, for SELU at (0, 1): its spectral norm, 0.7877, is below 1,
    so the fixed point attracts.

    Examples
    --------
    >>> jacobian = moment_jacobian(0.0, 1.0, "tanh", weight_sum=0.0, weight_square_sum=1.0)
    >>> jacobian.shape
    (2, 2)
    """
    phi = named(activation)
    centre, spread = _pre_activation(mean, variance, weight_sum, weight_square_sum)
    positive("variance * weight_square_sum", spread)
    first = expectation(phi.function, spread, mean=centre, kinks=phi.kinks)
    deviation = math.sqrt(spread)

    def derivatives(power: int) -> tuple[float, float]:
        def by_mean(z: Array) -> Array:
            return (phi.function(z) - first) ** power * (z - centre) / spread

        def by_variance(z: Array) -> Array:
            t = (z - centre) / deviation
            return (phi.function(z) - first) ** power * (t * t - 1.0) / (2.0 * spread)

        return (
            weight_sum * expectation(by_mean, spread, mean=centre, kinks=phi.kinks),
            weight_square_sum * expectation(by_variance, spread, mean=centre, kinks=phi.kinks),
        )

    # About the mean, the square's own dependence on the mean drops out: E (φ - first) = 0.
    return np.array([derivatives(1), derivatives(2)])


# --8<-- [end:moment_jacobian]


def _pre_activation(
    mean: float, variance: float, weight_sum: float, weight_square_sum: float
) -> tuple[float, float]:
    """Mean and variance of the pre-activation."""
    centre = number("mean", mean) * number("weight_sum", weight_sum)
    spread = not_negative("variance", variance)
    return centre, spread * not_negative("weight_square_sum", weight_square_sum)
