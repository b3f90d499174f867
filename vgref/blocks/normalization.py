"""Batch and layer normalization: one formula, over the batch or over the units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vgref.activations.activation import Array
from vgref.checks import floats, not_negative, wrong
from vgref.network.records import Record


# --8<-- [start:Normalized]
@dataclass(frozen=True, eq=False, repr=False)
class Normalized(Record):
    """A normalization's output, and what its backward pass needs.

    ``output = gamma * standardized + beta``, with ``standardized = (h - mean) * inverse_std``
    along `axis`: 0 for batch, 1 for layer normalization.

    Examples
    --------
    >>> h = np.array([[1.0, 2.0], [3.0, 6.0]])
    >>> batch_norm(h, np.ones(2), np.zeros(2), epsilon=0.0).standardized.tolist()
    [[-1.0, -1.0], [1.0, 1.0]]
    """

    output: Array
    standardized: Array
    inverse_std: Array
    gamma: Array
    axis: int


# --8<-- [end:Normalized]


# --8<-- [start:batch_norm]
def batch_norm(h: Array, gamma: Array, beta: Array, *, epsilon: float) -> Normalized:
    """Give every unit mean `beta` and standard deviation `gamma` over the batch.

    Parameters
    ----------
    h : (batch, units)
    gamma, beta : (units,)
    epsilon : float
        Added to the variance. At 0, the formula of the theory, no unit may be constant.

    Raises
    ------
    TypeError
        If an argument is not an array of floats.
    ValueError
        If shapes differ, `epsilon` is negative, or a variance is 0 with `epsilon` 0.

    References
    ----------
    Ioffe, Szegedy (2015), algorithm 1: the batch's own statistics, as in training.

    Examples
    --------
    >>> h = np.array([[1.0, 0.0], [3.0, 8.0]])
    >>> batch_norm(h, np.array([1.0, 2.0]), np.array([0.0, 5.0]), epsilon=0.0).output.tolist()
    [[-1.0, 3.0], [1.0, 7.0]]
    """
    return _normalize(h, gamma, beta, epsilon, axis=0)


# --8<-- [end:batch_norm]


# --8<-- [start:layer_norm]
def layer_norm(h: Array, gamma: Array, beta: Array, *, epsilon: float) -> Normalized:
    """Standardize every example over its units, then scale by `gamma` and shift by `beta`.

    Shapes and errors as in `batch_norm`; an example's result does not depend on the others.

    References
    ----------
    Ba, Kiros, Hinton (2016), eq. 3.

    Examples
    --------
    >>> layer_norm(np.array([[1.0, 3.0]]), np.ones(2), np.zeros(2), epsilon=0.0).output.tolist()
    [[-1.0, 1.0]]
    """
    return _normalize(h, gamma, beta, epsilon, axis=1)


# --8<-- [end:layer_norm]


# --8<-- [start:normalize]
def _normalize(h: Array, gamma: Array, beta: Array, epsilon: float, axis: int) -> Normalized:
    floats("h", h, (None, None))
    floats("gamma", gamma, h.shape[1:])
    floats("beta", beta, h.shape[1:])
    not_negative("epsilon", epsilon)
    centered = h - h.mean(axis=axis, keepdims=True)
    variance = np.mean(centered**2, axis=axis, keepdims=True)
    if epsilon == 0 and not variance.all():
        raise wrong("epsilon", "positive where a variance is 0", epsilon)
    inverse_std = 1 / np.sqrt(variance + epsilon)
    standardized = centered * inverse_std
    return Normalized(gamma * standardized + beta, standardized, inverse_std, gamma, axis)


# --8<-- [end:normalize]


# --8<-- [start:normalization_backward]
def normalization_backward(kept: Normalized, gradient: Array) -> tuple[Array, Array, Array]:
    """Return dC/dh, dC/dgamma, dC/dbeta from ``gradient = dC/doutput`` of the output's shape.

    Mean and standard deviation depend on h too, so that the gradient loses its mean and its part
    along the standardized values, both over the axis of normalization.

    Raises TypeError or ValueError if `kept` is something else or `gradient` does not fit.

    References
    ----------
    Ioffe, Szegedy (2015), section 3, simplified.

    Examples
    --------
    >>> h = np.array([[1.0], [3.0], [8.0]])
    >>> kept = batch_norm(h, np.ones(1), np.zeros(1), epsilon=0.0)
    >>> dh, dgamma, dbeta = normalization_backward(kept, np.array([[0.0], [0.0], [1.0]]))
    >>> dbeta.tolist(), abs(float(dh.sum())) < 1e-15
    ([1.0], True)
    """
    if not isinstance(kept, Normalized):
        raise wrong("kept", "what the forward pass returned", kept, kind=TypeError)
    floats("gradient", gradient, kept.output.shape)
    x, axis = kept.standardized, kept.axis
    g = gradient * kept.gamma
    along = np.mean(g * x, axis=axis, keepdims=True)
    dh = kept.inverse_std * (g - g.mean(axis=axis, keepdims=True) - x * along)
    return dh, (gradient * x).sum(axis=0), gradient.sum(axis=0)


# --8<-- [end:normalization_backward]
