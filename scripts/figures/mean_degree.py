"""Every activation: the gradient's factor per layer against the share of its constant part.

Shown at path/catalogue.md#catalogue.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.activations import ACTIVATIONS

JUMPS = ("step", "threshold", "hardshrink")
# Where each name stands from its dot, in points; the others stay without one.
LABELS = {
    "sigmoid": (7, 2),
    "squareplus": (3, 10),
    "softplus": (7, 3),
    "cos": (-6, -3),
    "gaussian": (6, 3),
    "abs": (0, 8),
    "relu": (0, -10),
    "exponential": (4, 8),
    "gelu": (2, 8),
    "elu": (7, -6),
    "tanh": (6, 0),
    "sin": (6, 0),
    "softshrink": (6, 0),
    "identity": (6, -11),
    "relu_squared": (6, 2),
    "step": (7, 3),
    "threshold": (7, 0),
    "hardshrink": (7, 0),
}


def draw() -> Figure:
    figure, axes = figure_style.new(3.6)
    axes.axhline(1.0, color=figure_style.QUIET, linewidth=0.9, linestyle="--", zorder=0)
    axes.plot([0.0, 1.0], [1.0, 0.0], color=figure_style.CYCLE[1], zorder=1)
    figure_style.label(
        axes, 0.4, 0.5, r"$1-a_0^2\,/\,\mathbb{E}\,\varphi^2$", figure_style.CYCLE[1], ha="right"
    )
    for name, phi in ACTIVATIONS.items():
        moments = phi.moments(1.0)
        share, chi = moments.mean**2 / moments.second, moments.derivative_second / moments.second
        inside = "none" if name in JUMPS else figure_style.CYCLE[0]
        if chi < 2:
            axes.plot(share, chi, "o", color=figure_style.CYCLE[0], markerfacecolor=inside)
        if name in LABELS:
            x, y = LABELS[name]
            side = "center" if abs(x) < 5 else ("left" if x > 0 else "right")
            axes.annotate(
                name.replace("_", " "),
                (share, chi),
                (x, y),
                textcoords="offset points",
                fontsize=8.5,
                ha=side,
                va="center",
            )
        if name == "softshrink":
            assert round(chi, 1) == 1.5  # what the alternative text says
    axes.set_xlim(-0.02, 1.0)
    axes.set_ylim(-0.05, 1.6)
    axes.set_yticks(np.arange(0.0, 1.6, 0.5))
    axes.set_xlabel(r"$a_0^2\,/\,\mathbb{E}\,\varphi(\xi)^2$")
    axes.set_ylabel(r"$\chi = \mathbb{E}\,\varphi'(\xi)^2\,/\,\mathbb{E}\,\varphi(\xi)^2$")
    return figure
