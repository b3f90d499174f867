"""Formulas of chains of single units, of bounds, and of plain numbers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import mpmath as mp
import numpy as np

from tests.formulas.rows import Row, logistic, root, rows
from tests.formulas.tex import value
from vgref.activations import sigmoid_derivative
from vgref.initializers import fans, uniform
from vgref.meanfield import (
    born_dead_upper_bound,
    iterate_map,
    nested_sigmoid_interval,
    sigmoid_fixed_points,
)

fixed = sigmoid_fixed_points(weight=1.0, bias=0.0)[0].value
# Nielsen's interval: where the slope of sigma(w a + b) is at least 1.
weights = np.array([4.5, 6.9, 20.0])
ends = np.array([root(lambda a, w=w: w * sigmoid_derivative(a) - 1, 0.0, 30.0) for w in weights])
widest = float(mp.findroot(lambda w: mp.diff(lambda v: mp.acosh(mp.sqrt(v) / 2) / v, w), 6.9))
grid = np.linspace(-3, 3, 241)[:, None]
ROOTS = {
    "w": 6.9,
    "s": np.sort(np.roots([-1, 1, -1 / 6.9]))[::-1],
    "z": ends[1] * np.array([1, -1]),
}
ROOTS |= {r"s_\pm": ROOTS["s"], "s_+": ROOTS["s"][0], "s_-": ROOTS["s"][1]}
edge = 0.5 * (1 + np.array([1, -1]) * (1 - 4 / 5) ** 0.5)
half = root(lambda one: sigmoid_derivative(one) - 1 / 8, 0.0, 9.0)
nested = iterate_map(np.tanh, np.array(1.0), steps=4000)[-1]

TABLE: list[Row] = [
    # A chain of units.
    *rows(
        {r"x^*": fixed, r"\sigma": logistic, r"\sigma'": sigmoid_derivative, "x": fixed},
        r"x^*=\sigma(x^*)",
        r"x=\sigma(x)",
        r"\sigma'(x^*)=\sigma(x^*)(1-\sigma(x^*))=x^*(1-x^*)",
        r"\sigma'(x)-1\le-\tfrac34",
    ),
    *rows({"y": 1e6, "x": 1e-3}, r"y=x^{-2}"),
    *rows({"y": 1e6, "x": 1e-3}, r"y(1-x^2/3)^{-2}\approx y+\tfrac23", close=1e-11),
    *rows({"x": nested, "n": 4000}, r"x\approx\sqrt{3/(2n)}", close=1e-3),
    *rows(
        {"w": 5.0, "x": edge, r"x_\pm": edge, "b": np.log(edge / (1 - edge)) - 5 * edge},
        r"w\,x(1-x)=1",
        r"x_\pm=\tfrac12(1\pm\sqrt{1-4/w})",
        r"b=\ln\frac{x}{1-x}-wx",
    ),
    *rows(
        {"w": 6.9, "b": 0.3, "a": (np.array([-0.99, 0, 0.99]) * ends[1] - 0.3) / 6.9}
        | {r"\sigma'": sigmoid_derivative},
        r"|w\,\sigma'(wa+b)|\ge1",
    ),
    *rows(
        {"w": np.array([-9.0, -4.5, 3.9, 4.1, 6.9, 20.0]), "b": 0.3, "a": grid},
        r"|w|\ge 4\cosh^2\frac{wa+b}{2} \quad\Longleftrightarrow\quad "
        r"|w|\ge4 \ \text{ and }\ |wa+b|\le 2\operatorname{arcosh}\frac{\sqrt{|w|}}{2}",
    ),
    *rows(
        {"w": weights, r"\Delta a": 2 * ends / weights},
        r"\Delta a = \frac{4}{|w|}\operatorname{arcosh}\frac{\sqrt{|w|}}{2}",
    ),
    *rows({"w": widest, "u": np.arccosh(widest**0.5 / 2)}, r"|w|=4\cosh^2u", r"1=2u\tanh u"),
    *rows(
        {"z": half * np.array([1, -1])},
        r"\cosh^2(z/2)=2",
        r"z=\pm2\operatorname{arcosh}\sqrt2",
    ),
    *rows(
        ROOTS,
        r"s(1-s)=1/|w|",
        r"s_\pm=\tfrac12(1\pm\sqrt{1-4/|w|})",
        r"s_+s_-=1/|w|",
        r"z=\pm\ln(s_+/s_-)",
        r"s_+/s_-=|w|s_+^2=|w|s_+(1-s_-)=|w|s_+-1",
    ),
    *rows({"b": -3.5, "w": 7.0, r"\sigma": logistic}, r"b=-w/2"),
    # Numbers, widths, depths.
    *rows(
        {"n": np.array([4, 10]), "L": 1 + np.log(0.5) / np.log(1 - 2.0 ** -np.array([4, 10]))},
        r"L = 1+\log\tfrac12/\log(1-2^{-n})",
    ),
    *rows({"L": np.array([3.0, 20.0])}, r"4^{-L}=2^{-2L}"),
    *rows({}, r"\sqrt{8/2} = 2", r"2^{10} = 1024", r"\tfrac12\log2+\tfrac12\log4=\tfrac32\log2"),
    *rows({}, r"1/(5.9\cdot4.2^2\cdot2.9^2\cdot2.1^4)=1/(1.7\cdot10^4)", exact=0.03),
    *rows({r"\sigma_w": 256**0.5 * 0.01}, r"\sigma_w=0.01\sqrt{256}"),
    *rows({r"n\operatorname{Var}(w)": 1.0}, r"n\operatorname{Var}(w) = 100\cdot 0.1^2 = 1"),
    *rows({r"\hat n": fans((3, 3, 64, 128))[1], "k": 3, "d": 128}, r"\hat n=k^2d"),
    *rows(
        {"r": 256 / 64, r"n_{\text{out}}": 256, r"n_{\text{in}}": 64},
        r"r=n_{\text{out}}/n_{\text{in}}",
        r"4r/(1+r)^2<1",
    ),
    *rows({"c": (1 / 2) ** 0.5}, r"c=1/\sqrt2"),
]


def intervals() -> bool:
    """Each interval is the sigmoid of the one before, inside it, and at most a quarter as long."""
    found = [nested_sigmoid_interval(n) for n in range(1, 8)]
    if found[0] != (0.0, 1.0):
        found.insert(0, (0.0, 1.0))
    return all(
        np.allclose(logistic(np.array(one)), two)
        and two[1] - two[0] <= (one[1] - one[0]) / 4
        and one[0] <= two[0] <= two[1] <= one[1]
        for one, two in pairwise(found)
    )


def integral(of: Callable[[np.ndarray], np.ndarray], low: float, high: float, tex: str) -> bool:
    """Whether an integral of a polynomial is what the formula behind it says."""
    points, weights = np.polynomial.legendre.leggauss(9)
    middle, half = (low + high) / 2, (high - low) / 2
    exact = float((of(middle + half * points) * weights).sum() * half)
    return abs(exact - value(tex, {"a": high})) < 1e-12


def uniform_variance() -> bool:
    weight = uniform((400, 500), bound=0.7, rng=np.random.default_rng(0))
    return abs(weight.var() / (0.7**2 / 3) - 1) < 0.02 and integral(
        lambda one: one**2 / 1.4, -0.7, 0.7, r"\frac{a^2}{3}"
    )


TELESCOPE = (
    r"\prod_{l=2}^{L}\Bigl(1-\frac1l\Bigr)"
    r" = \frac12\cdot\frac23\cdots\frac{L-1}{L} = \frac1L"
)


def telescope() -> bool:
    return all(abs(np.prod(1 - 1 / np.arange(2, top + 1)) * top - 1) < 1e-12 for top in (2, 7, 50))


def born_dead() -> bool:
    return all(
        abs(born_dead_upper_bound(width=n, layers=L) - (1 - (1 - 2.0**-n) ** (L - 1))) < 1e-12
        for n, L in ((2, 5), (4, 20), (10, 3))
    )


CALLED = {
    r"I_1=(0,1)": intervals,
    r"I_{n+1}=\bigl(\sigma(\inf I_n),\,\sigma(\sup I_n)\bigr)": intervals,
    r"I_2=(\sigma(0),\sigma(1))": intervals,
    r"|I_{n+1}|\le\tfrac14\,|I_n|": intervals,
    TELESCOPE: telescope,
    r"P(\text{born dead}) \;\le\; 1-(1-2^{-n})^{L-1}": born_dead,
    r"\operatorname{Var}(w)=\int_{-a}^{a}\frac{x^2}{2a}\,dx=\frac{a^2}{3}": uniform_variance,
    r"\int_0^1 z^2\,dz/2=\tfrac16": lambda: integral(lambda one: one**2 / 2, 0, 1, r"\frac16"),
    r"\int_0^2z^2\,dz/3=\tfrac89": lambda: integral(lambda one: one**2 / 3, 0, 2, r"\frac89"),
}
