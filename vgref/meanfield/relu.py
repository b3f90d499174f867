"""The correlation map of ReLU in closed form, and what is homogeneous as ReLU is."""

from __future__ import annotations

import math

import numpy as np

from vgref.activations import Activation
from vgref.checks import within


# --8<-- [start:relu_correlation_map]
def relu_correlation_map(c: float) -> float:
    r"""Correlation in the next layer of a bias-free ReLU network, at any variance.

    .. math:: c \mapsto \frac{\sqrt{1 - c^2} + c (\pi - \arccos c)}{\pi}

    From any start 1 - c falls as 9π² / (2 l²): inputs become alike, but only polynomially.

    Parameters
    ----------
    c : float
        Correlation in this layer, in [-1, 1].

    Raises
    ------
    ValueError
        If c is outside [-1, 1].

    Examples
    --------
    >>> round(relu_correlation_map(0.0), 6), relu_correlation_map(1.0)
    (0.31831, 1.0)
    """
    c = within("c", c, -1.0, 1.0)
    return (math.sqrt((1.0 - c) * (1.0 + c)) + c * (math.pi - math.acos(c))) / math.pi


# --8<-- [end:relu_correlation_map]


def homogeneous(phi: Activation) -> bool:
    """Whether φ(a z) = a φ(z) for every a > 0: two straight lines that meet at 0."""
    signs, scale = np.array([-1.0, 1.0]), 1024.0
    return bool(np.allclose(phi.function(scale * signs), scale * phi.function(signs), rtol=1e-12))
