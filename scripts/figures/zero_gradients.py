"""Which gradients are exactly zero, step by step, from weights that start at zero.

Shown at path/zero.md#zero.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.initializers import glorot_normal, zeros
from vgref.network import MLP, softmax_cross_entropy

SEED, STEPS = 0, 4
ROWS = [f"${kind}^{layer}$" for kind in "Wb" for layer in (1, 2, 3)]


def nonzero(activation: str, hidden_zero: bool) -> np.ndarray:
    """(rows, steps): whether a gradient has an entry that is not 0."""
    rng = np.random.default_rng(SEED)
    x = rng.standard_normal((100, 4))
    score = x[:, 0] + x[:, 1] * x[:, 2]
    labels = (score > np.sort(score)[60]).astype(int)
    scheme = zeros if hidden_zero else glorot_normal
    net = MLP.create([4, 5, 5, 2], activation, initializer=scheme, rng=rng)
    net.weights[-1][:] = 0
    found = []
    for _ in range(STEPS):
        forward = net.forward(x)
        _, gradient = softmax_cross_entropy(forward.output, labels)
        gradients = net.backward(forward, gradient)
        both = [*gradients.weights, *gradients.biases]
        found.append([bool(one.any()) for one in both])
        for parameter, one in zip([*net.weights, *net.biases], both, strict=True):
            parameter -= one
    return np.array(found).T


def panel(axes: Axes, found: np.ndarray, title: str, color: str) -> None:
    rows, steps = np.indices(found.shape)
    axes.plot(steps[found], rows[found], "o", color=color, markersize=9, markeredgewidth=0)
    axes.plot(
        steps[~found],
        rows[~found],
        "o",
        color=figure_style.QUIET,
        markersize=9,
        markerfacecolor="none",
        markeredgewidth=0.9,
    )
    axes.set_title(title, color=color)
    axes.set_xticks(range(STEPS))
    axes.set_yticks(range(len(ROWS)), ROWS)
    axes.set_xlim(-0.5, STEPS - 0.5)
    axes.set_ylim(len(ROWS) - 0.5, -0.5)
    axes.axhline(2.5, color=figure_style.QUIET, linewidth=0.6)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_xlabel(r"$t$")


def draw() -> Figure:
    figure, axes = figure_style.new(2.7, columns=3, sharey=True)
    same = nonzero("tanh", True)
    if not np.array_equal(same, nonzero("relu", True)):
        raise ValueError("tanh and relu differ, and share a panel")
    panel(axes[0], nonzero("sigmoid", True), "sigmoid", figure_style.CYCLE[0])
    panel(axes[1], same, "tanh, ReLU", figure_style.CYCLE[1])
    panel(axes[2], nonzero("tanh", False), "tanh, $W^3 = 0$", figure_style.CYCLE[2])
    return figure
