"""Two losses with their gradients, and the check of a gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgref.activations.activation import Array
from vgref.network.checks import check_floats, check_labels


# --8<-- [start:mean_squared_error]
def mean_squared_error(output: Array, target: Array) -> tuple[float, Array]:
    """Mean of ``(output - target)**2`` over the batch and the outputs, and its gradient.

    Both arrays are (batch, outputs). Raises TypeError if one is not an array of floats, ValueError
    if the shapes differ or `target` is not finite.

    Examples
    --------
    >>> loss, gradient = mean_squared_error(np.array([[1.0, 3.0]]), np.array([[1.0, 1.0]]))
    >>> loss, gradient.tolist()
    (2.0, [[0.0, 2.0]])
    """
    check_floats("output", output, (None, None))
    check_floats("target", target, output.shape)
    error = output - target
    return float(np.mean(error * error)), 2 / error.size * error


# --8<-- [end:mean_squared_error]


# --8<-- [start:softmax_cross_entropy]
@np.errstate(under="ignore")  # exp(-1e4) is 0, and that is what is meant
def softmax_cross_entropy(logits: Array, labels: NDArray[np.integer[Any]]) -> tuple[float, Array]:
    """Mean over the batch of ``-log softmax(logits)[label]``, and its gradient.

    Exact for confident logits too: with the largest logit m, the loss is ``m - logit + log1p(sum
    of exp over the others)``, and the label's gradient minus the sum of the others' ``p``, where
    ``p - 1`` would cancel.

    Parameters
    ----------
    logits : (batch, classes) floats
    labels : (batch,) integers from 0 to classes - 1

    Raises
    ------
    TypeError
        If `logits` are not floats or `labels` not integers.
    ValueError
        If shapes differ, the batch is empty, or a label is out of range.

    Examples
    --------
    >>> loss, gradient = softmax_cross_entropy(np.array([[1e4, 0.0]]), np.array([1]))
    >>> loss, gradient.tolist()
    (10000.0, [[1.0, -1.0]])
    """
    check_labels(logits, labels)
    rows = np.arange(len(labels))
    top = logits.argmax(axis=1)
    shifted = logits - logits[rows, top][:, None]
    p = np.exp(shifted)
    p[rows, top] = 0  # leaves the others, which sum without cancelling against the 1
    others = p.sum(axis=1)
    loss = np.mean(np.log1p(others) - shifted[rows, labels])
    p[rows, top] = 1
    p /= (1 + others)[:, None]
    p[rows, labels] = 0
    p[rows, labels] = -p.sum(axis=1)
    return float(loss), p / len(labels)


# --8<-- [end:softmax_cross_entropy]


# --8<-- [start:central_difference]
def central_difference(function: Callable[[Array], float], array: Array, step: float) -> Array:
    """Gradient of ``function(array)`` from ``(f(a + step) - f(a - step)) / (2 step)``, per entry.

    The error is about ``step**2 f'''/6`` of truncation plus ``eps |f|/step`` of rounding. `array`
    is not changed. Raises ValueError if `step` is not positive.

    Examples
    --------
    >>> def sum_of_squares(a):
    ...     return float(np.sum(a**2))
    >>> central_difference(sum_of_squares, np.array([1.0, 3.0]), 1e-3).round(6).tolist()
    [2.0, 6.0]
    """
    if not step > 0:
        raise ValueError(f"step must be positive, got {step}")
    gradient = np.empty_like(array)
    for index in np.ndindex(array.shape):
        above, below = array.copy(), array.copy()
        above[index] += step
        below[index] -= step
        gradient[index] = (function(above) - function(below)) / (above[index] - below[index])
    return gradient


# --8<-- [end:central_difference]
