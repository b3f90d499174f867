"""From numbers to names: what is wrong with a network, in which layers, and by what evidence.

The thresholds are conventions, chosen so that He and Glorot nets of width 32 and more pass at any
seed; a finding carries its numbers, so that a reader can judge again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from vgref.activations.activation import Array
from vgref.network import MLP, Forward, Gradients
from vgref.statistics import (
    dead_units,
    ratio,
    rms,
    saturated_fraction,
    spread_over_inputs,
    symmetry_spread,
)

Name = Literal["vanishing", "exploding", "saturated", "dead", "symmetric", "collapsed"]
Loss = Callable[[Array, Any], tuple[float, Array]]
Flags = NDArray[np.bool_]

VANISHING = (0.05, 0.8)  # rms of delta^1 over that of the last hidden layer; factor a layer
EXPLODING = (10.0, 1.1)  # the same two, upwards; of delta, and of h from first to last hidden
FLAT = 0.05  # a slope below this part of the largest is called flat
SATURATED = 0.25  # part of flat entries
COLLAPSED = 0.01  # what is left of the input's spread over examples, both relative to rms


# --8<-- [start:Finding]
@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: its name, the layers (counted from 1), and the numbers.

    Examples
    --------
    >>> print(Finding("saturated", (2, 3), {"flat entries": 0.75}))
    saturated in layers 2, 3: flat entries 0.75
    """

    name: Name
    layers: tuple[int, ...]
    evidence: Mapping[str, float]

    def __str__(self) -> str:
        numbers = ", ".join(f"{key} {value:.3g}" for key, value in self.evidence.items())
        where = "layer" if len(self.layers) == 1 else "layers"
        return f"{self.name} in {where} {', '.join(map(str, self.layers))}: {numbers}"


# --8<-- [end:Finding]


# --8<-- [start:Diagnosis]
@dataclass(frozen=True)
class Diagnosis:
    """The findings, none if nothing is wrong; printed, it says so.

    Examples
    --------
    >>> print(Diagnosis(()))
    healthy: nothing found
    >>> [finding.name for finding in Diagnosis((Finding("dead", (1,), {"dead units": 1.0}),))]
    ['dead']
    """

    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def names(self) -> list[Name]:
        """The findings' names."""
        return [finding.name for finding in self.findings]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings)) or "healthy: nothing found"


# --8<-- [end:Diagnosis]


# --8<-- [start:diagnose]
@np.errstate(all="ignore")  # an overflow is evidence here, not a warning
def diagnose(net: MLP, x: Array, target: Any, loss: Loss) -> Diagnosis:
    """Run both passes once on a batch and name what is wrong.

    - vanishing, exploding: delta shrinks or grows from the last hidden layer to the first (or h
      grows from the first to the last), in total and per layer; anything not finite explodes.
    - saturated: much of a bounded activation sits where its slope is flat.
    - dead: a layer's units have slope 0 on the whole batch: all of them, or more than chance.
    - symmetric: the units of a layer have equal weights and get equal gradients.
    - collapsed: a layer gives nearly the same output for every input.

    Parameters
    ----------
    x : (batch, inputs)
        Two or more different examples; with one, nothing can be said about collapse.
    target
        Whatever `loss` takes beside the output.
    loss : ``(output, target) -> (loss, gradient)``

    Raises
    ------
    TypeError, ValueError
        As `MLP.forward` and `loss` do.

    Examples
    --------
    >>> from vgref.network import mean_squared_error
    >>> zeros = MLP([np.zeros((2, 3)), np.zeros((3, 1))], [np.zeros(3), np.zeros(1)],
    ...             ["tanh", "identity"])
    >>> x = np.array([[1.0, 2.0], [-1.0, 0.0]])
    >>> print(diagnose(zeros, x, np.ones((2, 1)), mean_squared_error))
    symmetric in layer 1: difference of columns 0
    """
    forward = net.forward(x)
    gradients = net.backward(forward, loss(forward.output, target)[1])
    findings = [
        *_vanishing_or_exploding(forward, gradients),
        *_saturated(net, forward),
        *_dead(net, forward),
        *_symmetric(net, gradients),
        *_collapsed(forward),
    ]
    return Diagnosis(tuple(findings))


# --8<-- [end:diagnose]


