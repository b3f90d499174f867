"""Layer-sequential unit-variance: the initializer that looks at the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgref.activations import Activation, activation
from vgref.initializers.orthogonal import orthogonal
from vgref.initializers.shapes import positive

Array = NDArray[np.floating[Any]]


# --8<-- [start:lsuv]
def lsuv(
    weights: Sequence[Array],
    activations: str | Activation | Sequence[str | Activation],
    x: Array,
    *,
    rng: np.random.Generator,
    tolerance: float = 0.1,
    passes: int = 10,
) -> list[Array]:
    r"""Orthonormal weights, then each layer divided by its output's standard deviation.

    Layer by layer, from the input: while the variance of z = h @ weight over the whole batch and
    all units is off 1 by `tolerance` or more, and at most `passes` times, the weight is divided
    by its square root. With z linear in the weight one pass is exact; the loop is the paper's,
    whose layers may hold more than a product. Biases are zero.

    Parameters
    ----------
    weights : sequence of arrays of shape (fan_in, fan_out)
        Give the shapes and the dtype; they are not changed.
    activations : one for all layers, or one per layer
    x : array of shape (batch, fan_in)
        Data to normalise on.
    rng : numpy.random.Generator
        For the orthonormal start.
    tolerance : float
    passes : int

    Returns
    -------
    list of arrays, of the shapes and dtypes of `weights`

    Raises
    ------
    ValueError
        If shapes do not chain, there are not as many activations as weights, a value of `x` is
        not finite, or a layer's output does not vary.

    References
    ----------
    Mishkin & Matas (2016), as three restatements of the algorithm report it; the default
    tolerance is a library's, the number of passes ours.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal((200, 8))
    >>> first, second = lsuv([np.zeros((8, 16)), np.zeros((16, 4))], "tanh", x, rng=rng)
    >>> round(float((np.tanh(x @ first) @ second).var()), 6)
    1.0
    """
    phis = _one_per_layer(activations, len(weights))
    h = np.asarray(x)
    if h.ndim != 2 or h.size == 0 or not np.isfinite(h).all():
        raise ValueError(f"x must be a finite, not empty (batch, fan_in), got shape {h.shape}")
    scaled = []
    for layer, (given, phi) in enumerate(zip(weights, phis, strict=True)):
        if given.ndim != 2 or given.shape[0] != h.shape[1]:
            raise ValueError(f"weights[{layer}] has shape {given.shape}, its input {h.shape}")
        start = orthogonal(given.shape, gain=1.0, rng=rng, dtype=given.dtype)
        weight = _unit_variance(start, h, positive("tolerance", tolerance), passes, layer)
        scaled.append(weight)
        h = phi.function(h @ weight)
    return scaled


# --8<-- [end:lsuv]


def _unit_variance(weight: Array, h: Array, tolerance: float, passes: int, layer: int) -> Array:
    for _ in range(passes):
        variance = (h @ weight).var()
        if not variance > 0.0:
            raise ValueError(f"the output of layer {layer} does not vary over x")
        if abs(variance - 1.0) < tolerance:
            break
        weight = weight / np.sqrt(variance)
    return weight


def _one_per_layer(
    activations: str | Activation | Sequence[str | Activation], layers: int
) -> list[Activation]:
    if isinstance(activations, str | Activation):
        return [activation(activations)] * layers
    if len(activations) != layers:
        raise ValueError(f"{layers} weights need as many activations, got {len(activations)}")
    return [activation(each) for each in activations]
