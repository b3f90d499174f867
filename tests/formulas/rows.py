"""A row of the table, and the numbers that several modules of it use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Row:
    """A formula, the values of its names, and how near = and \\approx have to be."""

    tex: str
    names: Mapping[str, Any]
    exact: float = 1e-9
    close: float = 0.05


def rows(names: Mapping[str, Any], *formulas: str, **near: float) -> list[Row]:
    return [Row(tex, names, **near) for tex in formulas]


def logistic(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function changes its sign, by halving."""
    sign = np.sign(function(low))
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if np.sign(function(middle)) == sign else (low, middle)
    return (low + high) / 2


def slope(
    function: Callable[[np.ndarray], float], at: np.ndarray, step: float = 1e-5
) -> np.ndarray:
    """The derivative by each entry of an array, from differences."""
    found = np.zeros_like(at)
    for index in np.ndindex(at.shape):
        up, down = at.copy(), at.copy()
        up[index] += step
        down[index] -= step
        found[index] = (function(up) - function(down)) / (2 * step)
    return found