# --8<-- [start:vanishing_or_exploding]
def _vanishing_or_exploding(forward: Forward, gradients: Gradients) -> list[Finding]:
    arrays = [*forward.pre_activations, *gradients.deltas, *gradients.weights]
    overflowed = [
        i % len(gradients.deltas) + 1
        for i, array in enumerate(arrays)
        if not np.isfinite(array).all()
    ]
    if overflowed:
        return [Finding("exploding", tuple(sorted(set(overflowed))), {"not finite": 1.0})]
    deltas = [rms(delta) for delta in gradients.deltas[:-1]]  # of the hidden layers
    signals = [rms(h) for h in forward.post_activations[1:-1]]
    found = []
    layers = tuple(range(1, len(deltas) + 1))
    back, back_rate = _total_and_rate(deltas[::-1])
    ahead, ahead_rate = _total_and_rate(signals)
    if back < VANISHING[0] and back_rate < VANISHING[1]:
        evidence = {"delta first/last hidden": back, "factor a layer": back_rate}
        found.append(Finding("vanishing", layers, evidence))
    if back > EXPLODING[0] and back_rate > EXPLODING[1]:
        evidence = {"delta first/last hidden": back, "factor a layer": back_rate}
        found.append(Finding("exploding", layers, evidence))
    elif ahead > EXPLODING[0] and ahead_rate > EXPLODING[1]:
        evidence = {"h last/first hidden": ahead, "factor a layer": ahead_rate}
        found.append(Finding("exploding", layers, evidence))
    return found


def _total_and_rate(values: Sequence[float]) -> tuple[float, float]:
    """Last over first, and its root per step; nan (no finding) where there is no step."""
    if len(values) < 2:
        return float("nan"), float("nan")
    total = ratio(values[-1], values[0])
    return total, total ** (1 / (len(values) - 1))


# --8<-- [end:vanishing_or_exploding]


# --8<-- [start:saturated]
def _saturated(net: MLP, forward: Forward) -> list[Finding]:
    flat = {
        layer: saturated_fraction(phi, z, below=FLAT)
        for layer, (phi, z) in enumerate(
            zip(net.activations, forward.pre_activations, strict=True), start=1
        )
        if np.isfinite(phi.range).all() and np.isfinite(z).all()
    }
    layers = tuple(layer for layer, part in flat.items() if part > SATURATED)
    if not layers:
        return []
    return [Finding("saturated", layers, {"flat entries": max(flat[i] for i in layers)})]


# --8<-- [end:saturated]


# --8<-- [start:dead]
def _dead(net: MLP, forward: Forward) -> list[Finding]:
    parts = {}
    for layer, (phi, z) in enumerate(zip(net.activations, forward.pre_activations, strict=True)):
        off, on = dead_units(phi, z), np.all(phi.derivative(z), axis=0)
        if off.all() or (off.mean() >= 0.1 and _beyond_chance(off, on, z)):
            parts[layer + 1] = float(off.mean())
    return [Finding("dead", tuple(parts), {"dead units": max(parts.values())})] if parts else []


def _beyond_chance(off: Flags, on: Flags, z: Array) -> bool:
    """Whether units are off for the whole batch by more than the draw of the weights.

    Deep in a sound ReLU net all inputs look alike, and a unit is off for all or on for all with
    equal chance. So trouble is an excess of the off over the on, four standard deviations of a
    coin, or units whose mean z lies far outside what the middle of the layer suggests.
    """
    dead, alive = int(off.sum()), int(on.sum())
    if dead - alive > 4 * np.sqrt(dead + alive) or (alive == 0 and dead >= max(8, off.size / 4)):
        return True
    mean = np.abs(z.mean(axis=0))
    scale = np.quantile(mean, 0.25) / 0.3186  # a quarter of |N(0, 1)| is below 0.3186
    return int(np.sum(off & (mean > 6 * scale))) >= max(2, off.size / 10)


# --8<-- [end:dead]


# --8<-- [start:symmetric]
def _symmetric(net: MLP, gradients: Gradients) -> list[Finding]:
    spread = {}
    for layer, (weight, gradient) in enumerate(
        zip(net.weights[:-1], gradients.weights[:-1], strict=True), start=1
    ):
        spread[layer] = max(symmetry_spread(weight), symmetry_spread(gradient))
        if weight.shape[1] < 2 or not spread[layer] < np.sqrt(np.finfo(weight.dtype).eps):
            del spread[layer]
    if not spread:
        return []
    return [Finding("symmetric", tuple(spread), {"difference of columns": max(spread.values())})]


# --8<-- [end:symmetric]


# --8<-- [start:collapsed]
def _collapsed(forward: Forward) -> list[Finding]:
    def relative(h: Array) -> float:
        return ratio(spread_over_inputs(h), rms(h))

    given = relative(forward.post_activations[0])
    left = [ratio(relative(h), given) for h in forward.post_activations[1:-1]]
    layers = tuple(layer for layer, part in enumerate(left, start=1) if part < COLLAPSED)
    if not layers:
        return []
    return [Finding("collapsed", layers, {"spread left": min(left[i - 1] for i in layers)})]


# --8<-- [end:collapsed]
