"""One unit that starts dead: its loss under gradient descent for four slopes below zero.

Shown at path/dead-units.md#dead-units.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.activations import leaky_relu, leaky_relu_derivative
from vgref.training import gradient_descent, minimize

LEARNING_RATE, STEPS = 0.1, 3000
SLOPES = {0.25: "a = 0.25", 0.1: "a = 0.1", 0.01: "a = 0.01", 0.0: "a = 0"}
SAID = {0.25: 22, 0.1: 55, 0.01: 545}  # predictions, as the alternative text has them


def losses(slope: float) -> tuple[np.ndarray, int | None]:
    """The loss at every step, and the first step at which the unit is on for an input."""
    x = np.linspace(-1, 1, 201)
    target = np.maximum(x, 0) + 0.5
    w, b = np.array([1.0]), np.array([-2.0])
    on: list[bool] = []

    def loss_and_gradients() -> tuple[float, list[np.ndarray]]:
        z = w * x + b
        on.append(bool(z.max() > 0))
        error = leaky_relu(z, slope) - target
        delta = 2 * error / len(x) * leaky_relu_derivative(z, slope)
        return float(np.mean(error**2)), [delta @ x[:, None], delta.sum(keepdims=True)]

    optimizer = gradient_descent(learning_rate=LEARNING_RATE)
    values, _ = minimize([w, b], loss_and_gradients, optimizer=optimizer, steps=STEPS)
    return np.array(values), on.index(True) if any(on) else None


def draw() -> Figure:
    figure, axes = figure_style.new(2.8)
    steps = np.arange(1, STEPS + 1)
    for (slope, text), color in zip(SLOPES.items(), figure_style.CYCLE, strict=False):
        values, revived = losses(slope)
        axes.plot(steps, values[1:], color=color)
        if revived is None:
            figure_style.label(axes, 1.15, values[-1] - 0.1, f"${text}$", color)
            continue
        predicted = 6 / (11 * LEARNING_RATE * slope)
        assert round(predicted) == SAID[slope]
        assert 0.75 < revived / predicted < 1
        axes.axvline(predicted, ymax=0.91, color=color, linewidth=0.9, linestyle="--", zorder=0)
        axes.plot([revived], [values[revived]], "o", color=color, markersize=6, markeredgewidth=0)
        figure_style.label(axes, predicted, 1.72, f"${text}$", color, ha="center")
    axes.set_xscale("log")
    axes.set_xlim(1, 3000)
    axes.set_ylim(0, 1.8)
    axes.set_xlabel(r"$t$")
    axes.set_ylabel(r"$C$")
    return figure
