"""Mean field where rounding, overflow and thresholds decide: true answers or true errors."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vgref.activations import ACTIVATIONS, Activation
from vgref.meanfield import (
    born_dead_upper_bound,
    chi,
    chi1,
    correlation_fixed_point,
    correlation_map,
    critical_points,
    critical_sigma_w,
    depth_scale,
    iterate_map,
    length_second_moment,
    mean_field,
    moment_jacobian,
    moment_map,
    nested_sigmoid_interval,
    relu_correlation_map,
    sigmoid_fixed_points,
    variance_fixed_point,
    variance_fixed_points,
    variance_map,
    variance_slope,
)


@pytest.mark.parametrize("name", ["tanh", "gelu", "leaky_relu", "abs", "relu", "sigmoid", "elu"])
@pytest.mark.parametrize("start", [0.9, -1.0, 1.0])
def test_the_correlation_map_eats_its_own_output(name, start):
    sigmas = {"sigma_w": 0.9, "sigma_b": 0.3}
    q, c = variance_fixed_point(name, **sigmas), start
    for _ in range(160 if name == "abs" else 70):
        c = correlation_map(c, name, q=q, **sigmas)
        assert -1.0 <= c <= 1.0
    assert correlation_map(1.0, name, q=q, **sigmas) == pytest.approx(1.0, rel=1e-15)


def test_relus_own_map_stays_within_too():
    for c in (
        *np.linspace(-1, 1, 20_001).tolist(),
        *(1.0 - 10.0 ** -np.arange(1.0, 17.0)).tolist(),
    ):
        assert 0.0 <= relu_correlation_map(c) <= 1.0


@pytest.mark.parametrize("excess", [1e-3, 1e-5, 1e-6])
def test_a_correlation_just_below_one_is_found_and_not_given_as_one(excess):
    """With χ₁ = 1 + ε the fixed point lies ε/C''(1) times 2 below 1: within 1e-9 alone it is 1."""
    sigma_b, q = 0.3, critical_points("tanh", sigma_b=0.3)[0].q
    sigma_w = critical_sigma_w("tanh", sigma_b=sigma_b) * (1.0 + excess)
    q = variance_fixed_point("tanh", sigma_w=sigma_w, sigma_b=sigma_b)
    arguments = {"q": q, "sigma_w": sigma_w, "sigma_b": sigma_b}
    c = correlation_fixed_point("tanh", **arguments)
    assert 0.0 < 1.0 - c < 10.0 * excess
    at_one = chi1(q, "tanh", sigma_w=sigma_w)
    h = 1e-4
    bend = 2.0 * (h * at_one - (1.0 - correlation_map(1.0 - h, "tanh", **arguments))) / h**2
    # The next term of the series is of order 1 - c; the bend is good to 1e-3.
    expected = 2.0 * (at_one - 1.0) / bend
    assert 1.0 - c == pytest.approx(expected, rel=5e-3 + 20.0 * excess)


def test_away_from_the_variances_fixed_point_its_own_slope_decides():
    """χ₁ < 1, but the next layer's variance is smaller still: inputs do not become alike."""
    q, sigma_w = 4.0, 1.2
    slope = chi1(q, "tanh", sigma_w=sigma_w)
    assert slope < 1.0 < slope * q / variance_map(q, "tanh", sigma_w=sigma_w, sigma_b=0.0)
    c = correlation_fixed_point("tanh", q=q, sigma_w=sigma_w, sigma_b=0.0)
    assert c == 0.0
    after = 0.999
    for _ in range(400):
        after = correlation_map(after, "tanh", q=q, sigma_w=sigma_w, sigma_b=0.0)
    assert after < 1e-3


def test_critical_is_what_rounding_cannot_tell_from_critical():
    for name, sigma_b in (("tanh", 0.3), ("erf", 0.1), ("sigmoid", 0.0)):
        sigma_w = critical_sigma_w(name, sigma_b=sigma_b)
        assert mean_field(name, sigma_w=sigma_w, sigma_b=sigma_b).phase == "critical"
        for factor, phase in ((1.0 - 1e-6, "ordered"), (1.0 + 1e-6, "chaotic")):
            state = mean_field(name, sigma_w=sigma_w * factor, sigma_b=sigma_b)
            assert state.phase == phase, (name, factor)
            assert abs(state.chi1 - 1.0) < 1e-5


