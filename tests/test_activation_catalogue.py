"""What an activation says of itself, is so."""

from __future__ import annotations

import re

import numpy as np
import pytest

from vgref.activations import ACTIVATIONS, activation

GRID = np.concatenate(
    [np.linspace(-12, 12, 240_001), -np.logspace(1, 300, 300), np.logspace(1, 300, 300)]
)
every_activation = pytest.mark.parametrize("name", list(ACTIVATIONS))
JUMPS = {"step", "hardshrink", "threshold"}
# Reached only at infinity, if at all.
AT_INFINITY = {"relu_squared", "exponential"}


@every_activation
def test_the_supremum_bounds_the_derivative_and_is_approached(name: str) -> None:
    phi = ACTIVATIONS[name]
    with np.errstate(over="ignore"):
        largest = np.abs(phi.derivative(GRID)).max()
    assert largest <= phi.supremum * (1 + 1e-15)
    # The grid misses the maximum by 5e-5, which costs f''' * (5e-5)**2 / 2; linear at a kink.
    close = 1 - 1e-6 - 1e-3 * (name == "hard_swish")
    assert largest >= min(phi.supremum, 1e299) * close


@every_activation
def test_values_stay_in_the_range_and_come_close_to_its_ends(name: str) -> None:
    phi = ACTIVATIONS[name]
    with np.errstate(over="ignore"):
        values = phi(GRID)
        near_zero = phi(np.array([np.nextafter(0, 1), np.nextafter(0, -1)]))
    low, high = phi.range
    assert values.min() >= np.nextafter(low, -np.inf)
    assert values.max() <= np.nextafter(high, np.inf)
    values = np.append(values, near_zero)
    assert values.min() <= (-1e100 if np.isinf(low) else low + 1e-7)
    assert values.max() >= (1e100 if np.isinf(high) else high - 1e-7)


@every_activation
def test_monotone_says_whether_the_function_ever_falls(name: str) -> None:
    with np.errstate(over="ignore"):
        falls = (ACTIVATIONS[name].derivative(GRID) < 0).any()
    assert ACTIVATIONS[name].monotone == (not falls)


@every_activation
def test_the_derivative_breaks_at_the_kinks_and_nowhere_else(name: str) -> None:
    phi = ACTIVATIONS[name]
    for kink in phi.kinks:
        left, right = phi.derivative(np.array([kink - 1e-9, kink + 1e-9]))
        value = phi(np.array([kink - 1e-9, kink + 1e-9]))
        assert abs(right - left) > 0.1 or (name in JUMPS and abs(value[1] - value[0]) > 0.1)
        at = phi.derivative(np.array([kink]))[0]
        assert (
            at in (left, right)
            or (name, at) == ("abs", 0)
            or np.isclose(at, left)
            or np.isclose(at, right)
        )
    steps = np.abs(np.diff(phi.derivative(GRID[:240_001])))
    # The second derivative of siren30 is 900 at most, of exponential and relu_squared e**12.
    largest = 900 if name == "siren30" else np.exp(12.0) if name in AT_INFINITY else 4
    broken = GRID[:240_000][steps > largest * 1.01e-4]
    assert all(min(abs(x - k) for k in phi.kinks or (np.inf,)) < 2e-4 for x in broken)


@every_activation
def test_limits_are_those_of_the_function(name: str) -> None:
    phi = ACTIVATIONS[name]
    for got, function in ((phi.limits, phi), (phi.derivative_limits, phi.derivative)):
        np.testing.assert_array_equal(got, function(np.array([-np.inf, np.inf])))


@every_activation
def test_an_entry_is_complete(name: str) -> None:
    phi = ACTIVATIONS[name]
    assert phi.name == name
    assert phi.formula.count("{") == phi.formula.count("}")
    assert phi.derivative_formula.count("{") == phi.derivative_formula.count("}")
    assert phi.year is None or 1900 < phi.year < 2030
    # A key of references.bib, or authors in words.
    assert re.fullmatch(r"[a-z]+\d{4}", phi.source) or " " in phi.source


def second_moment(name: str, variance: float) -> float:
    return ACTIVATIONS[name].moments(variance).second


