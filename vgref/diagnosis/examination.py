"""Both passes once, and every disease asked after."""

from __future__ import annotations

from typing import Any

import numpy as np

from vgref.activations.activation import Array
from vgref.checks import finite, wrong
from vgref.diagnosis.findings import Diagnosis, Finding, Passes
from vgref.diagnosis.scales import input_scale, no_gradient, output_scale, plateau, too_few
from vgref.diagnosis.signals import collapsed, overflow, saturated, vanishing_or_exploding
from vgref.diagnosis.units import dead, symmetric
from vgref.network import MLP, Forward
from vgref.network.losses import Loss, value_and_gradient


# --8<-- [start:diagnose]
@np.errstate(all="ignore")  # an overflow is evidence here, not a warning
def diagnose(net: MLP, x: Array, target: Any, loss: Loss) -> Diagnosis:
    """Run both passes once on a batch and name what is wrong, causes before consequences.

    - input scale: a feature is far from unit size, and so are the first layer's z.
    - vanishing, exploding: delta shrinks or grows from the last hidden layer to the first (or h
      grows from the first to the last), in total and per layer; anything not finite explodes.
    - output scale: the loss is far above that of an output that says nothing.
    - plateau: h is so small that no weight gets a gradient to speak of.
    - saturated: much of a bounded activation sits where its slope is flat; at the output only
      where that keeps the loss.
    - dead: a layer's units have slope 0 on the whole batch: all of them, more than half of those
      that see the input, or more than chance.
    - symmetric: the units of a layer have equal weights and get equal gradients.
    - collapsed: a layer gives nearly the same output for every input.
    - no gradient: every gradient is exactly 0, and that is not a minimum.
    - too few samples: the examples are all the same, so that no spread can be measured.

    Parameters
    ----------
    x : (batch, inputs)
    target
        As `loss` takes it.
    loss : ``(output, target) -> (loss, gradient)``

    Raises
    ------
    TypeError
        If an argument, or what `loss` returns, is of another kind.
    ValueError
        If `x` or `target` does not fit or is not finite, or the loss of a finite output is not.

    Examples
    --------
    >>> from vgref.network import mean_squared_error
    >>> zeros = MLP([np.zeros((2, 3)), np.zeros((3, 1))], [np.zeros(3), np.zeros(1)],
    ...             ["tanh", "identity"])
    >>> x = np.array([[1.0, 2.0], [-1.0, 0.0]])
    >>> print(diagnose(zeros, x, np.ones((2, 1)), mean_squared_error))
    symmetric in layer 1: difference of columns 0
    """
    if not isinstance(net, MLP):
        raise wrong("net", "an MLP", net, kind=TypeError)
    labels = isinstance(target, np.ndarray) and np.issubdtype(target.dtype, np.integer)
    if isinstance(target, np.ndarray) and np.issubdtype(target.dtype, np.floating):
        finite("target", target)
    forward = net.forward(x)
    seen = _passes(net, forward, target, loss, counted=labels)
    if seen is None:
        return Diagnosis((*input_scale(forward), *overflow(forward.pre_activations)))
    found: list[Finding] = []
    for disease in (
        lambda seen: input_scale(seen.forward),
        vanishing_or_exploding,
        output_scale,
        plateau,
        saturated,
        dead,
        symmetric,
        collapsed,
        no_gradient,
        too_few,
    ):
        found += disease(seen)
    return Diagnosis(tuple(found))


# --8<-- [end:diagnose]


def _passes(
    net: MLP, forward: Forward, target: Any, loss: Loss, *, counted: bool
) -> Passes | None:
    """Both passes, or None where the forward pass, or the loss of its output, overflows."""
    if not np.isfinite(forward.output).all():
        return None
    try:
        value, slope = value_and_gradient(loss, forward.output, target)
    except FloatingPointError:
        return None
    if not np.isfinite(value):
        raise wrong("loss", "finite for a finite output and target", value)
    finite("the gradient that loss returns", slope)

    def loss_of(output: Array) -> float:
        try:
            return value_and_gradient(loss, output, target)[0]
        except FloatingPointError:
            return float("inf")

    x = forward.post_activations[0]
    backward = net.backward(forward, slope)
    return Passes(net, forward, backward, value, loss_of, counted, _different(x))


def _different(x: Array) -> int:
    """How many rows differ: 1, 2, or 3 for more."""
    others = x[(x != x[0]).any(axis=1)]
    if not len(others):
        return 1
    return 3 if (others != others[0]).any() else 2
