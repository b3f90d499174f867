"""Formulas of layers: forward, backward, sums over units, means over the weights.

Derivatives of the loss are differences here, with numpy's own forward pass; a mean over weights
goes over all their signs, so that it is exact.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from tests.formulas.rows import Row, logistic, rows, slope
from tests.formulas.tex import along, value
from vgref.network import MLP, mean_squared_error

rng = np.random.default_rng(3)
KINDS = {
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "sigmoid": (logistic, lambda z: logistic(z) * logistic(-z)),
    "identity": (lambda z: z, np.ones_like),
}


def drawn(widths: list[int], kind: str) -> MLP:
    pairs = list(pairwise(widths))
    weights = [rng.standard_normal(one) for one in pairs]
    biases = [0.5 * rng.standard_normal(n) for _, n in pairs]
    return MLP(weights, biases, [kind] * (len(pairs) - 1) + ["identity"])


def loss(net: MLP, kind: str, g: np.ndarray, layer: int, **given: np.ndarray) -> float:
    """sum(g * output), from numpy alone, with a `z`, `h`, weight `W` or bias `b` put in."""
    h = given["x"]
    for n, (weight, bias) in enumerate(zip(net.weights, net.biases, strict=True), 1):
        here = given if n == layer else {}
        z = here.get("z", h @ here.get("W", weight) + here.get("b", bias))
        h = here.get("h", z if n == net.depth else KINDS[kind][0](z))
    return float((g * h).sum())


def network(kind: str, layer: int = 2, batch: int = 1) -> dict[str, Any]:
    """The names of layers l - 1, l and l + 1 of a network, for some examples."""
    net = drawn([4, 5, 3, 6, 2], kind)
    x, g = rng.standard_normal((batch, 4)), rng.standard_normal((batch, 2))
    forward = net.forward(x)
    back = net.backward(forward, g)
    z, h, W, b = forward.pre_activations, forward.post_activations, net.weights, net.biases
    names: dict[str, Any] = {r"\varphi": KINDS[kind][0], r"\varphi'": KINDS[kind][1]}
    for shift, mark in ((-1, "{l-1}"), (0, "l"), (1, "{l+1}")):
        at = layer + shift
        names |= {f"z^{mark}": z[at - 1], f"h^{mark}": h[at], f"W^{mark}": W[at - 1]}
        names |= {f"b^{mark}": b[at - 1][None], rf"\delta^{mark}": back.deltas[at - 1]}

    def by(**at: np.ndarray) -> Any:
        [(name, array)] = at.items()
        return slope(lambda one: loss(net, kind, g, layer, x=x, **{name: one}), array)

    by_h, by_z = by(h=h[layer]), by(z=z[layer - 1])
    names |= {
        r"\partial C/\partial W^l": by(W=W[layer - 1]),
        r"\partial C/\partial b^l": by(b=b[layer - 1]),
    }
    after = slope(lambda one: loss(net, kind, g, layer + 1, x=x, W=one), W[layer])
    names |= {
        r"\partial C/\partial w_{ij}": along(after, "ij"),
        r"\delta^{l+1}": back.deltas[layer],
    }
    names |= {r"\frac{\partial C}{\partial W^l}": names[r"\partial C/\partial W^l"]}
    names |= {r"\partial C/\partial z^l": by_z, r"\partial C/\partial z": by_z}
    names |= {r"\partial C/\partial h": by_h, r"\delta": back.deltas[layer - 1], "z": z[layer - 1]}
    names |= {"h": h[layer], "W": W[layer], r"\mathbf1": np.ones((1, 3))}
    names |= {"sizes": {"i": batch if batch > 1 else 3, "j": 6, "m": 6}}
    if batch == 1:
        jacobian = slope_of(lambda one: KINDS[kind][0](one) @ W[layer] + b[layer], z[layer - 1][0])
        names |= {r"\partial z^{l+1}_j/\partial z^l_i": along(jacobian, "ij")}
        names |= {
            "D^l": np.diag(KINDS[kind][1](z[layer - 1])[0]),
            "w": W[layer],
            "b": b[layer][None],
        }
        for n in range(1, 5):
            names |= {
                f"z^{n}": z[n - 1],
                f"h^{n}": h[n],
                f"W^{n}": W[n - 1],
                f"b^{n}": b[n - 1][None],
            }
            names |= {
                rf"\delta^{n}": back.deltas[n - 1],
                f"D^{n}": np.diag(KINDS[kind][1](z[n - 1])[0]),
            }
    else:
        names |= {r"\frac{\partial C}{\partial W^l_{kj}}": along(by(W=W[layer - 1]), "kj")}
        names |= {r"\frac{\partial C}{\partial b^l_j}": along(by(b=b[layer - 1]), "j")}
        names |= {r"\frac{\partial C}{\partial W^{l+1}_{jm}}": along(after, "jm")}
    return names


def slope_of(function: Any, at: np.ndarray, step: float = 1e-5) -> np.ndarray:
    """The derivative of each output (columns) by each input (rows)."""
    steps = np.eye(len(at)) * step
    return np.array([(function(at + one) - function(at - one)) / (2 * step) for one in steps])


ONE, MANY, SIGMOID = network("tanh"), network("tanh", batch=7), network("sigmoid")

CENTRED: dict[str, Any] = {"w": ONE["W^{l+1}"], "h": logistic(ONE["z^l"]), "sizes": {"i": 3}}
CENTRED |= {"b_j": -along(ONE["W^{l+1}"].sum(0) / 2, "j")}
CENTRED |= {
    "z_j": along((logistic(ONE["z^l"]) @ ONE["W^{l+1}"] - ONE["W^{l+1}"].sum(0) / 2)[0], "j")
}
tanh_h = np.tanh(ONE["z^l"])
REWRITTEN = {"h": tanh_h, "W": ONE["W^{l+1}"], "b": ONE["b^{l+1}"], r"\mathbf1": np.ones((1, 3))}
REWRITTEN |= {r"\tilde h": logistic(2 * ONE["z^l"])}
u = ONE["z^l"] / 2
HALVED = {"u": u, "x": u, "z": ONE["z^l"], "u^l": u, "W": ONE["W^{l+1}"]}
HALVED |= {"u^{l+1}": (logistic(ONE["z^l"]) - 0.5) @ ONE["W^{l+1}"] / 2}
lecun = MLP([np.eye(3), ONE["W^{l+1}"]], [np.zeros(3), np.zeros(6)], ["lecun_tanh", "identity"])
stretched = lecun.forward(ONE["z^l"]).output
STRETCHED = {
    "u^l": ONE["z^l"] * 2 / 3,
    "W": ONE["W^{l+1}"],
    "A": 1.7159,
    "u^{l+1}": stretched * 2 / 3,
}
STRETCHED |= {
    "z^{l+1}": stretched,
    "z^l": ONE["z^l"],
    "f": lambda one: 1.7159 * np.tanh(2 * one / 3),
}

TABLE: list[Row] = [
    *rows(
        ONE,
        r"z^{l+1}_j = \sum_i h^l_i\,W^{l+1}_{ij} + b^{l+1}_j",
        r"z^{l+1}_j=\sum_i\varphi(z^l_i)w_{ij}+b_j",
        r"h^l_i = \varphi(z^l_i)",
        r"h^l=\varphi(z^l)",
        r"z^l=h^{l-1}W^l+b^l",
        r"z^2 = h^1W^2 + b^2",
        r"\delta^l_i = \varphi'(z^l_i)\sum_j W^{l+1}_{ij}\,\delta^{l+1}_j",
        r"\delta^l_i=\sum_j\delta^{l+1}_jw_{ij}\varphi'(z^l_i)",
        r"D^l=\operatorname{diag}\varphi'(z^l)",
        r"\delta^l = \delta^{l+1}\,(W^{l+1})^\top D^l",
        r"\delta^1 = \delta^2(W^2)^\top D^1",
    ),
    *rows(
        ONE,
        r"\delta^l_i=\partial C/\partial z^l_i",
        r"\delta^l=\partial C/\partial z^l",
        r"\partial z^{l+1}_j/\partial z^l_i=\varphi'(z^l_i)\,W^{l+1}_{ij}",
        exact=1e-7,
    ),
    *rows(
        ONE | {r"\delta": ONE[r"\delta^{l+1}"]},
        r"\partial C/\partial w_{ij}=h_i\,\delta_j",
        exact=1e-7,
    ),
    *rows(
        MANY,
        r"\partial C/\partial W^l = (h^{l-1})^\top\delta^l",
        r"\frac{\partial C}{\partial W^l} = (h^{l-1})^\top \delta^l",
        r"\partial C/\partial b^l = \sum_i\delta^l_i",
        r"\delta_{ij} = \varphi'(z_{ij})\,\partial C/\partial h_{ij}",
        r"\delta=\partial C/\partial z",
        r"\frac{\partial C}{\partial W^l_{kj}} = \sum_i h^{l-1}_{ik}\,\delta_{ij}",
        r"\frac{\partial C}{\partial b^l_j} = \sum_i \delta_{ij}",
        r"\frac{\partial C}{\partial W^{l+1}_{jm}} = \sum_i h_{ij}\,\delta^{l+1}_{im}",
        exact=1e-6,
    ),
    *rows(
        SIGMOID | {r"\sigma'": KINDS["sigmoid"][1]},
        r"\lVert\delta^l\rVert\le\tfrac14\,\lVert W^{l+1}\rVert_2\,\lVert\delta^{l+1}\rVert",
        r"\delta_i^l=\sigma'(z_i)\sum_jw_{ij}\delta_j^{l+1}",
    ),
    *rows(
        {"W": np.random.default_rng(0).standard_normal((400, 400)) / 20, r"\sigma_w": 1.0},
        r"\lVert W\rVert_2\approx2\sigma_w",
    ),
    *rows(CENTRED, r"b_j=-\tfrac12\sum_i w_{ij}", r"z_j=\sum_i(h_i-\tfrac12)w_{ij}"),
    *rows(REWRITTEN, r"hW+b = \tilde h\,(2W) + (b-\mathbf 1W)"),
    *rows(HALVED, r"u=\tfrac12z", r"u^{l+1} = \tanh(u^l)\,\tfrac14W", r"x=\tfrac z2"),
    *rows(STRETCHED, r"u^{l+1} = \tfrac23A\tanh(u^l)\,W", r"z^{l+1}=f(z^l)W"),
    *rows(
        {
            "z_j": ONE["z^l"][0] - ONE["b^l"][0],
            r"h^{l-1}\cdot w_j": (ONE["h^{l-1}"] @ ONE["W^l"])[0],
        },
        r"z_j = h^{l-1}\cdot w_j",
    ),
    *rows(
        {r"\sigma_b": 0.5, r"\operatorname{Var}(b)": 0.25}, r"\sigma_b^2 = \operatorname{Var}(b)"
    ),
]


LONG = (
    r"\delta^1 = \delta^L\,(W^L)^\top D^{L-1}\,(W^{L-1})^\top D^{L-2}"
    r"\cdots(W^2)^\top D^1"
)


def long_product() -> bool:
    """The product from the last layer to the first, written out."""
    long = ONE[r"\delta^4"]
    for n in (3, 2, 1):
        long = long @ ONE[f"W^{n + 1}"].T @ ONE[f"D^{n}"]
    return bool(np.allclose(long, ONE[r"\delta^1"], rtol=1e-12))


STEP = r"z_j(x) \;\to\; z_j(x) - \eta \sum_i (1 + x\cdot x_i)\,\delta_{ij}"


def one_step() -> bool:
    """One step of gradient descent on the first layer, seen at a new input."""
    net, x, new = drawn([4, 3, 1], "tanh"), rng.standard_normal((6, 4)), rng.standard_normal(4)
    forward = net.forward(x)
    gradients = net.backward(forward, mean_squared_error(forward.output, np.ones((6, 1)))[1])
    weight = net.weights[0] - 0.1 * gradients.weights[0]
    bias = net.biases[0] - 0.1 * gradients.biases[0]
    names = {"z_j(x)": along(new @ net.weights[0] + net.biases[0], "j"), r"\eta": 0.1}
    names |= {
        r"x\cdot x_i": along(x @ new, "i"),
        r"\delta": gradients.deltas[0],
        "sizes": {"i": 6},
    }
    after = value(STEP.split(r"\to")[1], names)
    return bool(np.allclose(after, along(new @ weight + bias, "j"), rtol=1e-12))


TILDES = {
    r"\tilde W^1": "2W^1",
    r"\tilde b^1": "2b^1",
    r"\tilde W^l": "4W^l",
    r"\tilde b^l": r"2(b^l-\mathbf 1W^l)",
}


def rewritten() -> bool:
    """A tanh network, and the sigmoid network that these formulas make of it."""
    net = drawn([4, 5, 3, 2], "tanh")
    weights, biases = [], []
    for n, (weight, bias) in enumerate(zip(net.weights, net.biases, strict=True)):
        mark = "1" if n == 0 else "l"
        names = {
            f"W^{mark}": weight,
            f"b^{mark}": bias[None],
            r"\mathbf1": np.ones((1, len(weight))),
        }
        if n == net.depth - 1:  # the output is no hidden layer: only the tanh before it goes
            weights.append(2 * weight)
            biases.append(bias - weight.sum(0))
        else:
            weights.append(value(TILDES[rf"\tilde W^{mark}"], names))
            biases.append(value(TILDES[rf"\tilde b^{mark}"], names)[0])
    other = MLP(weights, biases, ["sigmoid", "sigmoid", "identity"])
    x = rng.standard_normal((9, 4))
    return bool(np.allclose(net.forward(x).output, other.forward(x).output, rtol=1e-12))


CALLED = {
    LONG: long_product,
    STEP: one_step,
    **{f"{left} = {right}": rewritten for left, right in TILDES.items()},
    r"\tilde W=4W": rewritten,
    r"\tilde b=2b+\dots": rewritten,
}
