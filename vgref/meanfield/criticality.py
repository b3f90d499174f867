"""Where χ₁ = 1 at the fixed point of the variance: the edge between order and chaos."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from vgref.activations import Activation
from vgref.activations import activation as named
from vgref.checks import wrong
from vgref.gaussian import expectation
from vgref.meanfield.relu import homogeneous
from vgref.meanfield.roots import find_root, squared
from vgref.meanfield.variance import chi1

ROUNDING = 1e-14
"""What is left, relatively, where two expectations are equal."""


# --8<-- [start:CriticalPoint]
@dataclass(frozen=True)
class CriticalPoint:
    """A standard deviation of the weights at which χ₁ is 1, and the fixed variance there.

    Examples
    --------
    >>> CriticalPoint(sigma_w=1.0, q=0.0).sigma_w
    1.0
    """

    sigma_w: float
    q: float


# --8<-- [end:CriticalPoint]


# --8<-- [start:critical_points]
def critical_points(activation: str | Activation, *, sigma_b: float) -> list[CriticalPoint]:
    r"""All sigma_w at which χ₁ = 1 at a fixed point q of the variance map, by increasing q.

    χ₁ = 1 says σ_w² = 1 / E φ'²; the fixed point then says q = E φ² / E φ'² + σ_b², one
    equation in q alone. Its roots are looked for at 0 and, on logarithmic steps of 15 %, from
    sigma_b**2 or 1e-8 to 1e4, or further where the bias is large: below sigma_b**2 there is none,
    and for ReLU and its homogeneous kin none but 0.

    Parameters
    ----------
    activation : str or Activation
    sigma_b : float
        Standard deviation of the biases.

    Raises
    ------
    ValueError
        If sigma_b is neither 0 nor from 1e-8 to 1e70, or if none is found and rounding or overflow
        would hide one.

    Examples
    --------
    >>> [point] = critical_points("sigmoid", sigma_b=0.0)
    >>> round(point.sigma_w ** 2, 4)
    103.0076
    >>> critical_points("relu", sigma_b=0.1)
    []
    """
    phi, variance_b = named(activation), squared("sigma_b", sigma_b)
    if variance_b > 0.0 and not 1e-8 <= sigma_b <= 1e70:
        raise wrong("sigma_b", "0 or from 1e-8 to 1e70, where rounding does not hide it", sigma_b)

    def sides(q: float) -> tuple[float, float]:
        second = expectation(lambda z: phi.function(z) ** 2, q, kinks=phi.kinks)
        slope = expectation(lambda z: phi.derivative(z) ** 2, q, kinks=phi.kinks)
        # Times the slope, and over q: finite where the slope is zero, level where q is small.
        return slope, (second + variance_b * slope) / q

    def excess(q: float) -> float:
        left, right = sides(q)
        return left - right

    def relative(q: float) -> float:
        left, right = sides(q)
        return (left - right) / (left + right) if left + right > 0.0 else 0.0

    points = []
    if variance_b == 0.0 and abs(float(phi.function(np.zeros(1))[0])) == 0.0:
        slope = chi1(0.0, phi, sigma_w=1.0)
        points += [CriticalPoint(1.0 / math.sqrt(slope), 0.0)] if slope > 0.0 else []
    if variance_b > 0.0 and homogeneous(phi):  # E φ² is q E φ'²: the bias has no counterpart
        return points
    low, high = max(1e-8, variance_b), max(1e4, 10.0 * variance_b)
    # Where E φ² / q and E φ'² have one limit, the root is as far out as sigma_b**4.
    while relative(high) < -ROUNDING and high < 1e4 * variance_b**2:
        high *= 10.0
    grid = np.geomspace(low, high, round(200 / 12 * math.log10(high / low)))
    if variance_b > 0.0:  # here the bias alone is too much
        grid = np.append(0.5 * variance_b, grid)
    excesses = np.array([relative(float(q)) for q in grid])
    excesses[np.abs(excesses) < ROUNDING] = 0.0
    for left, right in pairwise(np.flatnonzero(excesses)):
        if excesses[left] * excesses[right] < 0.0:
            q = find_root(excess, float(grid[left]), float(grid[right]))
            points.append(CriticalPoint(1.0 / math.sqrt(chi1(q, phi, sigma_w=1.0)), q))
    if not points and (excesses[-1] == 0.0 or np.isnan(excesses).any()):
        raise wrong(
            "sigma_b",
            f"smaller, for rounding or overflow hides whether {phi.name} is critical",
            sigma_b,
        )
    return points


# --8<-- [end:critical_points]


# --8<-- [start:critical_sigma_w]
def critical_sigma_w(activation: str | Activation, *, sigma_b: float) -> float:
    """The standard deviation of the weights at which gradients neither vanish nor explode.

    Where `critical_points` has several, the one of the smallest variance: for tanh and its kin
    there is only one.

    Parameters
    ----------
    activation : str or Activation
    sigma_b : float
        Standard deviation of the biases.

    Raises
    ------
    ValueError
        If there is none, as for ReLU with a bias, whose variance grows without end.

    Examples
    --------
    >>> round(critical_sigma_w("tanh", sigma_b=0.3) ** 2, 6)
    1.947655
    >>> round(critical_sigma_w("relu", sigma_b=0.0) ** 2, 12)
    2.0
    """
    points = critical_points(activation, sigma_b=sigma_b)
    if not points:
        raise ValueError(f"{named(activation).name} is nowhere critical with sigma_b={sigma_b}")
    return points[0].sigma_w


# --8<-- [end:critical_sigma_w]


# --8<-- [start:centred_critical_sigma_w]
def centred_critical_sigma_w(activation: str | Activation) -> float:
    r"""Critical standard deviation when the biases take φ(0) out of the forward signal.

    With the bias -φ(0) Σ_i w_i of each unit, the next layer sees φ(z) - φ(0), which is 0 at 0,
    so q = 0 is a fixed point and χ₁ = 1 there: σ_w = 1 / |φ'(0)|. For the sigmoid that is 4,
    the matrix form of the scalar condition |w| = 4.

    Parameters
    ----------
    activation : str or Activation

    Raises
    ------
    ValueError
        If the slope at 0 is zero.

    References
    ----------
    Hochreiter & Schmidhuber (1997), section 3.1, for the scalar condition.

    Examples
    --------
    >>> round(centred_critical_sigma_w("sigmoid") ** 2, 12)
    16.0
    """
    slope = chi1(0.0, activation, sigma_w=1.0)
    if slope == 0.0:
        raise ValueError(f"{named(activation).name} has slope 0 at 0")
    return 1.0 / math.sqrt(slope)


# --8<-- [end:centred_critical_sigma_w]
