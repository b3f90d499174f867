"""Units that are off for every example, and units that are all the same."""

from __future__ import annotations

from math import exp, lgamma, log

import numpy as np
from numpy.typing import NDArray

from vgref.activations.activation import Array
from vgref.diagnosis.findings import Finding, Passes
from vgref.statistics import dead_units, symmetry_spread

Flags = NDArray[np.bool_]

CHANCE = 3e-4  # of so many dead units in a sound network, all its layers together
HALF = 0.5  # of the units that see the input itself


def dead(seen: Passes) -> list[Finding]:
    """Slope 0 on the whole batch: all units, most of the first layer's, or more than chance."""
    parts = {}
    layers = zip(seen.net.activations, seen.forward.pre_activations, strict=True)
    for layer, (phi, z) in enumerate(layers, start=1):
        off, on = dead_units(phi, z), np.all(phi.derivative(z), axis=0)
        most = layer == 1 and seen.different > 2 and off.mean() > HALF
        by_no_chance = off.mean() >= 0.1 and _beyond_chance(off, on, z, seen.net.depth - 1)
        if off.all() or most or by_no_chance:
            parts[layer] = float(off.mean())
    return [Finding("dead", tuple(parts), {"dead units": max(parts.values())})] if parts else []


def _beyond_chance(off: Flags, on: Flags, z: Array, layers: int) -> bool:
    """Whether units are off for the whole batch by more than the draw of the weights.

    Deep in a sound ReLU net all inputs look alike, and a unit is off for all or on for all with
    equal chance. So trouble is an excess of the off over the on that coins would not give, or
    units whose mean z lies far outside what the middle of the layer suggests.
    """
    dead, alive = int(off.sum()), int(on.sum())
    if _heads(dead, dead + alive) < CHANCE / max(1, layers):
        return True
    if alive == 0 and dead >= max(8, off.size / 4):
        return True
    mean = np.abs(z.mean(axis=0))
    scale = np.quantile(mean, 0.25) / 0.3186  # a quarter of |N(0, 1)| is below 0.3186
    return int(np.sum(off & (mean > 6 * scale))) >= max(2, off.size / 10)


def _heads(least: int, coins: int) -> float:
    """The chance that so many coins show at least so many heads."""
    return sum(
        exp(lgamma(coins + 1) - lgamma(k + 1) - lgamma(coins - k + 1) - coins * log(2))
        for k in range(least, coins + 1)
    )


def symmetric(seen: Passes) -> list[Finding]:
    """Units of one layer with equal weights *and* equal gradients: no step tells them apart."""
    spread = {}
    for layer, (weight, gradient) in enumerate(
        zip(seen.net.weights[:-1], seen.gradients.weights[:-1], strict=True), start=1
    ):
        difference = max(symmetry_spread(weight), symmetry_spread(gradient))
        if weight.shape[1] > 1 and difference < np.sqrt(np.finfo(weight.dtype).eps):
            spread[layer] = difference
    if not spread:
        return []
    return [Finding("symmetric", tuple(spread), {"difference of columns": max(spread.values())})]
