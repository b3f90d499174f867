"""Entries of the bounded and the periodic activations."""

from __future__ import annotations

from functools import partial
from math import pi

from vgref.activations import bounded, normal_distribution, periodic, sigmoids
from vgref.activations.activation import Activation

INF = float("inf")


# --8<-- [start:siren_family]
def siren_family(omega: float) -> Activation:
    """Build the sine of `omega` times z.

    Examples
    --------
    >>> siren_family(2.0).supremum
    2.0
    """
    return Activation(
        name=f"siren{omega:g}",
        function=partial(periodic.siren, omega=omega),
        derivative=partial(periodic.siren_derivative, omega=omega),
        formula=r"\sin(\omega z)",
        derivative_formula=r"\omega \cos(\omega z)",
        range=(-1.0, 1.0) if omega else (0.0, 0.0),
        supremum=abs(omega),
        year=2020,
        source="sitzmann2020",
        parameters={"omega": omega},
        monotone=omega == 0,
        family=siren_family,
    )
# --8<-- [end:siren_family]


BOUNDED = (
    Activation(
        name="sigmoid",
        function=sigmoids.sigmoid,
        derivative=sigmoids.sigmoid_derivative,
        formula=r"\frac{1}{1 + e^{-z}}",
        derivative_formula=r"\sigma(z)\,(1 - \sigma(z))",
        range=(0.0, 1.0),
        supremum=0.25,
        year=1986,
        source="Rumelhart, Hinton and Williams (1986)",
    ),
    Activation(
        name="tanh",
        function=sigmoids.tanh,
        derivative=sigmoids.tanh_derivative,
        formula=r"\tanh z",
        derivative_formula=r"1 - \tanh^2 z",
        range=(-1.0, 1.0),
        supremum=1.0,
        year=1998,
        source="lecun1998",
    ),
    Activation(
        name="lecun_tanh",
        function=sigmoids.lecun_tanh,
        derivative=sigmoids.lecun_tanh_derivative,
        formula=r"1.7159 \tanh\left(\tfrac23 z\right)",
        derivative_formula=r"1.7159 \cdot \tfrac23 \left(1 - \tanh^2 \tfrac23 z\right)",
        range=(-1.7159, 1.7159),
        supremum=1.7159 / 1.5,
        year=1998,
        source="lecun1998",
    ),
    Activation(
        name="log_sigmoid",
        function=sigmoids.log_sigmoid,
        derivative=sigmoids.log_sigmoid_derivative,
        formula=r"-\log(1 + e^{-z})",
        derivative_formula=r"\sigma(-z)",
        range=(-INF, 0.0),
        supremum=1.0,
        year=None,
        source="no first use known",
    ),
    Activation(
        name="softsign",
        function=bounded.softsign,
        derivative=bounded.softsign_derivative,
        formula=r"\frac{z}{1 + |z|}",
        derivative_formula=r"\frac{1}{(1 + |z|)^2}",
        range=(-1.0, 1.0),
        supremum=1.0,
        year=2009,
        source="Turian, Bergstra and Bengio (2009)",
    ),
    Activation(
        name="arctan",
        function=bounded.arctan,
        derivative=bounded.arctan_derivative,
        formula=r"\arctan z",
        derivative_formula=r"\frac{1}{1 + z^2}",
        range=(-pi / 2, pi / 2),
        supremum=1.0,
        year=None,
        source="no first use known",
    ),
    Activation(
        name="erf",
        function=normal_distribution.erf,
        derivative=normal_distribution.erf_derivative,
        formula=r"\operatorname{erf} z",
        derivative_formula=r"\tfrac{2}{\sqrt\pi}\, e^{-z^2}",
        range=(-1.0, 1.0),
        supremum=1.1283791670955126,
        year=1998,
        source="Williams (1998), computation with infinite networks",
    ),
    Activation(
        name="isru",
        function=bounded.isru,
        derivative=bounded.isru_derivative,
        formula=r"\frac{z}{\sqrt{1 + z^2}}",
        derivative_formula=r"(1 + z^2)^{-3/2}",
        range=(-1.0, 1.0),
        supremum=1.0,
        year=2017,
        source="Carlile et al. (2017)",
    ),
    Activation(
        name="gaussian",
        function=bounded.gaussian,
        derivative=bounded.gaussian_derivative,
        formula=r"e^{-z^2}",
        derivative_formula=r"-2 z\, e^{-z^2}",
        range=(0.0, 1.0),
        supremum=0.8577638849607068,
        year=1988,
        source="Broomhead and Lowe (1988)",
        monotone=False,
    ),
    Activation(
        name="sin",
        function=periodic.sin,
        derivative=periodic.sin_derivative,
        formula=r"\sin z",
        derivative_formula=r"\cos z",
        range=(-1.0, 1.0),
        supremum=1.0,
        year=None,
        source="no first use known",
        monotone=False,
    ),
    siren_family(30.0),
    Activation(
        name="cos",
        function=periodic.cos,
        derivative=periodic.cos_derivative,
        formula=r"\cos z",
        derivative_formula=r"-\sin z",
        range=(-1.0, 1.0),
        supremum=1.0,
        year=None,
        source="no first use known",
        monotone=False,
    ),
    Activation(
        name="snake",
        function=periodic.snake,
        derivative=periodic.snake_derivative,
        formula=r"z + \sin^2 z",
        derivative_formula=r"1 + \sin 2z",
        range=(-INF, INF),
        supremum=2.0,
        year=2020,
        source="Ziyin, Hartwig and Ueda (2020)",
    ),
)
"""Bounded on at least one side, but for the snake, which is periodic up to a line."""
