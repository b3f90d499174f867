"""The factor per layer of a sigmoid network against the variance of its weights.

Shown at path/vanishing.md#quarter.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.initializers import variance_scaling
from vgref.meanfield import chi1, critical_sigma_w, variance_fixed_point
from vgref.network import MLP
from vgref.statistics import delta_norms

SEEDS = range(10)
DEPTH, WIDTH = 20, 256
DOTS = 2.0 ** np.arange(-6, 9)
LEVEL = 103  # in the words beside the picture


def measured(sw2: float, seed: int) -> float:
    """The mean factor on the length of delta over the layers of one network."""
    rng = np.random.default_rng(seed)
    scheme = partial(variance_scaling, gain=sw2**0.5, mode="fan_in")
    net = MLP.create([WIDTH] * (DEPTH + 2), "sigmoid", initializer=scheme, rng=rng)
    forward = net.forward(rng.standard_normal((32, WIDTH)))
    gradients = net.backward(forward, rng.standard_normal((32, WIDTH)))
    norms = delta_norms(gradients)[:-1]
    return float((norms[0] / norms[-1]) ** (1 / (DEPTH - 1)))


def predicted(sw2: float) -> float:
    """The square root of chi at the fixed point of the forward pass."""
    q = variance_fixed_point("sigmoid", sigma_w=sw2**0.5, sigma_b=0.0)
    return float(chi1(q, "sigmoid", sigma_w=sw2**0.5) ** 0.5)


def draw() -> Figure:
    figure, axes = figure_style.new(3.0)
    runs = np.array([[measured(sw2, seed) for sw2 in DOTS] for seed in SEEDS])
    figure_style.simulation(axes, DOTS, runs, figure_style.CYCLE[0])
    fine = np.geomspace(DOTS[0], 2 * DOTS[-1], 41)
    axes.plot(fine, [predicted(sw2) for sw2 in fine], color=figure_style.CYCLE[0])
    for height, text in ((0.25, r"$\frac{1}{4}$"), (1.0, "$1$")):
        axes.axhline(height, color=figure_style.QUIET, linewidth=0.9, linestyle="--", zorder=0)
        figure_style.label(axes, 680, height, text, figure_style.QUIET)
    critical = critical_sigma_w("sigmoid", sigma_b=0.0) ** 2
    assert round(critical) == LEVEL, critical
    axes.plot([critical], [1.0], "o", markersize=8, markerfacecolor="none", color="black")
    figure_style.label(axes, critical, 1.5, f"${critical:.1f}$", "black", ha="right")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(DOTS[0] * 0.8, 620)
    axes.set_xlabel(r"$n\,\mathrm{Var}(w)$")
    axes.set_ylabel(r"$\|\delta^l\|\;/\;\|\delta^{l+1}\|$")
    return figure
