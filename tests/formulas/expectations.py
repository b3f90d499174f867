"""Formulas with a mean over the normal distribution: variance maps, chi, gains, Hermite series.

The means are taken here by Gauss-Legendre panels that meet at 0; vgref's own integration, and its
maps and fixed points, are the other side.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.polynomial import hermite_e

from tests.formulas.rows import Row, logistic, rows
from vgref.activations import leaky_relu, leaky_relu_derivative
from vgref.initializers import gain
from vgref.meanfield import (
    chi1,
    correlation_map,
    critical_points,
    variance_fixed_point,
    variance_map,
)

panels = np.linspace(-10, 10, 21)
inner, inner_weights = np.polynomial.legendre.leggauss(24)
xi = (inner / 2 + (panels[:-1, None] + panels[1:, None]) / 2).ravel()
density = np.tile(inner_weights / 2, 20) * np.exp(-xi * xi / 2) / (2 * np.pi) ** 0.5

FUNCTIONS = {
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
    "sigmoid": (logistic, lambda z: logistic(z) * logistic(-z)),
    "sin": (np.sin, np.cos),
}


def gaussian(name: str, q: float, sigma_w: float) -> dict[str, Any]:
    """A wide layer whose pre-activations have the variance q."""
    phi, derivative = FUNCTIONS[name]
    chi = chi1(q, name, sigma_w=sigma_w)
    mapped = variance_map(q, name, sigma_w=sigma_w, sigma_b=0.0)
    names = {
        r"\xi": xi,
        "weights": density,
        "z": q**0.5 * xi,
        "q": q,
        "q^l": q,
        r"\sigma_w": sigma_w,
    }
    names |= {r"\varphi": phi, r"\varphi'": derivative, r"\sigma": logistic, r"\chi": chi}
    names |= {r"\sigma'": FUNCTIONS["sigmoid"][1], r"\chi^l": chi, "q^{l+1}": mapped}
    return names | {r"\tanh'": FUNCTIONS["tanh"][1], r"P(z>0)": density[xi > 0].sum()}


RELU = gaussian("relu", 1.3, 1.7)
TANH = gaussian("tanh", 0.8, 1.4)
SIGMOID = gaussian("sigmoid", variance_fixed_point("sigmoid", sigma_w=3.0, sigma_b=0.0), 3.0)
[critical] = critical_points("sigmoid", sigma_b=0.0)
CRITICAL = gaussian("sigmoid", critical.q, critical.sigma_w)
CENTRED = {r"\chi": chi1(0.0, "sigmoid", sigma_w=3.0), r"\sigma_w": 3.0}
FORWARD = gaussian("tanh", 0.7, gain("tanh", moment="forward", variance=0.7))
BACKWARD = gaussian("tanh", 0.7, gain("tanh", moment="backward", variance=0.7))
leaky = (lambda z: leaky_relu(z, 0.3), lambda z: leaky_relu_derivative(z, 0.3))
LEAKY = {"weights": density, "z": 1.3**0.5 * xi, "q": 1.3, "a": 0.3, r"\alpha": 0.3}
LEAKY |= {
    r"\varphi": leaky[0](LEAKY["z"]),
    r"\varphi'": leaky[1](LEAKY["z"]),
    "h": leaky[0](LEAKY["z"]),
}

# tanh at small variances.
tiny = gaussian("tanh", 1e-3, 1.1)
start = [1.0]
for _ in range(299):
    start.append(variance_map(start[-1], "tanh", sigma_w=1.0, sigma_b=0.0))
LATE = {"l": 300.0, "q^l": start[-1], r"\chi^l": chi1(start[-1], "tanh", sigma_w=1.0)}
NEAR = {r"\sigma_w": 1.002**0.5}
NEAR["q^*"] = variance_fixed_point("tanh", sigma_w=NEAR[r"\sigma_w"], sigma_b=0.0)
NEAR[r"\chi"] = chi1(NEAR["q^*"], "tanh", sigma_w=NEAR[r"\sigma_w"])

# Two inputs with correlation c; the mean goes over two independent normal numbers.
nodes, node_weights = hermite_e.hermegauss(60)
first, second = (one.ravel() for one in np.meshgrid(nodes, nodes))
two = np.outer(node_weights, node_weights).ravel() / (2 * np.pi)


def pair(q: float, c: float, sigma_w: float) -> dict[str, Any]:
    u = q**0.5 * first
    v = q**0.5 * (c * first + (1 - c * c) ** 0.5 * second)
    spread = ((logistic(u) - logistic(v)) ** 2 * two).sum() / 2
    next_q = variance_map(q, "sigmoid", sigma_w=sigma_w, sigma_b=0.0)
    next_c = correlation_map(c, "sigmoid", q=q, sigma_w=sigma_w, sigma_b=0.0)
    names = {
        "u": u,
        "v": v,
        "weights": two,
        r"\sigma": logistic,
        r"\sigma'": FUNCTIONS["sigmoid"][1],
    }
    names |= {"s^2": spread, "q": q, "c": c, r"\sigma_w": sigma_w, "z": (u + v) / 2}
    later = next_q * (1 + next_c) / 2
    hat_u = next_q**0.5 * first
    hat_v = next_q**0.5 * (next_c * first + (1 - next_c**2) ** 0.5 * second)
    names |= {r"\hat q": next_q, r"\hat c": next_c, r"\hat z": later**0.5 * first}
    names |= {r"\hat s^2": ((logistic(hat_u) - logistic(hat_v)) ** 2 * two).sum() / 2}
    return names | {r"\chi": chi1(later, "sigmoid", sigma_w=sigma_w)}


APART, ALIKE = pair(1.5, 0.6, 1.2), pair(1.5, 1 - 1e-5, 1.2)

TABLE: list[Row] = [
    *rows(
        TANH,
        r"\chi=\sigma_w^2\,\mathbb E\,\varphi'(z)^2",
        r"\chi = \sigma_w^2\;\mathbb{E}\,\varphi'(\sqrt{q}\,\xi)^2",
        r"q^{l+1}=\sigma_w^2\,\mathbb E\tanh(\sqrt{q^l}\,\xi)^2",
        r"\chi^l=\sigma_w^2\,\mathbb E\tanh'(\sqrt{q^l}\,\xi)^2",
        r"\mathbb E z^2=q",
        r"\mathbb E z^4=3q^2",
        r"\mathbb E z^6=15q^3",
        r"z=\sqrt q\,\xi",
    ),
    *rows({"q^1": 2.25, r"\sigma_w": 1.5}, r"q^1=\sigma_w^2"),
    *rows(
        RELU,
        r"\mathbb E\,\varphi'(z)^2 = P(z>0) = \tfrac12",
        r"\mathbb E\,\varphi(z)^2 = \tfrac12\,\mathbb E z^2 = \tfrac12 q",
        r"q^{l+1} = \tfrac12\sigma_w^2\,q^l",
        r"\chi = \sigma_w^2\,\mathbb E\,\varphi'(z)^2 = \tfrac12\sigma_w^2",
        r"\chi=\tfrac12\sigma_w^2",
        r"\mathbb E\,\varphi(z)^2=\tfrac12\mathbb E z^2",
    ),
    *rows(
        RELU | {r"\operatorname{relu}": FUNCTIONS["relu"][0]},
        r"\mathbb E\operatorname{relu}(z)^2=\tfrac12\mathbb E z^2",
    ),
    *rows(
        {"weights": np.full(3, 1 / 3), "z": np.linspace(-1, 1, 3) * 0.5**0.5},
        r"\mathbb E z^2=\tfrac13",
    ),
    *rows({"weights": np.full(2, 1 / 2), "z": np.array([-1.0, 1.0])}, r"\mathbb E z^2=1"),
    *rows(
        LEAKY | {r"\varphi(z)": 0},
        r"\mathbb E\,\varphi'^2=\tfrac12(1+\alpha^2)",
        r"\mathbb E\,\varphi^2=\tfrac q2(1+\alpha^2)",
        r"\mathbb{E}\,h^2 = \tfrac q2(1+a^2)",
        r"\mathbb{E}\,\varphi'^2 = \tfrac12(1+a^2)",
        r"\mathbb E\,\varphi^2=\mathbb E z^2\,\mathbb E\,\varphi'^2",
    ),
    *rows(
        SIGMOID,
        r"\chi=\sigma_w^2\;\mathbb{E}\,\sigma'(z)^2\;\le\;\frac{\sigma_w^2}{16}",
        r"q=\sigma_w^2\,\mathbb{E}\,\sigma(z)^2=\sigma_w^2(\tfrac14+\mathbb{E}(\sigma(z)-\tfrac12)^2)"
        r"\;\ge\;\frac{\sigma_w^2}{4}",
        r"q^{l+1} = \sigma_w^2\,\mathbb E\,\sigma(z)^2"
        r" = \sigma_w^2(\tfrac14+\tfrac14\,\mathbb E\tanh^2\tfrac z2) \ge \tfrac14\sigma_w^2",
        r"q=\sigma_w^2\,\mathbb E\,\sigma(z)^2",
    ),
    *rows(SIGMOID | {"h": logistic(SIGMOID["z"])}, r"q=\sigma_w^2\,\mathbb E\,h^2"),
    *rows(
        CRITICAL,
        r"1=\sigma_w^2\,\mathbb E\,\sigma'(z)^2",
        r"\chi=\sigma_w^2\,\mathbb E\,\sigma'(z)^2=1",
        r"q=\frac{\mathbb{E}\,\sigma(\sqrt q\,\xi)^2}{\mathbb{E}\,\sigma'(\sqrt q\,\xi)^2}",
    ),
    *rows(CENTRED, r"\chi=\sigma_w^2/16"),
    *rows(FORWARD, r"\sigma_w^2\,\mathbb E\varphi(\sqrt q\,\xi)^2=q"),
    *rows(BACKWARD, r"\sigma_w^2\,\mathbb E\varphi'(\sqrt q\,\xi)^2=1"),
    # tanh at small variances.
    *rows(
        tiny,
        r"q^{l+1} = \sigma_w^2(q-2q^2+\tfrac{17}3q^3-\dots)",
        r"\chi = \sigma_w^2(1-2q+7q^2-\dots)",
        close=1e-7,
    ),
    *rows(gaussian("tanh", 1e-3, 1.0), r"1/q^{l+1}\approx 1/q^l+2", close=1e-5),
    *rows(LATE, r"q^l\approx\tfrac1{2l}"),
    *rows(LATE, r"\chi^l\approx1-\tfrac1l", close=5e-4),
    *rows(NEAR, r"\sigma_w^2(1-2q^*+\tfrac{17}3q^{*2})=1", exact=1e-7),
    *rows(
        NEAR,
        r"\chi-1 \approx \sigma_w^2(7-\tfrac{17}3)q^{*2} = \tfrac43\,\sigma_w^2\,q^{*2}"
        r" \approx \tfrac13(\sigma_w^2-1)^2",
        close=0.02,
    ),
    # Two inputs.
    *rows(
        APART,
        r"s^2=\tfrac12\,\mathbb{E}(\sigma(u)-\sigma(v))^2=\mathbb{E}\,\sigma(u)^2-\mathbb{E}\,\sigma(u)\sigma(v)",
        r"\hat q=\sigma_w^2\,\mathbb{E}\,\sigma(u)^2",
        r"\hat q\,\hat c=\sigma_w^2\,\mathbb{E}\,\sigma(u)\sigma(v)",
        r"\hat q\,(1-\hat c)=\sigma_w^2\,s^2",
        r"z=\tfrac12(u+v)",
    ),
    *rows(
        ALIKE,
        r"s^2\approx\mathbb{E}\,\sigma'(z)^2\,q(1-c)",
        r"\hat s^2\;\approx\;\mathbb{E}\,\sigma'(\hat z)^2\;\hat q\,(1-\hat c)"
        r"\;=\;\sigma_w^2\,\mathbb{E}\,\sigma'(\hat z)^2\;s^2\;=\;\chi\,s^2",
        close=1e-4,
        exact=1e-6,
    ),
    *rows(ALIKE, r"\sigma(u)-\sigma(v)\approx\sigma'(z)\,(u-v)", close=2e-3),
]
