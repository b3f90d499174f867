"""The factor per layer against the variance of the weights: where three activations are level.

Shown at path/question.md#question.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.initializers import variance_scaling
from vgref.meanfield import chi1, critical_sigma_w, variance_map
from vgref.network import MLP
from vgref.statistics import delta_norms

SEEDS = range(10)
DEPTH, BACK, WIDTH = 30, 10, 128
DOTS = 2.0 ** np.arange(-6, 10, 1.5)
# The label, and where the words beside the picture say that it is level.
NAMES = {"sigmoid": ("sigmoid", 103), "tanh": ("tanh", 1), "relu": ("ReLU", 2)}
COLORS = {"tanh": 0, "relu": 1, "sigmoid": 2}  # as in delta_norms


def measured(activation: str, sw2: float, seed: int) -> float:
    """The mean factor on the length of delta over the last layers of one deep network."""
    rng = np.random.default_rng(seed)
    scheme = partial(variance_scaling, gain=sw2**0.5, mode="fan_in")
    net = MLP.create([WIDTH] * (DEPTH + 2), activation, initializer=scheme, rng=rng)
    forward = net.forward(rng.standard_normal((16, WIDTH)))
    gradients = net.backward(forward, rng.standard_normal((16, WIDTH)))
    norms = delta_norms(gradients)[:-1][-BACK - 1 :]
    return float((norms[0] / norms[-1]) ** (1 / BACK))


def predicted(activation: str, sw2: float) -> float:
    """The same from theory: the square root of chi behind DEPTH layers of the variance map."""
    q, factors = sw2, []
    for _ in range(DEPTH):
        factors.append(chi1(q, activation, sigma_w=sw2**0.5) ** 0.5)
        q = variance_map(q, activation, sigma_w=sw2**0.5, sigma_b=0.0)
    return float(np.exp(np.log(factors[-BACK - 1 : -1]).mean()))


def draw() -> Figure:
    figure, axes = figure_style.new(3.0)
    axes.axhline(1.0, color=figure_style.QUIET, linewidth=0.9, linestyle="--", zorder=0)
    fine = np.geomspace(DOTS[0], DOTS[-1] * 1.6, 49)
    for name, (shown, said) in NAMES.items():
        critical = critical_sigma_w(name, sigma_b=0.0) ** 2
        assert round(critical) == said, (name, critical)
        color = figure_style.CYCLE[COLORS[name]]
        runs = np.array([[measured(name, sw2, seed) for sw2 in DOTS] for seed in SEEDS])
        figure_style.simulation(axes, DOTS, runs, color)
        line = [predicted(name, sw2) for sw2 in fine]
        axes.plot(fine, line, color=color)
        figure_style.label(axes, fine[-1] * 1.15, line[-1], shown, color)
        axes.plot([critical], [1.0], "o", markersize=8, markerfacecolor="none", color="black")
    for x, y, text in ((0.62, 1.5, "$1$"), (2.9, 0.68, "$2$"), (135, 0.66, "$103.0$")):
        figure_style.label(axes, x, y, text, "black", ha="center" if x < 100 else "left")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(DOTS[0] * 0.8, 4500)
    axes.set_xlabel(r"$n\,\mathrm{Var}(w)$")
    axes.set_ylabel(r"$\|\delta^l\|\;/\;\|\delta^{l+1}\|$")
    return figure
