"""Delta of ReLU networks, layer by layer, for three variances of the weights.

Shown at path/relu.md#explodes.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.initializers import variance_scaling
from vgref.network import MLP
from vgref.statistics import delta_norms

SEEDS = range(10)
DEPTH, WIDTH, BATCH = 20, 256, 64
SHOWN = {4.0: "$4$", 2.0: "$2$", 1.0: "$1$"}


def measured(sw2: float, seed: int) -> np.ndarray:
    """The length of delta in each layer, relative to the last."""
    rng = np.random.default_rng(seed)
    scheme = partial(variance_scaling, gain=sw2**0.5, mode="fan_in")
    net = MLP.create([WIDTH] * (DEPTH + 2), "relu", initializer=scheme, rng=rng)
    forward = net.forward(rng.standard_normal((BATCH, WIDTH)))
    norms = np.array(delta_norms(net.backward(forward, rng.standard_normal((BATCH, WIDTH)))))[:-1]
    return norms / norms[-1]


def draw() -> Figure:
    figure, axes = figure_style.new(2.7)
    layers = np.arange(1, DEPTH + 1)
    for (sw2, text), color in zip(SHOWN.items(), figure_style.CYCLE, strict=False):
        runs = np.array([measured(sw2, seed) for seed in SEEDS])
        figure_style.simulation(axes, layers, runs, color)
        line = (sw2 / 2) ** ((DEPTH - layers) / 2)
        axes.plot(layers, line, color=color)
        figure_style.label(axes, 0.2, line[0], text, color, ha="right")
    # What the alternative text says of the lines' ends.
    ends = {sw2: (sw2 / 2) ** ((DEPTH - 1) / 2) for sw2 in SHOWN}
    assert round(ends[4.0], -2) == 700
    assert round(ends[1.0], 3) == 1 / 1000
    axes.set_yscale("log")
    axes.set_xlim(-1.0, DEPTH + 0.5)
    axes.set_xticks([1, 5, 10, 15, 20])
    axes.set_xlabel(r"$l$")
    axes.set_ylabel(r"$\|\delta^l\|\;/\;\|\delta^{20}\|$")
    return figure
