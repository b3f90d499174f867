"""Blocks that compose: each has a forward and a backward pass, a chain of blocks is a block.

``forward(h)`` returns the output and what `backward` needs; ``backward(kept, gradient)`` returns
dC/dh and the gradients of ``parameters``, in their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from vgref.activations import activation as find_activation
from vgref.activations.activation import Activation, Array
from vgref.blocks.normalization import (
    Normalized,
    batch_norm,
    layer_norm,
    normalization_backward,
)
from vgref.network.checks import check_finite, check_floats


# --8<-- [start:Block]
class Block(Protocol):
    """What `Chain` and `Residual` are made of.

    Examples
    --------
    >>> block: Block = Elementwise("relu")
    >>> output, kept = block.forward(np.array([[-1.0, 2.0]]))
    >>> block.backward(kept, np.array([[1.0, 1.0]]))[0].tolist()
    [[0.0, 1.0]]
    """

    @property
    def parameters(self) -> list[Array]: ...
    def forward(self, h: Array) -> tuple[Array, Any]: ...
    def backward(self, kept: Any, gradient: Array) -> tuple[Array, list[Array]]: ...


# --8<-- [end:Block]


# --8<-- [start:Dense]
@dataclass(frozen=True)
class Dense:
    """``h @ weight + bias``; `weight` is (fan_in, fan_out), `bias` (fan_out,).

    Examples
    --------
    >>> dense = Dense(np.array([[1.0, 2.0]]), np.array([0.0, 1.0]))
    >>> dense.forward(np.array([[3.0]]))[0].tolist()
    [[3.0, 7.0]]
    """

    weight: Array
    bias: Array

    def __post_init__(self) -> None:
        check_finite("weight", self.weight, (None, None))
        check_finite("bias", self.bias, self.weight.shape[1:])

    @property
    def parameters(self) -> list[Array]:
        return [self.weight, self.bias]

    def forward(self, h: Array) -> tuple[Array, Array]:
        check_floats("h", h, (None, self.weight.shape[0]))
        return h @ self.weight + self.bias, h

    def backward(self, kept: Array, gradient: Array) -> tuple[Array, list[Array]]:
        return gradient @ self.weight.T, [kept.T @ gradient, gradient.sum(axis=0)]


# --8<-- [end:Dense]


# --8<-- [start:Elementwise]
@dataclass(frozen=True)
class Elementwise:
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
        return find_activation(self.activation).function(h), h

    def backward(self, kept: Array, gradient: Array) -> tuple[Array, list[Array]]:
        return gradient * find_activation(self.activation).derivative(kept), []


# --8<-- [end:Elementwise]


# --8<-- [start:BatchNorm]
@dataclass(frozen=True)
class BatchNorm:
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
@dataclass(frozen=True)
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


# --8<-- [start:Residual]
@dataclass(frozen=True)
class Residual:
    """``h + scale * branch(h)``: with the branch of unit gain, q grows by ``1 + scale**2``.

    `scale` is a parameter of one entry (ReZero starts it at 0); a float is made one. A
    pre-norm branch is ``Chain([LayerNorm(...), Dense(...), ...])``.

    Examples
    --------
    >>> Residual(Elementwise("relu"), 0.5).forward(np.array([[-1.0, 2.0]]))[0].tolist()
    [[-1.0, 3.0]]
    """

    branch: Block
    scale: Array | float

    def __post_init__(self) -> None:
        scale = np.asarray(self.scale)
        if scale.dtype.kind in "iu":
            scale = scale.astype(np.float64)
        check_finite("scale", scale.reshape(-1), (1,))
        object.__setattr__(self, "scale", scale)

    @property
    def parameters(self) -> list[Array]:
        return [np.asarray(self.scale), *self.branch.parameters]

    def forward(self, h: Array) -> tuple[Array, tuple[Array, Any]]:
        output, kept = self.branch.forward(h)
        check_floats("branch(h)", output, h.shape)
        return h + h.dtype.type(self.scale) * output, (output, kept)

    def backward(self, kept: tuple[Array, Any], gradient: Array) -> tuple[Array, list[Array]]:
        output, inner = kept
        scale = np.asarray(self.scale)
        through, gradients = self.branch.backward(inner, gradient.dtype.type(scale) * gradient)
        dscale = np.sum(gradient * output, dtype=scale.dtype).reshape(scale.shape)
        return gradient + through, [dscale, *gradients]


# --8<-- [end:Residual]


# --8<-- [start:Chain]
@dataclass(frozen=True)
class Chain:
    """Blocks one after the other.

    Examples
    --------
    >>> chain = Chain([Dense(np.array([[-2.0]]), np.zeros(1)), Elementwise("relu")])
    >>> output, kept = chain.forward(np.array([[1.0], [-1.0]]))
    >>> output.tolist()
    [[0.0], [2.0]]
    >>> chain.backward(kept, np.ones((2, 1)))[0].tolist()
    [[0.0], [-2.0]]
    """

    blocks: Sequence[Block]

    @property
    def parameters(self) -> list[Array]:
        return [parameter for block in self.blocks for parameter in block.parameters]

    def forward(self, h: Array) -> tuple[Array, list[Any]]:
        check_floats("h", h, (None, None))
        kept = []
        for block in self.blocks:
            h, needed = block.forward(h)
            kept.append(needed)
        return h, kept

    def backward(self, kept: list[Any], gradient: Array) -> tuple[Array, list[Array]]:
        gradients: list[Array] = []
        for block, needed in zip(reversed(self.blocks), reversed(kept), strict=True):
            gradient, own = block.backward(needed, gradient)
            gradients = [*own, *gradients]
        return gradient, gradients


# --8<-- [end:Chain]


# --8<-- [start:gradients_between]
def gradients_between(chain: Chain, kept: list[Any], gradient: Array) -> list[Array]:
    """dC/dh before each block of `chain`, and `gradient` after the last: one more than blocks.

    Examples
    --------
    >>> chain = Chain([Elementwise("relu"), Residual(Elementwise("relu"), 1.0)])
    >>> output, kept = chain.forward(np.array([[1.0]]))
    >>> [g.item() for g in gradients_between(chain, kept, np.array([[1.0]]))]
    [2.0, 2.0, 1.0]
    """
    between = [gradient]
    for block, needed in zip(reversed(chain.blocks), reversed(kept), strict=True):
        between.append(block.backward(needed, between[-1])[0])
    return between[::-1]


# --8<-- [end:gradients_between]
