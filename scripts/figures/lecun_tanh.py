"""LeCun's sigmoid and its second derivative, with the points that fix its constants.

Shown at path/tanh.md#lecun.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style

HEIGHT, SLOPE = 1.7159, 2 / 3
PEAK = np.arctanh(1 / 3**0.5) / SLOPE


def function(x: np.ndarray) -> np.ndarray:
    return HEIGHT * np.tanh(SLOPE * x)


def second_derivative(x: np.ndarray) -> np.ndarray:
    t = np.tanh(SLOPE * x)
    return -2 * HEIGHT * SLOPE**2 * t * (1 - t**2)


def draw() -> Figure:
    figure, axes = figure_style.new(2.8)
    x = np.linspace(-3, 3, 241)
    blue, orange = figure_style.CYCLE[:2]
    axes.axhline(0.0, color=figure_style.QUIET, linewidth=0.6, zorder=0)
    axes.plot(x, x, color=figure_style.QUIET, linewidth=0.9, linestyle="--", zorder=0)
    axes.plot(x, function(x), color=blue)
    axes.plot(x, second_derivative(x), color=orange)
    ends = np.array([-1.0, 1.0])
    axes.plot(ends, function(ends), "o", markersize=5, color=blue)
    axes.plot(PEAK * ends, second_derivative(PEAK * ends), "o", markersize=5, color=orange)
    figure_style.label(axes, 1.08, 0.82, r"$f(1)=0.9999973$", blue, ha="left", va="top")
    figure_style.label(axes, 0.98, -0.74, r"$f''(0.98772)$", orange, ha="center", va="top")
    figure_style.label(axes, 2.35, 1.77, "$f$", blue, ha="center")
    figure_style.label(axes, 2.35, -0.48, "$f''$", orange)
    axes.set_xlim(-3, 3)
    axes.set_ylim(-1.9, 1.95)
    axes.set_xticks([-3, -2, -1, 0, 1, 2, 3])
    axes.set_yticks([-1, 0, 1])
    axes.set_xlabel("$x$")
    return figure
