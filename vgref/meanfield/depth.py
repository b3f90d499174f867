"""How many layers a signal lasts: the depth scales of variance and correlation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from vgref.activations import Activation
from vgref.checks import number, within
from vgref.meanfield.correlation import chi, correlation_fixed_point
from vgref.meanfield.fixed_points import variance_fixed_point
from vgref.meanfield.variance import chi1, variance_slope

ROUNDING = 1e-12
"""As near to 1 as this, χ is 1: the integrals behind it are good to 1e-14."""


# --8<-- [start:depth_scale]
def depth_scale(chi: float) -> float:
    r"""Number of layers over which a deviation shrinks by e: -1 / log χ.

    χ is the slope of the map at the fixed point that is approached: `variance_slope` at q* for
    the variance, `chi` at c* for the correlation. On the ordered side c* = 1 and χ = χ₁. With
    χ₁ above 1 the fixed point is another one, so χ₁ has no depth scale and is refused.

    Parameters
    ----------
    chi : float
        In [0, 1]; at 1 the scale is infinite, and what exceeds 1 by rounding, 1e-12, is 1.

    Raises
    ------
    ValueError
        If chi is outside [0, 1].

    Examples
    --------
    >>> round(depth_scale(0.95), 4), depth_scale(1.0)
    (19.4957, inf)
    """
    if 1.0 < number("chi", chi, "from 0 to 1") <= 1.0 + ROUNDING:
        return math.inf
    if within("chi", chi, 0.0, 1.0) == 1.0:
        return math.inf
    return -1.0 / math.log(chi) if chi > 0.0 else 0.0


# --8<-- [end:depth_scale]


# --8<-- [start:MeanField]
@dataclass(frozen=True)
class MeanField:
    """Where deep layers of a wide network settle, and how fast; see `mean_field`.

    Examples
    --------
    >>> mean_field("tanh", sigma_w=0.5, sigma_b=0.3).phase
    'ordered'
    """

    q_star: float
    chi1: float
    xi_q: float
    c_star: float
    chi_c: float
    xi_c: float
    phase: Literal["ordered", "critical", "chaotic"]


# --8<-- [end:MeanField]


# --8<-- [start:mean_field]
def mean_field(activation: str | Activation, *, sigma_w: float, sigma_b: float) -> MeanField:
    r"""Fixed points and depth scales of a wide network.

    Gradients change by e over ``1 / |log(chi1)|`` layers: they vanish in the ordered phase and
    explode in the chaotic one. Networks much deeper than xi_c are reported not to train.

    Parameters
    ----------
    activation : str or Activation
    sigma_w, sigma_b : float
        Standard deviations, as in `variance_map`.

    Raises
    ------
    ValueError
        If the variance map has not exactly one stable fixed point.

    Examples
    --------
    >>> state = mean_field("tanh", sigma_w=2.0, sigma_b=0.0)
    >>> state.phase, round(state.q_star, 6), round(state.chi1, 6), round(state.xi_c, 6)
    ('chaotic', 2.121474, 1.362673, 7.979633)
    """
    q_star = variance_fixed_point(activation, sigma_w=sigma_w, sigma_b=sigma_b)
    slope = abs(variance_slope(q_star, activation, sigma_w=sigma_w))
    at_one = chi1(q_star, activation, sigma_w=sigma_w)
    if q_star == 0.0 or at_one <= 1.0:  # the limit of the map for q to 0 keeps every correlation
        c_star, chi_c = 1.0, at_one
    else:
        c_star = correlation_fixed_point(activation, q=q_star, sigma_w=sigma_w, sigma_b=sigma_b)
        chi_c = chi(c_star, activation, q=q_star, sigma_w=sigma_w)
    phase: Literal["ordered", "critical", "chaotic"] = (
        "critical" if abs(at_one - 1.0) < ROUNDING else "ordered" if at_one < 1.0 else "chaotic"
    )
    xi_c = math.inf if phase == "critical" else depth_scale(chi_c)
    return MeanField(q_star, at_one, depth_scale(min(slope, 1.0)), c_star, chi_c, xi_c, phase)


# --8<-- [end:mean_field]
