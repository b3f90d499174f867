"""Arrays of floats and of integers, and the generator that draws them."""

from __future__ import annotations

from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgref.checks.words import wrong

Array = NDArray[np.floating[Any]]
Shape = tuple[int | None, ...]


# --8<-- [start:floats]
def floats(name: str, value: Array, shape: Shape | None = None) -> Array:
    """An array of floats that is not empty, of this shape (None: free). Looks at no entry.

    Examples
    --------
    >>> floats("x", np.zeros((2, 3)), (None, 4))
    Traceback (most recent call last):
    ValueError: x must be of shape (any, 4), got ndarray of float64, shape (2, 3)
    """
    if not isinstance(value, np.ndarray) or not np.issubdtype(value.dtype, np.floating):
        raise wrong(name, "an array of floats", value, kind=TypeError)
    plain(name, value)
    wanted: Shape = value.shape if shape is None else shape
    if len(wanted) != value.ndim or any(
        want not in (None, have) for want, have in zip(wanted, value.shape, strict=True)
    ):
        text = ", ".join("any" if want is None else str(want) for want in wanted)
        raise wrong(name, f"of shape ({text}{',' * (len(wanted) == 1)})", value)
    if value.size == 0:
        raise wrong(name, "not empty", value)
    return value


# --8<-- [end:floats]


# --8<-- [start:finite]
def finite(name: str, value: Array, shape: Shape | None = None) -> Array:
    """`floats`, and not one of them nan or infinite.

    Examples
    --------
    >>> finite("weight", np.array([[0.0, np.nan]]), (1, 2))
    Traceback (most recent call last):
    ValueError: weight[0, 1] must be finite, got nan
    """
    if not np.isfinite(floats(name, value, shape)).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(value))[0])
        raise wrong(f"{name}[{', '.join(map(str, where))}]", "finite", value[where])
    return value


# --8<-- [end:finite]


# --8<-- [start:integers]
def integers(name: str, value: NDArray[np.integer[Any]], shape: Shape, most: int) -> None:
    """An array of integers of this shape, each from 0 to `most`: labels.

    Examples
    --------
    >>> integers("labels", np.array([0, 2]), (2,), 1)
    Traceback (most recent call last):
    ValueError: labels[1] must be from 0 to 1, got 2
    """
    if not isinstance(value, np.ndarray) or not np.issubdtype(value.dtype, np.integer):
        raise wrong(name, "an array of integers", value, kind=TypeError)
    plain(name, value)
    if value.shape != shape:
        raise wrong(name, f"of shape {shape}", value)
    outside = np.argwhere((value < 0) | (value > most))
    if outside.size:
        where = tuple(int(i) for i in outside[0])
        raise wrong(
            f"{name}[{', '.join(map(str, where))}]", f"from 0 to {most}", int(value[where])
        )


# --8<-- [end:integers]


# --8<-- [start:plain]
def plain(name: str, value: object) -> None:
    """Refuse arrays that compute by other rules: masked ones, and matrices.

    Examples
    --------
    >>> plain("z", np.ma.masked_array([1, 2]))
    Traceback (most recent call last):
    TypeError: z must be a plain array, got MaskedArray of int64, shape (2,); z.filled(0) is one
    """
    if type(value) is np.ndarray:
        return
    if isinstance(value, np.ma.MaskedArray):
        hint = f"{name}.filled(0) is one"
        raise wrong(name, "a plain array", value, hint=hint, kind=TypeError)
    if isinstance(value, np.matrix):
        hint = f"numpy.asarray({name}) is one"
        raise wrong(name, "a plain array", value, hint=hint, kind=TypeError)


# --8<-- [end:plain]


# --8<-- [start:generator]
def generator(value: np.random.Generator, name: str = "rng") -> np.random.Generator:
    """A generator, not a seed: a seed would give every layer the same numbers.

    Examples
    --------
    >>> generator(7)
    Traceback (most recent call last):
    TypeError: rng must be a numpy.random.Generator, got 7; numpy.random.default_rng(7) makes one
    """
    if not isinstance(value, np.random.Generator):
        seed = value if isinstance(value, Integral) else ""
        hint = f"numpy.random.default_rng({seed}) makes one"
        raise wrong(name, "a numpy.random.Generator", value, hint=hint, kind=TypeError)
    return value


# --8<-- [end:generator]
