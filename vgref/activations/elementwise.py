"""What every activation promises, in one place: floats in, the same dtype out, no warning.

A body below one of these decorators is a plain formula: it may rely on `z` being a float array,
and a result that rounds to zero or to infinity is an answer, not a warning. It runs at least once,
so that it may check its parameters, also where `z` is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import numpy as np
from numpy.typing import ArrayLike

from vgref.activations.activation import Array
from vgref.checks import number, plain, wrong

P = ParamSpec("P")
Formula = Callable[Concatenate[Array, P], Array]
Elementwise = Callable[Concatenate[ArrayLike, P], Array]

BLOCK = 8192
"""Entries at a time: 64 KiB of doubles, which malloc reuses and the cache holds."""
LARGEST = {char: float(np.finfo(char).max) for char in "efd"}


# --8<-- [start:floating]
def floating(z: ArrayLike, argument: str = "z") -> Array:
    """Return `z` as an array of floats, or say why it is none.

    Raises
    ------
    TypeError
        If `z` holds anything but half, single or double precision (bfloat16 is none of them), or
        is masked: integers would otherwise be truncated or promoted, and a mask lost, in silence.

    Examples
    --------
    >>> floating(0.5).dtype.name
    'float64'
    >>> floating([1, 2])
    Traceback (most recent call last):
        ...
    TypeError: z must be float16, float32 or float64 and not int64, got [1, 2]
    """
    plain(argument, z)
    array = np.asarray(z)
    if array.dtype.char not in LARGEST:
        must = f"float16, float32 or float64 and not {array.dtype.name}"
        raise wrong(argument, must, z, kind=TypeError)
    return array


# --8<-- [end:floating]


# --8<-- [start:in_precision]
def in_precision(name: str, value: float, z: Array) -> np.floating[Any]:
    """Return a parameter in the precision of `z`, where that has such a number.

    Examples
    --------
    >>> in_precision("slope", 1e5, np.zeros(1, np.float16))
    Traceback (most recent call last):
        ...
    ValueError: slope must be a number of float16, got 100000.0
    """
    if abs(number(name, value)) > LARGEST[z.dtype.char]:
        raise wrong(name, f"a number of {z.dtype.name}", value)
    rounded: np.floating[Any] = z.dtype.type(value)
    return rounded


# --8<-- [end:in_precision]


# --8<-- [start:elementwise]
def elementwise(formula: Formula[P]) -> Elementwise[P]:
    """Apply `formula` in the precision of `z`, checked, with under- and overflow as results.

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
        with np.errstate(under="ignore", over="ignore"):
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
        with np.errstate(under="ignore", over="ignore"):
            for start in range(0, max(flat.size, 1), BLOCK):
                block = slice(start, start + BLOCK)
                result[block] = formula(flat[block].astype(np.float64), *args, **kwargs)
        return result.reshape(given.shape)[()]

    return checked


# --8<-- [end:elementwise_in_double]
