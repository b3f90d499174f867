"""The correlation map of ReLU in closed form."""

from __future__ import annotations

import math


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
    if not -1.0 <= c <= 1.0:
        raise ValueError(f"c must lie in [-1, 1], got {c}")
    return (math.sqrt((1.0 - c) * (1.0 + c)) + c * (math.pi - math.acos(c))) / math.pi


# --8<-- [end:relu_correlation_map]
