"""What the signal and delta do on their way: overflow, vanish, explode, saturate, collapse."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vgref.activations.activation import Activation, Array
from vgref.diagnosis.findings import Finding, Passes
from vgref.statistics import ratio, rms, spread_over_inputs

VANISHING = (0.05, 0.8)  # rms of delta^1 over that of the last hidden layer; factor a layer
EXPLODING = (10.0, 1.1)  # the same two, upwards; of delta, and of h from first to last hidden
FLAT = 0.05  # a slope below this part of the largest is called flat
SATURATED = 0.25  # part of flat entries, beyond those that z ~ N(0, 1) gives
COLLAPSED = 0.01  # what is left of the input's spread over examples, both relative to rms


def overflow(*passes: Sequence[Array]) -> list[Finding]:
    """The layers with an entry that is not finite; the last if only the loss overflows."""
    layers = {
        layer
        for arrays in passes
        for layer, array in enumerate(arrays, start=1)
        if not np.isfinite(array).all()
    }
    where = tuple(sorted(layers)) or (len(passes[0]),)
    return [Finding("exploding", where, {"not finite": 1.0})]


def vanishing_or_exploding(seen: Passes) -> list[Finding]:
    """Delta from the last hidden layer to the first, and h from the first to the last."""
    arrays = (seen.forward.pre_activations, seen.gradients.deltas, seen.gradients.weights)
    if not all(np.isfinite(array).all() for layers in arrays for array in layers):
        return overflow(*arrays)
    deltas = [rms(delta) for delta in seen.gradients.deltas[:-1]]  # of the hidden layers
    signals = [rms(h) for h in seen.forward.post_activations[1:-1]]
    layers = tuple(range(1, len(deltas) + 1))
    back, back_rate = _total_and_rate(deltas[::-1])
    ahead, ahead_rate = _total_and_rate(signals)
    of_delta = {"delta first/last hidden": back, "factor a layer": back_rate}
    of_h = {"h last/first hidden": ahead, "factor a layer": ahead_rate}
    found = []
    if back < VANISHING[0] and back_rate < VANISHING[1]:
        found.append(Finding("vanishing", layers, of_delta))
    if back > EXPLODING[0] and back_rate > EXPLODING[1]:
        found.append(Finding("exploding", layers, of_delta))
    elif ahead > EXPLODING[0] and ahead_rate > EXPLODING[1]:
        found.append(Finding("exploding", layers, of_h))
    return found


def _total_and_rate(values: Sequence[float]) -> tuple[float, float]:
    """Last over first, and its root per step; nan (no finding) where there is no step."""
    if len(values) < 2:
        return float("nan"), float("nan")
    total = ratio(values[-1], values[0])
    return total, total ** (1 / (len(values) - 1))


def saturated(seen: Passes) -> list[Finding]:
    """Too much of a bounded activation where its slope is flat.

    At the output that counts only where it keeps the loss: if a step of 1 in every z would change
    the loss by less than a twentieth. A cross-entropy cancels the slope, and what has been learned
    may be flat.
    """
    flat = {}
    layers = zip(seen.net.activations, seen.forward.pre_activations, strict=True)
    for layer, (phi, z) in enumerate(layers, start=1):
        if not (np.isfinite(phi.range).all() and np.isfinite(z).all()):
            continue
        usual = float(NORMAL_WEIGHTS @ _flat(phi, NORMAL))
        part = float(np.mean(_flat(phi, z)))
        if part > usual + (1 - usual) * SATURATED:
            flat[layer] = part
    change = float(np.abs(seen.gradients.deltas[-1]).sum(dtype=np.float64))
    if not change < FLAT * seen.loss:
        flat.pop(seen.net.depth, None)
    if not flat:
        return []
    return [Finding("saturated", tuple(flat), {"flat entries": max(flat.values())})]


NORMAL = np.linspace(-6, 6, 1201)
NORMAL_WEIGHTS = np.exp(-(NORMAL**2) / 2) / np.exp(-(NORMAL**2) / 2).sum()


def _flat(phi: Activation, z: Array) -> Array:
    """Where the slope is flat; not where the function is off, at 0 like ReLU: that is no bound."""
    slope = np.abs(phi.derivative(z))
    off = (slope == 0) & (phi.function(z) == 0)
    return np.asarray((slope <= FLAT * phi.supremum) & ~off, dtype=np.float64)


def collapsed(seen: Passes) -> list[Finding]:
    """A layer that gives nearly the same output for every input."""
    if seen.different < 2:
        return []

    def relative(h: Array) -> float:
        return ratio(spread_over_inputs(h), rms(h))

    given = relative(seen.forward.post_activations[0])
    left = [ratio(relative(h), given) for h in seen.forward.post_activations[1:-1]]
    layers = tuple(layer for layer, part in enumerate(left, start=1) if part < COLLAPSED)
    if not layers:
        return []
    return [Finding("collapsed", layers, {"spread left": min(left[i - 1] for i in layers)})]
