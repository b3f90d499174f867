"""Small tasks made from a seed: two that a line cannot separate, a curve, and a memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgref.activations.activation import Array
from vgref.checks import generator, not_negative, positive, whole

Labels = NDArray[np.integer[Any]]


def _check(count: int, noise: float, rng: np.random.Generator) -> None:
    whole("count", count, 2)
    not_negative("noise", noise)
    generator(rng)


# --8<-- [start:rings]
def rings(count: int, *, noise: float, rng: np.random.Generator) -> tuple[Array, Labels]:
    """Points on two circles about the origin, radius 1 (label 0) and 2 (label 1), in turns.

    Parameters
    ----------
    noise : float
        Standard deviation of what is added to both coordinates.

    Returns
    -------
    x : (count, 2), labels : (count,)

    Raises
    ------
    TypeError
        If `count` is not an integer, `noise` not a number or `rng` not a generator.
    ValueError
        If `count` is below 2, or `noise` negative or not finite.

    Examples
    --------
    >>> x, labels = rings(6, noise=0.0, rng=np.random.default_rng(0))
    >>> np.linalg.norm(x, axis=1).round(12).tolist(), labels.tolist()
    ([1.0, 2.0, 1.0, 2.0, 1.0, 2.0], [0, 1, 0, 1, 0, 1])
    """
    _check(count, noise, rng)
    labels = np.arange(count) % 2
    angle = rng.uniform(0, 2 * np.pi, count)
    circle = (1 + labels)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return circle + noise * rng.standard_normal((count, 2)), labels


# --8<-- [end:rings]


# --8<-- [start:spirals]
def spirals(
    count: int, *, turns: float, noise: float, rng: np.random.Generator
) -> tuple[Array, Labels]:
    """Points on two spirals that wind `turns` times about the origin, half a turn apart.

    Raises as `rings` does, and ValueError if `turns` is not positive.

    Returns
    -------
    x : (count, 2), labels : (count,)

    Examples
    --------
    >>> x, labels = spirals(100, turns=1.5, noise=0.0, rng=np.random.default_rng(0))
    >>> x.shape, bool((np.linalg.norm(x, axis=1) <= 1).all())
    ((100, 2), True)
    """
    _check(count, noise, rng)
    positive("turns", turns)
    labels = np.arange(count) % 2
    radius = np.sqrt(rng.uniform(0.01, 1, count))
    angle = 2 * np.pi * turns * radius + np.pi * labels
    curve = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return curve + noise * rng.standard_normal((count, 2)), labels


# --8<-- [end:spirals]


# --8<-- [start:regression]
def regression(count: int, *, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """One period of a sine: x uniform in (-1, 1), target ``sin(pi x)`` plus noise.

    Raises as `rings` does.

    Returns
    -------
    x : (count, 1), target : (count, 1)

    Examples
    --------
    >>> x, target = regression(50, noise=0.0, rng=np.random.default_rng(0))
    >>> bool(np.allclose(target, np.sin(np.pi * x)))
    True
    """
    _check(count, noise, rng)
    x = rng.uniform(-1, 1, (count, 1))
    return x, np.sin(np.pi * x) + noise * rng.standard_normal((count, 1))


# --8<-- [end:regression]


# --8<-- [start:sequence_memory]
def sequence_memory(
    count: int, *, length: int, noise: float, rng: np.random.Generator
) -> tuple[Array, Labels]:
    """Remember the first entry: +1 (label 1) or -1 (label 0), followed by noise alone.

    The label is told once, ``length - 1`` steps before it is asked for, so that the gradient of
    the answer has to go back all the way.

    Returns
    -------
    x : (length, count, 1), time first; labels : (count,)

    Raises as `rings` does, and ValueError if `length` is below 1.

    Examples
    --------
    >>> x, labels = sequence_memory(4, length=3, noise=0.0, rng=np.random.default_rng(0))
    >>> x[0, :, 0].tolist() == (2.0 * labels - 1).tolist(), x[1:].any().item()
    (True, False)
    """
    _check(count, noise, rng)
    whole("length", length, 1)
    labels = rng.permutation(np.arange(count) % 2)
    x = noise * rng.standard_normal((length, count, 1))
    x[0, :, 0] = 2.0 * labels - 1
    return x, labels


# --8<-- [end:sequence_memory]
