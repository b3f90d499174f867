"""Measures of one layer: spread, saturation, dead and equal units, norms and their ratios."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vgref.activations import activation as find_activation
from vgref.activations.activation import Activation, Array
from vgref.checks import floats, within, wrong
from vgref.network import Gradients


# --8<-- [start:norm]
def norm(array: Array) -> float:
    """Euclidean norm of all entries, in double precision, without overflow or underflow.

    Examples
    --------
    >>> norm(np.array([[3.0, 4.0]])), norm(np.array([1e-200])), norm(np.zeros((2, 2)))
    (5.0, 1e-200, 0.0)
    """
    floats("array", array)
    largest = float(np.abs(array).max())
    if largest == 0 or not np.isfinite(largest):
        return largest
    scaled = array.astype(np.float64, copy=False) / largest
    return largest * float(np.linalg.norm(scaled))


# --8<-- [end:norm]


# --8<-- [start:rms]
def rms(array: Array) -> float:
    """Root mean square of all entries.

    Examples
    --------
    >>> rms(np.array([[3.0, -3.0]]))
    3.0
    """
    return norm(array) / float(np.sqrt(array.size))


# --8<-- [end:rms]


# --8<-- [start:spread_over_inputs]
def spread_over_inputs(h: Array) -> float:
    """Standard deviation over the batch per unit, then rms over the units.

    `h` is (batch, units). It is what a layer still knows of its input: 0 means that every input
    gives the same output, however different the units are. nan for a batch of one, which has no
    spread to measure.

    Examples
    --------
    >>> spread_over_inputs(np.array([[1.0, 5.0], [1.0, 5.0]]))
    0.0
    """
    floats("h", h, (None, None))
    return rms(h - h.mean(axis=0)) if len(h) > 1 else float("nan")


# --8<-- [end:spread_over_inputs]


# --8<-- [start:spread_over_units]
def spread_over_units(h: Array) -> float:
    """Standard deviation over the units per input, then rms over the batch; `h` (batch, units).

    nan for a layer of one unit.

    Examples
    --------
    >>> spread_over_units(np.array([[1.0, 5.0], [1.0, 5.0]]))
    2.0
    """
    floats("h", h, (None, None))
    return rms(h - h.mean(axis=1, keepdims=True)) if h.shape[1] > 1 else float("nan")


# --8<-- [end:spread_over_units]


# --8<-- [start:saturated_fraction]
def saturated_fraction(activation: Activation | str, z: Array, *, below: float) -> float:
    """Part of the entries of `z` where ``|phi'(z)| <= below * sup |phi'|``.

    nan where no slope is the largest. Raises ValueError if `below` is not from 0 to 1.

    With `below` 0.0591 and tanh these are the entries with ``|tanh z| >= 0.97``.

    Examples
    --------
    >>> from vgref.activations import ACTIVATIONS
    >>> saturated_fraction(ACTIVATIONS["tanh"], np.array([[0.0, 1.0, 3.0, -4.0]]), below=0.0591)
    0.5
    """
    floats("z", z)
    phi = find_activation(activation)
    limit = within("below", below, 0, 1) * phi.supremum
    return float(np.mean(np.abs(phi.derivative(z)) <= limit)) if limit < np.inf else float("nan")


# --8<-- [end:saturated_fraction]


# --8<-- [start:dead_units]
def dead_units(activation: Activation | str, z: Array) -> NDArray[np.bool_]:
    """Which units have derivative 0 on the whole batch, (units,); `z` is (batch, units).

    A ReLU that is 0 for some inputs is at work. One that is 0 for all has no gradient.

    Examples
    --------
    >>> from vgref.activations import ACTIVATIONS
    >>> dead_units(ACTIVATIONS["relu"], np.array([[-1.0, -1.0], [-2.0, 3.0]])).tolist()
    [True, False]
    """
    floats("z", z, (None, None))
    return np.asarray(~np.any(find_activation(activation).derivative(z), axis=0))


# --8<-- [end:dead_units]


# --8<-- [start:symmetry_spread]
def symmetry_spread(weight: Array) -> float:
    """How far the columns, one a unit, are from equal: 0 if equal, of order 1 drawn at random.

    The largest difference from the first column over the largest entry; 0 for zeros. Training
    keeps equal units equal only up to rounding, which grows: compare with a tolerance.

    Examples
    --------
    >>> symmetry_spread(np.full((3, 4), 0.5)), symmetry_spread(np.array([[1.0, -1.0]]))
    (0.0, 2.0)
    """
    floats("weight", weight, (None, None))
    largest = np.abs(weight).max()
    if largest == 0:
        return 0.0
    scaled = weight / largest
    return float(np.abs(scaled - scaled[:, :1]).max())


# --8<-- [end:symmetry_spread]


# --8<-- [start:delta_norms]
def delta_norms(gradients: Gradients) -> list[float]:
    """Euclidean norm of every delta^l = dC/dz^l, layer 1 first.

    Examples
    --------
    >>> from vgref.network import MLP
    >>> net = MLP([np.array([[0.5]])] * 3, [np.zeros(1)] * 3, ["identity"] * 3)
    >>> delta_norms(net.backward(net.forward(np.array([[1.0]])), np.array([[1.0]])))
    [0.25, 0.5, 1.0]
    """
    return [norm(delta) for delta in _gradients(gradients).deltas]


# --8<-- [end:delta_norms]


# --8<-- [start:weight_gradient_norms]
def weight_gradient_norms(gradients: Gradients) -> list[float]:
    """Euclidean norm of every dC/dW^l, layer 1 first.

    Examples
    --------
    >>> from vgref.network import MLP
    >>> net = MLP([np.array([[0.5]])] * 2, [np.zeros(1)] * 2, ["identity"] * 2)
    >>> weight_gradient_norms(net.backward(net.forward(np.array([[2.0]])), np.array([[1.0]])))
    [1.0, 1.0]
    """
    return [norm(gradient) for gradient in _gradients(gradients).weights]


# --8<-- [end:weight_gradient_norms]


def _gradients(value: Gradients) -> Gradients:
    if not isinstance(value, Gradients):
        raise wrong("gradients", "what net.backward returned", value, kind=TypeError)
    return value


# --8<-- [start:layer_ratios]
def layer_ratios(norms: Sequence[float]) -> list[float]:
    """``norms[l] / norms[l + 1]``: the factor each layer puts on what passes back through it.

    One shorter than `norms`; nan for 0/0, inf for x/0.

    Examples
    --------
    >>> layer_ratios([0.25, 0.5, 1.0])
    [0.5, 0.5]
    """
    return [ratio(a, b) for a, b in pairwise(norms)]


# --8<-- [end:layer_ratios]


# --8<-- [start:update_to_data_ratio]
def update_to_data_ratio(update: Array, data: Array) -> float:
    """Norm of one step's change over the norm of what it changes; about 1e-3 is usual.

    nan for 0/0, inf for a change of zeros. Raises ValueError if the shapes differ.

    Examples
    --------
    >>> update_to_data_ratio(np.full((2, 2), 0.01), np.full((2, 2), 10.0))
    0.001
    """
    return ratio(norm(floats("update", update, np.shape(data))), norm(data))


# --8<-- [end:update_to_data_ratio]


# --8<-- [start:ratio]
def ratio(a: float, b: float) -> float:
    """``a / b`` of two norms; nan for 0/0, inf for x/0.

    Examples
    --------
    >>> ratio(1.0, 2.0), ratio(1.0, 0.0), ratio(0.0, 0.0)
    (0.5, inf, nan)
    """
    return a / b if b else (float("nan") if a == 0 else float("inf"))


# --8<-- [end:ratio]
