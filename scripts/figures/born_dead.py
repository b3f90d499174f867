"""How often a ReLU network starts dead, against its depth, for three widths.

Shown at path/dead-units.md#born.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.meanfield import born_dead_upper_bound

SEEDS = range(10)
NETS, DEPTH = 1000, 50
WIDTHS = (2, 4, 8)
DOTS = np.array([2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 50])


def dead_fractions(width: int, seed: int) -> np.ndarray:
    """Of NETS networks with one input and biases 0: (one input off, all inputs off) by depth.

    Such a network is homogeneous, so that 1 and -1 speak for all inputs.
    """
    rng = np.random.default_rng(seed)
    h = np.tile([[[1.0], [-1.0]]], (NETS, 1, 1))
    found = [(0.0, 0.0)]
    for _ in range(DEPTH - 1):
        fan_in = h.shape[2]
        weight = (2 / fan_in) ** 0.5 * rng.standard_normal((NETS, fan_in, width))
        h = np.maximum(h @ weight, 0)
        off = ~h.any(axis=2)
        found.append((off[:, 0].mean(), off.all(axis=1).mean()))
    return np.array(found).T


def draw() -> Figure:
    figure, axes = figure_style.new(3.0)
    depths = np.arange(1, DEPTH + 1)
    for width, color in zip(WIDTHS, figure_style.CYCLE, strict=False):
        runs = np.array([dead_fractions(width, seed) for seed in SEEDS])[:, :, DOTS - 1]
        bound = [born_dead_upper_bound(width=width, layers=depth) for depth in depths]
        axes.plot(depths, bound, color=color)
        one = np.median(runs[:, 0], 0)
        axes.plot(DOTS, one, "o", color=color, markersize=5, markerfacecolor="none")
        figure_style.simulation(axes, DOTS, runs[:, 1], color)
    places = ((3.6, 0.62), (10.3, 0.56), (36, 0.25))
    for width, color, (x, y) in zip(WIDTHS, figure_style.CYCLE, places, strict=False):
        figure_style.label(axes, x, y, f"$n = {width}$", color, ha="right")
    axes.set_xscale("log")
    axes.set_xlim(1.8, 56)
    axes.set_xticks([2, 5, 10, 20, 50], ["$2$", "$5$", "$10$", "$20$", "$50$"])
    axes.minorticks_off()
    axes.set_ylim(-0.02, 1.03)
    axes.set_xlabel(r"$L$")
    axes.set_ylabel(r"$P$")
    return figure
