"""What a diagnosis consists of, and what is looked at to reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from vgref.activations.activation import Array
from vgref.network import MLP, Forward, Gradients

Name = Literal[
    "input scale",
    "vanishing",
    "exploding",
    "output scale",
    "plateau",
    "saturated",
    "dead",
    "symmetric",
    "collapsed",
    "no gradient",
    "too few samples",
]


# --8<-- [start:Finding]
@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: its name, the layers (counted from 1), and the numbers.

    No layers: it is about the input, the output or the batch.

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
        place = f" in {where} {', '.join(map(str, self.layers))}" if self.layers else ""
        return f"{self.name}{place}: {numbers}"


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


@dataclass(frozen=True, eq=False)
class Passes:
    """Both passes of a network on a batch, the loss, and what the loss says of other outputs."""

    net: MLP
    forward: Forward
    gradients: Gradients
    loss: float
    loss_of: Callable[[Array], float]
    counted: bool
    """Whether the targets are labels, so that the loss is a cross-entropy."""
    different: int
    """How many of the examples differ: 1, 2, or 3 for more."""
