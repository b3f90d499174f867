"""Where x -> sigma(w (x - 1/2)) settles, for every weight: one point, two, or a cycle of two.

Shown at path/forward-trap.md#bistable.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.activations import sigmoid
from vgref.meanfield import iterate_map, sigmoid_cycle, sigmoid_fixed_points

SEED, STEPS = 0, 200
DOTS = np.arange(-11.5, 12.0, 1.0)


def settled(weight: float) -> np.ndarray:
    """Where eight random starts are after STEPS steps, and one step later."""
    start = np.random.default_rng(SEED).uniform(size=8)
    return iterate_map(lambda x: sigmoid(weight * (x - 0.5)), start, steps=STEPS + 1)[-2:].ravel()


def draw() -> Figure:
    figure, axes = figure_style.new(2.8)
    blue, orange = figure_style.CYCLE[:2]
    up = np.concatenate([np.linspace(4.001, 4.6, 30), np.linspace(4.7, 12.0, 60)])
    for index in (0, 2):
        fixed = [sigmoid_fixed_points(weight=w, bias=-w / 2)[index].value for w in up]
        axes.plot([4.0, *up], [0.5, *fixed], color=blue)
    cycles = np.array([sigmoid_cycle(weight=-w, bias=w / 2) or (0.5, 0.5) for w in up])
    for branch in cycles.T:
        axes.plot([-4.0, *-up], [0.5, *branch], color=orange)
    axes.plot([-4.0, 4.0], [0.5, 0.5], color=blue)
    for side in (-1, 1):
        axes.plot(
            [4.0 * side, 12.0 * side],
            [0.5, 0.5],
            color=figure_style.QUIET,
            linestyle="--",
            linewidth=0.9,
        )
    for weight in DOTS:
        ends = settled(weight)
        axes.plot(np.full(len(ends), weight), ends, "o", color=orange if weight < -4 else blue)
    axes.set_xticks([-12, -8, -4, 0, 4, 8, 12])
    axes.set_yticks([0, 0.5, 1], ["0", "1/2", "1"])
    axes.set_ylim(-0.03, 1.03)
    axes.set_xlabel("$w$")
    axes.set_ylabel("$x$")
    return figure
