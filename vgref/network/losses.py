"""Two losses with their gradients, and the check of a gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgref.activations.activation import Array
from vgref.checks import finite, floats, integers, positive, wrong

Loss = Callable[[Array, Any], tuple[float, Array]]


# --8<-- [start:mean_squared_error]
@np.errstate(over="ignore", under="ignore")  # an overflow is said below, in words
def mean_squared_error(output: Array, target: Array) -> tuple[float, Array]:
    """Mean of ``(output - target)**2`` over the batch and the outputs, and its gradient.

    Both arrays are (batch, outputs). The mean is taken in double precision, whatever they are in.

    Raises
    ------
    TypeError
        If one is not an array of floats.
    ValueError
        If the shapes differ or `target` is not finite.
    FloatingPointError
        If `output` is not finite, or so far from `target` that the loss or its gradient is not.

    Examples
    --------
    >>> loss, gradient = mean_squared_error(np.array([[1.0, 3.0]]), np.array([[1.0, 1.0]]))
    >>> loss, gradient.tolist()
    (2.0, [[0.0, 2.0]])
    """
    floats("output", output, (None, None))
    finite("target", target, output.shape)
    _computed("output", output)
    error = np.subtract(output, target, dtype=_double(output, target))
    loss = float(np.mean(error * error))
    gradient = (2 / error.size * error).astype(output.dtype, copy=False)
    if not (np.isfinite(loss) and np.isfinite(gradient).all()):
        raise _too_far("output", "the target", np.abs(error).max())
    return loss, gradient


# --8<-- [end:mean_squared_error]


# --8<-- [start:softmax_cross_entropy]
@np.errstate(over="ignore", under="ignore")  # exp(-1e4) is 0, and that is what is meant
def softmax_cross_entropy(logits: Array, labels: NDArray[np.integer[Any]]) -> tuple[float, Array]:
    """Mean over the batch of ``-log softmax(logits)[label]``, and its gradient.

    Exact for confident logits too: with the largest logit m, the loss is ``m - logit + log1p(sum
    of exp over the others)``, and the label's gradient minus the sum of the others' ``p``, where
    ``p - 1`` would cancel. Computed in double precision; the gradient has the logits' dtype.

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
    FloatingPointError
        If a logit is not finite, or the loss is beyond the largest double.

    Examples
    --------
    >>> loss, gradient = softmax_cross_entropy(np.array([[1e4, 0.0]]), np.array([1]))
    >>> loss, gradient.tolist()
    (10000.0, [[1.0, -1.0]])
    """
    floats("logits", logits, (None, None))
    integers("labels", labels, logits.shape[:1], logits.shape[1] - 1)
    _computed("logits", logits)
    rows = np.arange(len(labels))
    wide = logits.astype(_double(logits), copy=False)
    top = wide.argmax(axis=1)
    shifted = wide - wide[rows, top][:, None]
    p = np.exp(shifted)
    p[rows, top] = 0  # leaves the others, which sum without cancelling against the 1
    others = p.sum(axis=1)
    loss = float(np.mean(np.log1p(others) - shifted[rows, labels]))
    if not np.isfinite(loss):
        raise _too_far("logits", "one another", -shifted.min())
    p[rows, top] = 1
    p /= (1 + others)[:, None]
    p[rows, labels] = 0
    p[rows, labels] = -p.sum(axis=1)
    return loss, (p / len(labels)).astype(logits.dtype, copy=False)


# --8<-- [end:softmax_cross_entropy]


def _double(*arrays: Array) -> np.dtype[Any]:
    """The dtype of the arrays together, or double where that is less."""
    return np.result_type(*arrays, np.float64)


def _computed(name: str, value: Array) -> None:
    """Raise FloatingPointError, which ends a run in words, unless a network's output is finite."""
    try:
        finite(name, value)
    except ValueError as error:
        raise FloatingPointError(str(error)) from None


def _too_far(name: str, other: str, distance: Any) -> Exception:
    must = f"so near to {other} that the loss is finite"
    return wrong(name, must, f"a distance of {distance:.3g}", kind=FloatingPointError)


# --8<-- [start:value_and_gradient]
def value_and_gradient(loss: Loss, output: Array, target: Any) -> tuple[float, Array]:
    """``loss(output, target)``, held to what a loss has to return.

    Examples
    --------
    >>> value_and_gradient(lambda output, target: 0.5, np.ones((1, 2)), np.ones((1, 2)))
    Traceback (most recent call last):
    TypeError: loss must be a function that returns (loss, gradient), got 0.5
    """
    must = "a function that returns (loss, gradient)"
    if not callable(loss):
        hint = "vgref.network has mean_squared_error and softmax_cross_entropy"
        raise wrong("loss", must, loss, hint=hint, kind=TypeError)
    got = loss(output, target)
    if not isinstance(got, tuple) or len(got) != 2 or np.ndim(got[0]) != 0:
        raise wrong("loss", must, got, kind=TypeError)
    floats("the gradient that loss returns", got[1], output.shape)
    return float(got[0]), got[1]


# --8<-- [end:value_and_gradient]


# --8<-- [start:central_difference]
def central_difference(function: Callable[[Array], float], array: Array, step: float) -> Array:
    """Gradient of ``function(array)`` from ``(f(a + step) - f(a - step)) / (2 step)``, per entry.

    The error is about ``step**2 f'''/6`` of truncation plus ``eps |f|/step`` of rounding. `array`
    is not changed.

    Raises
    ------
    TypeError
        If `array` is not an array of floats: an integer cannot move by a step.
    ValueError
        If `step` is not positive, or an entry is so large that it does not move either.

    Examples
    --------
    >>> def sum_of_squares(a):
    ...     return float(np.sum(a**2))
    >>> central_difference(sum_of_squares, np.array([1.0, 3.0]), 1e-3).round(6).tolist()
    [2.0, 6.0]
    """
    floats("array", array)
    positive("step", step)
    gradient = np.empty_like(array)
    for index in np.ndindex(array.shape):
        above, below = array.copy(), array.copy()
        above[index] += step
        below[index] -= step
        if not above[index] > below[index]:
            raise wrong("step", f"large enough to move the entry {array[index]}", step)
        gradient[index] = (function(above) - function(below)) / (above[index] - below[index])
    return gradient


# --8<-- [end:central_difference]
