"""Layer statistics: each against its definition on arrays whose answer is known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from vgref.activations import ACTIVATIONS
from vgref.network import MLP, mean_squared_error
from vgref.statistics import (
    dead_units,
    delta_norms,
    layer_ratios,
    layer_statistics,
    norm,
    ratio,
    rms,
    saturated_fraction,
    spread_over_inputs,
    spread_over_units,
    symmetry_spread,
    update_to_data_ratio,
    weight_gradient_norms,
)


@pytest.mark.parametrize("seed", range(3))
def test_the_two_spreads_tell_dependence_on_the_input_from_variety_of_units(seed):
    rng = np.random.default_rng(seed)
    batch, units, a, b = 400, 300, 0.2, 3.0
    h = 5 + a * rng.standard_normal((batch, units)) + b * rng.standard_normal(units)
    # A sample standard deviation of n draws is known to 1/sqrt(2n).
    assert spread_over_inputs(h) == pytest.approx(a, rel=4 / np.sqrt(2 * batch))
    assert spread_over_units(h) == pytest.approx(np.hypot(a, b), rel=4 / np.sqrt(2 * units))
    assert spread_over_units(h.T) == pytest.approx(spread_over_inputs(h), rel=1e-12)


def test_norm_does_not_overflow_or_vanish():
    for scale in (1e-300, 1e-200, 1.0, 1e200, 1e300):
        array = np.array([[3 * scale, 4 * scale]])
        assert norm(array) == pytest.approx(5 * scale, rel=1e-15, abs=0)
        assert rms(np.full((3, 5), scale)) == pytest.approx(scale, rel=1e-15, abs=0)
    assert norm(np.full(4, 1e30, dtype=np.float32)) == pytest.approx(2e30, rel=1e-6)
    assert norm(np.array([1.0, np.inf])) == np.inf
    assert np.isnan(norm(np.array([1.0, np.nan])))


@pytest.mark.parametrize("threshold", [0.9, 0.97, 0.99])
def test_saturation_of_tanh_counts_outputs_beyond_a_threshold(threshold):
    z = np.random.default_rng(0).normal(0, 3, (50, 20))
    got = saturated_fraction(ACTIVATIONS["tanh"], z, below=1 - threshold**2)
    assert got == np.mean(np.abs(np.tanh(z)) >= threshold)


@pytest.mark.parametrize(
    "name", [name for name, phi in ACTIVATIONS.items() if np.isfinite(phi.supremum)]
)
def test_saturation_is_measured_against_the_largest_slope_of_each_activation(name):
    phi = ACTIVATIONS[name]
    z = np.random.default_rng(0).normal(0, 4, (30, 20))
    for below in (0.0, 0.05, 0.3, 1.0):
        want = np.mean(np.abs(phi.derivative(z)) <= below * phi.supremum)
        assert saturated_fraction(phi, z, below=below) == want
    # A tenth of the largest slope that there is on a grid is above a twentieth of the supremum.
    grid = np.linspace(-20, 20, 4001)
    slope = np.abs(phi.derivative(grid))
    steep = grid[slope >= 0.1 * slope.max()]
    if phi.supremum > 0:
        assert saturated_fraction(name, steep, below=0.05) == 0


@pytest.mark.parametrize(("name", "part"), [("sigmoid", 0.5), ("lecun_tanh", 0.5), ("tanh", 0.75)])
def test_saturation_of_known_slopes(name, part):
    """At z = 0, 2, 3.6, 6: slopes of 1, .42, .104, .0099 of sigmoid's largest, and so on."""
    z = np.array([[0.0, 2.0, 3.6, 6.0]])
    assert saturated_fraction(name, z, below=0.2) == part


def test_where_no_slope_is_the_largest_nothing_is_saturated_or_not():
    assert np.isnan(saturated_fraction("exponential", np.zeros((2, 2)), below=0.05))


