"""What every initializer asks first: the fans of a shape, and a floating dtype."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from vgref.checks import sizes, wrong


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
    return sizes("shape", shape, axes)


def valid_matrix(shape: Sequence[int]) -> tuple[int, int]:
    """The shape as a pair of positive integers."""
    valid = sizes("shape", shape)
    if len(valid) != 2:
        raise wrong("shape", "(fan_in, fan_out)", valid)
    return valid[0], valid[1]


def valid_dtype(dtype: DTypeLike) -> np.dtype[np.floating[Any]]:
    """The dtype, which must be a floating one."""
    try:
        valid: np.dtype[Any] = np.dtype(dtype)
    except TypeError:
        raise wrong("dtype", "floating", dtype, kind=TypeError) from None
    if not np.issubdtype(valid, np.floating):
        raise wrong("dtype", "floating", valid, kind=TypeError)
    return valid
