"""What an activation function knows about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from vgref.checks import Array, number

__all__ = ["Activation", "Array", "Moments"]


# --8<-- [start:Moments]
class Moments(NamedTuple):
    """Gaussian moments of an activation, for ``z ~ N(0, variance)``.

    Examples
    --------
    >>> Moments(0.5, 0.75, 0.5, 1.0, 1.0).variance
    0.5
    """

    mean: float
    """E f(z)"""
    second: float
    """E f(z)**2"""
    variance: float
    """Var f(z)"""
    derivative_mean: float
    """E f'(z)"""
    derivative_second: float
    """E f'(z)**2"""


# --8<-- [end:Moments]


# --8<-- [start:Activation]
@dataclass(frozen=True)
class Activation:
    """An elementwise activation: the function, its derivative, and what is known of both.

    Calling it applies the function. ``function`` and ``derivative`` take and return floating
    arrays of any shape and keep the dtype; at a kink the derivative is one-sided, as the
    notation page says.

    Parameters
    ----------
    formula, derivative_formula : str
        LaTeX, in z; parameters by their Greek letter.
    range : (float, float)
        Infimum and supremum of the function.
    supremum : float
        Of the absolute value of the derivative, apart from jumps.
    year : int or None
        None where no first use is known.
    source : str
        A key of references.bib; else, with spaces, the authors to whom it is ascribed.
    kinks : tuple of float
        Where the derivative is not continuous: kinks, and the jumps of step and thresholds.
    monotone : bool
        Whether the function never decreases.
    family : callable or None
        Builds the activation from its parameters, for `with_parameters`.
    title : str
        The name as it is written in a text; else the name itself serves.
    use : mapping
        What it is for and why one would not take it: a sentence or two under "ko" and "en".

    Examples
    --------
    >>> from vgref.activations import ACTIVATIONS
    >>> sigmoid = ACTIVATIONS["sigmoid"]
    >>> float(sigmoid(0.0)), sigmoid.supremum, sigmoid.limits
    (0.5, 0.25, (0.0, 1.0))
    """

    name: str
    function: Callable[[Array], Array]
    derivative: Callable[[Array], Array]
    formula: str
    derivative_formula: str
    range: tuple[float, float]
    supremum: float
    year: int | None
    source: str
    kinks: tuple[float, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    monotone: bool = True
    family: Callable[..., Activation] | None = None
    title: str = ""
    use: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, z: Array) -> Array:
        return self.function(z)

    @property
    def limits(self) -> tuple[float, float]:
        """The function at minus and plus infinity; nan where it oscillates."""
        left, right = self.function(np.array([-np.inf, np.inf]))
        return float(left), float(right)

    @property
    def derivative_limits(self) -> tuple[float, float]:
        """The derivative at minus and plus infinity: 0 is where the gradient vanishes."""
        left, right = self.derivative(np.array([-np.inf, np.inf]))
        return float(left), float(right)

    def with_parameters(self, **parameters: float) -> Activation:
        """Return the same activation with other parameters.

        Raises
        ------
        ValueError
            If a name is not among ``parameters``, or a value is not finite or not allowed.
        TypeError
            If a value is no number.

        Examples
        --------
        >>> from vgref.activations import ACTIVATIONS
        >>> leaky = ACTIVATIONS["leaky_relu"].with_parameters(slope=0.2)
        >>> leaky(np.array([-1.0, 1.0])).tolist()
        [-0.2, 1.0]
        """
        given = {name: number(name, value) for name, value in parameters.items()}
        for name in given:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise ValueError(f"{self.name} has no parameter {name!r}; it has: {known}")
        if self.family is None:
            return self
        return self.family(**{**self.parameters, **given})

    def moments(self, variance: float = 1.0) -> Moments:
        """Return the moments of the function and its derivative under ``N(0, variance)``.

        Integrated numerically, between the kinks. Infinite where the integral diverges.

        Examples
        --------
        >>> from vgref.activations import ACTIVATIONS
        >>> round(ACTIVATIONS["relu"].moments(2.0).second, 9)
        1.0
        """
        # Imported here: gaussian is the only other module, and only this method needs it.
        from vgref.gaussian import expectation

        mean, second, derivative_mean, derivative_second = (
            expectation(f, variance, kinks=self.kinks)
            for f in (
                self.function,
                lambda z: self.function(z) ** 2,
                self.derivative,
                lambda z: self.derivative(z) ** 2,
            )
        )
        spread = expectation(lambda z: (self.function(z) - mean) ** 2, variance, kinks=self.kinks)
        return Moments(mean, second, spread, derivative_mean, derivative_second)


# --8<-- [end:Activation]