@pytest.mark.parametrize("name", ["tanh", "relu", "gelu", "sigmoid", "selu", "sin", "erf"])
def test_the_librarys_own_critical_points_have_an_infinite_depth_scale(name):
    for sigma_b in (0.0, 0.1, 0.5):
        for point in critical_points(name, sigma_b=sigma_b):
            assert depth_scale(chi1(point.q, name, sigma_w=point.sigma_w)) > 1e12


def test_a_depth_scale_forgives_rounding_and_no_more():
    assert depth_scale(1.0 + 1e-13) == math.inf
    assert depth_scale(math.nextafter(1.0, 2.0)) == math.inf
    for bad in (1.0 + 2e-12, -1e-300, math.nan, math.inf):
        with pytest.raises(ValueError, match=r"^chi must be from 0 to 1, got "):
            depth_scale(bad)


def stairs(z):
    """The diagonal, cut at 1; beyond 10 it goes on, 20 above (or below) it."""
    return np.where(np.abs(z) > 10.0, z + 20.0 * np.sign(z), np.clip(z, -1.0, 1.0))


def test_of_several_critical_points_the_one_of_the_smallest_variance_is_given():
    phi = Activation(
        name="stairs",
        function=stairs,
        derivative=lambda z: 1.0 * ((np.abs(z) < 1.0) | (np.abs(z) > 10.0)),
        formula="",
        derivative_formula="",
        range=(-math.inf, math.inf),
        supremum=1.0,
        year=None,
        source="no first use known",
        kinks=(-10.0, -1.0, 1.0, 10.0),
    )
    points = critical_points(phi, sigma_b=0.1)
    assert len(points) > 1
    assert [p.q for p in points] == sorted(p.q for p in points)
    assert points[0].sigma_w != pytest.approx(points[-1].sigma_w, rel=0.1)
    for point in points:
        q = variance_map(point.q, phi, sigma_w=point.sigma_w, sigma_b=0.1)
        assert q == pytest.approx(point.q, rel=1e-12)
    assert critical_sigma_w(phi, sigma_b=0.1) == points[0].sigma_w


@pytest.mark.parametrize(
    "name", ["tanh", "erf", "sigmoid", "hard_tanh", "softsign", "elu", "silu"]
)
@pytest.mark.parametrize("sigma_b", [1e-8, 1e-4, 30.0, 99.9, 1e3, 1e5])
def test_a_critical_point_is_found_however_large_the_bias(name, sigma_b):
    points = critical_points(name, sigma_b=sigma_b)
    assert points
    for point in points:
        assert point.q >= sigma_b**2
        assert chi1(point.q, name, sigma_w=point.sigma_w) == pytest.approx(1.0, rel=1e-13)
        q = variance_map(point.q, name, sigma_w=point.sigma_w, sigma_b=sigma_b)
        assert q == pytest.approx(point.q, rel=1e-12)


def test_the_critical_line_of_tanh_far_out_is_its_asymptote():
    """E φ'² → (4/3)/sqrt(2πq) and q → σ_b²: so σ_w² → (3/4) sqrt(2π) σ_b."""
    assert critical_sigma_w("tanh", sigma_b=1000.0) == pytest.approx(43.379, abs=5e-4)
    for sigma_b in (1e10, 1e30, 1e60):
        expected = math.sqrt(0.75 * math.sqrt(2.0 * math.pi) * sigma_b)
        assert critical_sigma_w("tanh", sigma_b=sigma_b) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "prelu", "abs", "identity"])
def test_homogeneous_functions_are_critical_without_a_bias_alone(name):
    [point] = critical_points(name, sigma_b=0.0)
    assert point.q == 0.0
    for sigma_b in (1e-8, 1e-3, 1.0, 1e5, 1e60):
        assert critical_points(name, sigma_b=sigma_b) == []


