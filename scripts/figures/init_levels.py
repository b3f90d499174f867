"""Mean squares of z and of delta through 30 ReLU layers, for three variances of the weights.

Shown at path/variance.md#variance.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.initializers import variance_scaling
from vgref.network import MLP
from vgref.statistics import rms

SEEDS = range(10)
DEPTH, WIDTH = 30, 256
SCHEMES = {"He": 2.0, "Glorot": 1.0, r"$\pm1/\sqrt{n}$": 1 / 3}  # n Var(w)


def measured(sw2: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean squares of z relative to the first layer, and of delta relative to the last."""
    rng = np.random.default_rng(seed)
    scheme = partial(variance_scaling, gain=sw2**0.5, mode="fan_in", distribution="uniform")
    net = MLP.create([WIDTH] * (DEPTH + 1), "relu", initializer=scheme, rng=rng, output="relu")
    forward = net.forward(rng.standard_normal((64, WIDTH)))
    gradients = net.backward(forward, rng.standard_normal((64, WIDTH)))
    z = np.array([rms(z) for z in forward.pre_activations]) ** 2
    delta = np.array([rms(delta) for delta in gradients.deltas]) ** 2
    return z / z[0], delta / delta[-1]


def draw() -> Figure:
    figure, axes = figure_style.new(2.9, columns=2, sharey=True)
    layers = np.arange(1, DEPTH + 1)
    for (name, sw2), color in zip(SCHEMES.items(), figure_style.CYCLE, strict=False):
        runs = [measured(sw2, seed) for seed in SEEDS]
        line = (sw2 / 2) ** (layers - 1.0)
        for panel, theory, index in ((axes[0], line, 0), (axes[1], line[::-1], 1)):
            figure_style.simulation(panel, layers, np.array([run[index] for run in runs]), color)
            panel.plot(layers, theory, color=color)
        x, y = {"He": (17, 1e-2), "Glorot": (20, 2e-4), r"$\pm1/\sqrt{n}$": (4, 1e-13)}[name]
        figure_style.label(axes[0], x, y, name, color)
    # What the caption and the alternative text say: factors per layer, orders of magnitude.
    assert [sw2 / 2 for sw2 in SCHEMES.values()] == [1, 1 / 2, 1 / 6]
    _, glorot, standard = (np.log10(2 / sw2) * (DEPTH - 1) for sw2 in SCHEMES.values())
    assert round(glorot) == 9
    assert round(standard) == 23
    axes[0].set_yscale("log")
    axes[0].set_ylim(1e-24, 1e2)
    axes[0].set_yticks([1, 1e-6, 1e-12, 1e-18, 1e-24])
    axes[0].set_ylabel(r"$\overline{(z^l)^2}\;/\;\overline{(z^1)^2}$")
    axes[1].set_ylabel(r"$\overline{(\delta^l)^2}\;/\;\overline{(\delta^{30})^2}$")
    for panel in axes:
        panel.set_xticks([1, 10, 20, 30])
        panel.set_xlabel(r"$l$")
    return figure
