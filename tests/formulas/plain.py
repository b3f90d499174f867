"""The formulas that docstrings write in plain letters (σ_w² E φ'²), as `help` shows them.

By module and function: a piece of the docstring, the names in it, what it has to equal (None: it
is an equation that holds by itself), and how nearly.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np

from tests.formulas.expectations import density, gaussian, pair, two, xi
from tests.formulas.rows import logistic
from vgref.initializers import (
    fans,
    glorot_uniform,
    he_normal,
    he_uniform,
    lecun_uniform,
    pytorch_gain,
    uniform,
)
from vgref.meanfield import (
    born_dead_lower_bound,
    centred_critical_sigma_w,
    chi,
    chi1,
    correlation_map,
    critical_points,
    length_second_moment,
    relu_correlation_map,
    variance_map,
    variance_slope,
)

LETTERS = {
    **{
        "²": "^2",
        "⁴": "^4",
        "σ_w": r"\sigma_w ",
        "σ_b": r"\sigma_b ",
        "χ₁": r"\chi ",
        "φ": r"\varphi ",
    },
    **{
        "√": r"\sqrt ",
        "Σ": r"\Sigma ",
        "π": r"\pi ",
        "·": r"\cdot ",
        "E ": r"\mathbb{E} ",
        "E[": r"\mathbb{E}[",
    },
}
# A letter squared, alone or as a mean, says nothing yet.
MENTIONED = re.compile(r"(?:Σ |E )?\b[a-zφ]'?(?:\([a-z]\))?²(?! /)|sin\(z\)²|√n\b|σ_b²")
SPECIAL = re.compile(r"[²⁴√∂]")


class Said(NamedTuple):
    text: str
    names: dict[str, Any]
    expected: Any = None
    exact: float = 1e-9


def as_tex(text: str) -> str:
    for letter, tex in LETTERS.items():
        text = text.replace(letter, tex)
    return re.sub(r"\^-(\w)", r"^{-\1}", text)


WIDE = gaussian("tanh", 0.8, 1.4) | {r"\sigma_b": 0.3}
TWO = pair(1.5, 0.6, 1.2) | {r"\sigma_b": 0.3, r"\varphi": logistic, "weights": two}
TWO |= {r"\varphi'": lambda z: logistic(z) * logistic(-z)}
TWO |= {"V(q)": variance_map(1.5, "sigmoid", sigma_w=1.2, sigma_b=0.3)}
[point] = critical_points("sigmoid", sigma_b=0.3)
phi = logistic(point.q**0.5 * xi)
EDGE = {r"\sigma_w": point.sigma_w, r"\sigma_b": 0.3, "q": point.q, "weights": density}
EDGE |= {r"\varphi": phi, r"\varphi'": phi * (1 - phi)}
# One ReLU layer of n_l units above q_{l-1}: a sum of n squares, its mean and mean square.
LENGTH = {
    "n_l": 5,
    "t": xi,
    "weights": density,
    r"\varphi": lambda z: np.maximum(z, 0),
    "gain": 2**0.5,
}
LENGTH |= {"κ": 1 + 5 * (length_second_moment([5], "relu") - 1), "q_{l-1}": 1.0, "n": 5, "L": 3}
LENGTH |= {as_tex("E q_l²"): length_second_moment([5], "relu")}
# The mean of g over a Gaussian of mean m and deviation s, moved a little.
m, s, h = 0.2, 0.7, 1e-4


def mean_of(middle: float, square: float) -> float:
    return float((np.tanh(middle + square**0.5 * xi) * density).sum())


MOVED = {"g": np.tanh(m + s * xi), "t": xi, "s": s, "weights": density}
MOVED |= {as_tex("∂/∂m E g"): (mean_of(m + h, s * s) - mean_of(m - h, s * s)) / (2 * h)}
MOVED |= {as_tex("∂/∂s² E g"): (mean_of(m, s * s + h) - mean_of(m, s * s - h)) / (2 * h)}
c = 0.5
for _ in range(3000):
    c = relu_correlation_map(c)
rng = np.random.default_rng(0)
drawn = uniform((500, 400), bound=0.7, rng=rng)
root_n = uniform((500, 400), bound=500**-0.5, rng=rng)
leaky = {"slope": 0.5, "fan": 500}
he = he_uniform((500, 400), slope=0.5, rng=rng)

PLAIN: dict[str, list[Said]] = {
    "variance.variance_map": [
        Said("σ_w² E φ(z)² + σ_b²", WIDE, variance_map(0.8, "tanh", sigma_w=1.4, sigma_b=0.3))
    ],
    "variance.chi1": [Said("χ₁ = σ_w² E φ'(z)²", WIDE, chi1(0.8, "tanh", sigma_w=1.4))],
    "variance.variance_slope": [
        Said("σ_w² E[z φ(z) φ'(z)] / q", WIDE, variance_slope(0.8, "tanh", sigma_w=1.4))
    ],
    "correlation.correlation_map": [
        Said(
            "(σ_w² E φ(u) φ(v) + σ_b²) / V(q)",
            TWO,
            correlation_map(0.6, "sigmoid", q=1.5, sigma_w=1.2, sigma_b=0.3),
        )
    ],
    "correlation.chi": [Said("σ_w² E φ'(u) φ'(v)", TWO, chi(0.6, "sigmoid", q=1.5, sigma_w=1.2))],
    "criticality.critical_points": [
        Said("σ_w² = 1 / E φ'²", EDGE),
        Said("q = E φ² / E φ'² + σ_b²", EDGE),
    ],
    "criticality.centred_critical_sigma_w": [
        Said("σ_w = 1 / |φ'(0)|", TWO | {r"\sigma_w": centred_critical_sigma_w("sigmoid")})
    ],
    "finite_width.length_second_moment": [
        Said("E q_L² / q_0²", {as_tex("E q_L²"): 1.0, "q_0": 1.0}, 1.0),
        Said(
            "gain² / n_l · Σ φ(z_i)²",
            LENGTH | {r"\Sigma": 1.0, "z_i": 1.5, "n_l": 1},
            2 * np.maximum(1.5, 0) ** 2,
        ),
        Said("gain² = 1 / E φ(t)²", LENGTH),
        Said("κ q_{l-1}²", LENGTH, 6.0),
        Said("κ = E φ(t)⁴ / (E φ(t)²)²", LENGTH),
        Said("E q_l² = (1 + (κ - 1) / n_l) q_{l-1}²", LENGTH),
        Said("(1 + 5/n)^L", LENGTH, length_second_moment([5, 5, 5], "relu")),
    ],
    "relu.relu_correlation_map": [Said("9π² / (2 l²)", {"l": 3000}, 1 - c, 0.02)],
    "born_dead.born_dead_lower_bound": [
        Said(
            "1 - 2 s^(L-1) + (1 - 2^(1-n)) s^(2(L-2))",
            {"s": 1 - 2.0**-3, "n": 3, "L": 6},
            born_dead_lower_bound(width=3, layers=6),
        ),
        Said("(1 - 2^-n)² = s²", {"s": 1 - 2.0**-3, "n": 3}),
    ],
    "self_normalizing.moment_jacobian": [
        Said("∂/∂m E g = E g t / s", MOVED, None, 1e-6),
        Said("∂/∂s² E g = E g (t² - 1) / (2 s²)", MOVED, None, 1e-6),
    ],
    "distributions.uniform": [
        Said("bound / √3", {"bound": 0.7}, drawn.std(), 0.01),
        Said("1/(3n)", {"n": 500}, root_n.var(), 0.01),
        Said("U(-1/√n, 1/√n)", {"U": lambda low, high: high, "n": 500}, root_n.max(), 0.001),
    ],
    "gains.pytorch_gain": [
        Said("√2", {}, pytorch_gain("relu")),
        Said("√(2 / (1 + a²))", {"a": 0.01}, pytorch_gain("leaky_relu")),
    ],
    "scaling.lecun_uniform": [
        Said("√(3 / fan_in)", {"fan_in": 500}, lecun_uniform((500, 400), rng=rng).max(), 1e-3)
    ],
    "scaling.glorot_uniform": [
        Said(
            "√(6 / (fan_in + fan_out))",
            {"fan_in": 500, "fan_out": 400},
            glorot_uniform((500, 400), rng=rng).max(),
            1e-3,
        )
    ],
    "scaling.he_normal": [
        Said(
            "2 / ((1 + slope²) fan)", leaky, he_normal((500, 400), slope=0.5, rng=rng).var(), 0.02
        )
    ],
    "scaling.he_uniform": [
        Said("2 / ((1 + slope²) fan)", leaky, he.var(), 0.02),
        Said("√(6 / ((1 + slope²) fan))", leaky, he.max(), 1e-3),
    ],
    "shapes.fans": [
        Said("k² c", {"k": 3, "c": 64}, fans((3, 3, 64, 128))[0]),
        Said("k² d", {"k": 3, "d": 128}, fans((3, 3, 64, 128))[1]),
    ],
}
