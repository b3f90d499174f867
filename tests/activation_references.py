"""Every activation and its derivative in mpmath, and the points to compare at.

Written from the definitions, not from vgref: one rounding is left, far below the last bit. Forms
that cancel are either written without the cancellation or given the digits to bear it.
"""

from __future__ import annotations

from collections.abc import Callable

import mpmath as mp
import numpy as np

BITS = 260
ALGEBRAIC_BITS = 2400  # (1e308)**2 + 1 exactly

F64 = mp.mpf  # a Python float is taken exactly


def _sigma(x):
    return 1 / (1 + mp.exp(-x)) if x > 0 else mp.exp(x) / (1 + mp.exp(x))


def _sech2(x):
    e = mp.exp(-2 * abs(x))
    return 4 * e / (1 + e) ** 2


def _tanh_small_safe(x):
    """x - tanh(x)."""
    if abs(x) < mp.mpf(10) ** -12:
        return x**3 / 3 - 2 * x**5 / 15 + 17 * x**7 / 315
    return x - mp.tanh(x)


def _gate(x, w, v):
    """z sigma(w) and its derivative, v = z w'."""
    s, t = _sigma(w), _sigma(-w)
    return x * s, s * (1 + v * t)


def _gelu_tanh(x):
    k, c = mp.sqrt(8 / mp.pi), F64(0.044715)
    return _gate(x, k * (x + c * x**3), k * (x + 3 * c * x**3))


def _gelu(x):
    if abs(x) > 100:
        return (x, ONE) if x > 0 else (ZERO, ZERO)
    below = mp.erfc(-x / mp.sqrt(2)) / 2
    return x * below, below + x * mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def _mish(x):
    e = mp.exp(-abs(x))
    if x > 0:  # tanh' of softplus is (1 - t)(1 + t), softplus' is sigma
        denominator = 1 + 2 * e + 2 * e * e
        t = (1 + 2 * e) / denominator
        return x * t, t + x * (2 * e * e / denominator) * (1 + t) * _sigma(x)
    t = e * (e + 2) / (e * e + 2 * e + 2)
    return x * t, t + x * (1 - t * t) * _sigma(x)


def _tanhexp(x):
    if x > 50:
        return x, mp.mpf(1)
    e = mp.exp(x)
    return x * mp.tanh(e), mp.tanh(e) + x * e * _sech2(e)


def _lines(slope):
    return lambda x: (x, mp.mpf(1)) if x > 0 else (F64(slope) * x, F64(slope))


def _expm1(x):
    return mp.expm1(x)


def _celu(alpha):
    a = F64(alpha)
    return lambda x: (x, mp.mpf(1)) if x > 0 else (a * _expm1(x / a), mp.exp(x / a))


def _selu(x):
    # lambda and alpha from E f(z) = 0 and E f(z)**2 = 1 for z ~ N(0, 1).
    first = mp.erfc(1 / mp.sqrt(2)) * mp.exp(mp.mpf(1) / 2)
    second = mp.erfc(mp.sqrt(2)) * mp.exp(2)
    alpha = mp.sqrt(2 / mp.pi) / (1 - first)
    scale = mp.sqrt(2 / (alpha**2 * (second - 2 * first + 1) + 1))
    return (scale * x, scale) if x > 0 else (scale * alpha * _expm1(x), scale * alpha * mp.exp(x))


def _clip(x, low, high):
    return min(max(x, mp.mpf(low)), mp.mpf(high))


def _hard_keras(x):
    y = F64(0.2) * x + F64(0.5)
    return _clip(y, 0, 1), F64(0.2) if abs(x) < F64(2.5) else mp.mpf(0)


def _hard_swish(x):
    slope = mp.mpf(0) if x <= -3 else mp.mpf(1) if x >= 3 else (2 * x + 3) / 6
    return x * _clip(x + 3, 0, 6) / 6, slope


