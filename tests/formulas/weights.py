"""Formulas of weights that are drawn, that are 0, that are equal, and of one leaky unit.

A mean over drawn weights goes over all their signs, so that it is exact.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from tests.formulas.layers import KINDS, drawn, rng
from tests.formulas.rows import Row, logistic, rows, slope
from tests.formulas.tex import along
from vgref.activations import ACTIVATIONS, sigmoid_derivative
from vgref.network import MLP, Gradients, softmax_cross_entropy

# One layer whose weights are drawn: all signs of 2 x 3 weights, with inputs and deltas held.
spread, h_fixed, delta_fixed = 0.7, np.array([0.4, -1.3]), np.array([0.6, -0.2, 1.1])
z_fixed = np.array([0.3, -0.9])
signs = np.array(list(product((-1.0, 1.0), repeat=6))).reshape(-1, 2, 3)
backs: list[Gradients] = []
sums = []
for one in signs * spread:
    layer = MLP([one], [np.zeros(3)], ["identity"])
    passed = layer.forward(h_fixed[None])
    sums.append(passed.output[0])
    backs.append(layer.backward(passed, delta_fixed[None]))
to_h = np.array([one.inputs[0] for one in backs]).T
below = KINDS["tanh"][1](z_fixed)[:, None] * to_h
DRAWN: dict[str, Any] = {
    "h": h_fixed,
    r"\delta": delta_fixed,
    "w": np.moveaxis(signs, 0, -1) * spread,
}
DRAWN |= {"weights": np.full(len(signs), 1 / len(signs)), r"\operatorname{Var}(w)": spread**2}
DRAWN |= {"z_j": along(np.array(sums).T, "j"), "g_i": along(to_h, "i"), "z": z_fixed, "n": 2}
DRAWN |= {r"\partial C/\partial h_i": along(to_h, "i"), r"\delta_i": along(below, "i")}
DRAWN |= {r"n_{\text{in}}": 2, r"n_{\text{out}}": 3, r"\varphi'": KINDS["tanh"][1]}
DRAWN |= {r"\overline{h^2}": (h_fixed**2).mean(), r"\overline{\delta^2}": (delta_fixed**2).mean()}
DRAWN |= {
    r"\lVert\delta^l\rVert^2": (below**2).sum(0),
    r"\lVert\delta^{l+1}\rVert^2": (delta_fixed**2).sum(),
}
DRAWN |= {"z^l": z_fixed, "sizes": {"i": 2, "j": 3, "k": 2}}
BACK = DRAWN | {"sizes": {"i": 2, "j": 3, "k": 3}}  # there, k runs over outputs as j does

# All of z, w and delta drawn, each from its own few values.
every = list(
    product(
        product((-0.4, 1.2), repeat=2), product((-0.7, 0.7), repeat=4), ((1.0, 0.3), (-0.2, 0.8))
    )
)
all_z, all_w, all_delta = (np.array([one[n] for one in every]).T for n in range(3))
all_w = all_w.reshape(2, 2, -1)
lower = sigmoid_derivative(all_z) * np.einsum("ijs,js->is", all_w, all_delta)
ALL: dict[str, Any] = {"z": all_z, "w": all_w, r"\delta^{l+1}": all_delta, r"\delta^l": lower}
ALL |= {"weights": np.full(len(every), 1 / len(every)), r"\operatorname{Var}(w)": 0.49}
ALL |= {r"\sigma'": KINDS["sigmoid"][1], "sizes": {"i": 2, "j": 2, "k": 2}}
ALL |= {r"\varphi'": KINDS["sigmoid"][1], r"\delta": lower}
ALL |= {"g": np.einsum("ijs,js->is", all_w, all_delta)}

# Zero weights, three classes, five examples.
labels = np.array([0, 1, 1, 2, 1])
zero_net = MLP(
    [np.zeros((4, 3)), np.zeros((3, 3)), np.zeros((3, 3))],
    [np.zeros(3)] * 3,
    ["sigmoid", "sigmoid", "identity"],
)
zero_forward = zero_net.forward(rng.standard_normal((5, 4)))
zero_back = zero_net.backward(zero_forward, softmax_cross_entropy(zero_forward.output, labels)[1])
frequencies = np.bincount(labels, minlength=3)[None] / 5
ZERO: dict[str, Any] = {
    "c": zero_forward.post_activations[1][0, 0],
    r"\varphi": logistic,
    "K": 3,
    "N": 5,
}
ZERO |= {r"\mathbf1": np.ones((1, 3)), "f": frequencies, "s": zero_back.deltas[2].sum(0)[None]}
ZERO |= {
    r"\frac{\partial C}{\partial W^L}": zero_back.weights[2],
    r"\delta^L": zero_back.deltas[2],
}
ZERO |= {r"\frac{\partial C}{\partial b^L}": zero_back.biases[2][None], "sizes": {"i": 5}}
ZERO |= {"p": np.full((5, 3), 1 / 3), "y": np.eye(3)[labels], r"\delta": zero_back.deltas[2] * 5}
ZERO |= {r"\delta^l": zero_back.deltas[1], r"\delta^{l+1}": zero_back.deltas[2], "I": np.eye(3)}
ZERO |= {"W^{l+1}": zero_net.weights[2], r"\varphi'": KINDS["sigmoid"][1], "D^l": 0.25 * np.eye(3)}
# Its middle layer alone 0; two equal units; weights 0 and biases drawn.
middle = drawn([4, 3, 3, 2], "tanh")
middle.weights[1][:] = 0
middle.biases[1][:] = 0
middle_forward = middle.forward(rng.standard_normal((5, 4)))
middle_back = middle.backward(middle_forward, rng.standard_normal((5, 2)))
MIDDLE: dict[str, Any] = {
    r"\partial C/\partial W^3": middle_back.weights[2],
    "W^3": middle.weights[2],
}
MIDDLE |= {
    r"\delta^2": middle_back.deltas[1],
    r"\delta^3": middle_back.deltas[2],
    r"\varphi'(0)": 1.0,
}
only_biases = MLP(
    [np.zeros((4, 3)), np.zeros((3, 2))],
    [rng.standard_normal(3), np.zeros(2)],
    ["tanh", "identity"],
)
BIASES: dict[str, Any] = {r"\varphi": np.tanh, "b^l": only_biases.biases[0][None]}
BIASES |= {"h^l": only_biases.forward(rng.standard_normal((1, 4))).post_activations[1]}
linear_x = rng.standard_normal((6, 4))
linear = MLP([np.zeros((4, 3))], [np.zeros(3)], ["identity"])
linear_delta = softmax_cross_entropy(
    linear.forward(linear_x).output, np.array([0, 1, 2, 0, 0, 1])
)[1]
LINEAR = {"x": linear_x, r"\delta": linear_delta}
LINEAR |= {
    r"\partial C/\partial W": linear.backward(linear.forward(linear_x), linear_delta).weights[0]
}
twins = rng.standard_normal((3, 2))[[0, 0, 1]]  # units 0 and 1 feed the next layer alike
back_h = MLP([twins], [np.zeros(2)], ["identity"])
twin_delta = rng.standard_normal(2)
through = back_h.backward(back_h.forward(np.ones((1, 3))), twin_delta[None]).inputs[0]
TWINS: dict[str, Any] = {"W": twins[:1], r"\delta": twin_delta, "sizes": {"m": 2}}
TWINS |= {r"W_{jm}": along(twins[:1], "jm"), r"W_{km}": along(twins[1:2], "km")}
TWINS |= {
    r"\frac{\partial C}{\partial h_j}": through[0],
    r"\frac{\partial C}{\partial h_k}": through[1],
}

# The leaky unit of the picture, off for every x in [-1, 1].
points = np.linspace(-1, 1, 20001)
uniform = np.full(20001, 1 / 20000)
uniform[[0, -1]] /= 2
target = np.maximum(points, 0) + 0.5


def unit_loss(parameters: np.ndarray) -> float:
    w, b = parameters
    leaky = ACTIVATIONS["leaky_relu"].with_parameters(slope=1e-3).function(w * points + b)
    return float(((leaky - target) ** 2 * uniform).sum())


by_w, by_b = slope(unit_loss, np.array([1.0, -2.0]))
OFF: dict[str, Any] = {"a": 1e-3, "t": target, "x": points, "weights": uniform}
OFF |= {r"\frac{\partial C}{\partial b}": by_b, r"\frac{\partial C}{\partial w}": by_w}
leak_z, leak_g = rng.standard_normal((2, 20))


def leak_loss(a: np.ndarray) -> float:
    return float(
        (leak_g * ACTIVATIONS["prelu"].with_parameters(slope=float(a[0])).function(leak_z)).sum()
    )


LEAK = {"z": leak_z, r"\frac{\partial C}{\partial h}": leak_g}
LEAK |= {r"\frac{\partial C}{\partial a}": slope(leak_loss, np.array([0.3]))[0]}
TABLE: list[Row] = [
    *rows(
        DRAWN,
        r"z_j=\sum_i h_iw_{ij}",
        r"\mathbb E z_j = \sum_i h_i\,\mathbb E w_{ij} = 0",
        r"\mathbb E z_j^2=\sum_i\sum_k h_i h_k\,\mathbb E[w_{ij}w_{kj}]"
        r"=\operatorname{Var}(w)\sum_i h_i^2 = n_{\text{in}}\operatorname{Var}(w)\;\overline{h^2}",
        r"\delta_i=\varphi'(z_i)\,g_i",
    ),
    *rows(
        BACK,
        r"g_i=\partial C/\partial h_i=\sum_j w_{ij}\delta_j",
        r"\mathbb E g_i^2=\sum_j\sum_k \delta_j\delta_k\,\mathbb E[w_{ij}w_{ik}]"
        r"= n_{\text{out}}\operatorname{Var}(w)\;\overline{\delta^2}",
        r"\mathbb{E}\,\lVert\delta^l\rVert^2 \;=\; n\operatorname{Var}(w)\;\cdot\;\frac1n"
        r"\sum_i\varphi'(z^l_i)^2\;\cdot\;\lVert\delta^{l+1}\rVert^2",
    ),
    *rows(
        ALL,
        r"\mathbb{E}\,(\delta_i^l)^2 = \mathbb{E}\,\sigma'(z_i)^2\sum_{j,k}"
        r"\mathbb{E}[w_{ij}w_{ik}]\;\mathbb{E}[\delta_j^{l+1}\delta_k^{l+1}]"
        r" = \mathbb{E}\,\sigma'(z_i)^2\;\operatorname{Var}(w)"
        r"\sum_j\mathbb{E}\,(\delta_j^{l+1})^2",
        r"\mathbb E\,\delta_i^2=\mathbb E\,\varphi'(z_i)^2\;\mathbb E\,g_i^2",
    ),
    *rows(
        ZERO,
        r"c=\varphi(0)",
        r"\frac{\partial C}{\partial W^L} = c\,\mathbf 1^\top s",
        r"\frac{\partial C}{\partial b^L} = s",
        r"s = \sum_i \delta_i^L = \frac1K\mathbf 1 - f",
        r"\delta_i^L=(p_i-y_i)/N",
        r"\delta^{l} = \delta^{l+1}\,(W^{l+1})^\top D^{l} = 0",
        r"D^l = \varphi'(0)\,I",
        r"\delta=p-y",
    ),
    *rows(MIDDLE, r"\partial C/\partial W^3=0", r"\delta^2=\delta^3(W^3)^\top\varphi'(0)"),
    *rows(BIASES, r"h^l=\varphi(b^l)"),
    *rows(LINEAR, r"\partial C/\partial W = x^\top\delta"),
    *rows(
        TWINS,
        r"\frac{\partial C}{\partial h_j} = \sum_m W_{jm}\,\delta_m = \sum_m W_{km}\,\delta_m"
        r" = \frac{\partial C}{\partial h_k}",
    ),
    *rows(
        OFF,
        r"\frac{\partial C}{\partial b} \approx -2a\,\mathbb{E}\,t = -\tfrac32 a",
        r"\frac{\partial C}{\partial w} \approx -2a\,\mathbb{E}\,x t = -\tfrac13 a",
        exact=1e-6,
    ),
    *rows(OFF, r"t=\max(x,0)+\tfrac12"),
    *rows(LEAK, r"\frac{\partial C}{\partial a} = \sum \min(z,0)\,\frac{\partial C}{\partial h}"),
]


ALONG = (
    r"\mathbb E[1_{z_j>0}\,w_{ij}]"
    r"=\sqrt{\operatorname{Var}(w)/(2\pi)}\;h_i/\lVert h\rVert"
)


def half_normal() -> bool:
    """E of a weight where z > 0: along h, by a turned normal distribution."""
    draws = np.random.default_rng(1).standard_normal((400_000, 2)) * 0.7
    mean = (draws * (draws @ h_fixed > 0)[:, None]).mean(0)
    exact = (0.49 / (2 * np.pi)) ** 0.5 * h_fixed / np.linalg.norm(h_fixed)
    return bool(np.allclose(mean, exact, atol=0.005))


CALLED = {ALONG: half_normal}
