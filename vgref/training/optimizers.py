"""Gradient descent, momentum and Adam: from the gradients of a step to its updates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from vgref.activations.activation import Array

Optimizer = Callable[[Sequence[Array]], list[Array]]
"""From the gradients of one step to the updates, what is to be added to the parameters. It keeps
its own state: make a new one for every run."""


def _check(name: str, value: float, low: float, high: float) -> None:
    if not low <= value < high:
        raise ValueError(f"{name} must be at least {low:g} and below {high:g}, got {value}")


# --8<-- [start:gradient_descent]
def gradient_descent(*, learning_rate: float) -> Optimizer:
    """Update ``-learning_rate * g``.

    Examples
    --------
    >>> gradient_descent(learning_rate=0.5)([np.array([2.0])])[0].tolist()
    [-1.0]
    """
    _check("learning_rate", learning_rate, 0, np.inf)
    return lambda gradients: [-learning_rate * g for g in gradients]


# --8<-- [end:gradient_descent]


# --8<-- [start:momentum]
def momentum(*, learning_rate: float, decay: float) -> Optimizer:
    """Update ``v = decay * v - learning_rate * g``, from v = 0.

    References
    ----------
    Polyak (1964).

    Examples
    --------
    >>> step = momentum(learning_rate=0.5, decay=0.5)
    >>> [step([np.array([2.0])])[0].item() for _ in range(3)]
    [-1.0, -1.5, -1.75]
    """
    _check("learning_rate", learning_rate, 0, np.inf)
    _check("decay", decay, 0, 1)
    velocity: list[Array] = []

    def step(gradients: Sequence[Array]) -> list[Array]:
        before = velocity or [np.zeros_like(g) for g in gradients]
        pairs = zip(before, gradients, strict=True)
        velocity[:] = [decay * v - learning_rate * g for v, g in pairs]
        return [v.copy() for v in velocity]

    return step


# --8<-- [end:momentum]


# --8<-- [start:adam]
def adam(
    *, learning_rate: float, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8
) -> Optimizer:
    """Update ``-learning_rate * m / (sqrt(v) + epsilon)``, the moments corrected for their start.

    The defaults are the paper's. The step hardly depends on the gradient's scale, so that a
    gradient that is merely small in all layers does not slow Adam.

    References
    ----------
    Kingma, Ba (2015), algorithm 1.

    Examples
    --------
    >>> step = adam(learning_rate=0.1)
    >>> [round(step([np.array([g])])[0].item(), 6) for g in (1e-3, 1e-3)]
    [-0.099999, -0.099999]
    """
    _check("learning_rate", learning_rate, 0, np.inf)
    _check("beta1", beta1, 0, 1)
    _check("beta2", beta2, 0, 1)
    _check("epsilon", epsilon, 0, np.inf)
    first: list[Array] = []
    second: list[Array] = []
    count = 0

    def step(gradients: Sequence[Array]) -> list[Array]:
        nonlocal count
        count += 1
        zeros = [np.zeros_like(g) for g in gradients]
        first[:] = [
            beta1 * m + (1 - beta1) * g for m, g in zip(first or zeros, gradients, strict=True)
        ]
        second[:] = [
            beta2 * v + (1 - beta2) * g * g
            for v, g in zip(second or zeros, gradients, strict=True)
        ]
        scale1, scale2 = 1 - beta1**count, 1 - beta2**count
        return [
            -learning_rate * (m / scale1) / (np.sqrt(v / scale2) + epsilon)
            for m, v in zip(first, second, strict=True)
        ]

    return step


# --8<-- [end:adam]
