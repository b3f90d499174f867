"""What an activation function knows about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Activation:
    """An elementwise activation: the function, its derivative, and what is known of both.

    Calling it applies the function. ``function`` and ``derivative`` take and return floating
    arrays of any shape and keep the dtype; at a kink the derivative is one-sided, as the
    notation page says.
    """

    name: str
    function: Callable[[Array], Array]
    derivative: Callable[[Array], Array]
    formula: str
    derivative_formula: str
    range: tuple[float, float]
    supremum: float
    year: int
    source: str
    kinks: tuple[float, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    family: Callable[..., Activation] | None = None

    def __call__(self, z: Array) -> Array:
        return self.function(z)

    def with_parameters(self, **parameters: float) -> Activation:
        if self.family is None or not set(parameters) <= set(self.parameters):
            raise ValueError(
                f"parameters of {self.name} are {sorted(self.parameters)}, got {parameters}"
            )
        return self.family(**{**self.parameters, **parameters})
