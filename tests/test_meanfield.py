"""Mean field against 30-digit values, finite differences and sampled networks."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from vgref.activations import ACTIVATIONS
from vgref.meanfield import (
    centred_critical_sigma_w,
    chi,
    chi1,
    correlation_fixed_point,
    correlation_map,
    critical_points,
    critical_sigma_w,
    depth_scale,
    mean_field,
    moment_jacobian,
    moment_map,
    relu_correlation_map,
    variance_fixed_point,
    variance_fixed_points,
    variance_map,
    variance_slope,
)

THEORY = json.loads((Path(__file__).parent / "data" / "theory.json").read_text())
TANH = THEORY["mean_field"]["tanh"]
RELU = THEORY["mean_field"]["relu"]
SMOOTH_AND_KINKED = ["sigmoid", "tanh", "relu", "leaky_relu", "gelu", "selu", "hard_tanh", "sin"]


def near(value, expected, standard_error, factor=4.5):
    return abs(value - expected) <= factor * standard_error


@pytest.mark.parametrize("row", TANH, ids=lambda r: f"{r['sigma_w']}-{r['sigma_b']}")
def test_tanh_agrees_with_thirty_digits(row):
    sigmas = {"sigma_w": float(row["sigma_w"]), "sigma_b": float(row["sigma_b"])}
    state = mean_field("tanh", **sigmas)
    assert state.q_star == pytest.approx(float(row["q_star"]), rel=2e-14, abs=0.0)
    assert state.chi1 == pytest.approx(float(row["chi_1"]), rel=1e-14)
    assert state.xi_q == pytest.approx(float(row["xi_q"]), rel=1e-13)
    assert state.c_star == pytest.approx(float(row["c_star"]), abs=1e-12)
    # 1/log amplifies the rounding of chi by xi itself.
    assert state.xi_c == pytest.approx(float(row["xi_c"]), rel=2e-14 * (1 + float(row["xi_c"])))
    if "chi_cstar" in row:
        assert state.chi_c == pytest.approx(float(row["chi_cstar"]), rel=1e-12)
        assert state.phase == row["phase"]
        assert -1 / math.log(state.chi1) == pytest.approx(float(row["xi_grad"]), rel=1e-12)


@pytest.mark.parametrize("row", RELU["rows"], ids=lambda r: f"{r['sigma_w2']}-{r['sigma_b']}")
def test_relu_agrees_with_its_closed_form(row):
    sigmas = {"sigma_w": math.sqrt(float(row["sigma_w2"])), "sigma_b": float(row["sigma_b"])}
    assert chi1(3.7, "relu", sigma_w=sigmas["sigma_w"]) == pytest.approx(float(row["chi_1"]))
    if row["q_star"] is None:
        with pytest.raises(ValueError, match=r"fixed point|stable"):
            variance_fixed_point("relu", **sigmas)
    else:
        q = variance_fixed_point("relu", **sigmas)
        assert q == pytest.approx(float(row["q_star"]), rel=1e-13, abs=0.0)
        slope = variance_slope(q, "relu", sigma_w=sigmas["sigma_w"])
        assert depth_scale(slope) == pytest.approx(float(row["xi_q"]), rel=1e-12)


def test_relu_correlations_follow_the_thirty_digit_iterates():
    c, sigma_w = 0.0, math.sqrt(2.0)
    for expected in RELU["corr_iterates_from_0"]:
        assert c == pytest.approx(float(expected), abs=1e-14)
        general = correlation_map(c, "relu", q=1.7, sigma_w=sigma_w, sigma_b=0.0)
        c = relu_correlation_map(c)
        assert general == pytest.approx(c, rel=1e-14)


def test_relu_correlations_approach_one_as_the_inverse_square_of_depth():
    """(1 - c) l² → 9π²/2, with a correction in log(l)/l that is still 10 % at l = 200."""
    c, products = 0.0, {}
    for layer in range(1, 100_001):
        c = relu_correlation_map(c)
        products[layer] = (1 - c) * layer**2
    assert products[100] == pytest.approx(35.8, abs=0.05)
    assert products[200] == pytest.approx(39.4, abs=0.05)
    assert products[100_000] == pytest.approx(4.5 * math.pi**2, rel=1e-3)


@pytest.mark.parametrize("name", ["tanh", "erf"])
@pytest.mark.parametrize("row", THEORY["critical_line"], ids=lambda r: r["case"])
def test_critical_line_agrees_with_thirty_digits(row, name):
    sigma_b = math.sqrt(float(row.get("sigma_b2", 0.0)))
    [point] = critical_points(name, sigma_b=sigma_b)
    # At q = 0.15 the condition is stationary to rounding over q²: 1e-16 / 0.15².
    assert point.sigma_w**2 == pytest.approx(float(row[name]["sigma_w2"]), rel=2e-14)
    assert point.q == pytest.approx(float(row[name]["q_star"]), rel=1e-13, abs=0.0)
    assert critical_sigma_w(name, sigma_b=sigma_b) == point.sigma_w


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "gelu", "elu", "sin", "hard_tanh"])
def test_a_critical_point_has_chi1_one_at_a_fixed_point(name):
    for point in critical_points(name, sigma_b=0.3):
        assert chi1(point.q, name, sigma_w=point.sigma_w) == pytest.approx(1.0, rel=1e-14)
        q = variance_map(point.q, name, sigma_w=point.sigma_w, sigma_b=0.3)
        assert q == pytest.approx(point.q, rel=1e-12)


def test_sigmoid_is_critical_at_103_plainly_and_at_16_centred():
    assert critical_sigma_w("sigmoid", sigma_b=0.0) ** 2 == pytest.approx(103.0076, abs=5e-5)
    assert centred_critical_sigma_w("sigmoid") == 4.0
    assert centred_critical_sigma_w("tanh") == 1.0
    assert centred_critical_sigma_w("relu") == pytest.approx(math.sqrt(2.0), rel=1e-15)
    with pytest.raises(ValueError, match="slope 0"):
        centred_critical_sigma_w("relu_squared")


def test_centred_sigmoid_network_is_critical_at_16():
    """Biases -Σw/2 make the next layer see σ - 1/2: gradients of small signals keep their size."""
    rng, n, depth, ratios = np.random.default_rng(0), 400, 12, []
    phi = ACTIVATIONS["sigmoid"]
    for _ in range(30):
        z, jacobian = 0.01 * rng.standard_normal(n), rng.standard_normal(n)
        start = np.linalg.norm(jacobian)
        for _ in range(depth):
            weight = 4.0 / math.sqrt(n) * rng.standard_normal((n, n))
            jacobian = (phi.derivative(z) * jacobian) @ weight
            z = phi.function(z) @ weight - 0.5 * weight.sum(axis=0)
        ratios.append((np.linalg.norm(jacobian) / start) ** 2)
    ratios = np.array(ratios)
    # E of the product is 1 but for the 1e-4 · depth that the size of z takes away.
    assert near(ratios.mean(), 1.0, ratios.std() / math.sqrt(ratios.size) + 1e-3)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slope_of_the_variance_map_is_its_derivative(name):
    sigma_w = 0.9
    for q in (0.1, 2.0):

        def excess(q, name=name):
            return variance_map(q, name, sigma_w=sigma_w, sigma_b=0.3)

        h = 1e-3 * q
        difference = (
            8 * (excess(q + h) - excess(q - h)) - excess(q + 2 * h) + excess(q - 2 * h)
        ) / (12 * h)
        slope = variance_slope(q, name, sigma_w=sigma_w)
        assert slope == pytest.approx(difference, rel=1e-7, abs=1e-9 / q)


def test_all_fixed_points_are_found_with_their_stability():
    points = variance_fixed_points("relu_squared", sigma_w=1.0, sigma_b=0.0)
    assert [p.stable for p in points] == [True, False]  # V = 3q²/2
    assert points[1].value == pytest.approx(2 / 3, rel=1e-14)
    assert points[1].slope == pytest.approx(2.0, rel=1e-13)
    points = variance_fixed_points("tanh", sigma_w=1.0, sigma_b=0.0)
    assert [(p.value, p.stable) for p in points] == [(0.0, True)]  # attracts, algebraically
    with pytest.raises(ValueError, match="every variance is a fixed point"):
        variance_fixed_points("relu", sigma_w=math.sqrt(2.0), sigma_b=0.0)
    for name in ("sigmoid", "gelu", "cos", "softsign"):
        for point in variance_fixed_points(name, sigma_w=1.5, sigma_b=0.2):
            q = variance_map(point.value, name, sigma_w=1.5, sigma_b=0.2)
            assert q == pytest.approx(point.value, rel=1e-13)


@pytest.mark.parametrize("name", ["tanh", "selu", "hard_tanh", "sigmoid"])
def test_chi_is_the_slope_of_the_correlation_map_at_the_fixed_point(name):
    q = variance_fixed_point(name, sigma_w=0.9, sigma_b=0.3)
    arguments = {"q": q, "sigma_w": 0.9, "sigma_b": 0.3}
    for c in (-0.3, 0.2, 0.8):
        h = 1e-3
        f = [correlation_map(c + k * h, name, **arguments) for k in (-2, -1, 1, 2)]
        difference = (8 * (f[2] - f[1]) - f[3] + f[0]) / (12 * h)
        assert chi(c, name, q=q, sigma_w=0.9) == pytest.approx(difference, rel=1e-8)
    assert chi(1.0, name, q=q, sigma_w=0.9) == pytest.approx(chi1(q, name, sigma_w=0.9), rel=1e-14)


@pytest.mark.parametrize("name", ["elu", "sin", "hard_tanh"])
def test_correlations_settle_at_the_fixed_point(name):
    sigma_w, sigma_b = 2.2, 0.4
    q = next(p.value for p in variance_fixed_points(name, sigma_w=1.3, sigma_b=sigma_b))
    c_star = correlation_fixed_point(name, q=q, sigma_w=sigma_w, sigma_b=sigma_b)
    c = 0.5
    for _ in range(25):
        c = correlation_map(c, name, q=q, sigma_w=sigma_w, sigma_b=sigma_b)
    rate = chi(c_star, name, q=q, sigma_w=sigma_w)
    rate *= q / variance_map(q, name, sigma_w=sigma_w, sigma_b=sigma_b)
    assert 0.0 <= rate < 1.0
    assert abs(c - c_star) <= 2 * rate**24 + 1e-14


@pytest.mark.parametrize("name", SMOOTH_AND_KINKED)
def test_next_layers_second_moments_are_those_of_a_sampled_network(name):
    """One layer is exact at any width: given u and v, the weights are independent of them."""
    phi, rng, n, sigma_w, sigma_b = ACTIVATIONS[name], np.random.default_rng(11), 30, 1.4, 0.6
    q, c, nets = 1.6, 0.35, 4000
    u = math.sqrt(q) * rng.standard_normal((nets, n))
    v = c * u + math.sqrt(q * (1 - c * c)) * rng.standard_normal((nets, n))
    weight = sigma_w / math.sqrt(n) * rng.standard_normal((nets, n, 7))
    bias = sigma_b * rng.standard_normal((nets, 7))
    z = np.einsum("ki,kij->kj", phi.function(u), weight) + bias
    y = np.einsum("ki,kij->kj", phi.function(v), weight) + bias
    back = np.einsum("kij,kj->ki", weight, np.ones((nets, 7)) / math.sqrt(7.0))
    delta_u, delta_v = phi.derivative(u) * back, phi.derivative(v) * back
    variance = variance_map(q, name, sigma_w=sigma_w, sigma_b=sigma_b)
    product = variance * correlation_map(c, name, q=q, sigma_w=sigma_w, sigma_b=sigma_b)
    for sample, expected in (
        ((z * z).mean(axis=1), variance),
        ((z * y).mean(axis=1), product),
        ((delta_u**2).sum(axis=1), chi1(q, name, sigma_w=sigma_w)),
        ((delta_u * delta_v).sum(axis=1), chi(c, name, q=q, sigma_w=sigma_w)),
    ):
        assert near(sample.mean(), expected, sample.std() / math.sqrt(nets))


@pytest.mark.parametrize(
    ("name", "sigma_w", "sigma_b"),
    [
        ("tanh", 1.5, 0.3),
        ("sigmoid", 4.0, 0.1),
        ("relu", 1.2, 0.5),
        ("gelu", 1.2, 0.4),
    ],
)
def test_deep_networks_settle_at_the_fixed_point(name, sigma_w, sigma_b):
    phi, rng, n, depth = ACTIVATIONS[name], np.random.default_rng(2), 600, 12
    q = variance_fixed_point(name, sigma_w=sigma_w, sigma_b=sigma_b)
    means = []
    for _ in range(12):
        z = math.sqrt(q) * rng.standard_normal((1, n))
        for _ in range(depth):
            weight = sigma_w / math.sqrt(n) * rng.standard_normal((n, n))
            z = phi.function(z) @ weight + sigma_b * rng.standard_normal(n)
        means.append(np.mean(z**2))
    means = np.array(means)
    # The map is bent: fluctuations of order 1/n shift its mean by the same order.
    assert near(means.mean(), q, means.std() / math.sqrt(means.size) + q / n)


def test_gradients_of_a_deep_wide_network_change_by_chi1_a_layer():
    rng, n, depth = np.random.default_rng(3), 500, 15
    sigma_w, sigma_b = 1.3, 0.3
    q, phi = variance_fixed_point("tanh", sigma_w=sigma_w, sigma_b=sigma_b), ACTIVATIONS["tanh"]
    logs = []
    for _ in range(12):
        z, weights, layers = math.sqrt(q) * rng.standard_normal(n), [], []
        for _ in range(depth):
            layers.append(z)
            weights.append(sigma_w / math.sqrt(n) * rng.standard_normal((n, n)))
            z = phi.function(z) @ weights[-1] + sigma_b * rng.standard_normal(n)
        delta = rng.standard_normal(n)
        norms = [delta @ delta]
        for z, weight in zip(reversed(layers), reversed(weights), strict=True):
            delta = phi.derivative(z) * (weight @ delta)
            norms.append(delta @ delta)
        logs.append(np.mean([math.log(b / a) for a, b in pairwise(norms)]))
    logs = np.array(logs)
    expected = math.log(chi1(q, "tanh", sigma_w=sigma_w))
    # Jensen: E log is below log E by half the relative variance of one step, about 3/n.
    assert near(logs.mean(), expected, logs.std() / math.sqrt(logs.size) + 3 / n)


def test_selu_has_the_fixed_point_and_jacobian_of_the_paper():
    """Klambauer et al. (2017), eq. 6, and its spectral norm."""
    unit = {"weight_sum": 0.0, "weight_square_sum": 1.0}
    np.testing.assert_allclose(moment_map(0.0, 1.0, "selu", **unit), (0.0, 1.0), 1e-14, 1e-15)
    jacobian = moment_jacobian(0.0, 1.0, "selu", **unit)
    np.testing.assert_allclose(jacobian, [[0, 0.088834], [0, 0.782648]], atol=1e-6)
    assert np.linalg.norm(jacobian, 2) == pytest.approx(0.7877, abs=5e-5)
    state = (0.1, 1.4)
    for _ in range(150):
        state = moment_map(*state, "selu", **unit)
    np.testing.assert_allclose(state, (0.0, 1.0), 1e-13, 1e-13)


@pytest.mark.parametrize("name", ["selu", "tanh", "relu", "hardshrink"])
def test_moment_jacobian_is_the_derivative_of_the_moment_map(name):
    sums = {"weight_sum": 0.3, "weight_square_sum": 1.2}
    jacobian, h = moment_jacobian(0.4, 0.9, name, **sums), 1e-3
    for column, (dm, dv) in enumerate(((h, 0.0), (0.0, h))):
        f = [
            np.array(moment_map(0.4 + k * dm, 0.9 + k * dv, name, **sums)) for k in (-2, -1, 1, 2)
        ]
        difference = (8 * (f[2] - f[1]) - f[3] + f[0]) / (12 * h)
        np.testing.assert_allclose(jacobian[:, column], difference, 1e-8, 1e-10)


def test_lecuns_tanh_gives_three_quarters_not_one():
    second = variance_map(1.0, "lecun_tanh", sigma_w=1.0, sigma_b=0.0)
    assert second == pytest.approx(0.75043, abs=5e-6)


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_bad_arguments_are_named_with_their_value(bad):
    for call, name in (
        (lambda: variance_map(bad, "tanh", sigma_w=1.0, sigma_b=0.0), "q"),
        (lambda: variance_map(1.0, "tanh", sigma_w=bad, sigma_b=0.0), "sigma_w"),
        (lambda: variance_map(1.0, "tanh", sigma_w=1.0, sigma_b=bad), "sigma_b"),
        (lambda: chi1(bad, "tanh", sigma_w=1.0), "q"),
        (lambda: critical_sigma_w("tanh", sigma_b=bad), "sigma_b"),
    ):
        with pytest.raises(ValueError, match=f"{name} must be finite .* negative, got {bad}"):
            call()


def test_what_has_no_answer_says_so():
    with pytest.raises(ValueError, match=r"^chi must be from 0 to 1, got 1\.2$"):
        depth_scale(1.2)
    with pytest.raises(ValueError, match=r"^c must be from -1 to 1, got 1\.1$"):
        correlation_map(1.1, "tanh", q=1.0, sigma_w=1.0, sigma_b=0.0)
    with pytest.raises(ValueError, match=r"^q must be finite and positive, got 0\.0$"):
        correlation_map(0.5, "tanh", q=0.0, sigma_w=1.0, sigma_b=0.1)
    with pytest.raises(ValueError, match="relu is nowhere critical with sigma_b="):
        critical_sigma_w("relu", sigma_b=0.5)
    with pytest.raises(ValueError, match="did you mean 'tanh'"):
        variance_map(1.0, "tan", sigma_w=1.0, sigma_b=0.0)
    with pytest.raises(TypeError, match="activation"):
        variance_map(1.0, np.tanh, sigma_w=1.0, sigma_b=0.0)
    assert depth_scale(0.0) == 0.0