def test_moments_are_the_closed_forms() -> None:
    # relu: q/2; leaky: (1 + a**2) q/2; identity: q; erf: (2/pi) asin(2q/(1+2q)) (Williams, 1998).
    for q in (0.25, 1.0, 3.0):
        assert second_moment("relu", q) == pytest.approx(q / 2, rel=1e-12)
        assert second_moment("leaky_relu", q) == pytest.approx((1 + 1e-4) * q / 2, rel=1e-12)
        assert second_moment("identity", q) == pytest.approx(q, rel=1e-12)
        arcsine = 2 / np.pi * np.arcsin(2 * q / (1 + 2 * q))
        assert second_moment("erf", q) == pytest.approx(arcsine, rel=1e-10)
        assert ACTIVATIONS["sin"].moments(q).second == pytest.approx(
            (1 - np.exp(-2 * q)) / 2, rel=1e-10
        )
    selu = ACTIVATIONS["selu"].moments()
    assert selu.mean == pytest.approx(0, abs=1e-12)
    assert selu.second == pytest.approx(1, rel=1e-12)
    relu = ACTIVATIONS["relu"].moments(2.0)
    assert relu.mean == pytest.approx(np.sqrt(1 / np.pi), rel=1e-12)
    assert relu.variance == pytest.approx(1 - 1 / np.pi, rel=1e-12)
    assert relu.derivative_mean == pytest.approx(0.5, rel=1e-12)
    assert relu.derivative_second == pytest.approx(0.5, rel=1e-12)


def test_with_parameters_recomputes_what_depends_on_them() -> None:
    steep = ACTIVATIONS["leaky_relu"].with_parameters(slope=3.0)
    assert steep(np.array([-1.0, 2.0])).tolist() == [-3.0, 2.0]
    assert steep.derivative(np.array([-1.0, 2.0])).tolist() == [3.0, 1.0]
    assert (steep.supremum, steep.parameters) == (3.0, {"slope": 3.0})
    falling = ACTIVATIONS["prelu"].with_parameters(slope=-0.5)
    assert (falling.range, falling.monotone, falling.name) == ((0.0, np.inf), False, "prelu")
    elu = ACTIVATIONS["elu"].with_parameters(alpha=2.0)
    assert (elu.range, elu.supremum, elu.kinks) == ((-2.0, np.inf), 2.0, (0.0,))
    assert ACTIVATIONS["siren30"].with_parameters(omega=5).supremum == 5.0
    assert ACTIVATIONS["softshrink"].with_parameters(threshold=2.0).kinks == (-2.0, 2.0)
    assert ACTIVATIONS["threshold"].with_parameters(theta=0.0)(2.0) == 2.0
    rrelu = ACTIVATIONS["rrelu"].with_parameters(lower=0.0)
    assert rrelu(-6.0) == pytest.approx(-1.0)
    assert steep.with_parameters(slope=0.5).with_parameters().supremum == 1.0
    zero = ACTIVATIONS["leaky_relu"].with_parameters(slope=0.0)
    assert zero.limits == (0.0, np.inf)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_with_parameters_is_exact_for_an_alpha_that_does_not_divide(dtype: type) -> None:
    import mpmath as mp

    from tests.activation_references import _celu, errors_in_ulp

    celu = ACTIVATIONS["celu"].with_parameters(alpha=0.3)
    x = -np.random.default_rng(3).uniform(0, 220, 300).astype(dtype)
    with mp.workprec(200):
        exact = [_celu(0.3)(mp.mpf(v)) for v in x.tolist()]
        assert errors_in_ulp(celu(x), [e[0] for e in exact]).max() <= 4
        assert errors_in_ulp(celu.derivative(x), [e[1] for e in exact]).max() <= 4


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("relu", {"slope": 0.1}, "relu has no parameter 'slope'; it has: none"),
        ("leaky_relu", {"alpha": 0.1}, "leaky_relu has no parameter 'alpha'; it has: slope"),
        ("leaky_relu", {"slope": np.nan}, "slope must be finite, got nan"),
        ("elu", {"alpha": 0.0}, "alpha must be finite and positive, got 0.0"),
        ("celu", {"alpha": -1.0}, "alpha must be finite and positive, got -1.0"),
        ("softshrink", {"threshold": -1.0}, "threshold must be finite and positive, got -1.0"),
        ("rrelu", {"lower": 0.5}, "lower must be at most upper, 0.3333333333333333, got 0.5"),
    ],
)
def test_a_wrong_parameter_is_named_with_its_value(
    name: str, parameters: dict[str, float], message: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        ACTIVATIONS[name].with_parameters(**parameters)


def test_activation_takes_a_name_or_an_object() -> None:
    assert activation("relu") is ACTIVATIONS["relu"]
    assert activation(ACTIVATIONS["relu"]) is ACTIVATIONS["relu"]
