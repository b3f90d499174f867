"""The distributions weights are drawn from, each with the standard deviation it is asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from vgref.checks import Array, generator, number, positive
from vgref.gaussian.panels import NODES, WEIGHTS
from vgref.initializers.shapes import valid_dtype, valid_shape


# --8<-- [start:zeros]
def zeros(
    shape: Sequence[int], *, rng: np.random.Generator | None = None, dtype: DTypeLike = np.float64
) -> Array:
    """Zeros: right for biases and for the last layer of a residual branch, fatal elsewhere.

    Parameters
    ----------
    shape : tuple of int
    rng : not used
        Accepted, so that every initializer can be called alike.

    Raises
    ------
    TypeError
        If the dtype is not floating.

    Examples
    --------
    >>> zeros((2, 3)).tolist()
    [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    return np.zeros(valid_shape(shape), dtype=valid_dtype(dtype))


# --8<-- [end:zeros]


# --8<-- [start:constant]
def constant(
    shape: Sequence[int],
    *,
    value: float,
    rng: np.random.Generator | None = None,
    dtype: DTypeLike = np.float64,
) -> Array:
    """One value everywhere: all units of a layer stay each other's copies.

    Parameters
    ----------
    shape : tuple of int
    value : float
    rng : not used
        Accepted, so that every initializer can be called alike.

    Raises
    ------
    ValueError
        If the value is not finite.

    Examples
    --------
    >>> constant((2, 2), value=0.5).tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    return np.full(valid_shape(shape), number("value", value), dtype=valid_dtype(dtype))


# --8<-- [end:constant]


# --8<-- [start:normal]
def normal(
    shape: Sequence[int], *, std: float, rng: np.random.Generator, dtype: DTypeLike = np.float64
) -> Array:
    """Gaussian of mean 0 and standard deviation `std`.

    Parameters
    ----------
    shape : tuple of int
    std : float
        Standard deviation, not variance.

    Raises
    ------
    ValueError
        If `std` is not positive.

    Examples
    --------
    >>> weight = normal((300, 200), std=0.01, rng=np.random.default_rng(0))
    >>> round(float(weight.std()), 4)
    0.01
    """
    draw = generator(rng).standard_normal(valid_shape(shape))
    return (positive("std", std) * draw).astype(valid_dtype(dtype))


# --8<-- [end:normal]


# --8<-- [start:uniform]
def uniform(
    shape: Sequence[int], *, bound: float, rng: np.random.Generator, dtype: DTypeLike = np.float64
) -> Array:
    """Uniform on [-bound, bound], whose standard deviation is ``bound / √3``.

    So U(-1/√n, 1/√n) has the variance 1/(3n), not 1/n.

    Parameters
    ----------
    shape : tuple of int
    bound : float

    Raises
    ------
    ValueError
        If the bound is not positive.

    References
    ----------
    Glorot & Bengio (2010), eqs. 1 and 15.

    Examples
    --------
    >>> weight = uniform((300, 200), bound=0.3, rng=np.random.default_rng(0))
    >>> round(float(abs(weight).max()), 3), round(float(weight.var()), 2)
    (0.3, 0.03)
    """
    bound = positive("bound", bound)
    draw = generator(rng).uniform(-bound, bound, valid_shape(shape))
    return draw.astype(valid_dtype(dtype))


# --8<-- [end:uniform]


# --8<-- [start:truncated_normal]
def truncated_normal(
    shape: Sequence[int],
    *,
    std: float,
    rng: np.random.Generator,
    cut: float = 2.0,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""Gaussian without its tails, widened so that the standard deviation is `std` after the cut.

    A standard Gaussian kept within [-c, c] has the variance
    :math:`1 - 2 c \varphi(c) / (2 \Phi(c) - 1)`, which is 0.774 for c = 2.

    Parameters
    ----------
    shape : tuple of int
    std : float
        Standard deviation of what is returned.
    cut : float
        Where the Gaussian is cut, in its own standard deviations, before it is widened. A tiny
        cut leaves the flat top of the bell: the uniform distribution.

    Raises
    ------
    ValueError
        If `std` or `cut` is not positive.

    Examples
    --------
    >>> weight = truncated_normal((300, 200), std=1.0, rng=np.random.default_rng(0))
    >>> round(float(weight.std()), 2), round(float(abs(weight).max()), 2)
    (1.0, 2.27)
    """
    sizes, cut, valid = valid_shape(shape), positive("cut", cut), valid_dtype(dtype)
    std, rng = positive("std", std), generator(rng)
    if cut < 1.0:  # a Gaussian would hardly ever fall within; in units of the cut
        return (std / _truncated_share(cut) * _flat_top(sizes, cut, rng)).astype(valid)
    draw = rng.standard_normal(sizes)
    while (outside := np.abs(draw) > cut).any():
        draw[outside] = rng.standard_normal(np.count_nonzero(outside))
    return (std / _truncated_std(cut) * draw).astype(valid)


# --8<-- [end:truncated_normal]


def _flat_top(sizes: tuple[int, ...], cut: float, rng: np.random.Generator) -> Array:
    """Uniform on [-1, 1], and kept with the probability ``exp(-0.5 * (cut * s)**2)``.

    That is 0.6 or more.
    """
    draw, refused = np.empty(sizes), np.ones(sizes, dtype=bool)
    while count := np.count_nonzero(refused):
        draw[refused] = rng.uniform(-1.0, 1.0, count)
        refused[refused] = rng.random(count) > np.exp(-0.5 * (cut * draw[refused]) ** 2)
    return draw


def _truncated_std(cut: float) -> float:
    """Standard deviation of a standard Gaussian kept within [-cut, cut], for cuts from 1 on."""
    density = math.exp(-0.5 * cut * cut) / math.sqrt(2.0 * math.pi)
    return math.sqrt(1.0 - 2.0 * cut * density / math.erf(cut / math.sqrt(2.0)))


def _truncated_share(cut: float) -> float:
    """The same over the cut, for cuts below 1, where the difference cancels: by the integrals."""
    share = 0.5 + 0.5 * NODES
    density_at = WEIGHTS * np.exp(-0.5 * (cut * share) ** 2)
    return math.sqrt(float(density_at @ share**2) / float(density_at.sum()))
