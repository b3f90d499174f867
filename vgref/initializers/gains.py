"""The gain that undoes an activation: exact, and as PyTorch prints it."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from vgref.activations import ACTIVATIONS, Activation
from vgref.activations import activation as named
from vgref.checks import choice, positive, wrong
from vgref.gaussian import expectation

Moment = Literal["forward", "backward"]


# --8<-- [start:gain]
def gain(activation: str | Activation, *, moment: Moment, variance: float = 1.0) -> float:
    r"""Standard deviation σ_w of weights √n that keeps a second moment from layer to layer.

    .. math:: \text{forward: } \sqrt{q / E\,φ(z)^2} \qquad
              \text{backward: } 1 / \sqrt{E\,φ'(z)^2}, \qquad z \sim N(0, q)

    The forward one keeps the variance q of the pre-activations, the backward one the squared
    gradient. They agree for ReLU and its leaky kin alone.

    Parameters
    ----------
    activation : str or Activation
    moment : {"forward", "backward"}
    variance : float
        q, the variance of the pre-activations that is to be kept.

    Raises
    ------
    ValueError
        If the moment is unknown, zero or beyond floating point, or the variance is not positive.

    References
    ----------
    He et al. (2015), eqs. 10 and 14, for ReLU.

    Examples
    --------
    >>> round(gain("tanh", moment="forward"), 6), round(gain("tanh", moment="backward"), 6)
    (1.592537, 1.467414)
    >>> round(gain("relu", moment="forward", variance=9.0) ** 2, 12)
    2.0
    """
    phi, variance = named(activation), positive("variance", variance)
    choice("moment", moment, ("forward", "backward"))
    function = phi.function if moment == "forward" else phi.derivative
    second = expectation(lambda z: function(z) ** 2, variance, kinks=phi.kinks)
    if second == 0.0:
        raise ValueError(f"the {moment} moment of {phi.name} is zero: no gain restores it")
    if math.isinf(second):
        must = f"smaller: the {moment} moment of {phi.name} overflows"
        raise wrong("variance", must, variance)
    return math.sqrt((variance if moment == "forward" else 1.0) / second)


# --8<-- [end:gain]


# --8<-- [start:pytorch_gain]
def pytorch_gain(name: str | Activation) -> float | None:
    r"""What PyTorch's ``calculate_gain`` gives, or None for an activation it does not know.

    Only √2 (ReLU) and √(2 / (1 + a²)) (leaky ReLU, with its slope) are exact second moments. 5/3
    for tanh and 3/4 for SELU are conventions, and 1 for the sigmoid is no correction at all. The
    name ``prelu`` is refused by PyTorch, which has one for both and asks for the slope.

    Parameters
    ----------
    name : str or Activation

    Raises
    ------
    ValueError
        If the name is not in the catalogue.

    Examples
    --------
    >>> pytorch_gain("tanh") == 5 / 3, pytorch_gain("selu") == 3 / 4, pytorch_gain("gelu")
    (True, True, None)
    """
    phi = named(name)
    if phi.name == "leaky_relu":
        return math.sqrt(2.0 / (1.0 + phi.parameters["slope"] ** 2))
    return {
        "identity": 1.0,
        "sigmoid": 1.0,
        "tanh": 5.0 / 3.0,
        "relu": math.sqrt(2.0),
        "selu": 0.75,
    }.get(phi.name)


# --8<-- [end:pytorch_gain]


# --8<-- [start:GainRow]
class GainRow(NamedTuple):
    """A row of `gain_table`.

    Examples
    --------
    >>> GainRow("identity", 1.0, 1.0, 1.0).forward
    1.0
    """

    name: str
    forward: float
    backward: float
    pytorch: float | None


# --8<-- [end:GainRow]


# --8<-- [start:gain_table]
def gain_table(*, variance: float = 1.0) -> list[GainRow]:
    """The exact gains of the whole catalogue, beside what PyTorch prints.

    Parameters
    ----------
    variance : float
        Variance of the pre-activations that is to be kept.

    Returns
    -------
    list of GainRow
        In the catalogue's order; the backward gain of the step function is infinite.

    Raises
    ------
    ValueError
        If the variance is not positive, or so large that a moment overflows, which that of the
        exponential does from about 125 on.

    Examples
    --------
    >>> [row] = [row for row in gain_table() if row.name == "sigmoid"]
    >>> round(row.forward, 4), round(row.backward, 4), row.pytorch
    (1.8462, 4.7226, 1.0)
    """
    rows = []
    for name, phi in ACTIVATIONS.items():
        forward = gain(phi, moment="forward", variance=variance)
        flat = phi.supremum == 0.0
        backward = math.inf if flat else gain(phi, moment="backward", variance=variance)
        rows.append(GainRow(name, forward, backward, pytorch_gain(phi)))
    return rows


# --8<-- [end:gain_table]
