"""Steps until two rings are learned, for ReLUs that are cut off at a ceiling.

Shown at path/relu.md#ceiling.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.activations import ACTIVATIONS, Activation
from vgref.initializers import he_normal, lecun_normal
from vgref.network import MLP, softmax_cross_entropy
from vgref.tasks import rings

SEEDS = range(8)
RATES = (0.2, 0.5, 0.1)
CEILINGS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, np.inf)
TICKS = (r"$\frac{1}{4}$", r"$\frac{1}{2}$", "1", "2", "4", "8", r"$\infty$")
WIDTHS, GOAL, LIMIT = (2, 32, 32, 32, 2), 0.1, 1000


def cut_off(ceiling: float) -> Activation:
    return replace(
        ACTIVATIONS["relu"],
        name="cut_off",
        function=lambda z: np.clip(z, 0, ceiling),
        derivative=lambda z: ((z > 0) & (z < ceiling)).astype(z.dtype),
    )


def steps(phi: Activation, seed: int, rate: float, limit: int) -> int:
    """Steps of gradient descent until the loss is below the goal, or the limit."""
    rng = np.random.default_rng(seed)
    x, labels = rings(100, noise=0.1, rng=rng)
    scheme = lecun_normal if phi.name == "tanh" else he_normal
    net = MLP.create(WIDTHS, phi, initializer=scheme, rng=rng)
    for step in range(limit):
        forward = net.forward(x)
        loss, gradient = softmax_cross_entropy(forward.output, labels)
        if loss < GOAL:
            return step
        slopes = net.backward(forward, gradient)
        arrays = zip([*net.weights, *net.biases], [*slopes.weights, *slopes.biases], strict=True)
        for array, slope in arrays:
            array -= rate * slope
    return limit


def best(phi: Activation, seed: int) -> int:
    """Steps at the best of the learning rates."""
    fewest = LIMIT
    for rate in RATES:
        fewest = steps(phi, seed, rate, fewest)
    return fewest


def draw() -> Figure:
    figure, axes = figure_style.new(2.7)
    blue, orange = figure_style.CYCLE[:2]
    at = np.arange(len(CEILINGS), dtype=float)
    runs = np.array([[best(cut_off(ceiling), seed) for ceiling in CEILINGS] for seed in SEEDS])
    figure_style.simulation(axes, at, runs, blue)
    tanh = float(np.median([best(ACTIVATIONS["tanh"], seed) for seed in SEEDS]))
    axes.axhline(tanh, color=orange, linewidth=0.9, linestyle="--", zorder=0)
    figure_style.label(axes, 6.1, tanh * 1.13, "tanh", orange, ha="right")
    figure_style.label(axes, 0.55, 260.0, r"$\min(\max(z,0),c)$", blue)
    axes.set_yscale("log")
    axes.set_ylim(20, 400)
    axes.set_yticks([20, 50, 100, 200, 400], ["20", "50", "100", "200", "400"])
    axes.minorticks_off()
    axes.set_xticks(at, TICKS)
    axes.set_xlabel("$c$")
    # What the alternative text says.
    quarter, half, one, *rest = np.median(runs, axis=0)
    assert round(quarter, -1) == 240
    assert round(half, -1) == 100
    assert round(tanh, -1) == 60
    assert 45 < one < 50
    assert 30 < min(rest) < max(rest) < 45
    axes.set_ylabel(r"$\min\{t : C_t < 0.1\}$")
    return figure