def test_where_rounding_or_overflow_hides_the_answer_the_error_says_so():
    for name, sigma_b in (("gelu", 1e10), ("softplus", 1e10), ("exponential", 30.0)):
        with pytest.raises(ValueError, match=rf"^sigma_b must be smaller, .* {name} is critical"):
            critical_points(name, sigma_b=sigma_b)
    for sigma_b in (1e-160, 1e-9, 1e80):
        with pytest.raises(ValueError, match=r"^sigma_b must be 0 or from 1e-8 to 1e70, .*, got "):
            critical_sigma_w("tanh", sigma_b=sigma_b)
    for function, bad in (
        (lambda: critical_sigma_w("tanh", sigma_b=1e160), "sigma_b"),
        (lambda: variance_map(1.0, "tanh", sigma_w=1e200, sigma_b=0.0), "sigma_w"),
        (lambda: variance_fixed_points("tanh", sigma_w=1.0, sigma_b=1e151), "sigma_b"),
        (lambda: correlation_map(0.5, "tanh", q=1.0, sigma_w=1.0, sigma_b=1e151), "sigma_b"),
        (lambda: chi(0.5, "tanh", q=1.0, sigma_w=1e151), "sigma_w"),
    ):
        with pytest.raises(ValueError, match=f"^{bad} must be at most 1e150, .*, got 1e"):
            function()


@pytest.mark.parametrize("sigma_b", [1e-30, 1e-6, 1e3, 1e20, 1e100])
@pytest.mark.parametrize("name", ["tanh", "relu", "gelu"])
def test_the_variance_settles_for_any_bias(name, sigma_b):
    q = variance_fixed_point(name, sigma_w=0.5, sigma_b=sigma_b)
    assert q >= sigma_b**2
    again = variance_map(q, name, sigma_w=0.5, sigma_b=sigma_b)
    assert again == pytest.approx(q, rel=1e-12, abs=0.0)


def test_tiny_and_huge_variances_give_the_limits_and_no_nan():
    for name in ACTIVATIONS:
        small = [variance_slope(q, name, sigma_w=1.0) for q in (0.0, 5e-324, 1e-25)]
        assert small == [small[0]] * 3
        assert math.isfinite(chi1(5e-324, name, sigma_w=1.0))
        if name not in ("sin", "cos", "siren30", "snake"):
            assert not math.isnan(variance_map(1e200, name, sigma_w=1.0, sigma_b=1.0))
    assert variance_map(400.0, "exponential", sigma_w=1.0, sigma_b=1.0) == math.inf
    assert variance_map(400.0, "exponential", sigma_w=0.0, sigma_b=1.0) == 1.0
    assert chi1(400.0, "exponential", sigma_w=0.0) == 0.0
    with pytest.raises(ValueError, match=r"the next layer's variance must be .*, got inf"):
        correlation_map(0.5, "exponential", q=400.0, sigma_w=1.0, sigma_b=1.0)


def test_counts_are_integers_and_numbers_are_numbers():
    for call, words in (
        (lambda: born_dead_upper_bound(width=2.5, layers=3), "width must be an integer, got 2.5"),
        (lambda: born_dead_upper_bound(width=2, layers="3"), "layers must be an integer, got '3'"),
        (lambda: iterate_map(np.tanh, 0.0, steps=1.5), "steps must be an integer, got 1.5"),
        (lambda: nested_sigmoid_interval(2.0), "nestings must be an integer, got 2.0"),
        (lambda: length_second_moment(5, "relu"), "widths must be a sequence of integers, got 5"),
        (lambda: sigmoid_fixed_points(weight="1", bias=0.0), "weight must be a number, got '1'"),
        (lambda: variance_map(None, "relu", sigma_w=1.0, sigma_b=0.0), "q must be a number"),
        (lambda: depth_scale(np.array([0.5, 0.9])), "ndarray of float64"),
    ):
        with pytest.raises(TypeError, match=words.replace(".", r"\.")):
            call()
    unit = {"weight_sum": 0.0, "weight_square_sum": 1.0}
    for call, words in (
        (lambda: moment_map(math.nan, 1.0, "selu", **unit), "mean must be finite, got nan"),
        (lambda: moment_map(0.0, -1.0, "selu", **unit), "variance must be .* negative, got -1"),
        (
            lambda: moment_map(0.0, 1.0, "selu", weight_sum=0.0, weight_square_sum=-1.0),
            "weight_square_sum must be",
        ),
        (lambda: moment_jacobian(0.0, 0.0, "selu", **unit), "weight_square_sum must be .*, got 0"),
        (lambda: relu_correlation_map(1.1), "c must be from -1 to 1, got 1.1"),
        (lambda: chi(math.nan, "relu", q=1.0, sigma_w=1.0), "c must be from -1 to 1, got nan"),
    ):
        with pytest.raises(ValueError, match=words):
            call()