def _squareplus(x):
    with mp.workprec(ALGEBRAIC_BITS):
        root = mp.sqrt(x * x + 4)
        return (x + root) / 2, (1 + x / root) / 2


def _bent(x):
    with mp.workprec(ALGEBRAIC_BITS):
        root = mp.sqrt(x * x + 1)
        return (root - 1) / 2 + x, 1 + x / (2 * root)


def _isru(x):
    with mp.workprec(ALGEBRAIC_BITS):
        return x / mp.sqrt(1 + x * x), 1 / mp.sqrt(1 + x * x) ** 3


def _snake(x):
    with mp.workprec(1500):
        return x + mp.sin(x) ** 2, 1 + mp.sin(2 * x)


def _bell(x):
    return mp.exp(-x * x)


ONE, ZERO = mp.mpf(1), mp.mpf(0)

REFERENCES: dict[str, Callable] = {
    "identity": lambda x: (x, ONE),
    "step": lambda x: (ONE if x > 0 else ZERO, ZERO),
    "abs": lambda x: (abs(x), mp.sign(x)),
    "relu": lambda x: (max(x, ZERO), ONE if x > 0 else ZERO),
    "leaky_relu": _lines(0.01),
    "prelu": _lines(0.25),
    "rrelu": _lines((1 / 8 + 1 / 3) / 2),
    "relu_squared": lambda x: (max(x, ZERO) ** 2, 2 * max(x, ZERO)),
    "relu6": lambda x: (_clip(x, 0, 6), ONE if 0 < x < 6 else ZERO),
    "hard_tanh": lambda x: (_clip(x, -1, 1), ONE if abs(x) < 1 else ZERO),
    "hard_sigmoid": lambda x: (_clip(x + 3, 0, 6) / 6, ONE / 6 if abs(x) < 3 else ZERO),
    "hard_sigmoid_keras": _hard_keras,
    "hard_swish": _hard_swish,
    "softshrink": lambda x: (x - _clip(x, -0.5, 0.5), ONE if abs(x) > F64(0.5) else ZERO),
    "hardshrink": lambda x: (x, ONE) if abs(x) > F64(0.5) else (ZERO, ZERO),
    "threshold": lambda x: (x, ONE) if x > 1 else (ZERO, ZERO),
    "tanhshrink": lambda x: (_tanh_small_safe(x), mp.tanh(x) ** 2),
    "sigmoid": lambda x: (_sigma(x), _sigma(x) * _sigma(-x)),
    "tanh": lambda x: (mp.tanh(x), _sech2(x)),
    "lecun_tanh": lambda x: (
        F64(1.7159) * mp.tanh(2 * x / 3),
        F64(1.7159) * 2 * _sech2(2 * x / 3) / 3,
    ),
    "log_sigmoid": lambda x: (min(x, ZERO) - mp.log1p(mp.exp(-abs(x))), _sigma(-x)),
    "softsign": lambda x: (x / (1 + abs(x)), 1 / (1 + abs(x)) ** 2),
    "arctan": lambda x: (mp.atan(x), 1 / (1 + x * x)),
    "erf": lambda x: (mp.erf(x), 2 / mp.sqrt(mp.pi) * _bell(x)),
    "isru": _isru,
    "isrlu": lambda x: (x, ONE) if x >= 0 else _isru(x),
    "gaussian": lambda x: (_bell(x), -2 * x * _bell(x)),
    "sin": lambda x: (mp.sin(x), mp.cos(x)),
    "siren30": lambda x: (mp.sin(30 * x), 30 * mp.cos(30 * x)),
    "cos": lambda x: (mp.cos(x), -mp.sin(x)),
    "snake": _snake,
    "elu": _celu(1.0),
    "celu": _celu(1.0),
    "celu_0.5": _celu(0.5),
    "selu": _selu,
    "exponential": lambda x: (mp.exp(x), mp.exp(x)),
    "softplus": lambda x: (max(x, ZERO) + mp.log1p(mp.exp(-abs(x))), _sigma(x)),
    "squareplus": _squareplus,
    "bent_identity": _bent,
    "gelu": _gelu,
    "gelu_tanh": _gelu_tanh,
    "quick_gelu": lambda x: _gate(x, F64(1.702) * x, F64(1.702) * x),
    "silu": lambda x: _gate(x, x, x),
    "mish": _mish,
    "tanhexp": _tanhexp,
}

