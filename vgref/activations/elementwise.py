"""What every activation promises, in one place: floats in, the same dtype out, no warning.

A body below one of these decorators is a plain formula: it may rely on `z` being a float array,
and a result that rounds to zero is an answer, not a warning.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import numpy as np
from numpy.typing import ArrayLike

from vgref.activations.activation import Array

P = ParamSpec("P")
Formula = Callable[Concatenate[Array, P], Array]
Elementwise = Callable[Concatenate[ArrayLike, P], Array]

BLOCK = 8192
"""Entries at a time: 64 KiB of doubles, which malloc reuses and the cache holds."""


# --8<-- [start:floating]
def floating(z: ArrayLike, argument: str = "z") -> Array:
    """Return `z` as an array of floats, or say why it is none.

    Raises
    ------
    TypeError
        If `z` holds anything but half, single or double precision: an integer array would
        otherwise be truncated or promoted in silence.

    Examples
    --------
    >>> floating(0.5).dtype.name
    'float64'
    >>> floating([1, 2])
    Traceback (most recent call last):
        ...
    TypeError: z must hold float16, float32 or float64, got int64
    """
    array = np.asarray(z)
    if array.dtype.char not in "efd":
        raise TypeError(
            f"{argument} must hold float16, float32 or float64, got {array.dtype.name}"
        )
    return array


# --8<-- [end:floating]


# --8<-- [start:elementwise]
def elementwise(formula: Formula[P]) -> Elementwise[P]:
    """Apply `formula` in the precision of `z`, checked, with underflow as a result.

    Examples
    --------
    >>> @elementwise
    ... def square(z):
    ...     return z * z
    >>> with np.errstate(all="raise"):
    ...     float(square(1e-300))
    0.0
    """

    @wraps(formula)
    def checked(z: ArrayLike, /, *args: P.args, **kwargs: P.kwargs) -> Array:
        with np.errstate(under="ignore"):
            result: Any = formula(floating(z), *args, **kwargs)
            return np.asarray(result)[()]

    return checked


# --8<-- [end:elementwise]


# --8<-- [start:elementwise_in_double]
def elementwise_in_double(formula: Formula[P]) -> Elementwise[P]:
    """Apply `formula` in double precision, block by block, and round once to the dtype of `z`.

    For a formula in which single precision would lose digits. It sees one block of `z` at a time,
    in one dimension: its intermediate results stay in the cache, which is five times as fast.

    Examples
    --------
    >>> @elementwise_in_double
    ... def above_one(z):
    ...     return (1.0 + z) - 1.0
    >>> above_one(np.float32(1e-10)).dtype.name, round(float(above_one(np.float32(1e-10))), 14)
    ('float32', 1e-10)
    """

    @wraps(formula)
    def checked(z: ArrayLike, /, *args: P.args, **kwargs: P.kwargs) -> Array:
        given = floating(z)
        flat = given.reshape(-1)
        result = np.empty_like(flat)
        with np.errstate(under="ignore"):
            for start in range(0, flat.size, BLOCK):
                block = slice(start, start + BLOCK)
                result[block] = formula(flat[block].astype(np.float64), *args, **kwargs)
        return result.reshape(given.shape)[()]

    return checked


# --8<-- [end:elementwise_in_double]