def test_one_example_or_one_unit_has_no_spread():
    h = np.array([[1.0, 5.0, 2.0]])
    assert np.isnan(spread_over_inputs(h))
    assert np.isnan(spread_over_units(h.T))
    assert spread_over_units(h) > 1
    assert spread_over_inputs(h.T) > 1


def test_a_unit_is_dead_only_if_it_is_off_for_the_whole_batch():
    z = np.array([[-1.0, -1.0, 2.0, 0.0], [-3.0, 1.0, 2.0, 0.0]])
    assert dead_units(ACTIVATIONS["relu"], z).tolist() == [True, False, False, True]
    assert not dead_units(ACTIVATIONS["leaky_relu"], z).any()


def test_a_dead_unit_gets_no_gradient_at_all():
    rng = np.random.default_rng(1)
    weight, bias = rng.standard_normal((3, 5)), np.array([0.0, -50.0, 0.0, -50.0, 0.0])
    net = MLP([weight, rng.standard_normal((5, 2))], [bias, np.zeros(2)], ["relu", "identity"])
    forward = net.forward(rng.uniform(-1, 1, (40, 3)))
    gradients = net.backward(forward, rng.standard_normal((40, 2)))
    dead = dead_units(net.activations[0], forward.pre_activations[0])
    assert dead.tolist() == [False, True, False, True, False]
    assert not gradients.weights[0][:, dead].any()
    assert not gradients.biases[0][dead].any()
    assert gradients.weights[0][:, ~dead].all()


@pytest.mark.parametrize("seed", range(5))
def test_symmetry_spread_is_zero_for_equal_columns_and_of_order_one_at_random(seed):
    rng = np.random.default_rng(seed)
    column = rng.standard_normal((6, 1))
    assert symmetry_spread(np.repeat(column, 4, axis=1)) == 0
    assert symmetry_spread(np.zeros((6, 4))) == 0
    assert symmetry_spread(np.repeat(column, 4, axis=1).T) > 0.5
    assert 0.5 < symmetry_spread(rng.standard_normal((6, 4))) <= 2
    scale = 1e-250
    assert symmetry_spread(scale * rng.standard_normal((6, 4))) > 0.5


@pytest.mark.parametrize("gain", [0.5, 1.0, 2.0])
def test_orthogonal_linear_layers_have_the_ratio_of_their_gain(gain):
    rng = np.random.default_rng(2)
    weights = [gain * np.linalg.qr(rng.standard_normal((8, 8)))[0] for _ in range(6)]
    net = MLP(weights, [np.zeros(8)] * 6, ["identity"] * 6)
    forward = net.forward(rng.standard_normal((3, 8)))
    gradients = net.backward(forward, rng.standard_normal((3, 8)))
    np.testing.assert_allclose(layer_ratios(delta_norms(gradients)), gain, rtol=1e-13)
    assert len(weight_gradient_norms(gradients)) == 6


def test_ratios_with_zero_say_what_they_are():
    assert ratio(1.0, 0.0) == np.inf
    assert np.isnan(ratio(0.0, 0.0))
    assert layer_ratios([1.0]) == []
    assert update_to_data_ratio(np.full((2, 3), -1e-3), np.ones((2, 3))) == pytest.approx(1e-3)
    assert update_to_data_ratio(np.ones(3), np.zeros(3)) == np.inf


