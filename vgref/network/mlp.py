"""A fully connected network: forward and backward.

Notation: ``z^l = h^{l-1} @ W^l + b^l``, ``h^l = phi(z^l)``, ``delta^l = dC/dz^l``; one example is
one row, and lists start at layer 1 (``deltas[0]`` is ``delta^1``).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import DTypeLike

from vgref.activations import activation as find_activation
from vgref.activations.activation import Activation, Array
from vgref.checks import finite, floats, sizes, wrong
from vgref.network.drawing import Initializer, drawer
from vgref.network.records import Record, check_pass, marks, runs


# --8<-- [start:Forward]
@dataclass(frozen=True, eq=False, repr=False)
class Forward(Record):
    """What a forward pass keeps for the backward pass.

    ``pre_activations`` is ``[z^1, ..., z^L]`` and ``post_activations`` ``[h^0 = x, ..., h^L]``,
    each of shape (batch, width of the layer). ``net`` is the network that made it and ``marks``
    what its weights were like, so that `MLP.backward` notices another or a changed one.

    Examples
    --------
    >>> Forward([np.ones((1, 2))], [np.zeros((1, 3)), np.ones((1, 2))]).output.tolist()
    [[1.0, 1.0]]
    """

    pre_activations: list[Array]
    post_activations: list[Array]
    net: MLP | None = field(default=None, repr=False)
    marks: list[bytes] = field(default_factory=list, repr=False)

    @property
    def output(self) -> Array:
        """The last layer's activation, (batch, outputs)."""
        return self.post_activations[-1]


# --8<-- [end:Forward]


# --8<-- [start:Gradients]
@dataclass(frozen=True, eq=False, repr=False)
class Gradients(Record):
    """Derivatives of the loss: per layer dC/dW, dC/db and delta = dC/dz; `inputs` is dC/dx.

    Examples
    --------
    >>> g = Gradients([np.ones((3, 2))], [np.ones(2)], [np.ones((1, 2))], np.ones((1, 3)))
    >>> g.weights[0].shape, g.inputs.shape
    ((3, 2), (1, 3))
    """

    weights: list[Array]
    biases: list[Array]
    deltas: list[Array]
    inputs: Array


# --8<-- [end:Gradients]


