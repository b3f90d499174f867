"""Layer-sequential unit-variance: the initializer that looks at the data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vgref.activations import Activation, activation
from vgref.checks import Array, finite, floats, positive, whole, wrong
from vgref.initializers.orthogonal import orthogonal


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

    The variance is over examples and units together. Where the inputs' mean is far from 0, so are
    the units', each in its own way, and that spread between units counts too: of the variance 1,
    little may be left that tells examples apart (0.04 for standard normal inputs plus 5). Centre
    the inputs first.

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
        At least 1.

    Returns
    -------
    list of arrays, of the shapes and dtypes of `weights`

    Raises
    ------
    ValueError
        If shapes do not chain, there are not as many activations as weights, a value of `x` is
        not finite, or a layer's output does not vary.
    TypeError
        If `weights` holds no arrays of floats (shapes, say), or `passes` is not an integer.

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
    if isinstance(weights, np.ndarray) or not isinstance(weights, Sequence):
        raise wrong("weights", "a sequence of arrays", weights, kind=TypeError)
    phis, h = _one_per_layer(activations, len(weights)), finite("x", x, (None, None))
    tolerance, passes = positive("tolerance", tolerance), whole("passes", passes, 1)
    scaled = []
    for layer, (given, phi) in enumerate(zip(weights, phis, strict=True)):
        floats(f"weights[{layer}]", given, (h.shape[1], None))
        start = orthogonal(given.shape, gain=1.0, rng=rng, dtype=given.dtype)
        weight = _unit_variance(start, h, tolerance, passes, layer)
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
    if isinstance(activations, str) or callable(activations):
        return [activation(activations)] * layers
    if not isinstance(activations, Sequence):
        raise wrong("activations", "one, or one per layer", activations, kind=TypeError)
    if len(activations) != layers:
        raise wrong("activations", f"one, or {layers}, one per layer", activations)
    return [activation(each) for each in activations]
