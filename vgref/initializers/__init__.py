"""Initializers: where a weight starts.

Every one of `INITIALIZERS` is called as ``initializer(shape, rng=rng, ...)``; what else it needs
is keyword-only, and `functools.partial` fixes it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgref.initializers.distributions import constant, normal, truncated_normal, uniform, zeros
from vgref.initializers.gains import GainRow, gain, gain_table, pytorch_gain
from vgref.initializers.lsuv import lsuv
from vgref.initializers.orthogonal import delta_orthogonal, identity, orthogonal, sparse
from vgref.initializers.residual import ResidualBranch, fixup, rezero
from vgref.initializers.scaling import (
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    lecun_normal,
    lecun_uniform,
    variance_scaling,
)
from vgref.initializers.shapes import fans

__all__ = [
    "INITIALIZERS",
    "GainRow",
    "ResidualBranch",
    "constant",
    "delta_orthogonal",
    "fans",
    "fixup",
    "gain",
    "gain_table",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "identity",
    "lecun_normal",
    "lecun_uniform",
    "lsuv",
    "normal",
    "orthogonal",
    "pytorch_gain",
    "rezero",
    "sparse",
    "truncated_normal",
    "uniform",
    "variance_scaling",
    "zeros",
]

INITIALIZERS: Mapping[str, Callable[..., NDArray[np.floating[Any]]]] = {
    initializer.__name__: initializer
    for initializer in (
        zeros,
        constant,
        uniform,
        normal,
        truncated_normal,
        variance_scaling,
        lecun_normal,
        lecun_uniform,
        glorot_normal,
        glorot_uniform,
        he_normal,
        he_uniform,
        orthogonal,
        identity,
        sparse,
        delta_orthogonal,
    )
}
