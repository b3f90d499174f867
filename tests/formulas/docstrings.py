"""What the formulas of vgref's docstrings are held against, and the values of their names.

Most are the function that they describe, and need nothing here. `SAID` has the others, by module
and function: the names of a formula, and what it has to equal; None if it is an equation that has
to hold by itself.
"""

from __future__ import annotations

from math import erfc
from typing import Any

import numpy as np

from tests.formulas.expectations import density, xi
from tests.formulas.rows import logistic
from tests.formulas.spelling import normal
from vgref.activations import (
    bounded,
    exponentials,
    gated,
    gelu_derivative,
    gelu_tanh,
    gelu_tanh_derivative,
    leaky_rectifiers,
    pairs,
    piecewise,
    shrinkage,
    smooth_rectifiers,
    tanhexp_derivative,
)
from vgref.activations import normal_distribution as normals
from vgref.activations.gelu import gelu_tanh_argument
from vgref.gaussian.piecewise_linear import _truncated_moments
from vgref.initializers import gain
from vgref.meanfield.relu import relu_correlation_map

z = np.linspace(-4.03, 4.07, 101)
below, above, inside, near = z[z < 0], z[z > 0], z[np.abs(z) < 2.9], np.array([-1e-3, 1e-3])
a, b = np.linspace(-3, 3.1, 40), np.linspace(2, -2.5, 40)


@np.vectorize
def distribution(x: float) -> float:
    return erfc(-x / 2**0.5) / 2


def normal_density(x: Any) -> Any:
    return np.exp(-x * x / 2) / (2 * np.pi) ** 0.5


def mills(x: Any) -> Any:
    return distribution(-x) * np.exp(x * x / 2)


NAMES: dict[str, Any] = {
    "z": z,
    r"\sigma": logistic,
    r"\Phi": distribution,
    r"\phi": normal_density,
}
NAMES |= {r"\operatorname{erf}": np.vectorize(lambda x: 1 - erfc(x))}
PARAMETERS = {"slope": r"\alpha", "alpha": r"\alpha", "threshold": r"\lambda", "theta": r"\theta"}
PARAMETERS |= {"omega": r"\omega"}
SELU = {r"\alpha": exponentials.SELU_ALPHA, r"\lambda": exponentials.SELU_SCALE}


def parameters(given: dict[str, float]) -> dict[str, float]:
    """The names that the formulas have for the parameters of a function."""
    return {PARAMETERS[name]: one for name, one in given.items() if name in PARAMETERS}


def silu_slope(x: Any) -> Any:
    return logistic(x) * (1 + x * logistic(-x))


e = np.exp(z)
n = np.exp(2 * z) + 2 * e
k, c = (8 / np.pi) ** 0.5, 0.044715
w, v = k * (z + c * z**3), k * (z + 3 * c * z**3)
x = np.linspace(0, 30, 61)
low, high = -0.4, 1.3
moments = dict(zip(("P", "E t", "E t²"), _truncated_moments(low, high), strict=True))
TAIL = {"x": x, r"\Phi": distribution, r"\phi": normal_density, "T": mills}
PIECE = {**moments, "a": low, "b": high, "Φ": distribution, "φ": normal_density}
GATE = {"z": z, "w": w, "v": v, r"\sigma": logistic}
PAIR = {
    "a": a,
    "b": b,
    r"\sigma": logistic,
    r"\operatorname{silu}": lambda one: one * logistic(one),
}
PAIR |= {r"\operatorname{silu}'": silu_slope}
between = np.linspace(-2, 2, 400001)
inner = normal_density(between)
inner[[0, -1]] /= 2
kept = float((inner * between**2).sum() / inner.sum())
SLOPES = {"q": 0.7, r"E\,φ(z)^2": (np.tanh(0.7**0.5 * xi) ** 2 * density).sum()}
SLOPES |= {r"E\,φ'(z)^2": (np.cosh(0.7**0.5 * xi) ** -4 * density).sum()}


def at(module: Any, name: str, where: np.ndarray, **more: Any) -> tuple[dict[str, Any], Any]:
    """The function at some points alone."""
    return NAMES | {"z": where, r"\alpha": 1.0} | more, getattr(module, name)(where)


