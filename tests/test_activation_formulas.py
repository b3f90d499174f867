"""What stands printed beside an activation is so: formulas, bounds, years and sources."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

import vgref.activations
from scripts.content.pages import ROOT
from tests.latex import evaluate
from vgref.activations import ACTIVATIONS, PAIRS, Activation

Z = np.sort(np.append(np.random.default_rng(0).uniform(-3, 3, 80), [-7.0, -2.75, 2.75, 7.0]))
GREEK = {"slope": r"\alpha", "alpha": r"\alpha", "omega": r"\omega", "theta": r"\theta"}
SELU = {r"\lambda": 1.0507009873554805, r"\alpha": 1.6732632423543772}
every_activation = pytest.mark.parametrize("name", list(ACTIVATIONS))


def greek(phi: Activation) -> dict[str, float]:
    names = {GREEK.get(key, r"\lambda"): value for key, value in phi.parameters.items()}
    if phi.name == "rrelu":
        return {r"\alpha": sum(phi.parameters.values()) / 2}
    return SELU if phi.name == "selu" else names


def holds(formula: str, expected: np.ndarray, **names: Any) -> None:
    with np.errstate(over="ignore"):  # a cosh on the side that is 0
        values = evaluate(formula, **names)
    for value in values:
        np.testing.assert_allclose(np.broadcast_to(value, expected.shape), expected, 2e-6, 2e-6)


@every_activation
def test_the_formulas_of_the_catalogue_are_the_functions(name: str) -> None:
    phi = ACTIVATIONS[name]
    holds(phi.formula, phi.function(Z), z=Z, **greek(phi))
    holds(phi.derivative_formula, phi.derivative(Z), z=Z, **greek(phi))


@pytest.mark.parametrize("name", list(PAIRS))
def test_the_formulas_of_two_inputs_are_the_functions(name: str) -> None:
    unit = PAIRS[name]
    a, b = np.random.default_rng(1).uniform(-3, 3, (2, 60))
    holds(unit.formula, unit.function(a, b), a=a, b=b)
    for formula, value in zip(unit.derivative_formulas, unit.derivatives(a, b), strict=True):
        holds(formula, value, a=a, b=b)


PRINTED = {
    name: function
    for name, function in vars(vgref.activations).items()
    if inspect.isfunction(function) and ":math:" in (inspect.getdoc(function) or "")
}
# Names that the text beside the formula explains, and mathematics that is no formula of it.
EXPLAINED: dict[str, dict[str, Callable[[np.ndarray], np.ndarray]]] = {
    "tanhexp_derivative": {"e": np.exp},
    "mish_derivative": {"n": lambda z: np.exp(2 * z) + 2 * np.exp(z)},
    "gelu_tanh_derivative": {
        "w": lambda z: np.sqrt(8 / np.pi) * (z + 0.044715 * z**3),
        "w'": lambda z: np.sqrt(8 / np.pi) * (1 + 3 * 0.044715 * z**2),
    },
    "quick_gelu_derivative": {"w": lambda z: 1.702 * z},
}
NO_FORMULA = {
    "arctan": [r"-\pi/2", r"\pi/2"],
    "erf": [r"\frac{2}{\sqrt\pi} \int_0^z e^{-t^2} dt"],
    "tanhexp_derivative": ["e = e^z"],
    "tanhshrink": ["z^3 / 3"],
    "gelu_derivative": [r"\Phi(z) + z \phi(z) = \phi(z) (M + z)"],
}
OF_TWO = {"glu", "glu_derivatives", "swiglu", "swiglu_derivatives"}


def summary(function: Callable[..., Any]) -> str:
    return (inspect.getdoc(function) or "").partition("\n\n")[0]


@pytest.mark.parametrize("name", [one for one in PRINTED if one not in OF_TWO])
def test_the_formula_of_a_docstring_is_the_function(name: str) -> None:
    function, text = PRINTED[name], summary(PRINTED[name])
    formulas = [f for f in re.findall(r":math:`(.*?)`", text) if f not in NO_FORMULA.get(name, [])]
    names: dict[str, Any] = {key: value(Z) for key, value in EXPLAINED.get(name, {}).items()}
    if name.startswith("selu"):
        names |= SELU
    elif name == "prelu_slope_derivative":
        pass
    else:
        parameters = inspect.signature(inspect.unwrap(function)).parameters
        names |= {GREEK.get(k, k): p.default for k, p in parameters.items() if k != "z"}
    if name == "squareplus_derivative":
        names["f"] = vgref.activations.squareplus
    expected = function(Z)
    for formula in formulas:
        # "z above 0, ... below": each formula holds on one side, the first of two above it.
        side = slice(None)
        if "above 0" in text and name not in ("relu", "relu_squared"):
            above = len(formulas) == 2 and formula == formulas[0]
            side = np.flatnonzero(Z > 0) if above else np.flatnonzero(Z < 0)
        elif "between the kinks" in text:
            side = np.flatnonzero(np.abs(Z) < 3)
        own = {k: v[side] if isinstance(v, np.ndarray) else v for k, v in names.items()}
        holds(formula, expected[side], z=Z[side], **own)
    for bound in re.findall(r"at most (\d+(?:/\d+)?)[.,:]", text):
        largest = function(np.linspace(-9, 9, 18_001)).max()
        top, _, bottom = bound.partition("/")
        assert largest == float(top) / float(bottom or 1)


def test_what_is_no_formula_is_still_printed() -> None:
    for name, texts in NO_FORMULA.items():
        assert all(f":math:`{text}`" in inspect.getdoc(PRINTED[name]) for text in texts)
    assert len(PRINTED) > 40


def entries(bib: str) -> dict[str, tuple[str, int]]:
    """Key: the first author's family name, and the year."""
    found = {}
    for entry in re.split(r"^@\w+\{", bib, flags=re.M)[1:]:
        author = re.search(r"author\s*=\s*\{+(.*?)[,}]", entry)
        year = re.search(r"year\s*=\s*\{(\d+)\}", entry)
        assert author
        assert year
        found[entry.partition(",")[0]] = (author[1], int(year[1]))
    return found


BIB = entries((ROOT / "docs" / "references.bib").read_text("utf-8"))
EVERYTHING = {**ACTIVATIONS, **PAIRS}


@pytest.mark.parametrize("name", list(EVERYTHING))
def test_a_source_agrees_with_the_bibliography_and_with_the_functions_own(name: str) -> None:
    phi = EVERYTHING[name]
    if " " in phi.source or phi.source not in BIB:  # authors in words, with the year behind them
        year = re.search(r"\((\d{4})\)", phi.source)
        assert (phi.source == "no first use known") == (phi.year is None)
        assert phi.year is None or (year and int(year[1]) == phi.year)
    else:
        author, year = BIB[phi.source]
        assert year == phi.year
        function = phi.function.func if isinstance(phi.function, partial) else phi.function
        if name == "prelu":  # a leaky_relu, but for its source
            function = vgref.activations.prelu
        given = (inspect.getdoc(function) or "").partition("References\n----------\n")[2]
        given = given.partition("\n\n")[0]
        assert author in given, f"the docstring of {name} gives {given!r}, the catalogue {author}"
        assert str(year) in given
