"""Sigmoids nested one to six times, and the shrinking interval of the values they can take.

Shown at path/forward-trap.md#nested.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.activations import sigmoid
from vgref.meanfield import iterate_map, nested_sigmoid_interval, sigmoid_fixed_points


def draw() -> Figure:
    figure, (left, right) = figure_style.new(2.8, columns=2, width_ratios=[3, 2], sharey=True)
    x = np.linspace(-8.0, 8.0, 401)
    nested = iterate_map(sigmoid, x, steps=4)
    for nestings in range(1, 5):
        color = figure_style.CYCLE[nestings - 1]
        left.plot(x, nested[nestings], color=color)
        low, high = nested_sigmoid_interval(nestings)
        right.plot(
            [nestings, nestings], [low, high], color=color, linewidth=4, solid_capstyle="butt"
        )
    for nestings in (5, 6):
        right.plot(
            [nestings] * 2,
            nested_sigmoid_interval(nestings),
            color="black",
            linewidth=4,
            solid_capstyle="butt",
        )
    for place, text, color in zip(
        ((-7.4, 0.07), (-7.4, 0.455), (-7.4, 0.585), (-7.4, 0.70)),
        "1234",
        figure_style.CYCLE,
        strict=False,
    ):
        figure_style.label(left, *place, f"${text}$", color)
    limit = sigmoid_fixed_points(weight=1.0, bias=0.0)[0].value
    for axes in (left, right):
        axes.axhline(limit, color=figure_style.QUIET, linewidth=0.9, linestyle="--", zorder=0)
    figure_style.label(right, 6.6, limit + 0.055, f"${limit:.3f}$", figure_style.QUIET, ha="right")
    left.set_ylim(0, 1)
    left.set_xlim(-8, 8)
    left.set_xlabel("$x$")
    left.set_ylabel(r"$\sigma(\sigma(\cdots\sigma(x)))$")
    right.set_xticks(range(1, 7))
    right.set_xlim(0.4, 6.7)
    right.set_xlabel("$n$")
    return figure
