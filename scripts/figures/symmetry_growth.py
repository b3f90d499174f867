"""How a small difference between equal units grows under gradient descent.

Shown at path/zero.md#rounding.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.initializers import zeros
from vgref.network import MLP, softmax_cross_entropy
from vgref.training import gradient_descent, train

SEEDS = range(5)
STEPS, EVERY, LEARNING_RATE = 1800, 50, 3.0
EPSILONS = (1e-4, 1e-8, 1e-12)


def spread(epsilon: float, seed: int) -> list[float]:
    """The spread of the first layer's columns, from a sigmoid network of weights 0."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((100, 4))
    score = x[:, 0] + x[:, 1] * x[:, 2]
    labels = (score > np.sort(score)[60]).astype(int)
    net = MLP.create([4, 5, 5, 2], "sigmoid", initializer=zeros, rng=rng)
    net.weights[0][:] = epsilon * np.random.default_rng(seed).standard_normal((4, 5))
    history = train(
        net,
        x,
        labels,
        loss=softmax_cross_entropy,
        steps=STEPS,
        record_every=EVERY,
        optimizer=gradient_descent(learning_rate=LEARNING_RATE),
    )
    return history.curve("symmetry", 1)


def draw() -> Figure:
    figure, axes = figure_style.new(2.9)
    steps = np.arange(0, STEPS, EVERY)
    for epsilon, color in zip(EPSILONS, figure_style.CYCLE, strict=False):
        runs = np.array([spread(epsilon, seed) for seed in SEEDS])
        figure_style.simulation(axes, steps[1:], runs[:, 1:], color)
        text = rf"$\varepsilon = 10^{{{np.log10(epsilon):.0f}}}$"
        figure_style.label(axes, 20, 0.25 * epsilon, text, color)
    # What the alternative text says of the last, the smallest.
    assert steps[1:][np.median(runs[:, 1:], axis=0) > 0.3][0] == 1300
    axes.set_yscale("log")
    axes.set_ylim(6e-14, 5)
    axes.set_xlabel(r"$t$")
    axes.set_ylabel(r"$\max_j\,|w_j - w_1|\;/\;\max|w|$")
    return figure
