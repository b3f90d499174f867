"""Every measure of every layer in one table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vgref.checks import wrong
from vgref.network import MLP, Forward, Gradients
from vgref.statistics.measures import (
    dead_units,
    norm,
    ratio,
    rms,
    saturated_fraction,
    spread_over_inputs,
    spread_over_units,
    symmetry_spread,
)


# --8<-- [start:LayerStatistics]
@dataclass(frozen=True)
class LayerStatistics:
    """One layer in numbers; `layer` counts from 1.

    ``rms`` is that of h, ``saturated`` and ``dead`` are parts of 1 (entries; units), the norms
    are Euclidean, ``gradient_to_weight`` is ``|dC/dW| / |W|``, ``symmetry`` the `symmetry_spread`
    of W. A spread is nan where there is nothing to spread over: a batch of one, a layer of one.

    Examples
    --------
    >>> LayerStatistics(1, 1.0, 0.5, 0.5, 0.0, 0.25, 1e-3, 1e-2, 1e-3, 0.9).dead
    0.25
    """

    layer: int
    rms: float
    spread_over_inputs: float
    spread_over_units: float
    saturated: float
    dead: float
    delta_norm: float
    weight_gradient_norm: float
    gradient_to_weight: float
    symmetry: float


# --8<-- [end:LayerStatistics]


# --8<-- [start:layer_statistics]
def layer_statistics(
    net: MLP, forward: Forward, gradients: Gradients, *, below: float
) -> list[LayerStatistics]:
    """Every layer's `LayerStatistics`, layer 1 first; `below` as in `saturated_fraction`.

    Raises TypeError if an argument is something else, ValueError if they do not belong together.

    Examples
    --------
    >>> net = MLP([np.array([[1.0, -1.0]])], [np.zeros(2)], ["relu"])
    >>> forward = net.forward(np.array([[1.0], [2.0]]))
    >>> gradients = net.backward(forward, np.ones((2, 2)))
    >>> layer_statistics(net, forward, gradients, below=0.05)[0].dead
    0.5
    """
    for name, value, kind in (
        ("net", net, MLP),
        ("forward", forward, Forward),
        ("gradients", gradients, Gradients),
    ):
        if not isinstance(value, kind):
            raise wrong(name, f"of class {kind.__name__}", value, kind=TypeError)
    shapes = [z.shape for z in forward.pre_activations]
    if forward.net is not net or [delta.shape for delta in gradients.deltas] != shapes:
        raise ValueError("forward, gradients must be passes of this net, of one batch")
    return [
        LayerStatistics(
            layer=index + 1,
            rms=rms(h),
            spread_over_inputs=spread_over_inputs(h),
            spread_over_units=spread_over_units(h),
            saturated=saturated_fraction(phi, z, below=below),
            dead=float(np.mean(dead_units(phi, z))),
            delta_norm=norm(delta),
            weight_gradient_norm=norm(slope),
            gradient_to_weight=ratio(norm(slope), norm(weight)),
            symmetry=symmetry_spread(weight),
        )
        for index, (phi, z, h, delta, slope, weight) in enumerate(
            zip(
                net.activations,
                forward.pre_activations,
                forward.post_activations[1:],
                gradients.deltas,
                gradients.weights,
                net.weights,
                strict=True,
            )
        )
    ]


# --8<-- [end:layer_statistics]
