"""The factor per layer of a sigmoid network, with and without centring, under the bound.

Shown at path/sigmoid.md#sigmoid.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.meanfield import (
    centred_critical_sigma_w,
    chi1,
    critical_sigma_w,
    variance_fixed_point,
)
from vgref.network import MLP
from vgref.statistics import delta_norms

SEEDS = range(10)
SETTLED, LAST = 20, 39  # the first layers still move towards the fixed point
DEPTH, WIDTH = LAST + 1, 256
LEVELS = {"centred": 16, "plain": 103}  # in the words beside the picture
DOTS = 2.0 ** np.arange(0, 9)


def measured(seed: int, centred: bool) -> list[float]:
    """The mean factor on the length of delta over the last layers, at every dot."""
    rng = np.random.default_rng(seed)
    unit = [rng.standard_normal((WIDTH, WIDTH)) / WIDTH**0.5 for _ in range(DEPTH)]
    x, gradient = rng.standard_normal((2, 16, WIDTH))
    factors = []
    for sw2 in DOTS:
        weights = [sw2**0.5 * weight for weight in unit]
        biases = [-0.5 * weight.sum(axis=0) if centred else np.zeros(WIDTH) for weight in weights]
        biases[0] = np.zeros(WIDTH)  # x has mean 0 as it is
        net = MLP(weights, biases, ["sigmoid"] * DEPTH)
        norms = delta_norms(net.backward(net.forward(x), gradient))[SETTLED - 1 : LAST]
        factors.append((norms[0] / norms[-1]) ** (1 / (len(norms) - 1)))
    return factors


def predicted(sw2: float, centred: bool) -> float:
    """The square root of chi at the fixed point; centred, the layer is (W / 4) tanh."""
    name, sigma_w = ("tanh", sw2**0.5 / 4) if centred else ("sigmoid", sw2**0.5)
    q = variance_fixed_point(name, sigma_w=sigma_w, sigma_b=0.0)
    return chi1(q, name, sigma_w=sigma_w) ** 0.5


def draw() -> Figure:
    figure, axes = figure_style.new(3.2)
    fine = np.geomspace(1.0, 300.0, 27)
    for centred, color in ((True, figure_style.CYCLE[1]), (False, figure_style.CYCLE[0])):
        runs = np.array([measured(seed, centred) for seed in SEEDS])
        figure_style.simulation(axes, DOTS, runs, color)
        axes.plot(fine, [predicted(sw2, centred) for sw2 in fine], color=color)
    axes.plot(
        fine[fine < 90],
        np.sqrt(fine[fine < 90]) / 4,
        color=figure_style.QUIET,
        linewidth=0.9,
        linestyle="--",
        zorder=0,
    )
    axes.axhline(1.0, color=figure_style.QUIET, linewidth=0.9, zorder=0)
    for sigma_w, said, place in (
        (centred_critical_sigma_w("sigmoid"), LEVELS["centred"], (10.5, 1.09)),
        (critical_sigma_w("sigmoid", sigma_b=0.0), LEVELS["plain"], (104, 0.85)),
    ):
        assert round(sigma_w**2) == said, sigma_w
        axes.plot([sigma_w**2], [1.0], "o", markersize=8, markerfacecolor="none", color="black")
        figure_style.label(axes, *place, f"${sigma_w**2:.4g}$", "black", ha="center")
    figure_style.label(axes, 44, 2.05, r"$\sigma_w/4$", figure_style.QUIET, ha="right")
    figure_style.label(
        axes, 5.2, 0.68, r"$b_j=-\frac{1}{2}\sum_i w_{ij}$", figure_style.CYCLE[1], ha="right"
    )
    figure_style.label(axes, 14, 0.5, "$b_j=0$", figure_style.CYCLE[0])
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(0.9, 300)
    axes.set_yticks([0.25, 0.5, 1.0, 2.0], ["1/4", "1/2", "1", "2"])
    axes.minorticks_off()
    axes.set_xticks([1, 4, 16, 64, 256], ["1", "4", "16", "64", "256"])
    axes.set_xlabel(r"$n\,\mathrm{Var}(w)$")
    axes.set_ylabel(r"$\|\delta^l\|\;/\;\|\delta^{l+1}\|$")
    return figure
