"""Where one weight times the sigmoid's derivative reaches 1, and how wide that interval is.

Shown at path/sigmoid.md#interval.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.activations import sigmoid_derivative

WEIGHTS = (4.0, 6.9, 20.0)
HIGH, WIDE = 5, 0.45  # the last one's peak and the widest interval, in the words beside it


def width(weight: np.ndarray) -> np.ndarray:
    """The width of the interval of inputs in which w sigma'(w a + b) is at least 1."""
    return 4.0 * np.arccosh(np.sqrt(weight) / 2.0) / weight


def draw() -> Figure:
    figure, (left, right) = figure_style.new(2.6, columns=2)
    a = np.linspace(-0.8, 0.8, 401)
    for weight, color, place in zip(
        WEIGHTS, figure_style.CYCLE, ((0.45, 0.72), (0.2, 1.5), (0.1, 4.2)), strict=False
    ):
        left.plot(a, weight * sigmoid_derivative(weight * a), color=color)
        inside = width(np.array(weight)) / 2.0
        left.plot([-inside, inside], [1.0, 1.0], "o", color=color)
        figure_style.label(left, *place, f"${weight:g}$", color)
        right.plot([weight], [width(np.array(weight))], "o", color=color, zorder=3)
    assert WEIGHTS[-1] * sigmoid_derivative(0.0) == HIGH
    assert round(float(width(np.array(WEIGHTS[1]))), 2) == WIDE
    left.axhline(1.0, color=figure_style.QUIET, linewidth=0.9, linestyle="--", zorder=0)
    left.set_ylim(0, 5.3)
    left.set_xlabel("$a+b/w$")
    left.set_ylabel(r"$w\,\sigma'(wa+b)$")
    fine = np.geomspace(4.0, 60.0, 400)
    right.plot(fine, width(fine), color="black", zorder=2)
    figure_style.label(right, 9.5, 0.47, "$6.9$", figure_style.CYCLE[1], ha="center")
    figure_style.label(right, 21, 0.32, "$20$", figure_style.CYCLE[2])
    figure_style.label(right, 7, 0.025, "$4$", figure_style.CYCLE[0])
    right.set_xlim(0, 60)
    right.set_ylim(0, 0.52)
    right.set_xlabel("$w$")
    right.set_ylabel(r"$\Delta a$")
    return figure
