"""The factor per layer of tanh, of the sigmoid, and of the sigmoid with its half taken out.

Shown at path/tanh.md#tanh.
"""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scripts.content import figure_style
from vgref.meanfield import chi1, critical_sigma_w, variance_map
from vgref.network import MLP
from vgref.statistics import delta_norms

SEEDS = range(6)
SETTLED, LAST = 20, 39  # the layers between which the factor is taken
DEPTH, WIDTH, BATCH = LAST + 1, 256, 8
LEVEL = 103  # of the plain sigmoid, in the words beside the picture
DOTS = 2.0 ** np.arange(-3, 9)
CASES = ("tanh", "centred", "sigmoid")
COLORS = dict(zip(CASES, figure_style.CYCLE, strict=False))


def measured(case: str, sw2: float, draws: list[np.ndarray], x: np.ndarray) -> float:
    """The mean factor on the length of delta over the deeper half of one network."""
    name = "tanh" if case == "tanh" else "sigmoid"
    weights = [sw2**0.5 * draw for draw in draws]
    biases = [
        np.zeros(WIDTH),
        *(-w.sum(0) / 2 if case == "centred" else np.zeros(WIDTH) for w in weights[1:]),
    ]
    net = MLP(weights, biases, [name] * DEPTH)
    norms = delta_norms(net.backward(net.forward(x), x))[SETTLED - 1 : LAST]
    return float((norms[0] / norms[-1]) ** (1 / (len(norms) - 1)))


def predicted(case: str, sw2: float) -> float:
    """The square root of chi after many layers; the centred sigmoid is tanh at sw2 / 16."""
    name, sigma_w = ("sigmoid", sw2**0.5) if case == "sigmoid" else ("tanh", sw2**0.5)
    if case == "centred":
        sigma_w /= 4
    q = sigma_w**2 / 4
    for _ in range(60):
        q = variance_map(q, name, sigma_w=sigma_w, sigma_b=0.0)
    return float(chi1(q, name, sigma_w=sigma_w) ** 0.5)


def draw() -> Figure:
    figure, axes = figure_style.new(3.1)
    runs: dict[str, list[list[float]]] = {case: [] for case in CASES}
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        draws = [rng.standard_normal((WIDTH, WIDTH)) / WIDTH**0.5 for _ in range(DEPTH)]
        x = rng.standard_normal((BATCH, WIDTH))
        for case in CASES:
            runs[case].append([measured(case, sw2, draws, x) for sw2 in DOTS])
    fine = np.geomspace(DOTS[0], DOTS[-1], 45)
    for case in CASES:
        figure_style.simulation(axes, DOTS, np.array(runs[case]), COLORS[case])
        axes.plot(fine, [predicted(case, sw2) for sw2 in fine], color=COLORS[case])
    axes.axhline(1.0, color=figure_style.QUIET, linewidth=0.9, linestyle="--", zorder=0)
    last = critical_sigma_w("sigmoid", sigma_b=0.0) ** 2
    assert round(last) == LEVEL, last
    for sw2, y, text, case in (
        (1.0, 1.22, "$1$", "tanh"),
        (16.0, 1.22, "$16$", "centred"),
        (last, 0.81, f"${last:.1f}$", "sigmoid"),
    ):
        axes.plot([sw2], [1.0], "o", markersize=8, markerfacecolor="none", color="black")
        figure_style.label(axes, sw2, y, text, COLORS[case], ha="center")
    figure_style.label(axes, 0.26, 0.70, r"$\tanh$", COLORS["tanh"])
    figure_style.label(axes, 0.72, 0.41, r"$\sigma-\frac{1}{2}$", COLORS["centred"])
    figure_style.label(axes, 10.0, 0.45, r"$\sigma$", COLORS["sigmoid"])
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(DOTS[0] * 0.85, DOTS[-1] * 1.3)
    axes.set_xlabel(r"$n\,\mathrm{Var}(w)$")
    axes.set_ylabel(r"$\|\delta^l\|\;/\;\|\delta^{l+1}\|$")
    return figure
