"""Initializers that keep lengths: orthogonal, delta-orthogonal, identity; and the sparse one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from vgref.checks import Array, generator, positive, whole, wrong
from vgref.initializers.shapes import valid_dtype, valid_matrix, valid_shape


# --8<-- [start:orthogonal]
def orthogonal(
    shape: Sequence[int], *, gain: float, rng: np.random.Generator, dtype: DTypeLike = np.float64
) -> Array:
    r"""Haar-distributed: every rotation (and reflection) is equally likely.

    QR of a Gaussian matrix. LAPACK fixes the signs of R's diagonal in its own way, which would
    bias Q; multiplying the columns of Q by them makes the factorisation the unique one, and Q
    uniform.

    Parameters
    ----------
    shape : (fan_in, fan_out)
        With fan_in ≥ fan_out the columns are orthonormal (times `gain`), else the rows.
    gain : float
        Every singular value.

    Raises
    ------
    ValueError
        If the shape is not a matrix or the gain is not positive.

    References
    ----------
    Saxe et al. (2014).

    Examples
    --------
    >>> weight = orthogonal((3, 5), gain=2.0, rng=np.random.default_rng(0))
    >>> bool(np.allclose(weight @ weight.T, 4.0 * np.eye(3)))
    True
    """
    fan_in, fan_out = valid_matrix(shape)
    scale, valid = positive("gain", gain), valid_dtype(dtype)
    long, short = max(fan_in, fan_out), min(fan_in, fan_out)
    q, r = np.linalg.qr(generator(rng).standard_normal((long, short)))
    q *= np.sign(np.diag(r))
    return (scale * (q if fan_in >= fan_out else q.T)).astype(valid)


# --8<-- [end:orthogonal]


# --8<-- [start:delta_orthogonal]
def delta_orthogonal(
    shape: Sequence[int], *, gain: float, rng: np.random.Generator, dtype: DTypeLike = np.float64
) -> Array:
    r"""Zero but at the middle of the window, where it is orthogonal.

    The convolution then applies one orthogonal matrix to the channels of every position: it
    keeps the length of the signal whatever the window.

    Parameters
    ----------
    shape : (*window, channels_in, channels_out)
        The window has odd sizes, and channels_out is not less than channels_in.
    gain : float
        Factor on the length.

    Raises
    ------
    ValueError
        If a window size is even, channels_out < channels_in, or the gain is not positive.

    Examples
    --------
    >>> weight = delta_orthogonal((3, 3, 2, 4), gain=1.0, rng=np.random.default_rng(0))
    >>> int(np.count_nonzero(weight)), round(float((weight ** 2).sum()), 12)
    (8, 2.0)
    """
    *window, channels_in, channels_out = valid = valid_shape(shape, axes=3)
    if any(size % 2 == 0 for size in window):
        raise wrong("shape", "(*window, channels_in, channels_out) of an odd window", valid)
    if channels_out < channels_in:
        raise wrong("shape", "of channels_out not less than channels_in", valid)
    weight = np.zeros((*window, channels_in, channels_out), dtype=valid_dtype(dtype))
    middle = tuple(size // 2 for size in window)
    weight[middle] = orthogonal((channels_in, channels_out), gain=gain, rng=rng, dtype=dtype)
    return weight


# --8<-- [end:delta_orthogonal]


# --8<-- [start:identity]
def identity(
    shape: Sequence[int],
    *,
    gain: float,
    rng: np.random.Generator | None = None,
    dtype: DTypeLike = np.float64,
) -> Array:
    """The identity matrix times `gain`, with zero rows or columns where it is not square.

    Parameters
    ----------
    shape : (fan_in, fan_out)
    gain : float
    rng : not used
        Accepted, so that every initializer can be called alike.

    Raises
    ------
    ValueError
        If the shape is not a matrix or the gain is not positive.

    Examples
    --------
    >>> identity((2, 3), gain=1.0).tolist()
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    """
    fan_in, fan_out = valid_matrix(shape)
    scale = positive("gain", gain)
    return (scale * np.eye(fan_in, fan_out)).astype(valid_dtype(dtype))


# --8<-- [end:identity]


# --8<-- [start:sparse]
def sparse(
    shape: Sequence[int],
    *,
    connections: int,
    gain: float,
    rng: np.random.Generator,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""Every unit listens to `connections` inputs, chosen at random; the other weights are 0.

    The weights that are not 0 are Gaussian of variance ``gain**2 / connections``, so the forward
    signal has the level of a dense weight of the same gain.

    Parameters
    ----------
    shape : (fan_in, fan_out)
    connections : int
        From 1 to fan_in.
    gain : float
        Factor on the standard deviation.

    Raises
    ------
    ValueError
        If `connections` is not from 1 to fan_in, or the gain is not positive.
    TypeError
        If `connections` is not an integer.

    Examples
    --------
    >>> weight = sparse((6, 4), connections=2, gain=1.0, rng=np.random.default_rng(0))
    >>> np.count_nonzero(weight, axis=0).tolist()
    [2, 2, 2, 2]
    """
    fan_in, fan_out = valid_matrix(shape)
    connections = whole("connections", connections, 1, fan_in)
    std, valid = positive("gain", gain) / connections**0.5, valid_dtype(dtype)
    # The ranks of independent uniforms are a random permutation, one for each column.
    chosen = generator(rng).random((fan_in, fan_out)).argsort(axis=0) < connections
    weight: Array = std * chosen * rng.standard_normal((fan_in, fan_out))
    return weight.astype(valid)


# --8<-- [end:sparse]
