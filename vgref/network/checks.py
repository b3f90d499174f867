"""What the public edge refuses, and with which words."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgref.activations.activation import Array

Shape = tuple[int | None, ...] | None


# --8<-- [start:check_floats]
def check_floats(name: str, value: Array, shape: Shape) -> None:
    """Raise unless `value` is a non-empty array of floats of this shape (None: free).

    Looks at no entry, so that the cost does not grow with the array.

    Raises
    ------
    TypeError
        If `value` is not an array of floats.
    ValueError
        If the shape differs or an axis is empty.

    Examples
    --------
    >>> check_floats("x", np.zeros((2, 3)), (None, 4))
    Traceback (most recent call last):
    ValueError: x must have shape (any, 4), got (2, 3)
    """
    if not isinstance(value, np.ndarray) or not np.issubdtype(value.dtype, np.floating):
        kind = f" of {value.dtype}" if isinstance(value, np.ndarray) else ""
        got = f"{type(value).__name__}{kind}: {value!s:.60}"
        raise TypeError(f"{name} must be an array of floats, got {got}")
    wanted = value.shape if shape is None else shape
    if len(wanted) != value.ndim or any(
        want not in (None, have) for want, have in zip(wanted, value.shape, strict=True)
    ):
        text = ", ".join("any" if want is None else str(want) for want in wanted)
        raise ValueError(f"{name} must have shape ({text}), got {value.shape}")
    if value.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {value.shape}")


# --8<-- [end:check_floats]


# --8<-- [start:check_finite]
def check_finite(name: str, value: Array, shape: Shape) -> None:
    """`check_floats`, and ValueError if an entry is nan or infinite.

    Examples
    --------
    >>> check_finite("weight", np.array([[0.0, np.nan]]), (1, 2))
    Traceback (most recent call last):
    ValueError: weight must be finite, got nan at (0, 1)
    """
    check_floats(name, value, shape)
    if not np.isfinite(value).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(value))[0])
        raise ValueError(f"{name} must be finite, got {value[where]} at {where}")


# --8<-- [end:check_finite]


# --8<-- [start:check_labels]
def check_labels(logits: Array, labels: NDArray[np.integer[Any]]) -> None:
    """Raise unless `labels` are (batch,) integers that `logits` (batch, classes) have.

    Examples
    --------
    >>> check_labels(np.zeros((1, 2)), np.array([2]))
    Traceback (most recent call last):
    ValueError: labels must be from 0 to 1, got 2
    """
    check_floats("logits", logits, (None, None))
    if not isinstance(labels, np.ndarray) or not np.issubdtype(labels.dtype, np.integer):
        raise TypeError(f"labels must be an array of integers, got {labels!r:.60}")
    if labels.shape != logits.shape[:1]:
        raise ValueError(f"labels must have shape {logits.shape[:1]}, got {labels.shape}")
    outside = labels[(labels < 0) | (labels >= logits.shape[1])]
    if outside.size:
        raise ValueError(f"labels must be from 0 to {logits.shape[1] - 1}, got {outside[0]}")


# --8<-- [end:check_labels]
