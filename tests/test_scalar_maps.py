"""Nested sigmoids, and what finite width does: against 30 digits, closed forms and sampling."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from vgref.activations import sigmoid
from vgref.meanfield import (
    born_dead_lower_bound,
    born_dead_upper_bound,
    iterate_map,
    length_second_moment,
    nested_sigmoid_interval,
    sigmoid_cycle,
    sigmoid_fixed_points,
)

THEORY = json.loads((Path(__file__).parent / "data" / "theory.json").read_text())


@pytest.mark.parametrize("row", THEORY["nested_sigmoid"]["rows"], ids=lambda r: str(r["n"]))
def test_nested_sigmoids_have_the_thirty_digit_images(row):
    low, high = nested_sigmoid_interval(row["n"])
    assert low == pytest.approx(float(row["inf"]), rel=5e-16)
    assert high == pytest.approx(float(row["sup"]), rel=5e-16)
    assert iterate_map(sigmoid, 0.0, steps=row["n"])[-1] == pytest.approx(
        float(row["value_at_0"]), rel=5e-16
    )


def test_three_nestings_do_not_agree_to_three_decimals_and_six_do():
    assert nested_sigmoid_interval(3)[1] - nested_sigmoid_interval(3)[0] > 0.05
    assert {round(end, 3) for end in nested_sigmoid_interval(6)} == {0.659}
    assert {round(end, 3) for end in nested_sigmoid_interval(5)} != {0.659}


def test_plain_sigmoid_has_one_fixed_point_of_thirty_digits():
    [point] = sigmoid_fixed_points(weight=1.0, bias=0.0)
    assert point.value == pytest.approx(float(THEORY["sigmoid"]["fixed_point"]), rel=5e-16)
    slope = float(THEORY["sigmoid"]["derivative_at_fixed_point"])
    assert point.slope == pytest.approx(slope, rel=1e-15)


@pytest.mark.parametrize("weight", [-20.0, -8.0, -1.0, 0.0, 0.5, 3.9, 4.0, 4.1, 5.0, 8.0, 30.0])
@pytest.mark.parametrize("bias", [-15.0, -2.5, -2.0, 0.0, 1.0, 4.0])
def test_fixed_points_are_all_and_only_the_solutions(weight, bias):
    points = sigmoid_fixed_points(weight=weight, bias=bias)
    for point in points:
        image = float(sigmoid(np.array(weight * point.value + bias)))
        assert image == pytest.approx(point.value, rel=1e-13 * (1 + abs(weight)), abs=1e-16)
        assert point.stable == (abs(point.slope) < 1)
    x = np.linspace(0.0, 1.0, 1_000_001)  # changes of sign on a fine grid: none is missing
    excess = sigmoid(weight * x + bias) - x
    signs = np.sign(excess)
    signs = signs[signs != 0]
    if (weight, bias) != (4.0, -2.0):  # a triple root: one of its own
        assert len(points) >= np.count_nonzero(signs[1:] != signs[:-1])
    assert 1 <= len(points) <= 3


def test_bifurcation_is_at_weight_four():
    assert len(sigmoid_fixed_points(weight=3.999, bias=-1.9995)) == 1
    assert len(sigmoid_fixed_points(weight=4.001, bias=-2.0005)) == 3
    assert sigmoid_cycle(weight=-3.999, bias=1.9995) is None
    low, high = sigmoid_cycle(weight=-4.001, bias=2.0005)
    assert low < 0.5 < high


@pytest.mark.parametrize(("weight", "bias"), [(-8.0, 4.0), (-5.0, 2.0), (-30.0, 11.0)])
def test_cycle_alternates_and_attracts(weight, bias):
    low, high = sigmoid_cycle(weight=weight, bias=bias)

    def step(x):
        return sigmoid(weight * x + bias)

    path = iterate_map(step, np.array([0.0, 0.123, 1.0]), steps=2000)
    ends = np.sort(np.array(path[-2:]), axis=0)
    np.testing.assert_allclose(ends[0], low, 1e-12)
    np.testing.assert_allclose(ends[1], high, 1e-12)


def test_cycle_of_weight_minus_eight_pairs_the_stable_points_of_plus_eight():
    low, high = sigmoid_cycle(weight=-8.0, bias=4.0)
    points = sigmoid_fixed_points(weight=8.0, bias=-4.0)
    np.testing.assert_allclose([low, high], [points[0].value, points[2].value], 1e-14)


def test_bad_scalar_arguments_are_refused():
    with pytest.raises(ValueError, match="nan"):
        sigmoid_fixed_points(weight=math.nan, bias=0.0)
    with pytest.raises(ValueError, match="at least 1, got 0"):
        nested_sigmoid_interval(0)
    with pytest.raises(ValueError, match="steps must be at least 0, got -1"):
        iterate_map(sigmoid, 0.0, steps=-1)


@pytest.mark.parametrize(("name", "excess"), [("relu", 5.0), ("identity", 2.0), ("abs", 2.0)])
def test_length_second_moment_is_that_of_sampled_networks(name, excess):
    """(1 + (κ - 1)/n)^L with κ = 6 for ReLU, 3 for the identity and for abs."""
    widths = [40, 25, 30]
    expected = math.prod(1 + excess / n for n in widths)
    assert length_second_moment(widths, name) == pytest.approx(expected, rel=1e-13)
    rng, nets = np.random.default_rng(1), 6000
    gain = math.sqrt(2.0) if name == "relu" else 1.0
    function = {"relu": lambda z: np.maximum(z, 0), "identity": lambda z: z, "abs": np.abs}[name]
    h = rng.standard_normal((1, 10)).repeat(nets, axis=0)
    h *= math.sqrt(10) / np.linalg.norm(h[0]) / gain  # q_0 = gain² |h|² / 10 = 1
    for width in widths:
        weight = gain / math.sqrt(h.shape[1]) * rng.standard_normal((nets, h.shape[1], width))
        h = function(np.einsum("ki,kij->kj", h, weight))
    q = gain**2 * (h**2).mean(axis=1)
    assert abs(q.mean() - 1) <= 4.5 * q.std() / math.sqrt(nets)
    assert abs((q**2).mean() - expected) <= 4.5 * (q**2).std() / math.sqrt(nets)


def test_length_moments_refuse_what_is_not_homogeneous():
    with pytest.raises(ValueError, match="must be positively homogeneous, got 'tanh'"):
        length_second_moment([10, 10], "tanh")
    with pytest.raises(ValueError, match=r"widths\[1\] must be at least 1, got 0"):
        length_second_moment([10, 0], "relu")


def dead_fraction(inputs, width, layers, nets, rng):
    """Fractions of networks whose signals of the first input, and of every input, all die."""
    h = np.broadcast_to(inputs, (nets, *inputs.shape))
    for _ in range(layers - 1):
        weight = rng.standard_normal((nets, h.shape[2], width))
        h = np.maximum(h @ weight, 0.0)
    return (~h[:, 0].any(axis=1)).mean(), (~h.any(axis=(1, 2))).mean()


@pytest.mark.parametrize(("width", "layers"), [(2, 2), (2, 5), (2, 10), (3, 10), (3, 20), (4, 20)])
def test_born_dead_networks_obey_the_bounds(width, layers):
    rng, nets = np.random.default_rng(width * 100 + layers), 6000
    line = np.array([[1.0], [-1.0]])  # positive homogeneity: two inputs stand for the line
    one, both = dead_fraction(line, width, layers, nets, rng)
    upper = born_dead_upper_bound(width=width, layers=layers)
    lower = born_dead_lower_bound(width=width, layers=layers)
    error = 4.5 * math.sqrt(0.25 / nets)
    assert abs(one - upper) <= error  # for one input the upper bound is the probability itself
    assert lower - error <= both <= upper + error
    assert 0.0 <= lower < upper < 1.0


def test_born_dead_upper_bound_holds_on_the_plane_too():
    angles = np.linspace(0.0, 2 * math.pi, 64, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    _, dead = dead_fraction(circle, 2, 8, 2000, np.random.default_rng(0))
    assert 0.0 < dead <= born_dead_upper_bound(width=2, layers=8)


def test_one_unit_on_the_line_dies_half_the_time_in_every_further_layer():
    """By hand: the one unit keeps one side, and every further layer passes it on half the time."""
    for layers in (2, 3, 4, 9):
        assert born_dead_lower_bound(width=1, layers=layers) == 1 - 2.0 ** (2 - layers)


def test_born_dead_bounds_refuse_what_is_no_network():
    with pytest.raises(ValueError, match="width must be at least 1, got 0"):
        born_dead_upper_bound(width=0, layers=5)
    with pytest.raises(ValueError, match="layers must be at least 2, got 1"):
        born_dead_lower_bound(width=3, layers=1)
