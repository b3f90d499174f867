"""Variance scaling, and the schemes of LeCun, Glorot and He: one line each over it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import DTypeLike

from vgref.checks import Array, choice, number, positive
from vgref.initializers.distributions import normal, truncated_normal, uniform
from vgref.initializers.shapes import fans

Mode = Literal["fan_in", "fan_out", "fan_avg"]
Distribution = Literal["normal", "uniform", "truncated_normal"]

_DISTRIBUTIONS = ("normal", "uniform", "truncated_normal")


# --8<-- [start:variance_scaling]
def variance_scaling(
    shape: Sequence[int],
    *,
    gain: float,
    mode: Mode,
    distribution: Distribution = "normal",
    rng: np.random.Generator,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""Draw a weight of variance ``gain**2 / fan``.

    Parameters
    ----------
    shape : (fan_in, fan_out) or (*window, channels_in, channels_out)
        A layer computes ``z = h @ weight + bias``.
    gain : float
        Factor on the standard deviation, not on the variance.
    mode : {"fan_in", "fan_out", "fan_avg"}
        Which fan: fan_in keeps the forward signal level, fan_out the backward one, fan_avg
        is their mean.
    distribution : {"normal", "uniform", "truncated_normal"}
        All three have the asked variance.

    Raises
    ------
    ValueError
        If the gain is not positive, a size is zero, or a mode or distribution is unknown.
    TypeError
        If the gain is not a number, the dtype is not floating or `rng` is not a generator.

    References
    ----------
    Glorot & Bengio (2010), eq. 12; He et al. (2015), eqs. 10 and 14.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> weight = variance_scaling((400, 100), gain=2.0, mode="fan_in", rng=rng)
    >>> round(float(weight.std()), 2)
    0.1
    """
    std = positive("gain", gain) / math.sqrt(_fan(shape, mode))
    choice("distribution", distribution, _DISTRIBUTIONS)
    if distribution == "uniform":
        return uniform(shape, bound=math.sqrt(3.0) * std, rng=rng, dtype=dtype)
    draw = normal if distribution == "normal" else truncated_normal
    return draw(shape, std=std, rng=rng, dtype=dtype)


# --8<-- [end:variance_scaling]


def _fan(shape: Sequence[int], mode: Mode) -> float:
    fan_in, fan_out = fans(shape)
    by_mode = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}
    return by_mode[choice("mode", mode, by_mode)]


# --8<-- [start:lecun_normal]
def lecun_normal(
    shape: Sequence[int], *, rng: np.random.Generator, dtype: DTypeLike = np.float64
) -> Array:
    """Gaussian of variance 1 / fan_in.

    References
    ----------
    LeCun et al. (1998), eq. 16.

    Examples
    --------
    >>> round(float(lecun_normal((400, 100), rng=np.random.default_rng(0)).std()), 3)
    0.05
    """
    return variance_scaling(shape, gain=1.0, mode="fan_in", rng=rng, dtype=dtype)


# --8<-- [end:lecun_normal]


# --8<-- [start:lecun_uniform]
def lecun_uniform(
    shape: Sequence[int], *, rng: np.random.Generator, dtype: DTypeLike = np.float64
) -> Array:
    """Uniform of variance 1 / fan_in: within ±√(3 / fan_in).

    References
    ----------
    LeCun et al. (1998), eq. 16.

    Examples
    --------
    >>> round(float(abs(lecun_uniform((300, 100), rng=np.random.default_rng(0))).max()), 3)
    0.1
    """
    return variance_scaling(
        shape, gain=1.0, mode="fan_in", distribution="uniform", rng=rng, dtype=dtype
    )


# --8<-- [end:lecun_uniform]


# --8<-- [start:glorot_normal]
def glorot_normal(
    shape: Sequence[int], *, rng: np.random.Generator, dtype: DTypeLike = np.float64
) -> Array:
    """Gaussian of variance 2 / (fan_in + fan_out).

    References
    ----------
    Glorot & Bengio (2010), eq. 12.

    Examples
    --------
    >>> round(float(glorot_normal((500, 300), rng=np.random.default_rng(0)).std()), 3)
    0.05
    """
    return variance_scaling(shape, gain=1.0, mode="fan_avg", rng=rng, dtype=dtype)


# --8<-- [end:glorot_normal]


# --8<-- [start:glorot_uniform]
def glorot_uniform(
    shape: Sequence[int], *, rng: np.random.Generator, dtype: DTypeLike = np.float64
) -> Array:
    """Uniform within ±√(6 / (fan_in + fan_out)), the "normalized initialization".

    References
    ----------
    Glorot & Bengio (2010), eq. 16.

    Examples
    --------
    >>> round(float(abs(glorot_uniform((400, 200), rng=np.random.default_rng(0))).max()), 3)
    0.1
    """
    return variance_scaling(
        shape, gain=1.0, mode="fan_avg", distribution="uniform", rng=rng, dtype=dtype
    )


# --8<-- [end:glorot_uniform]


# --8<-- [start:he_normal]
def he_normal(
    shape: Sequence[int],
    *,
    mode: Mode = "fan_in",
    slope: float = 0.0,
    rng: np.random.Generator,
    dtype: DTypeLike = np.float64,
) -> Array:
    """Gaussian of variance 2 / ((1 + slope²) fan), for ReLU (slope 0) and its leaky kin.

    Parameters
    ----------
    mode : {"fan_in", "fan_out", "fan_avg"}
        The paper derives fan_in (forward) and fan_out (backward); its models used fan_out.
    slope : float
        Slope of the activation for negative pre-activations.

    References
    ----------
    He et al. (2015), eqs. 10, 14 and 15.

    Examples
    --------
    >>> round(float(he_normal((800, 100), rng=np.random.default_rng(0)).std()), 3)
    0.05
    """
    return variance_scaling(shape, gain=_he_gain(slope), mode=mode, rng=rng, dtype=dtype)


# --8<-- [end:he_normal]


# --8<-- [start:he_uniform]
def he_uniform(
    shape: Sequence[int],
    *,
    mode: Mode = "fan_in",
    slope: float = 0.0,
    rng: np.random.Generator,
    dtype: DTypeLike = np.float64,
) -> Array:
    """Uniform of variance 2 / ((1 + slope²) fan): within ±√(6 / ((1 + slope²) fan)).

    Parameters
    ----------
    mode : {"fan_in", "fan_out", "fan_avg"}
    slope : float
        Slope of the activation for negative pre-activations.

    References
    ----------
    He et al. (2015), eqs. 10, 14 and 15.

    Examples
    --------
    >>> round(float(abs(he_uniform((600, 100), rng=np.random.default_rng(0))).max()), 3)
    0.1
    """
    return variance_scaling(
        shape, gain=_he_gain(slope), mode=mode, distribution="uniform", rng=rng, dtype=dtype
    )


# --8<-- [end:he_uniform]


def _he_gain(slope: float) -> float:
    return math.sqrt(2.0 / (1.0 + number("slope", slope) * slope))
