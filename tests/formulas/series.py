"""Formulas of gains, of Hermite series, and of what the initialisers draw."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.polynomial import hermite_e

from tests.formulas.expectations import density, gaussian, xi
from tests.formulas.rows import Row, logistic, rows
from vgref.gaussian import expectation
from vgref.initializers import gain, he_normal, lecun_normal, variance_scaling
from vgref.meanfield import chi1

# Hermite series of psi(xi) = sin(sqrt(q) xi), whose coefficients fall fast; h_k along the axis k.
DEGREES, VARIANCE = 30, 0.9
degree = np.arange(DEGREES)[:, None]


def hermite(k: int, order: int = 0) -> np.ndarray:
    """h_k, normalised to mean square 1, or a derivative of it."""
    if k < 0:
        return np.zeros_like(xi)
    coefficients = np.eye(k + 1)[k] / float(np.prod(np.sqrt(np.arange(1, k + 1))))
    return hermite_e.hermeval(xi, hermite_e.hermeder(coefficients, order))


def series(shift: int = 0, order: int = 0) -> np.ndarray:
    return np.array([hermite(k - shift, order) for k in range(DEGREES)])[None, None, :, None]


FLAT = gaussian("sin", VARIANCE, gain("sin", moment="forward", variance=VARIANCE))
coefficients = np.array(
    [
        expectation(
            lambda t, k=k: (
                np.sin(VARIANCE**0.5 * t)
                * hermite_e.hermeval(
                    t, np.eye(k + 1)[k] / float(np.prod(np.sqrt(np.arange(1, k + 1))))
                )
            ),
            1.0,
        )
        for k in range(DEGREES)
    ]
)
SERIES = FLAT | {"k": degree.reshape(1, 1, -1, 1, 1), "t": 0.3, "s": 0.4, "c": 0.7}
SERIES |= {"sizes": {"k": DEGREES}, r"h_k(\xi)": series(), "h_k": series(), "h_k'": series(0, 1)}
SERIES |= {"h_{k-1}": series(1), "h_{k-1}'": series(1, 1), "h_{k-2}": series(2)}
SERIES |= {"a_k": coefficients.reshape(1, 1, -1, 1, 1), "a_0": coefficients[0]}
SERIES |= {
    r"\psi": np.sin(VARIANCE**0.5 * xi),
    r"\psi'": VARIANCE**0.5 * np.cos(VARIANCE**0.5 * xi),
}
SERIES |= {r"\sqrt{k-1}": np.sqrt(np.maximum(degree.reshape(1, 1, -1, 1, 1) - 1, 0))}
VALUED = SERIES | {r"\psi(\xi)": SERIES[r"\psi"], r"\psi'(\xi)": SERIES[r"\psi'"]}
VALUED |= {r"g_\text{f}": gain("sin", moment="forward", variance=VARIANCE)}
VALUED |= {r"g_\text{b}": gain("sin", moment="backward", variance=VARIANCE)}
SHIFTED = {"weights": density, r"\varphi": logistic(xi), "a_0": expectation(logistic, 1.0)}
MEAN = {"weights": density, "a_0": expectation(logistic, 1.0), r"\psi": logistic(xi)}
MEAN |= {r"\chi": chi1(1.0, "sigmoid", sigma_w=gain("sigmoid", moment="forward"))}

# Drawn weights: a mean over many of them, good to a percent.
draw = np.random.default_rng(0)


def drawn(weight: np.ndarray, **more: float) -> dict[str, Any]:
    n_in, n_out = weight.shape
    names = {r"\operatorname{Var}(w)": weight.var(), r"n_{\text{in}}": n_in, "n": n_in}
    return names | {r"n_{\text{out}}": n_out, r"\hat n": n_out} | more


TABLE: list[Row] = [
    # Gains and Hermite series.
    *rows(
        VALUED,
        r"\frac{g_\text{f}^2}{g_\text{b}^2}"
        r" = \frac{q\,\mathbb E\,\varphi'(z)^2}{\mathbb E\,\varphi(z)^2}"
        r" = \frac{\mathbb E\,\psi'(\xi)^2}{\mathbb E\,\psi(\xi)^2}",
        r"g_\text{f} = \sqrt{\frac{q}{\mathbb E\,\varphi(z)^2}}",
        r"g_\text{b} = \frac{1}{\sqrt{\mathbb E\,\varphi'(z)^2}}",
        r"\sqrt\chi = g_\text{f}\sqrt{\mathbb E\,\varphi'(z)^2} = \frac{g_\text{f}}{g_\text{b}}",
        r"\sigma_w=g_\text{f}",
        r"\psi(\xi)=\varphi(\sqrt q\,\xi)",
        r"\psi'(\xi)=\sqrt q\,\varphi'(z)",
    ),
    *rows(
        SERIES,
        r"e^{t\xi-t^2/2} = \sum_{k\ge0}\frac{t^k}{\sqrt{k!}}\,h_k(\xi)",
        r"\mathbb E\,e^{c\xi}=e^{c^2/2}",
        r"e^{(s+t)^2/2-s^2/2-t^2/2}=e^{st}=\sum_k s^kt^k/k!",
        r"h_k' = \sqrt k\,h_{k-1}",
        r"\sqrt k\,h_k = \xi\,h_{k-1}-\sqrt{k-1}\,h_{k-2} = \xi\,h_{k-1}-h_{k-1}'",
        r"a_k=\mathbb E\,\psi h_k",
        r"\mathbb E\,\psi'h_{k-1} = \mathbb E\,\psi\,(\xi\,h_{k-1}-h_{k-1}')"
        r" = \sqrt k\;\mathbb E\,\psi h_k = \sqrt k\,a_k",
        r"\mathbb E\,\psi^2 = \sum_{k\ge0} a_k^2",
        r"\mathbb E\,\psi'^2 = \sum_{k\ge0} k\,a_k^2",
        r"\chi = \frac{\sum_k k\,a_k^2}{\sum_k a_k^2}",
        exact=1e-8,
    ),
    *rows(
        SERIES | {r"\psi": SERIES[r"\psi"][180:300], "h_k": SERIES["h_k"][..., 180:300]},
        r"\psi=\sum_k a_kh_k",
    ),
    *rows(
        SERIES | {"h_j": series()[:, :, :9], "h_k": series()[:, :, :9]},
        r"\mathbb E\,h_jh_k=1",
        exact=1e-8,
    ),
    *rows(MEAN, r"a_0=\mathbb E\,\psi", r"\chi\ge1-a_0^2/\mathbb E\,\psi^2"),
    *rows(SHIFTED, r"\mathbb E(\varphi-a_0)^2=\mathbb E\,\varphi^2-a_0^2"),
    # What the initialisers draw.
    *rows(
        drawn(lecun_normal((500, 400), rng=draw)),
        r"\operatorname{Var}(w)=1/n_{\text{in}}",
        exact=0.02,
    ),
    *rows(
        drawn(he_normal((500, 400), rng=draw)),
        r"\operatorname{Var}(w)=2/n_{\text{in}}",
        r"\tfrac12 n\operatorname{Var}(w) = 1",
        exact=0.02,
    ),
    *rows(
        drawn(he_normal((500, 300), mode="fan_out", rng=draw)),
        r"\tfrac12 n_{\text{out}}\operatorname{Var}(w)=1",
        r"\tfrac12\hat n\operatorname{Var}(w)=1",
        exact=0.02,
    ),
    *rows(
        drawn(he_normal((500, 400), slope=0.5, rng=draw), a=0.5),
        r"\operatorname{Var}(w)=\dfrac{2}{(1+a^2)\,n}",
        r"n\operatorname{Var}(w) = \frac{2}{1+a^2}",
        r"\tfrac12(1+a^2)\,n\operatorname{Var}(w)=1",
        exact=0.02,
    ),
    *rows(
        drawn(variance_scaling((500, 400), gain=1.7, mode="fan_in", rng=draw))
        | {"g": 1.7, r"\sigma_w": 1.7},
        r"\operatorname{Var}(w) = g^2/n",
        r"\sigma_w^2=n\operatorname{Var}(w)",
        r"n\operatorname{Var}(w)=\sigma_w^2",
        exact=0.02,
    ),
]
