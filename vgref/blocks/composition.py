"""Blocks that compose: each has a forward and a backward pass, a chain of blocks is a block.

``forward(h)`` returns the output and what `backward` needs; ``backward(kept, gradient)`` returns
dC/dh and the gradients of ``parameters``, in their order. Between the two, the parameters must not
change: a block keeps its input, not its weights, and does not notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from vgref.activations.activation import Array
from vgref.checks import finite, floats, wrong
from vgref.network.records import Record


# --8<-- [start:Block]
class Block(Protocol):
    """What `Chain` and `Residual` are made of.

    Examples
    --------
    >>> from vgref.blocks import Elementwise
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


def _blocks(name: str, value: Sequence[Block]) -> None:
    """Raise unless each is a block; an activation's name or a function is not one yet."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise wrong(name, "a list of blocks", value, kind=TypeError)
    for block in value:
        if isinstance(block, type) or not (
            hasattr(block, "forward") and hasattr(block, "backward")
        ):
            hint = "Dense, Elementwise, LayerNorm and others are blocks"
            raise wrong(name, "made of blocks", block, hint=hint, kind=TypeError)


def _kept(value: Any, count: int) -> Any:
    """What the forward pass kept, which must be of this many parts."""
    if not isinstance(value, list | tuple) or len(value) != count:
        raise wrong("kept", "what this block's forward pass returned", value, kind=TypeError)
    return value


# --8<-- [start:Residual]
@dataclass(frozen=True, eq=False, repr=False)
class Residual(Record):
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
        _blocks("branch", [self.branch])
        scale = np.asarray(self.scale)
        if scale.dtype.kind in "iu":
            scale = scale.astype(np.float64)
        finite("scale", scale.reshape(-1), (1,))
        object.__setattr__(self, "scale", scale)

    @property
    def parameters(self) -> list[Array]:
        return [np.asarray(self.scale), *self.branch.parameters]

    def forward(self, h: Array) -> tuple[Array, tuple[Array, Any]]:
        output, kept = self.branch.forward(h)
        floats("branch(h)", output, h.shape)
        return h + h.dtype.type(self.scale) * output, (output, kept)

    def backward(self, kept: tuple[Array, Any], gradient: Array) -> tuple[Array, list[Array]]:
        output, inner = _kept(kept, 2)
        floats("gradient", gradient, output.shape)
        scale = np.asarray(self.scale)
        through, gradients = self.branch.backward(inner, gradient.dtype.type(scale) * gradient)
        dscale = np.sum(gradient * output, dtype=scale.dtype).reshape(scale.shape)
        return gradient + through, [dscale, *gradients]


# --8<-- [end:Residual]


# --8<-- [start:Chain]
@dataclass(frozen=True, eq=False, repr=False)
class Chain(Record):
    """Blocks one after the other.

    Examples
    --------
    >>> from vgref.blocks import Dense, Elementwise
    >>> chain = Chain([Dense(np.array([[-2.0]]), np.zeros(1)), Elementwise("relu")])
    >>> output, kept = chain.forward(np.array([[1.0], [-1.0]]))
    >>> output.tolist()
    [[0.0], [2.0]]
    >>> chain.backward(kept, np.ones((2, 1)))[0].tolist()
    [[0.0], [-2.0]]
    """

    blocks: Sequence[Block]

    def __post_init__(self) -> None:
        _blocks("blocks", self.blocks)

    @property
    def parameters(self) -> list[Array]:
        return [parameter for block in self.blocks for parameter in block.parameters]

    def forward(self, h: Array) -> tuple[Array, list[Any]]:
        floats("h", h, (None, None))
        kept = []
        for block in self.blocks:
            h, needed = block.forward(h)
            kept.append(needed)
        return h, kept

    def backward(self, kept: list[Any], gradient: Array) -> tuple[Array, list[Array]]:
        gradients: list[Array] = []
        _kept(kept, len(self.blocks))
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
    if not isinstance(chain, Chain):
        raise wrong("chain", "a Chain", chain, kind=TypeError)
    _kept(kept, len(chain.blocks))
    between = [gradient]
    for block, needed in zip(reversed(chain.blocks), reversed(kept), strict=True):
        between.append(block.backward(needed, between[-1])[0])
    return between[::-1]


# --8<-- [end:gradients_between]
