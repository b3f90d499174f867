"""What every initializer asks first: the fans of a shape, a floating dtype, a generator."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import DTypeLike


# --8<-- [start:fans]
def fans(shape: Sequence[int]) -> tuple[int, int]:
    """How many inputs feed one unit, and how many units one input feeds.

    Parameters
    ----------
    shape : (fan_in, fan_out) or (*window, channels_in, channels_out)
        A layer computes ``z = h @ weight + bias``. A convolution with a window of k entries has
        the fans ``k * channels_in`` and ``k * channels_out``.

    Raises
    ------
    ValueError
        If the shape has fewer than two axes, or an axis is not positive.
    TypeError
        If an axis is not an integer.

    References
    ----------
    He et al. (2015), section 2.2: k² c for the forward, k² d for the backward case.

    Examples
    --------
    >>> fans((784, 30))
    (784, 30)
    >>> fans((3, 3, 64, 128))
    (576, 1152)
    """
    *window, fan_in, fan_out = valid_shape(shape, axes=2)
    return math.prod(window) * fan_in, math.prod(window) * fan_out


# --8<-- [end:fans]


def valid_shape(shape: Sequence[int], *, axes: int = 1) -> tuple[int, ...]:
    """The shape as a tuple of positive integers, with at least `axes` of them."""
    try:
        sizes = tuple(shape)
    except TypeError:
        raise TypeError(f"shape must be a sequence of integers, got {shape!r}") from None
    for size in sizes:
        if not isinstance(size, Integral) or isinstance(size, bool):
            raise TypeError(f"shape must hold integers, got {sizes}")
        if size < 1:
            raise ValueError(f"shape must hold positive sizes, got {sizes}")
    if len(sizes) < axes:
        raise ValueError(f"shape must have at least {axes} axes, got {sizes}")
    return tuple(int(size) for size in sizes)


def valid_matrix(shape: Sequence[int]) -> tuple[int, int]:
    """The shape as a pair of positive integers."""
    sizes = valid_shape(shape)
    if len(sizes) != 2:
        raise ValueError(f"shape must be (fan_in, fan_out), got {sizes}")
    return sizes[0], sizes[1]


def valid_dtype(dtype: DTypeLike) -> np.dtype[np.floating[Any]]:
    """The dtype, which must be a floating one."""
    valid: np.dtype[Any] = np.dtype(dtype)
    if not np.issubdtype(valid, np.floating):
        raise TypeError(f"dtype must be floating, got {valid}")
    return valid


def valid_generator(rng: np.random.Generator) -> np.random.Generator:
    """The generator, which must be one: a seed would give every layer the same numbers."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy.random.Generator, got {rng!r}")
    return rng


def positive(name: str, value: float) -> float:
    """The value, which must be finite and positive."""
    if not (math.isfinite(value) and value > 0.0):
        raise ValueError(f"{name} must be finite and positive, got {value}")
    return float(value)