def test_the_table_agrees_with_the_single_measures():
    rng = np.random.default_rng(3)
    net = MLP.create(
        [3, 8, 6, 2], "tanh", rng=rng, initializer=lambda s, *, rng: rng.normal(0, 2, s)
    )
    forward = net.forward(rng.standard_normal((10, 3)))
    _, g = mean_squared_error(forward.output, np.ones((10, 2)))
    gradients = net.backward(forward, g)
    table = layer_statistics(net, forward, gradients, below=0.05)
    assert [row.layer for row in table] == [1, 2, 3]
    for row, h, z, delta, dw, w, phi in zip(
        table,
        forward.post_activations[1:],
        forward.pre_activations,
        gradients.deltas,
        gradients.weights,
        net.weights,
        net.activations,
        strict=True,
    ):
        assert row.rms == pytest.approx(np.sqrt(np.mean(h**2)), rel=1e-13)
        over_inputs = np.sqrt(np.mean(h.var(axis=0)))
        assert row.spread_over_inputs == pytest.approx(over_inputs, rel=1e-12)
        assert row.saturated == saturated_fraction(phi, z, below=0.05)
        assert row.delta_norm == pytest.approx(np.linalg.norm(delta), rel=1e-13)
        relative = np.linalg.norm(dw) / np.linalg.norm(w)
        assert row.gradient_to_weight == pytest.approx(relative, rel=1e-12)
        assert row.symmetry == symmetry_spread(w)
        assert row.dead == 0


def test_the_input_fades_in_a_sigmoid_network_while_its_units_stay_apart():
    # Weights of variance 1/n: each layer keeps about a quarter of the spread over inputs.
    rng = np.random.default_rng(4)
    net = MLP.create(
        [256] * 7,
        "sigmoid",
        output="sigmoid",
        rng=rng,
        initializer=lambda s, *, rng: rng.normal(0, 1 / 16, s),
    )
    forward = net.forward(rng.standard_normal((64, 256)))
    inputs = [spread_over_inputs(h) for h in forward.post_activations[1:]]
    units = [spread_over_units(h) for h in forward.post_activations[1:]]
    factors = [b / a for a, b in itertools.pairwise(inputs)]
    assert max(factors) < 0.25
    assert min(units) > 0.1


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: spread_over_inputs(np.ones(3)), ValueError),
        (lambda: spread_over_units(np.ones((0, 3))), ValueError),
        (lambda: spread_over_inputs(np.ones((2, 3), int)), TypeError),
        (lambda: dead_units(ACTIVATIONS["relu"], np.ones(3)), ValueError),
        (lambda: symmetry_spread(np.ones(3)), ValueError),
        (lambda: norm(np.ones(0)), ValueError),
        (lambda: norm([3.0, 4.0]), TypeError),
        (lambda: saturated_fraction("tanh", [1.0], below=0.1), TypeError),
        (lambda: saturated_fraction("tanh", np.ones(3), below=-0.1), ValueError),
        (lambda: saturated_fraction("tanh", np.ones(3), below=np.nan), ValueError),
        (lambda: delta_norms(None), TypeError),
        (lambda: weight_gradient_norms([np.ones(3)]), TypeError),
        (lambda: update_to_data_ratio(np.ones(3), np.ones((3, 1))), ValueError),
        (lambda: layer_statistics(None, None, None, below=0.05), TypeError),
    ],
)
def test_arrays_that_do_not_fit_are_refused(call, error):
    with pytest.raises(error, match="must"):
        call()


def test_a_table_is_of_passes_that_belong_together():
    rng = np.random.default_rng(0)
    one, other = (
        MLP.create([3, 4, 2], "tanh", rng=rng, initializer=lambda s, *, rng: rng.normal(0, 1, s))
        for _ in range(2)
    )
    forward = one.forward(np.ones((5, 3)))
    gradients = one.backward(forward, np.ones((5, 2)))
    small = one.forward(np.ones((4, 3)))
    layer_statistics(one, forward, gradients, below=0.05)
    for net, passed in ((other, forward), (one, small)):
        with pytest.raises(ValueError, match="forward, gradients must be passes of this net"):
            layer_statistics(net, passed, gradients, below=0.05)
    for arguments, name in (
        ((None, forward, gradients), "net"),
        ((one, None, gradients), "forward"),
        ((one, forward, forward), "gradients"),
    ):
        with pytest.raises(TypeError, match=f"{name} must be of class"):
            layer_statistics(*arguments, below=0.05)
