"""Single numbers, and sequences of sizes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Integral, Real

import numpy as np

from vgref.checks.words import wrong


# --8<-- [start:number]
def number(name: str, value: float, must: str = "finite") -> float:
    """A real number, neither nan nor infinite.

    Examples
    --------
    >>> number("slope", float("nan"))
    Traceback (most recent call last):
    ValueError: slope must be finite, got nan
    >>> number("gain", "1")
    Traceback (most recent call last):
    TypeError: gain must be a number, got '1'
    """
    if type(value) is not float and (
        not isinstance(value, Real) or isinstance(value, bool | np.bool_)
    ):
        raise wrong(name, "a number", value, kind=TypeError)
    try:
        result = float(value)
    except OverflowError:  # an integer beyond every float
        result = math.inf
    if not math.isfinite(result):
        raise wrong(name, must, value)
    return result


# --8<-- [end:number]


# --8<-- [start:positive]
def positive(name: str, value: float) -> float:
    """A finite number above 0.

    Examples
    --------
    >>> positive("std", 0.0)
    Traceback (most recent call last):
    ValueError: std must be finite and positive, got 0.0
    """
    if not number(name, value, "finite and positive") > 0.0:
        raise wrong(name, "finite and positive", value)
    return float(value)


# --8<-- [end:positive]


# --8<-- [start:not_negative]
def not_negative(name: str, value: float) -> float:
    """A finite number, 0 or above.

    Examples
    --------
    >>> not_negative("sigma_b", -0.1)
    Traceback (most recent call last):
    ValueError: sigma_b must be finite and not negative, got -0.1
    """
    if not number(name, value, "finite and not negative") >= 0.0:
        raise wrong(name, "finite and not negative", value)
    return float(value)


# --8<-- [end:not_negative]


# --8<-- [start:within]
def within(name: str, value: float, low: float, high: float, *, below: bool = False) -> float:
    """A number from `low` to `high`, both included; with `below`, not `high` itself.

    Examples
    --------
    >>> within("c", 1.5, -1.0, 1.0)
    Traceback (most recent call last):
    ValueError: c must be from -1 to 1, got 1.5
    >>> within("momentum", 1.0, 0.0, 1.0, below=True)
    Traceback (most recent call last):
    ValueError: momentum must be from 0 to below 1, got 1.0
    """
    must = f"from {low:g} to {'below ' if below else ''}{high:g}"
    result = number(name, value, must)
    if not low <= result <= high or (below and result == high):
        raise wrong(name, must, value)
    return result


# --8<-- [end:within]


# --8<-- [start:whole]
def whole(name: str, value: int, least: int = 0, most: int | None = None) -> int:
    """An integer, at least `least`, and at most `most` where there is a most.

    Examples
    --------
    >>> whole("connections", 1.5, 1, 4)
    Traceback (most recent call last):
    TypeError: connections must be an integer, got 1.5
    >>> whole("connections", 5, 1, 4)
    Traceback (most recent call last):
    ValueError: connections must be from 1 to 4, got 5
    """
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise wrong(name, "an integer", value, kind=TypeError)
    if value < least or (most is not None and value > most):
        raise wrong(
            name, f"at least {least}" if most is None else f"from {least} to {most}", value
        )
    return int(value)


# --8<-- [end:whole]


# --8<-- [start:sizes]
def sizes(name: str, value: Sequence[int], count: int = 1) -> tuple[int, ...]:
    """Positive integers, `count` of them or more: widths, or a shape.

    Examples
    --------
    >>> sizes("widths", [784, 0], 2)
    Traceback (most recent call last):
    ValueError: widths[1] must be at least 1, got 0
    >>> sizes("widths", 5, 2)
    Traceback (most recent call last):
    TypeError: widths must be a sequence of integers, got 5
    """
    array = isinstance(value, np.ndarray) and value.ndim > 0
    if not array and (isinstance(value, str) or not isinstance(value, Sequence)):
        raise wrong(name, "a sequence of integers", value, kind=TypeError)
    result = tuple(whole(f"{name}[{i}]", size, 1) for i, size in enumerate(value))
    if len(result) < count:
        raise wrong(name, f"at least {count} integers", result)
    return result


# --8<-- [end:sizes]
