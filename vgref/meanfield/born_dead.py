r"""How likely a ReLU network is to be born dead: constant, whatever the input.

Weights are symmetric and continuous, independent from unit to unit, and biases are zero; there
are L - 1 hidden layers of n units, then a linear output. With no bias the network is 0 at the
input 0, so constant means 0 everywhere.

Take one input x ≠ 0. While the layer below is not all 0, each unit's pre-activation is a
symmetric continuous variable, so all n are 0 with probability 2^-n, whatever came before. Hence
the signal of x survives every hidden layer with probability s^(L-1), s = 1 - 2^-n, exactly.
"""

from __future__ import annotations

from vgref.checks import whole


# --8<-- [start:born_dead_upper_bound]
def born_dead_upper_bound(*, width: int, layers: int) -> float:
    r"""Upper bound on the probability of a dead network: 1 - (1 - 2^-n)^(L-1).

    A dead network is 0 at any one input x ≠ 0, and its output layer hides no signal (almost
    surely), so the signal of x has died: that has exactly this probability.

    Parameters
    ----------
    width : int
        Units n of every hidden layer.
    layers : int
        Weight layers L, the output layer counted: L - 1 hidden layers.

    Raises
    ------
    ValueError
        If width or layers is less than 1.
    TypeError
        If one of them is not an integer.

    Examples
    --------
    >>> round(born_dead_upper_bound(width=2, layers=5), 4)
    0.6836
    """
    return 1.0 - _survival(width) ** (whole("layers", layers, 1) - 1)


# --8<-- [end:born_dead_upper_bound]


# --8<-- [start:born_dead_lower_bound]
def born_dead_lower_bound(*, width: int, layers: int) -> float:
    r"""Lower bound for one input dimension: 1 - 2 s^(L-1) + (1 - 2^(1-n)) s^(2(L-2)).

    ReLU networks without bias are positively homogeneous, so on the line they are dead if and
    only if the signals of x = 1 and of x = -1 both die. Each survives with probability s^(L-1),
    so P(dead) = 1 - 2 s^(L-1) + P(both survive). In the first layer every unit is active for
    exactly one of the two: both survive with probability 1 - 2·2^-n. In a later layer let a and
    b be the two signals below, both non-negative, so at an angle θ of at most 90°. With Gaussian
    weights a unit is 0 for both with probability 1/2 - θ/2π, at least 1/4. So both die with
    probability p, at least 4^-n, and both survive with probability 1 - 2·2^-n + p, at least
    (1 - 2^-n)² = s²; this happens in L - 2 layers.

    Parameters
    ----------
    width : int
        Units n of every hidden layer, with Gaussian weights.
    layers : int
        Weight layers L, at least 2; the input has dimension 1.

    Raises
    ------
    ValueError
        If width is less than 1, or layers less than 2.
    TypeError
        If one of them is not an integer.

    Examples
    --------
    >>> round(born_dead_lower_bound(width=2, layers=5), 4)
    0.4562
    >>> born_dead_lower_bound(width=3, layers=2)
    0.0
    """
    survival, layers = _survival(width), whole("layers", layers, 2)
    both = (1.0 - 2.0 ** (1 - width)) * survival ** (2 * (layers - 2))
    return 1.0 - 2.0 * survival ** (layers - 1) + both


# --8<-- [end:born_dead_lower_bound]


def _survival(width: int) -> float:
    """Probability that one layer passes a signal on: not all of its units are 0."""
    return 1.0 - 2.0 ** -whole("width", width, 1)
