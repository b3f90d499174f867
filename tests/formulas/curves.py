"""Formulas of single numbers: the sigmoid and tanh, chains of units, bounds."""

from __future__ import annotations

import mpmath as mp
import numpy as np

from tests.formulas.rows import Row, logistic, root, rows
from vgref.activations import (
    leaky_relu,
    lecun_tanh,
    prelu_slope_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)
from vgref.activations.sigmoids import lecun_tanh_derivative

z = np.linspace(-6, 6.1, 122)
small = np.array([-0.01, -0.006, 0.005, 0.01])
SIGMOID = {
    "z": z,
    "s": sigmoid(z),
    "h": sigmoid(z),
    r"\sigma": sigmoid,
    "w": np.array([-7.0, 4.0]),
}
SIGMOID |= {r"\sigma'": sigmoid_derivative}
TANH = {
    "x": z,
    "z": z,
    "t": tanh(z),
    "h": tanh(z),
    r"\sigma": logistic,
    "\\tilde h": logistic(2 * z),
}
TANH |= {
    r"\sigma'": lambda x: logistic(x) * logistic(-x),
    r"\tanh'": tanh_derivative,
    r"\mathbf1": 1,
}

# LeCun's tanh, and the place of the extremum of its second derivative.
x = np.linspace(-2.9, 3, 40)
AMPLITUDE = 1.7159
LECUN = {"x": x, "A": AMPLITUDE, "f": lecun_tanh, "f'": lecun_tanh_derivative(x), "z": x}
LECUN |= {"t": np.tanh(2 * x / 3), "u": 2 * x / 3}
LECUN |= {"f''(x)": (lecun_tanh_derivative(x + 1e-5) - lecun_tanh_derivative(x - 1e-5)) / 2e-5}
peak = float(mp.findroot(lambda one: mp.diff(lambda y: mp.tanh(2 * y / 3), one, 3), 1))
BEST = {"a": 3**0.5, "b": float(mp.atanh(1 / mp.sqrt(3))), "x": 1.0}
BEST |= {"f": lambda one: 3**0.5 * np.tanh(np.arctanh(3**-0.5) * one)}
# That those are the ones: f(1) = 1, and the third derivative is 0 at 1.
assert abs(mp.diff(lambda y: mp.tanh(mp.atanh(1 / mp.sqrt(3)) * y), 1, 3)) < 1e-9

TABLE: list[Row] = [
    *rows(
        SIGMOID,
        r"s=\sigma(z)=1/(1+e^{-z})",
        r"1-s=e^{-z}/(1+e^{-z})",
        r"\sigma'(z) = s(1-s) = \tfrac14-(s-\tfrac12)^2 = \frac{1}{4\cosh^2(z/2)}",
        r"s=e^{z/2}/(2\cosh(z/2))",
        r"1-s=e^{-z/2}/(2\cosh(z/2))",
        r"\sigma(z)-\tfrac12=\tfrac12\tanh(z/2)",
        r"\sigma(z)=\tfrac12+\tfrac12\tanh\tfrac z2",
        r"\sigma'(z)\le\tfrac14",
        r"\sigma'(z) = h(1-h)",
        r"w\,\sigma'(0) = w/4",
        r"h=\sigma(z)",
    ),
    *rows(
        {r"\sigma": sigmoid(z), r"\sigma'": sigmoid_derivative(z), "h": sigmoid(z)},
        r"\sigma'=\sigma(1-\sigma)",
        r"\sigma' = h(1-h)",
    ),
    *rows(
        TANH,
        r"\tanh x=2\sigma(2x)-1",
        r"2\sigma(2x)-1 = \frac{2}{1+e^{-2x}}-1 = \frac{1-e^{-2x}}{1+e^{-2x}}"
        r" = \frac{e^{x}-e^{-x}}{e^{x}+e^{-x}} = \tanh x",
        r"\sigma(2x)=\tfrac12(1+t)",
        r"\tanh' x = 4\,\sigma'(2x) = 4\cdot\tfrac12(1+t)\cdot\tfrac12(1-t) = 1-t^2",
        r"\tanh'(z) = 1-h^2",
        r"t=\tanh x",
        r"h=\tanh z",
        r"\tilde h=\sigma(2z)",
        r"h=2\tilde h-\mathbf 1",
    ),
    *rows({r"\tanh": tanh(z), r"\tanh'": tanh_derivative(z)}, r"\tanh'=1-\tanh^2"),
    *rows({"h": tanh(z), r"\tanh'": tanh_derivative(z)}, r"\tanh' = 1-h^2"),
    *rows(
        {"z": small, "x": small},
        r"\tanh z=z-\tfrac13z^3+\tfrac2{15}z^5-\dots",
        r"\tanh^2z=z^2-\tfrac23z^4+\tfrac{17}{45}z^6-\dots",
        close=1e-11,
    ),
    *rows({"x": small}, r"\tanh x\approx x-x^3/3", close=1e-8),
    *rows({"x": np.array([8.0, 12.0])}, r"1-\tanh x\approx2e^{-2x}", close=1e-6),
    *rows(
        {"x": root(lambda one: 2 * np.exp(-2 * one) - 2.0**-54, 1, 50) + 1e-9},
        r"2e^{-2x}<2^{-54}",
        r"x>\tfrac{55}2\ln2",
    ),
    # LeCun's tanh.
    *rows(
        LECUN,
        r"f(x)=A\tanh(\tfrac23x)",
        r"t=\tanh(\tfrac23x)",
        r"f'=\tfrac23A(1-t^2)",
        r"u=\tfrac23z",
    ),
    *rows(LECUN, r"f''(x) = -\tfrac89A\;t\,(1-t^2)", exact=1e-8),
    *rows({"f": lecun_tanh}, r"f(\pm1)=\pm1", exact=1e-5),
    *rows(
        {"x": peak, "t": np.tanh(2 * peak / 3)},
        r"1-3t^2=0",
        r"x=\tfrac32\operatorname{artanh}\tfrac1{\sqrt3}",
        exact=1e-8,
    ),
    *rows(
        BEST,
        r"f(x)=a\tanh(bx)",
        r"f(1)=1",
        r"\tanh(bx)=1/\sqrt3",
        r"b=\operatorname{artanh}(1/\sqrt3)",
        r"a=\sqrt3",
    ),
    *rows({"A": 1 / np.tanh(2 / 3)}, r"A=1/\tanh\tfrac23"),
    # Rectifiers.
    *rows(
        {
            r"\varphi": relu,
            r"\varphi'": relu_derivative,
            "z": z,
            r"\operatorname{relu}": relu,
            "a": 1.7,
        },
        r"\varphi(z)=\max(z,0)",
        r"\operatorname{relu}(z)^2+\operatorname{relu}(-z)^2=z^2",
        r"\max(az,0)=a\max(z,0)",
        r"\varphi(z)=z\varphi'(z)",
    ),
    *rows({r"\varphi": lambda one: leaky_relu(one, 1.0), "z": z}, r"\varphi(z)=z"),
    *rows(
        {r"\partial h/\partial a": prelu_slope_derivative(z), "z": z},
        r"\partial h/\partial a = \min(z,0)",
    ),
    *rows({"z": 0.7 * z - 2, "w": 0.7, "x": z, "b": -2}, "z = wx+b"),
    *rows({"w": 1.0, "b": -2.0}, "w+b=-1"),
]
