"""The single blocks: a dense layer, an activation, a normalization."""

from __future__ import annotations

from dataclasses import dataclass

from vgref.activations import activation as find_activation
from vgref.activations.activation import Activation, Array
from vgref.blocks.normalization import (
    Normalized,
    batch_norm,
    layer_norm,
    normalization_backward,
)
from vgref.checks import finite, floats, not_negative
from vgref.network.records import Record


# --8<-- [start:Dense]
@dataclass(frozen=True, eq=False, repr=False)
class Dense(Record):
    """``h @ weight + bias``; `weight` is (fan_in, fan_out), `bias` (fan_out,).

    Examples
    --------
    >>> import numpy as np
    >>> dense = Dense(np.array([[1.0, 2.0]]), np.array([0.0, 1.0]))
    >>> dense.forward(np.array([[3.0]]))[0].tolist()
    [[3.0, 7.0]]
    """

    weight: Array
    bias: Array

    def __post_init__(self) -> None:
        finite("weight", self.weight, (None, None))
        finite("bias", self.bias, self.weight.shape[1:])

    @property
    def parameters(self) -> list[Array]:
        return [self.weight, self.bias]

    def forward(self, h: Array) -> tuple[Array, Array]:
        floats("h", h, (None, self.weight.shape[0]))
        return h @ self.weight + self.bias, h

    def backward(self, kept: Array, gradient: Array) -> tuple[Array, list[Array]]:
        floats("kept", kept, (None, self.weight.shape[0]))
        floats("gradient", gradient, (len(kept), len(self.bias)))
        return gradient @ self.weight.T, [kept.T @ gradient, gradient.sum(axis=0)]


# --8<-- [end:Dense]


# --8<-- [start:Elementwise]
@dataclass(frozen=True, eq=False, repr=False)
class Elementwise(Record):
    """An activation as a block; a name is looked up.

    Examples
    --------
    >>> Elementwise("tanh").forward(np.zeros((1, 2)))[0].tolist()
    [[0.0, 0.0]]
    """

    activation: Activation | str

    def __post_init__(self) -> None:
        object.__setattr__(self, "activation", find_activation(self.activation))

    @property
    def parameters(self) -> list[Array]:
        return []

    def forward(self, h: Array) -> tuple[Array, Array]:
        floats("h", h)
        return find_activation(self.activation).function(h), h

    def backward(self, kept: Array, gradient: Array) -> tuple[Array, list[Array]]:
        floats("kept", kept)
        floats("gradient", gradient, kept.shape)  # one that broadcasts would pass in silence
        return gradient * find_activation(self.activation).derivative(kept), []


# --8<-- [end:Elementwise]


# --8<-- [start:BatchNorm]
@dataclass(frozen=True, eq=False, repr=False)
class BatchNorm(Record):
    """`batch_norm` as a block; `gamma` and `beta` are (units,).

    Examples
    --------
    >>> block = BatchNorm(np.ones(1), np.zeros(1), epsilon=0.0)
    >>> block.forward(np.array([[1.0], [5.0]]))[0].tolist()
    [[-1.0], [1.0]]
    """

    gamma: Array
    beta: Array
    epsilon: float

    def __post_init__(self) -> None:
        finite("gamma", self.gamma, (None,))
        finite("beta", self.beta, self.gamma.shape)
        not_negative("epsilon", self.epsilon)

    @property
    def parameters(self) -> list[Array]:
        return [self.gamma, self.beta]

    def forward(self, h: Array) -> tuple[Array, Normalized]:
        kept = batch_norm(h, self.gamma, self.beta, epsilon=self.epsilon)
        return kept.output, kept

    def backward(self, kept: Normalized, gradient: Array) -> tuple[Array, list[Array]]:
        dh, dgamma, dbeta = normalization_backward(kept, gradient)
        return dh, [dgamma, dbeta]


# --8<-- [end:BatchNorm]


# --8<-- [start:LayerNorm]
@dataclass(frozen=True, eq=False, repr=False)
class LayerNorm(BatchNorm):
    """`layer_norm` as a block; its backward pass is that of `BatchNorm` along the other axis.

    Examples
    --------
    >>> block = LayerNorm(np.ones(2), np.zeros(2), epsilon=0.0)
    >>> block.forward(np.array([[1.0, 5.0]]))[0].tolist()
    [[-1.0, 1.0]]
    """

    def forward(self, h: Array) -> tuple[Array, Normalized]:
        kept = layer_norm(h, self.gamma, self.beta, epsilon=self.epsilon)
        return kept.output, kept


# --8<-- [end:LayerNorm]
