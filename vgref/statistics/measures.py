"""Measures of one layer: spread, saturation, dead and equal units, norms and their ratios."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vgref.activations.activation import Activation, Array
from vgref.network import Gradients
from vgref.network.checks import check_floats


# --8<-- [start:norm]
def norm(array: Array) -> float:
    """Euclidean norm of all entries, in double precision, without overflow or underflow.

    Examples
    --------
    >>> norm(np.array([[3.0, 4.0]])), norm(np.array([1e-200])), norm(np.zeros((2, 2)))
    (5.0, 1e-200, 0.0)
    """
    check_floats("array", array, None)
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
    gives the same output, however different the units are.

    Examples
    --------
    >>> spread_over_inputs(np.array([[1.0, 5.0], [1.0, 5.0]]))
    0.0
    """
    check_floats("h", h, (None, None))
    return rms(h - h.mean(axis=0))


# --8<-- [end:spread_over_inputs]


# --8<-- [start:spread_over_units]
def spread_over_units(h: Array) -> float:
    """Standard deviation over the units per input, then rms over the batch; `h` (batch, units).

    Examples
    --------
    >>> spread_over_units(np.array([[1.0, 5.0], [1.0, 5.0]]))
    2.0
    """
    check_floats("h", h, (None, None))
    return rms(h - h.mean(axis=1, keepdims=True))


# --8<-- [end:spread_over_units]


# --8<-- [start:saturated_fraction]
def saturated_fraction(activation: Activation, z: Array, *, below: float) -> float:
    """Part of the entries of `z` where ``|phi'(z)| <= below * sup |phi'|``.

    With `below` 0.0591 and tanh these are the entries with ``|tanh z| >= 0.97``.

    Examples
    --------
    >>> from vgref.activations import ACTIVATIONS
    >>> saturated_fraction(ACTIVATIONS["tanh"], np.array([[0.0, 1.0, 3.0, -4.0]]), below=0.0591)
    0.5
    """
    slope = np.abs(activation.derivative(z))
    return float(np.mean(slope <= below * activation.supremum))


# --8<-- [end:saturated_fraction]


# --8<-- [start:dead_units]
def dead_units(activation: Activation, z: Array) -> NDArray[np.bool_]:
    """Which units have derivative 0 on the whole batch, (units,); `z` is (batch, units).

    A ReLU that is 0 for some inputs is at work. One that is 0 for all has no gradient.

    Examples
    --------
    >>> from vgref.activations import ACTIVATIONS
    >>> dead_units(ACTIVATIONS["relu"], np.array([[-1.0, -1.0], [-2.0, 3.0]])).tolist()
    [True, False]
    """
    check_floats("z", z, (None, None))
    return np.asarray(~np.any(activation.derivative(z), axis=0))


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
    check_floats("weight", weight, (None, None))
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
    return [norm(delta) for delta in gradients.deltas]


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
    return [norm(gradient) for gradient in gradients.weights]


# --8<-- [end:weight_gradient_norms]


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

    nan for 0/0, inf for a change of zeros.

    Examples
    --------
    >>> update_to_data_ratio(np.full((2, 2), 0.01), np.full((2, 2), 10.0))
    0.001
    """
    return ratio(norm(update), norm(data))


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
