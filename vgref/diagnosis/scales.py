"""Wrong sizes of what goes in and comes out, and what leaves nothing to learn from."""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.diagnosis.findings import Finding, Passes
from vgref.network import Forward
from vgref.statistics import norm, rms

INPUT = (1e-3, 10.0)  # rms of the largest feature, and of z^1: outside both, the input is to blame
LABELS, VALUES = 7.0, 100.0  # times the loss of a silent output; a squared error squares its scale
PLATEAU = 1e-3  # norm of h^{l-1} for one example, times |delta^l| / |delta^L|


def input_scale(forward: Forward) -> list[Finding]:
    """A feature of rms 147 (0 to 255), or 100 +- 1, or 1e-5: the first layer gets no other z."""
    size = np.sqrt(np.mean(np.square(forward.post_activations[0], dtype=np.float64), axis=0))
    feature = int(size.argmax())
    largest, first = float(size[feature]), rms(forward.pre_activations[0])
    if (largest > INPUT[1] and not first <= INPUT[1]) or 0 < max(largest, first) < INPUT[0]:
        evidence = {"rms of the largest feature": largest, "its index": feature, "rms of z": first}
        return [Finding("input scale", (), evidence)]
    return []


def output_scale(seen: Passes) -> list[Finding]:
    """The first loss is far above ln K, or a squared error above that of the answer 0."""
    silent = seen.loss_of(_answer(seen, 0 * seen.forward.pre_activations[-1]))
    if 0 < silent * (LABELS if seen.counted else VALUES) < seen.loss:
        evidence = {"loss": seen.loss, "of a silent output": silent}
        return [Finding("output scale", (seen.net.depth,), evidence)]
    return []


def plateau(seen: Passes) -> list[Finding]:
    """Nothing starves beside the rest: all is small, and the loss stands where it stands."""
    output = norm(seen.gradients.deltas[-1])
    reach = [
        rms(h) * np.sqrt(h.shape[1]) * norm(delta) / output if output else 0.0
        for h, delta in zip(seen.forward.post_activations, seen.gradients.deltas, strict=False)
    ]
    if 0 < max(reach) < PLATEAU:
        layers = tuple(range(1, seen.net.depth + 1))
        return [Finding("plateau", layers, {"largest reach of a gradient": max(reach)})]
    return []


def no_gradient(seen: Passes) -> list[Finding]:
    """Every gradient exactly 0: blocked on its way, or the loss does not see the output.

    At a minimum, which other outputs leave, that is as it should be.
    """
    if any(g.any() for g in (*seen.gradients.weights, *seen.gradients.biases)):
        return []
    z = seen.forward.pre_activations[-1]
    moved = z.copy()
    moved[:, 0] += 1
    losses = [seen.loss_of(_answer(seen, other)) for other in (0 * z, moved)]
    if max(losses) > seen.loss:
        return []
    layers = tuple(range(1, seen.net.depth + 1))
    return [Finding("no gradient", layers, {"loss": seen.loss, "of another output": losses[1]})]


def too_few(seen: Passes) -> list[Finding]:
    """One example, or copies of one: nothing can be said about how examples differ."""
    if seen.different > 1:
        return []
    return [Finding("too few samples", (), {"different examples": seen.different})]


def _answer(seen: Passes, z: Array) -> Array:
    return seen.net.activations[-1].function(z)
