"""Delta of tanh networks, layer by layer: vanishing, level, exploding.

Shown at path/tanh.md#three.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.initializers import variance_scaling
from vgref.meanfield import chi1, variance_map
from vgref.network import MLP
from vgref.statistics import delta_norms

SEEDS = range(8)
DEPTH, WIDTH, BATCH = 50, 256, 16
# The ends of the lines, in the words beside the picture: about, or at least.
ABOUT = {1.0: 1 / 10, 2.0: 8}
BEYOND = {0.5: 10**-7, 4.0: 1000}
SHOWN = {4.0: "$4$", 2.0: "$2$", 1.0: "$1$", 0.5: r"$\frac{1}{2}$"}


def measured(sw2: float, seed: int) -> np.ndarray:
    """The length of delta in each layer, relative to the last."""
    rng = np.random.default_rng(seed)
    scheme = partial(variance_scaling, gain=sw2**0.5, mode="fan_in")
    net = MLP.create([WIDTH] * (DEPTH + 2), "tanh", initializer=scheme, rng=rng)
    forward = net.forward(rng.standard_normal((BATCH, WIDTH)))
    norms = np.array(delta_norms(net.backward(forward, rng.standard_normal((BATCH, WIDTH)))))[:-1]
    return norms / norms[-1]


def predicted(sw2: float) -> np.ndarray:
    """The same from theory: square roots of chi, multiplied up from the last layer."""
    q, factors = sw2, []
    for _ in range(DEPTH - 1):
        factors.append(chi1(q, "tanh", sigma_w=sw2**0.5) ** 0.5)
        q = variance_map(q, "tanh", sigma_w=sw2**0.5, sigma_b=0.0)
    return np.append(np.cumprod(factors[::-1])[::-1], 1.0)


def draw() -> Figure:
    figure, axes = figure_style.new(3.0)
    layers = np.arange(1, DEPTH + 1)
    for (sw2, text), color in zip(SHOWN.items(), figure_style.CYCLE, strict=False):
        runs = np.array([measured(sw2, seed) for seed in SEEDS])
        figure_style.simulation(axes, layers, runs, color)
        line = predicted(sw2)
        axes.plot(layers, line, color=color)
        if sw2 in ABOUT:
            assert float(f"{line[0]:.0e}") == ABOUT[sw2], line[0]
        else:
            assert 1 < np.log10(line[0]) / np.log10(BEYOND[sw2]) < 8 / 7, line[0]
        figure_style.label(axes, -0.6, line[0], text, color, ha="right")
    axes.axhline(1.0, color=figure_style.QUIET, linewidth=0.9, linestyle="--", zorder=0)
    axes.set_yscale("log")
    axes.set_xlim(-3.5, DEPTH + 1)
    axes.set_xticks([1, 10, 20, 30, 40, 50])
    axes.set_xlabel(r"$l$")
    axes.set_ylabel(r"$\|\delta^l\|\;/\;\|\delta^{50}\|$")
    return figure
