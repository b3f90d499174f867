"""Activations of more than one argument: gated linear units, and maxout."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from vgref.activations.activation import Array
from vgref.activations.elementwise import floating
from vgref.activations.exact_arithmetic import exp_factors
from vgref.activations.gated import logistic_gate_derivative, silu
from vgref.activations.sigmoids import sigmoid
from vgref.checks import wrong


# --8<-- [start:same_dtype]
def same_dtype(a: ArrayLike, b: ArrayLike) -> tuple[Array, Array, np.dtype[np.floating]]:
    """Return both arguments in double precision, and the dtype of the result.

    Raises
    ------
    TypeError
        If one of them does not hold floats.

    Examples
    --------
    >>> same_dtype(np.float32(1), np.float32(2))[2].name
    'float32'
    """
    a, b = floating(a, "a"), floating(b, "b")
    dtype = np.result_type(a, b)
    return a.astype(np.float64), b.astype(np.float64), dtype


# --8<-- [end:same_dtype]


# --8<-- [start:glu]
def glu(a: Array, b: Array) -> Array:
    r"""Gated linear unit, :math:`a\, \sigma(b)`.

    References
    ----------
    Dauphin, Fan, Auli and Grangier (2017).

    Examples
    --------
    >>> glu(np.array([2.0, 2.0]), np.array([0.0, np.inf])).tolist()
    [1.0, 2.0]
    """
    a, b, dtype = same_dtype(a, b)
    with np.errstate(under="ignore", over="ignore"):
        first, second = exp_factors(np.clip(b, -1480.0, 0.0))  # beyond, even 1e308 * e**b is 0
        return (a * first / (1.0 + np.exp(-np.abs(b))) * second).astype(dtype)[()]


# --8<-- [end:glu]


# --8<-- [start:glu_derivatives]
def glu_derivatives(a: Array, b: Array) -> tuple[Array, Array]:
    r"""Partial derivatives of `glu`: :math:`\sigma(b)` and :math:`a\, \sigma(b) \sigma(-b)`.

    Examples
    --------
    >>> by_a, by_b = glu_derivatives(np.array([2.0]), np.array([0.0]))
    >>> by_a.tolist(), by_b.tolist()
    ([0.5], [0.5])
    """
    a, b, dtype = same_dtype(a, b)
    with np.errstate(under="ignore", over="ignore"):
        first, second = exp_factors(np.maximum(-np.abs(b), -1480.0))
        by_b = a * first / (1.0 + first * second) ** 2 * second
        return (sigmoid(b) + 0.0 * np.zeros_like(a)).astype(dtype)[()], by_b.astype(dtype)[()]


# --8<-- [end:glu_derivatives]


# --8<-- [start:swiglu]
def swiglu(a: Array, b: Array) -> Array:
    r"""Gated linear unit with a SiLU gate, :math:`\operatorname{silu}(a)\, b`.

    References
    ----------
    Shazeer (2020).

    Examples
    --------
    >>> swiglu(np.array([1.0]), np.array([2.0])).round(6).tolist()
    [1.462117]
    """
    a, b, dtype = same_dtype(a, b)
    with np.errstate(under="ignore", over="ignore", invalid="ignore"):  # inf times 0 is nan
        below, second = exp_factors(np.clip(a, -1480.0, 0.0))
        gated = b * below * np.maximum(a, -1480.0) / (1.0 + np.exp(-np.abs(a)))
        return (gated * second).astype(dtype)[()]


# --8<-- [end:swiglu]


# --8<-- [start:swiglu_derivatives]
def swiglu_derivatives(a: Array, b: Array) -> tuple[Array, Array]:
    r"""Partial derivatives of `swiglu`: :math:`b \operatorname{silu}'(a)` and silu of `a`.

    Examples
    --------
    >>> by_a, by_b = swiglu_derivatives(np.array([0.0]), np.array([2.0]))
    >>> by_a.tolist(), by_b.tolist()
    ([1.0], [0.0])
    """
    a, b, dtype = same_dtype(a, b)
    with np.errstate(under="ignore", over="ignore"):
        cut = np.clip(a, -1480.0, 1480.0)
        by_a = logistic_gate_derivative(cut, cut, scale=b)
        by_b = silu(a) + np.zeros_like(b)
        return by_a.astype(dtype)[()], by_b.astype(dtype)[()]


# --8<-- [end:swiglu_derivatives]


# --8<-- [start:maxout]
def maxout(z: Array) -> Array:
    """Largest of the `pieces` along the last axis.

    Parameters
    ----------
    z : (..., pieces)
        The units' linear pieces. nan if one of them is.

    Returns
    -------
    (...)

    Raises
    ------
    ValueError
        If there is no axis, or no piece along it.

    References
    ----------
    Goodfellow, Warde-Farley, Mirza, Courville and Bengio (2013).

    Examples
    --------
    >>> maxout(np.array([[1.0, 3.0], [2.0, -1.0]])).tolist()
    [3.0, 2.0]
    """
    z = floating(z)
    if z.ndim == 0 or z.shape[-1] == 0:
        raise wrong("z", "of at least one piece along its last axis", z)
    largest: Array = np.max(z, axis=-1)
    return largest


# --8<-- [end:maxout]


# --8<-- [start:maxout_derivative]
def maxout_derivative(z: Array) -> Array:
    """Derivative of `maxout` with respect to each piece: 1 for the largest, else 0.

    A tie goes to the first of the largest, as `argmax` and PyTorch's ``max(dim)`` decide; half
    to each would be as good a subgradient. nan for all pieces where one is nan.

    Examples
    --------
    >>> maxout_derivative(np.array([[1.0, 3.0], [2.0, 2.0]])).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    z = floating(z)
    largest = maxout(z)[..., None]
    first = z.argmax(axis=-1)[..., None] == np.arange(z.shape[-1])
    return np.where(np.isnan(largest), largest, first).astype(z.dtype)


# --8<-- [end:maxout_derivative]
