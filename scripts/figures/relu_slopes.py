"""How large the derivative is on average as the pre-activations grow, for three activations.

Shown at path/relu.md#relu.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.activations import ACTIVATIONS
from vgref.initializers import lecun_normal
from vgref.meanfield import chi1

SEEDS = range(10)
WIDTH, BATCH = 256, 16
DOTS = 2.0 ** np.arange(-3, 7)
SHOWN = {
    "relu": ("ReLU", 0.13, 0.60),
    "tanh": ("tanh", 1.5, 0.37),
    "sigmoid": ("sigmoid", 5.2, 0.47),
}


def measured(activation: str, size: float, seed: int) -> float:
    """Root mean square derivative of a random layer whose pre-activations have that size."""
    rng = np.random.default_rng(seed)
    z = size * rng.standard_normal((BATCH, WIDTH)) @ lecun_normal((WIDTH, WIDTH), rng=rng)
    phi = ACTIVATIONS[activation]
    return float(np.sqrt(np.mean(phi.derivative(z) ** 2)) / phi.supremum)


def predicted(activation: str, size: float) -> float:
    return chi1(size**2, activation, sigma_w=1.0) ** 0.5 / ACTIVATIONS[activation].supremum


def draw() -> Figure:
    figure, axes = figure_style.new(2.8)
    fine = np.geomspace(DOTS[0] * 0.9, DOTS[-1] * 1.1, 60)
    for (name, (text, x, y)), color in zip(SHOWN.items(), figure_style.CYCLE, strict=False):
        runs = np.array([[measured(name, size, seed) for size in DOTS] for seed in SEEDS])
        figure_style.simulation(axes, DOTS, runs, color)
        axes.plot(fine, [predicted(name, size) for size in fine], color=color)
        figure_style.label(axes, x, y, text, color)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(0.085, 1.2)
    axes.set_yticks([0.1, 0.2, 0.5, 1.0], ["0.1", "0.2", "0.5", "1"])
    axes.minorticks_off()
    axes.set_xlabel(r"$\sqrt{q}$")
    axes.set_ylabel(r"$\sqrt{\mathrm{E}\,\varphi'(z)^2}\;/\;\max\varphi'$")
    # What the alternative text says.
    assert round(predicted("relu", 1.0), 1) == 0.7
    for name, at in (("sigmoid", 2), ("tanh", 1)):
        assert predicted(name, 0.8 * at) > 0.5**0.5 > predicted(name, 1.25 * at)
        assert round(predicted(name, fine[-1]), 1) == 0.1
    return figure
