"""Fixup and ReZero: residual branches that start as nothing, so that depth does not matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from vgref.checks import Array, whole, wrong
from vgref.initializers.distributions import zeros
from vgref.initializers.scaling import he_normal
from vgref.initializers.shapes import valid_matrix


# --8<-- [start:ResidualBranch]
@dataclass(frozen=True)
class ResidualBranch:
    """The start of one branch F of ``h + multiplier * F(h)``.

    `biases` are the scalar biases before each layer and each activation between layers: none
    for ReZero.

    Examples
    --------
    >>> ResidualBranch(weights=[np.zeros((2, 2))], multiplier=0.0, biases=()).multiplier
    0.0
    """

    weights: list[Array]
    multiplier: float
    biases: tuple[float, ...]


# --8<-- [end:ResidualBranch]


# --8<-- [start:fixup]
def fixup(
    shapes: Sequence[Sequence[int]],
    *,
    branches: int,
    rng: np.random.Generator,
    dtype: DTypeLike = np.float64,
) -> ResidualBranch:
    r"""He weights times L^(-1/(2m-2)), the last one 0; one scalar multiplier, of start 1.

    L is the number of branches of the network and m the number of weights in this one. Before
    every layer and every activation stands a scalar bias of start 0. The classification layer
    after all branches is 0 too: `zeros`.

    Parameters
    ----------
    shapes : m shapes (fan_in, fan_out), m at least 2
        The weights of the branch, in order.
    branches : int
        L, how many branches the network has.

    Raises
    ------
    ValueError
        If there are fewer than two weights, no branches, or the shapes do not chain.
    TypeError
        If `branches` is not an integer, or `shapes` holds no shapes.

    References
    ----------
    Zhang et al. (2019), as their code's comments state the rules.

    Examples
    --------
    >>> branch = fixup([(400, 100), (100, 400)], branches=16, rng=np.random.default_rng(0))
    >>> round(float(branch.weights[0].std()) / (2 / 400) ** 0.5, 2)  # 16 ** -0.5
    0.25
    >>> bool(branch.weights[1].any()), branch.multiplier, branch.biases
    (False, 1.0, (0.0, 0.0, 0.0))
    """
    branches = whole("branches", branches, 1)
    _chain(shapes, 2)
    scale = float(branches) ** (-1.0 / (2 * len(shapes) - 2))
    inner = [he_normal(shape, rng=rng, dtype=dtype) for shape in shapes[:-1]]
    weights = [(scale * weight).astype(weight.dtype) for weight in inner]
    weights.append(zeros(shapes[-1], dtype=dtype))
    return ResidualBranch(weights, 1.0, (0.0,) * (2 * len(shapes) - 1))


# --8<-- [end:fixup]


# --8<-- [start:rezero]
def rezero(
    shapes: Sequence[Sequence[int]], *, rng: np.random.Generator, dtype: DTypeLike = np.float64
) -> ResidualBranch:
    r"""He weights, and a learnable multiplier of start 0: h + α F(h) with α = 0.

    The network starts as the identity. SkipInit is the same rule.

    Parameters
    ----------
    shapes : shapes (fan_in, fan_out)
        The weights of the branch, in order.

    Raises
    ------
    ValueError
        If there are no weights, or the shapes do not chain.

    References
    ----------
    Bachlechner et al. (2021) and De & Smith (2020), as summaries report them.

    Examples
    --------
    >>> branch = rezero([(400, 100), (100, 400)], rng=np.random.default_rng(0))
    >>> branch.multiplier, round(float(branch.weights[0].std()), 2)
    (0.0, 0.07)
    """
    _chain(shapes, 1)
    return ResidualBranch([he_normal(s, rng=rng, dtype=dtype) for s in shapes], 0.0, ())


# --8<-- [end:rezero]


def _chain(shapes: Sequence[Sequence[int]], least: int) -> None:
    """Each fan_in is the fan_out before it, and the branch returns to its input's width."""
    if isinstance(shapes, str) or not isinstance(shapes, Sequence):
        raise wrong("shapes", "a sequence of shapes", shapes, kind=TypeError)
    matrices = [valid_matrix(shape) for shape in shapes]
    if len(matrices) < least:
        raise wrong("shapes", f"of at least {least} weights", matrices)
    for layer, (fan_in, _) in enumerate(matrices):
        if fan_in != matrices[layer - 1][1]:
            raise wrong("shapes", "a chain that comes back to the first fan_in", matrices)
