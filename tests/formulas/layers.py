"""Formulas of layers: forward, backward, sums over units, means over the weights.

Derivatives of the loss are differences here, with numpy's own forward pass; a mean over weights
goes over all their signs, so that it is exact.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import numpy as np

from tests.formulas.rows import Row, logistic, rows, slope
from tests.tex import along, value
from vgref.activations import ACTIVATIONS, sigmoid_derivative
from vgref.network import MLP, Gradients, mean_squared_error, softmax_cross_entropy

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


CALLED = {
    LONG: long_product,
    STEP: one_step,
    **{f"{left} = {right}": rewritten for left, right in TILDES.items()},
    r"\tilde W=4W": rewritten,
    r"\tilde b=2b+\dots": rewritten,
    ALONG: half_normal,
}
