"""The length of delta, layer by layer, for three activations at the same weight variance.

Shown at README.md, index.md#home, path/vanishing.md#vanishing.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.initializers import variance_scaling
from vgref.meanfield import chi1, variance_map
from vgref.network import MLP, softmax_cross_entropy
from vgref.statistics import delta_norms

SEEDS = range(10)
DEPTH, WIDTH, SIGMA_W = 20, 256, 1.0
FALLS = {"relu": 3, "sigmoid": 12}  # orders of magnitude, in the words beside the picture
LABELS = {"tanh": ("tanh", 10, 2.6), "relu": ("ReLU", 11, 0.004), "sigmoid": ("sigmoid", 13, 1e-7)}


def measured(activation: str, seed: int) -> np.ndarray:
    """The length of delta in each hidden layer, relative to the last."""
    rng = np.random.default_rng(seed)
    scheme = partial(variance_scaling, gain=SIGMA_W, mode="fan_in")
    net = MLP.create([WIDTH] * (DEPTH + 1) + [10], activation, initializer=scheme, rng=rng)
    forward = net.forward(rng.standard_normal((64, WIDTH)))
    _, gradient = softmax_cross_entropy(forward.output, rng.integers(10, size=64))
    norms = np.array(delta_norms(net.backward(forward, gradient)))[:-1]
    return norms / norms[-1]


def predicted(activation: str) -> np.ndarray:
    """The same from theory: square roots of chi, multiplied up from the last layer."""
    q, factors = SIGMA_W**2, []
    for _ in range(DEPTH - 1):
        factors.append(chi1(q, activation, sigma_w=SIGMA_W) ** 0.5)
        q = variance_map(q, activation, sigma_w=SIGMA_W, sigma_b=0.0)
    return np.append(np.cumprod(factors[::-1])[::-1], 1.0)


def draw() -> Figure:
    figure, axes = figure_style.new(3.0)
    layers = np.arange(1, DEPTH + 1)
    for name, color in zip(LABELS, figure_style.CYCLE, strict=False):
        runs = np.array([measured(name, seed) for seed in SEEDS])
        figure_style.simulation(axes, layers, runs, color)
        axes.plot(layers, predicted(name), color=color)
        shown, x, y = LABELS[name]
        figure_style.label(axes, x, y, shown, color)
    for name, orders in FALLS.items():
        assert round(-np.log10(predicted(name)[0])) == orders, name
    axes.set_yscale("log")
    axes.set_xlim(0.5, 20.5)
    axes.set_xticks([1, 5, 10, 15, 20])
    axes.set_xlabel(r"$l$")
    axes.set_ylabel(r"$\|\delta^l\|\;/\;\|\delta^{20}\|$")
    return figure