BESIDE: dict[str, dict[str, tuple[dict[str, Any], Any]]] = {
    "bounded.arctan": {
        r"-\pi/2": ({}, bounded.arctan(-1e300)),
        r"\pi/2": ({}, bounded.arctan(1e300)),
    },
    "exponentials.elu": {r"\alpha (e^z - 1)": at(exponentials, "elu", below)},
    "exponentials.elu_derivative": {r"\alpha e^z": at(exponentials, "elu_derivative", below)},
    "exponentials.selu": {
        r"\lambda z": at(exponentials, "selu", above, **SELU),
        r"\lambda \alpha (e^z - 1)": at(exponentials, "selu", below, **SELU),
    },
    "exponentials.selu_derivative": {
        r"\lambda": at(exponentials, "selu_derivative", above, **SELU),
        r"\lambda \alpha e^z": at(exponentials, "selu_derivative", below, **SELU),
    },
    "exponentials.celu": {r"\alpha (e^{z/\alpha} - 1)": at(exponentials, "celu", below)},
    "exponentials.celu_derivative": {r"e^{z/\alpha}": at(exponentials, "celu_derivative", below)},
    "smooth_rectifiers.isrlu": {r"z / \sqrt{1 + z^2}": at(smooth_rectifiers, "isrlu", below)},
    "smooth_rectifiers.isrlu_derivative": {
        r"(1 + z^2)^{-3/2}": at(smooth_rectifiers, "isrlu_derivative", below)
    },
    "smooth_rectifiers.squareplus_derivative": {
        r"(1 + z / \sqrt{z^2 + 4}) / 2 = f(z) / \sqrt{z^2 + 4}": (
            {"z": z, "f": smooth_rectifiers.squareplus},
            smooth_rectifiers.squareplus_derivative(z),
        )
    },
    "gated.logistic_gate": {r"z \sigma(w)": (GATE, gated.logistic_gate(z, w))},
    "gated.logistic_gate_derivative": {
        r"z \sigma(w(z))": (GATE | {"w": lambda one: k * (one + c * one**3)}, gelu_tanh(z)),
        r"v = z w'(z)": (GATE | {"w'": lambda one: k * (1 + 3 * c * one**2)}, None),
        r"\sigma(w) + v \sigma(w) \sigma(-w)": (GATE, gated.logistic_gate_derivative(w, v)),
    },
    "gated.quick_gelu_derivative": {
        r"\sigma(w) (1 + w \sigma(-w))": (GATE | {"w": 1.702 * z}, gated.quick_gelu_derivative(z))
    },
    "gated.mish": {
        r"z\,n / (n + 2)": ({"z": z, "n": n}, gated.mish(z)),
        r"n = e^{2z} + 2 e^z": ({"z": z, "n": n}, None),
    },
    "gated.mish_derivative": {
        r"e^z (4(z+1) + 4e^{2z} + e^{3z} + e^z(4z+6)) / (n + 2)^2": (
            {"z": z, "n": n},
            gated.mish_derivative(z),
        )
    },
    "gelu.gelu_derivative": {
        r"\Phi(z) + z \phi(z) = \phi(z) (M + z)": (
            NAMES | {"M": distribution(z) / normal_density(z)},
            gelu_derivative(z),
        ),
        r"M = \Phi(z) / \phi(z)": (NAMES | {"M": mills(-z) * (2 * np.pi) ** 0.5}, None),
    },
    "gelu.gelu_tanh_argument": {
        r"w = 2\sqrt{2/\pi}\,(z + c z^3)": (
            {"z": z, "c": c, "w": gelu_tanh_argument(z)[0]},
            None,
        ),
        r"v = z w'": ({"z": z, "v": gelu_tanh_argument(z)[2], "w'": k * (1 + 3 * c * z**2)}, None),
    },
    "gelu.gelu_tanh_derivative": {
        r"\sigma(w) (1 + z w' \sigma(-w))": (
            GATE | {"w'": k * (1 + 3 * c * z**2)},
            gelu_tanh_derivative(z),
        )
    },
    "leaky_rectifiers.prelu_slope_derivative": {
        r"\min(z, 0)": ({"z": z}, leaky_rectifiers.prelu_slope_derivative(z))
    },
    "normal_distribution": {
        r"T(x) = \Phi(-x) e^{x^2/2}": (TAIL, normals.scaled_tail(x)),
        r"\Phi": ({r"\Phi": 0.0}, 0.0),
    },
    "normal_distribution.scaled_tail": {
        r"T(x) = \Phi(-x) e^{x^2/2}": (TAIL, normals.scaled_tail(x))
    },
    "normal_distribution.scaled_tail_excess": {
        r"T(x) - x \phi(0)": (TAIL, normals.scaled_tail_excess(x))
    },
    "normal_distribution.erf": {
        r"\frac{2}{\sqrt\pi} \int_0^z e^{-t^2} dt": (
            {
                r"\int_0^ze^{-t^2}dt": np.array(
                    [
                        (0.5 * one) * (np.exp(-((one / 2 * (1 + xs)) ** 2)) * ws).sum()
                        for one in z
                        for xs, ws in [np.polynomial.legendre.leggauss(60)]
                    ]
                )
            },
            normals.erf(z),
        )
    },
    "pairs.glu": {r"a\, \sigma(b)": (PAIR, pairs.glu(a, b))},
    "pairs.glu_derivatives": {
        r"\sigma(b)": (PAIR, pairs.glu_derivatives(a, b)[0]),
        r"a\, \sigma(b) \sigma(-b)": (PAIR, pairs.glu_derivatives(a, b)[1]),
    },
    "pairs.swiglu": {r"\operatorname{silu}(a)\, b": (PAIR, pairs.swiglu(a, b))},
    "pairs.swiglu_derivatives": {
        r"b \operatorname{silu}'(a)": (PAIR, pairs.swiglu_derivatives(a, b)[0])
    },
    "piecewise.hard_swish_derivative": {
        r"(2 z + 3) / 6": at(piecewise, "hard_swish_derivative", inside)
    },
    "shrinkage.tanhshrink": {
        r"z^3 / 3": ({"z": near}, shrinkage.tanhshrink(near) * (1 + 0.4 * near**2)),
    },
    "tanhexp.tanhexp_derivative": {
        r"\tanh(e) + z e / \cosh^2(e)": ({"z": z, "e": e}, tanhexp_derivative(z)),
        r"e = e^z": ({"z": 1.0}, None),
        r"e (\frac{\sinh 2e}{2e} + z) / \cosh^2 e": ({"z": z, "e": e}, tanhexp_derivative(z)),
    },
    "piecewise_linear.piecewise_linear_moments": {
        "P = Φ(b) - Φ(a)": (PIECE, None),
        "E t = φ(a) - φ(b)": (PIECE, None),
        "E t² = P + a φ(a) - b φ(b)": (PIECE, None),
    },
    "distributions.truncated_normal": {
        r"1 - 2 c \varphi(c) / (2 \Phi(c) - 1)": (
            {"c": 2.0, r"\varphi": normal_density, r"\Phi": distribution},
            kept,
        )
    },
    "gains.gain": {
        r"\text{forward: } \sqrt{q / E\,φ(z)^2}": (
            SLOPES | {r"\text{forward: }": 1.0},
            gain("tanh", moment="forward", variance=0.7),
        ),
        r"\text{backward: } 1 / \sqrt{E\,φ'(z)^2}": (
            SLOPES | {r"\text{backward: }": 1.0},
            gain("tanh", moment="backward", variance=0.7),
        ),
    },
    "relu.relu_correlation_map": {
        r"c \mapsto \frac{\sqrt{1 - c^2} + c (\pi - \arccos c)}{\pi}": (
            {"c": 0.3, r"c \mapsto": 1.0},
            relu_correlation_map(0.3),
        )
    },
}
SAID = {
    place: {normal(tex): one for tex, one in formulas.items()}
    for place, formulas in BESIDE.items()
}
