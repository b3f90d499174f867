"""A recurrent network through time, and clipping of its gradient by norm.

``z_t = x_t @ input_weight + h_{t-1} @ recurrent_weight + bias``, ``h_t = phi(z_t)``; arrays over
time have shape (time, batch, units). The same weight acts at every step, so that a gradient that
went back k steps carries k factors of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from vgref.activations import activation as find_activation
from vgref.activations.activation import Activation, Array
from vgref.checks import finite, floats, positive, wrong
from vgref.network.records import Record, check_pass, marks


# --8<-- [start:RecurrentForward]
@dataclass(frozen=True, eq=False, repr=False)
class RecurrentForward(Record):
    """`states` is ``[h_0, ..., h_T]``, (time + 1, batch, units); `pre_activations` ``[z_1..z_T]``.

    ``net`` and ``marks`` are there for `RNN.backward`, as in `vgref.network.Forward`.

    Examples
    --------
    >>> RecurrentForward(np.zeros((2, 1, 3)), np.zeros((1, 1, 3)), np.zeros((3, 1, 3))).last.shape
    (1, 3)
    """

    inputs: Array
    pre_activations: Array
    states: Array
    net: RNN | None = field(default=None, repr=False)
    marks: list[bytes] = field(default_factory=list, repr=False)

    @property
    def last(self) -> Array:
        """h_T, (batch, units)."""
        return np.asarray(self.states[-1])


# --8<-- [end:RecurrentForward]


# --8<-- [start:RecurrentGradients]
@dataclass(frozen=True, eq=False, repr=False)
class RecurrentGradients(Record):
    """Sums over time for the weights and the bias; dC/dz_t, dC/dx_t per step; dC/dh_0.

    Examples
    --------
    >>> w, v, b = np.array([[1.0]]), np.array([[0.5]]), np.zeros(1)
    >>> net = RNN(w, v, b, "identity")
    >>> forward = net.forward(np.zeros((3, 1, 1)), np.zeros((1, 1)))
    >>> net.backward(forward, np.array([[[0.0]], [[0.0]], [[1.0]]])).deltas.ravel().tolist()
    [0.25, 0.5, 1.0]
    """

    input_weight: Array
    recurrent_weight: Array
    bias: Array
    deltas: Array
    inputs: Array
    initial_state: Array


# --8<-- [end:RecurrentGradients]


# --8<-- [start:RNN]
@dataclass(frozen=True, eq=False, repr=False)
class RNN(Record):
    """An Elman network; weights are kept, not copied.

    Parameters
    ----------
    input_weight : (inputs, units)
    recurrent_weight : (units, units)
    bias : (units,)
    activation : Activation or its name

    Raises
    ------
    TypeError
        If a weight is not an array of floats.
    ValueError
        If shapes do not fit or an entry is not finite.

    Examples
    --------
    >>> net = RNN(np.array([[1.0]]), np.array([[0.5]]), np.zeros(1), "identity")
    >>> x = np.array([[[1.0]], [[0.0]], [[0.0]]])  # one impulse, then silence
    >>> net.forward(x, np.zeros((1, 1))).states.ravel().tolist()
    [0.0, 1.0, 0.5, 0.25]
    """

    input_weight: Array
    recurrent_weight: Array
    bias: Array
    activation: Activation | str

    def __post_init__(self) -> None:
        finite("input_weight", self.input_weight, (None, None))
        units = self.input_weight.shape[1]
        finite("recurrent_weight", self.recurrent_weight, (units, units))
        finite("bias", self.bias, (units,))
        object.__setattr__(self, "activation", find_activation(self.activation))

    @property
    def parameters(self) -> list[Array]:
        """Input weight, recurrent weight, bias."""
        return [self.input_weight, self.recurrent_weight, self.bias]

    # --8<-- [start:RNN_forward]
    def forward(self, x: Array, initial_state: Array) -> RecurrentForward:
        """Run `x` (time, batch, inputs) from `initial_state` (batch, units).

        Raises TypeError or ValueError if one is not a finite array of that shape.
        """
        finite("x", x, (None, None, self.input_weight.shape[0]))
        finite("initial_state", initial_state, (x.shape[1], len(self.bias)))
        phi = find_activation(self.activation)
        z_of = x @ self.input_weight + self.bias  # all steps at once; the recurrence comes below
        h_of = [initial_state]
        for z in z_of:
            z += h_of[-1] @ self.recurrent_weight
            h_of.append(phi.function(z))
        return RecurrentForward(x, z_of, np.stack(h_of), self, marks(self.parameters))

    # --8<-- [end:RNN_forward]

    # --8<-- [start:RNN_backward]
    def backward(self, forward: RecurrentForward, state_gradients: Array) -> RecurrentGradients:
        """Backpropagation through time.

        `state_gradients` is dC/dh_t for t = 1..T of what reads the states directly, shape
        (time, batch, units); zero but for the last step if only the last state is read.

        Raises TypeError or ValueError if `state_gradients` does not fit, ValueError if `forward`
        comes from another network, or from before the weights changed, as `MLP.backward` does.

        References
        ----------
        Werbos (1990); Pascanu, Mikolov, Bengio (2013), eq. 3-5.
        """
        check_pass(self, forward, RecurrentForward)
        x, z_of, h_of = forward.inputs, forward.pre_activations, forward.states
        floats("state_gradients", state_gradients, z_of.shape)
        deltas = find_activation(self.activation).derivative(z_of)  # times dC/dh_t, step by step
        gradient = np.zeros_like(h_of[-1])  # what step t + 1 sends back
        for delta, direct in zip(deltas[::-1], state_gradients[::-1], strict=True):
            delta *= direct + gradient
            gradient = delta @ self.recurrent_weight.T
        return RecurrentGradients(
            input_weight=np.tensordot(x, deltas, axes=((0, 1), (0, 1))),
            recurrent_weight=np.tensordot(h_of[:-1], deltas, axes=((0, 1), (0, 1))),
            bias=deltas.sum(axis=(0, 1)),
            deltas=deltas,
            inputs=deltas @ self.input_weight.T,
            initial_state=gradient,
        )

    # --8<-- [end:RNN_backward]


# --8<-- [end:RNN]


# --8<-- [start:clip_by_norm]
def clip_by_norm(gradients: Sequence[Array], threshold: float) -> tuple[list[Array], float]:
    """Scale all gradients by ``min(1, threshold / norm)``; return them and the norm before.

    The norm is that of all entries together, so that the direction is kept.

    Raises
    ------
    TypeError
        If `gradients` is not a list of arrays of floats.
    ValueError
        If `threshold` is not positive, there are no gradients, or one is nan or infinite, which
        no factor repairs.

    References
    ----------
    Pascanu, Mikolov, Bengio (2013), algorithm 1.

    Examples
    --------
    >>> clipped, norm = clip_by_norm([np.array([3.0]), np.array([4.0])], 1.0)
    >>> norm, [round(float(g[0]), 12) for g in clipped]
    (5.0, [0.6, 0.8])
    """
    positive("threshold", threshold)
    if not isinstance(gradients, Sequence) or isinstance(gradients, str):
        raise wrong("gradients", "a list of arrays", gradients, kind=TypeError)
    if not gradients:
        raise wrong("gradients", "not empty", gradients)
    for index, gradient in enumerate(gradients):
        finite(f"gradients[{index}]", gradient)
    largest = max(float(np.abs(gradient).max()) for gradient in gradients)
    if largest == 0:
        return [gradient.copy() for gradient in gradients], 0.0
    # Divided by the largest entry, no square overflows or vanishes, at 1e200 or 1e-200 either.
    squares = [np.sum(np.square(gradient / largest, dtype=np.float64)) for gradient in gradients]
    norm = largest * float(np.sqrt(sum(squares)))
    factor = min(1.0, threshold / norm)
    return [gradient * factor for gradient in gradients], norm


# --8<-- [end:clip_by_norm]