# --8<-- [start:MLP]
@dataclass(frozen=True, eq=False, repr=False)
class MLP(Record):
    """A multilayer perceptron: layer l is ``h = activations[l](h @ weights[l] + biases[l])``.

    Printed, it is one line; two networks are equal only if they are the same one.

    Parameters
    ----------
    weights : sequence of (fan_in, fan_out) arrays
        Kept, not copied: a change of an entry in place is a change of the network.
    biases : sequence of (fan_out,) arrays
    activations : sequence of Activation or of their names, one a layer

    Raises
    ------
    TypeError
        If an argument is not a sequence, or a weight or bias not a floating array.
    ValueError
        If shapes do not chain, an entry is not finite, or an activation is unknown.

    Examples
    --------
    >>> net = MLP([np.array([[1.0], [-2.0]])], [np.array([0.5])], ["relu"])
    >>> net.forward(np.array([[3.0, 1.0], [0.0, 1.0]])).output.tolist()
    [[1.5], [0.0]]
    >>> net
    MLP(widths 2, 1; relu; 3 parameters)
    """

    weights: Sequence[Array]
    biases: Sequence[Array]
    activations: Sequence[Activation]

    def __post_init__(self) -> None:
        for name in ("weights", "biases", "activations"):
            given = getattr(self, name)
            if isinstance(given, str) or not isinstance(given, Sequence | np.ndarray):
                raise wrong(name, "a list with one entry a layer", given, kind=TypeError)
        if not 0 < len(self.weights) == len(self.biases) == len(self.activations):
            counts = (len(self.weights), len(self.biases), len(self.activations))
            raise ValueError(f"weights, biases, activations must be equally many, got {counts}")
        fan_in: int | None = None
        for layer, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            finite(f"weights[{layer}]", weight, (fan_in, None))
            fan_in = weight.shape[1]
            finite(f"biases[{layer}]", bias, (fan_in,))
        found = tuple(find_activation(a) for a in self.activations)
        object.__setattr__(self, "weights", tuple(self.weights))
        object.__setattr__(self, "biases", tuple(self.biases))
        object.__setattr__(self, "activations", found)

    def __repr__(self) -> str:
        widths = runs(self.widths)
        names = runs(phi.name for phi in self.activations)
        count = sum(array.size for array in self.parameters)
        return f"MLP(widths {widths}; {names}; {count} parameters)"

    @property
    def parameters(self) -> list[Array]:
        """The weights, then the biases."""
        return [*self.weights, *self.biases]

    @property
    def depth(self) -> int:
        """Number of weight layers."""
        return len(self.weights)

    @property
    def widths(self) -> list[int]:
        """``[n_0, ..., n_L]``, the input's width first."""
        return [self.weights[0].shape[0], *(weight.shape[1] for weight in self.weights)]

    # --8<-- [start:MLP_create]
    @classmethod
    def create(
        cls,
        widths: Sequence[int],
        activation: str | Activation,
        *,
        initializer: Initializer,
        rng: np.random.Generator,
        output: str | Activation = "identity",
        bias_initializer: Initializer | None = None,
        dtype: DTypeLike = np.float64,
    ) -> MLP:
        """Draw a network of widths ``[n_0, ..., n_L]``; biases are 0 unless drawn too.

        Raises
        ------
        TypeError
            If `widths` are not integers, `rng` is no generator, or an initializer no function
            that returns an array of floats.
        ValueError
            If a width is not positive, or what an initializer returned is not of the shape asked.

        Examples
        --------
        >>> def uniform(shape, *, rng):
        ...     return rng.uniform(-1, 1, shape)
        >>> rng = np.random.default_rng(0)
        >>> net = MLP.create([3, 5, 2], "tanh", initializer=uniform, rng=rng)
        >>> [w.shape for w in net.weights], [a.name for a in net.activations]
        ([(3, 5), (5, 2)], ['tanh', 'identity'])
        """
        shapes = list(itertools.pairwise(sizes("widths", widths, 2)))
        draw = drawer("initializer", initializer, rng, dtype)
        weights = [draw(shape) for shape in shapes]
        if bias_initializer is None:
            biases: list[Array] = [np.zeros(n, dtype=dtype) for _, n in shapes]
        else:
            draw = drawer("bias_initializer", bias_initializer, rng, dtype)
            biases = [draw((n,)) for _, n in shapes]
        hidden = [find_activation(activation)] * (len(shapes) - 1)
        return cls(weights, biases, [*hidden, find_activation(output)])

    # --8<-- [end:MLP_create]

    # --8<-- [start:MLP_forward]
    def forward(self, x: Array) -> Forward:
        """Run `x` of shape (batch, n_0) through the layers and keep every z and h.

        Raises TypeError if `x` is not a floating array, ValueError if its shape is wrong, it is
        empty or not finite. A weight is not looked at again.
        """
        finite("x", x, (None, self.weights[0].shape[0]))
        z_of: list[Array] = []
        h_of: list[Array] = [x]
        for weight, bias, phi in zip(self.weights, self.biases, self.activations, strict=True):
            z = h_of[-1] @ weight
            z += bias  # in place: the product is ours, and a second array would cost a pass
            z_of.append(z)
            h_of.append(phi.function(z))
        return Forward(z_of, h_of, self, marks(self.parameters))

    # --8<-- [end:MLP_forward]

    # --8<-- [start:MLP_backward]
    def backward(self, forward: Forward, output_gradient: Array) -> Gradients:
        """Carry `output_gradient` = dC/dh^L, of the output's shape, back to the input.

        ``delta^l = phi'(z^l) * dC/dh^l``; ``dC/dW^l = h^{l-1}.T @ delta^l``; ``dC/db^l`` is the
        sum of delta^l over the batch; ``dC/dh^{l-1} = delta^l @ W^l.T``.

        Raises TypeError or ValueError if `output_gradient` does not fit the output, ValueError if
        `forward` comes from another network, or from before the weights changed (seen at the
        diagonal of each and at the biases: one entry off the diagonal goes unnoticed).

        References
        ----------
        Rumelhart, Hinton, Williams (1986), eq. 4-7.
        """
        check_pass(self, forward, Forward)
        z_of, h_of = forward.pre_activations, forward.post_activations
        floats("output_gradient", output_gradient, h_of[-1].shape)
        gradient = output_gradient.copy()  # the products below are ours; this one is the caller's
        weights: list[Array] = []
        biases: list[Array] = []
        deltas: list[Array] = []
        ones = np.ones(len(gradient), dtype=gradient.dtype)
        for layer in reversed(range(self.depth)):
            delta = gradient
            delta *= self.activations[layer].derivative(z_of[layer])
            deltas.append(delta)
            weights.append(h_of[layer].T @ delta)
            biases.append(ones @ delta)  # the sum over the batch, as a product: twice as fast
            gradient = delta @ self.weights[layer].T
        return Gradients(weights[::-1], biases[::-1], deltas[::-1], gradient)

    # --8<-- [end:MLP_backward]


# --8<-- [end:MLP]
