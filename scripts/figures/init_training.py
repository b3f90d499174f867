"""The lowest loss so far of 20 and 30 ReLU layers on two rings, from Glorot's start and He's.

Shown at path/variance.md#training.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.initializers import glorot_normal, he_normal
from vgref.network import MLP, softmax_cross_entropy
from vgref.tasks import rings
from vgref.training import gradient_descent, train

SEEDS = range(6)
DEPTHS, WIDTH, STEPS = (20, 30), 32, 300
SCHEMES = {"He": (he_normal, 0.02), "Glorot": (glorot_normal, 0.06)}  # and a learning rate


def lowest(name: str, depth: int, seed: int) -> np.ndarray:
    """The lowest loss up to each step: a step across a valley hides nothing."""
    scheme, rate = SCHEMES[name]
    rng = np.random.default_rng(seed)
    x, labels = rings(64, noise=0.1, rng=rng)
    net = MLP.create([2] + [WIDTH] * depth + [2], "relu", initializer=scheme, rng=rng)
    losses = train(
        net,
        x,
        labels,
        loss=softmax_cross_entropy,
        steps=STEPS,
        optimizer=gradient_descent(learning_rate=rate),
    ).losses
    return np.minimum.accumulate(losses)


def draw() -> Figure:
    figure, axes = figure_style.new(2.6, columns=2, sharey=True)
    median = {}
    for panel, depth in zip(axes, DEPTHS, strict=True):
        panel.axhline(np.log(2), color=figure_style.QUIET, linewidth=0.9, linestyle="--", zorder=0)
        for name, color in zip(SCHEMES, figure_style.CYCLE, strict=False):
            runs = np.array([lowest(name, depth, seed) for seed in SEEDS])
            low, middle, high = runs.min(0), np.median(runs, 0), runs.max(0)
            panel.fill_between(range(STEPS + 1), low, high, color=color, alpha=0.22, linewidth=0)
            panel.plot(middle, color=color)
            median[depth, name] = middle
        panel.set_title(f"$L={depth}$")
        panel.set_xticks([0, 100, 200, 300])
    # What the alternative text says.
    assert median[20, "He"][130] < 0.05 < 0.9 * np.log(2) < median[20, "Glorot"][150]
    assert median[30, "He"][-1] < 0.05
    assert median[30, "Glorot"][-1] > 0.99 * np.log(2)
    for panel in axes:
        panel.set_xlabel("$t$")
    figure_style.label(axes[1], 140, 0.32, "He", figure_style.CYCLE[0])
    figure_style.label(axes[1], 120, 0.76, "Glorot", figure_style.CYCLE[1])
    axes[0].set_ylim(0, 0.85)
    axes[0].set_ylabel(r"$\min\; C$")
    return figure
