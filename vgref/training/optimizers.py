"""Gradient descent, momentum and Adam: from the gradients of a step to its updates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from vgref.activations.activation import Array
from vgref.checks import not_negative, positive, within, wrong

Optimizer = Callable[[Sequence[Array]], list[Array]]
"""From the gradients of one step to the updates, what is to be added to the parameters. Called by
hand it keeps what it remembers of the steps before; `train` and `minimize` work on a copy, so that
every run starts where the optimizer stands, as it does with the network."""


def _fit(gradients: Sequence[Array], before: Sequence[Array] = ()) -> None:
    """Raise unless these are arrays, of the shapes of what is remembered, if something is."""
    if not isinstance(gradients, Sequence) or isinstance(gradients, str):
        raise wrong("gradients", "a list of arrays", gradients, kind=TypeError)
    for index, gradient in enumerate(gradients):
        if not isinstance(gradient, np.ndarray | np.floating):
            raise wrong(f"gradients[{index}]", "an array of floats", gradient, kind=TypeError)
    shapes, known = ([np.shape(a) for a in arrays] for arrays in (gradients, before))
    if before and shapes != known:
        hint = "make a new optimizer for other parameters"
        raise wrong("gradients", f"of the shapes of the steps before, {known}", shapes, hint=hint)


def _zeros(gradients: Sequence[Array]) -> list[Array]:
    return [np.zeros_like(g) for g in gradients]


# --8<-- [start:gradient_descent]
def gradient_descent(*, learning_rate: float) -> Optimizer:
    """Update ``-learning_rate * g``.

    Raises TypeError or ValueError if `learning_rate` is not a positive number.

    Examples
    --------
    >>> gradient_descent(learning_rate=0.5)([np.array([2.0])])[0].tolist()
    [-1.0]
    """
    return _GradientDescent(positive("learning_rate", learning_rate))


@dataclass(eq=False)
class _GradientDescent:
    learning_rate: float

    def __call__(self, gradients: Sequence[Array]) -> list[Array]:
        _fit(gradients)
        return [-self.learning_rate * g for g in gradients]


# --8<-- [end:gradient_descent]


# --8<-- [start:momentum]
def momentum(*, learning_rate: float, decay: float) -> Optimizer:
    """Update ``v = decay * v - learning_rate * g``, from v = 0.

    Raises TypeError or ValueError if `learning_rate` is not a positive number, or `decay` not one
    from 0 to below 1.

    References
    ----------
    Polyak (1964).

    Examples
    --------
    >>> step = momentum(learning_rate=0.5, decay=0.5)
    >>> [step([np.array([2.0])])[0].item() for _ in range(3)]
    [-1.0, -1.5, -1.75]
    """
    positive("learning_rate", learning_rate)
    return _Momentum(learning_rate, within("decay", decay, 0, 1, below=True))


@dataclass(eq=False)
class _Momentum:
    learning_rate: float
    decay: float
    velocity: list[Array] = field(default_factory=list, repr=False)

    def __call__(self, gradients: Sequence[Array]) -> list[Array]:
        _fit(gradients, self.velocity)
        pairs = zip(self.velocity or _zeros(gradients), gradients, strict=True)
        self.velocity = [self.decay * v - self.learning_rate * g for v, g in pairs]
        return [v.copy() for v in self.velocity]


# --8<-- [end:momentum]


# --8<-- [start:adam]
def adam(
    *, learning_rate: float, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8
) -> Optimizer:
    """Update ``-learning_rate * m / (sqrt(v) + epsilon)``, the moments corrected for their start.

    The defaults are the paper's. The step hardly depends on the gradient's scale, so that a
    gradient that is merely small in all layers does not slow Adam.

    Raises TypeError or ValueError if `learning_rate` is not a positive number, a beta not one from
    0 to below 1, or `epsilon` negative.

    References
    ----------
    Kingma, Ba (2015), algorithm 1.

    Examples
    --------
    >>> step = adam(learning_rate=0.1)
    >>> [round(step([np.array([g])])[0].item(), 6) for g in (1e-3, 1e-3)]
    [-0.099999, -0.099999]
    """
    positive("learning_rate", learning_rate)
    within("beta1", beta1, 0, 1, below=True)
    within("beta2", beta2, 0, 1, below=True)
    not_negative("epsilon", epsilon)
    return _Adam(learning_rate, beta1, beta2, epsilon)


@dataclass(eq=False)
class _Adam:
    learning_rate: float
    beta1: float
    beta2: float
    epsilon: float
    count: int = field(default=0, repr=False)
    first: list[Array] = field(default_factory=list, repr=False)
    second: list[Array] = field(default_factory=list, repr=False)

    def __call__(self, gradients: Sequence[Array]) -> list[Array]:
        _fit(gradients, self.first)
        firsts = zip(self.first or _zeros(gradients), gradients, strict=True)
        seconds = zip(self.second or _zeros(gradients), gradients, strict=True)
        self.first = [self.beta1 * m + (1 - self.beta1) * g for m, g in firsts]
        self.second = [self.beta2 * v + (1 - self.beta2) * g * g for v, g in seconds]
        self.count += 1
        scale1, scale2 = 1 - self.beta1**self.count, 1 - self.beta2**self.count
        return [
            -self.learning_rate * (m / scale1) / (np.sqrt(v / scale2) + self.epsilon)
            for m, v in zip(self.first, self.second, strict=True)
        ]


# --8<-- [end:adam]
