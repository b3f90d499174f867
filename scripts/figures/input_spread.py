"""What a sigmoid network still knows of its input, layer by layer, beside the spread of units.

Shown at path/forward-trap.md#forward-trap.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.activations import sigmoid
from vgref.gaussian import expectation, pair_expectation
from vgref.initializers import variance_scaling
from vgref.meanfield import correlation_map, variance_map
from vgref.network import MLP
from vgref.statistics import spread_over_inputs, spread_over_units

SEEDS = range(10)
DEPTH, WIDTH = 12, 256
VARIANCES = (256.0, 16.0, 1.0)
# What the words beside the picture read off it: for a variance, at a layer; and over units.
SAID = {(1.0, 1): 0.2, (1.0, 8): 1 / 100_000, (16.0, 12): 2 / 1000, (256.0, 12): 0.2}
OVER_UNITS = 0.12


def measured(sw2: float, seed: int) -> np.ndarray:
    """Spread over inputs and over units of h in each layer, shape (2, DEPTH)."""
    rng = np.random.default_rng(seed)
    scheme = partial(variance_scaling, gain=sw2**0.5, mode="fan_in")
    widths = [WIDTH] * (DEPTH + 1)
    net = MLP.create(widths, "sigmoid", initializer=scheme, rng=rng, output="sigmoid")
    layers = net.forward(rng.standard_normal((64, WIDTH))).post_activations[1:]
    return np.array([[of(h) for h in layers] for of in (spread_over_inputs, spread_over_units)])


def predicted(sw2: float) -> list[float]:
    """Spread over inputs in an infinitely wide network, for inputs that are not correlated."""
    q, c, spreads = sw2, 0.0, []
    for _ in range(DEPTH):
        second = expectation(lambda z: sigmoid(z) ** 2, q)
        spreads.append((second - pair_expectation(sigmoid, sigmoid, q, q, c)) ** 0.5)
        c = min(correlation_map(c, "sigmoid", q=q, sigma_w=sw2**0.5, sigma_b=0.0), 1.0)
        q = variance_map(q, "sigmoid", sigma_w=sw2**0.5, sigma_b=0.0)
    return spreads


def draw() -> Figure:
    figure, axes = figure_style.new(3.2)
    layers = np.arange(1, DEPTH + 1)
    shown = 8  # below that, 1 - c is lost in the rounding of c
    for sw2, color in zip(VARIANCES, figure_style.CYCLE[::-1][3:], strict=True):
        runs = np.array([measured(sw2, seed) for seed in SEEDS])
        last = shown if sw2 == 1.0 else DEPTH
        figure_style.simulation(axes, layers[:last], runs[:, 0, :last], color)
        axes.plot(layers[:last], predicted(sw2)[:last], color=color)
        if sw2 == 1.0:
            units = np.median(runs[:, 1], axis=0)
            axes.plot(layers, units, "s", color=color, markerfacecolor="none", markersize=4)
            assert round(np.median(units[3:]), 2) == OVER_UNITS, units
        place = {256.0: (12.4, 0.2), 16.0: (12.4, 0.0022), 1.0: (8.4, 1.0e-5)}[sw2]
        figure_style.label(axes, *place, f"${sw2:g}$", color)
    for (sw2, layer), said in SAID.items():
        assert abs(np.log10(predicted(sw2)[layer - 1] / said)) < 0.1, (sw2, layer)
    axes.set_yscale("log")
    axes.set_ylim(3e-6, 1.0)
    axes.set_xlim(0.5, 13.6)
    axes.set_xticks([1, 4, 8, 12])
    axes.set_xlabel(r"$l$")
    axes.set_ylabel(r"$s^l$")
    return figure