# Where functions turn or their parts change over: zeros of derivatives, kinks, ends of tails.
LANDMARKS = (
    0.5,
    1.0,
    2.0,
    2.5,
    3.0,
    6.0,
    0.7517915246935645,
    0.7524614220710163,
    0.751154255441289,
    1.2784645427610738,
    1.1924312145154952,
    1.078860058464624,
    0.7853981633974483,
    1.5,
    4.0,
    1.5707963267948966,
    3.141592653589793,
    0.05235987755982988,
    5.8,
    6.0,
    8.3,
    19.06,
    21.6,
    26.5,
    27.2,
    36.7,
    37.5,
    38.5,
    354.9,
    372.5,
    437.8,
    529.0,
    558.0,
    600.0,
    690.0,
    709.0,
    745.0,
    750.0,
    1000.0,
    2.0**27,
    2.0**511,
    1e150,
    1e300,
)


def points(dtype: type, count: int, seed: int) -> np.ndarray:
    """Floats of all sizes, both signs; neighbors of the landmarks; the ends of the range."""
    rng = np.random.default_rng(seed)
    info = np.finfo(dtype)
    low, high = np.log10(float(info.smallest_subnormal)), np.log10(float(info.max))
    with np.errstate(all="ignore"):
        near = np.array(LANDMARKS)[:, None] * (
            1 + 10.0 ** rng.uniform(-16, -0.5, (1, 6)) * rng.choice([-1, 1], (len(LANDMARKS), 6))
        )
        sizes = np.concatenate(
            [
                10.0 ** rng.uniform(low, high, count // 4),
                10.0 ** rng.uniform(-9, 3, count // 4),
                rng.uniform(0, 4, count // 4),
                rng.uniform(0, 800, count // 4),
                near.ravel(),
                LANDMARKS,
                [info.smallest_subnormal, info.tiny, info.eps, info.max],
            ]
        ).astype(dtype)
    sizes = sizes[np.isfinite(sizes)]
    return np.concatenate([sizes, -sizes, np.zeros(1, dtype)])


def errors_in_ulp(got: np.ndarray, exact: list) -> np.ndarray:
    """Distance to the exact value in units of the last place of the result's dtype."""
    dtype = got.dtype.type
    info = np.finfo(dtype)
    out = np.zeros(len(got))
    for i, (g, e) in enumerate(zip(got.tolist(), exact, strict=True)):
        if abs(e) > float(info.max):
            out[i] = 0.0 if abs(g) in (float("inf"), float(info.max)) else float("inf")
            continue
        exponent = mp.frexp(e)[1] if e else -(10**9)
        unit = mp.ldexp(1, max(exponent - info.nmant - 1, info.minexp - info.nmant))
        out[i] = float(abs(mp.mpf(g) - e) / unit) if g == g else float("inf")
    return out


def allowance_in_ulp(reference: Callable, which: int, x: float, bits: int) -> float:
    """4 ulp, and what half an ulp of the input makes of it: ``bits`` of the mantissa."""
    point, step = mp.mpf(x), mp.mpf(x) * mp.mpf(2) ** -80
    with mp.workprec(600):
        slope = (reference(point + step)[which] - reference(point - step)[which]) / (2 * step)
        value = abs(reference(point)[which])
        unit = mp.ldexp(1, mp.frexp(value)[1] - bits) if value else mp.mpf(1)
        half = mp.ldexp(1, mp.frexp(point)[1] - bits) / 2
        return 4 + float(abs(slope) * half / unit)
