"""Each way to be broken is found and named, at many seeds; sound networks raise no alarm."""

from __future__ import annotations

import numpy as np
import pytest

from vgref.activations import ACTIVATIONS
from vgref.diagnosis import diagnose
from vgref.network import MLP, mean_squared_error, softmax_cross_entropy

SEEDS = range(12)


def scaled(variance):
    """Weights of variance `variance / fan_in`."""

    def draw(shape, *, rng):
        return rng.normal(0, np.sqrt(variance / shape[0]), shape)

    return draw


def constant(value):
    return lambda shape, *, rng: np.full(shape, value)


def examine(seed, activation, initializer, *, depth=12, width=48, bias=None, batch=32):
    rng = np.random.default_rng(seed)
    net = MLP.create(
        [8, *[width] * (depth - 1), 3],
        activation,
        initializer=initializer,
        rng=rng,
        bias_initializer=bias,
    )
    x, labels = rng.standard_normal((batch, 8)), rng.integers(0, 3, batch)
    return diagnose(net, x, labels, softmax_cross_entropy)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("depth", [2, 3, 8, 20, 50])
@pytest.mark.parametrize(("activation", "variance"), [("relu", 2), ("tanh", 1), ("leaky_relu", 2)])
def test_he_and_glorot_networks_are_healthy(activation, variance, depth, seed):
    diagnosis = examine(seed, activation, scaled(variance), depth=depth)
    assert diagnosis.healthy, str(diagnosis)
    assert str(diagnosis) == "healthy: nothing found"
    assert list(diagnosis) == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("activation", "variance"),
    [("sigmoid", 1.0), ("tanh", 0.3), ("relu", 0.5), ("identity", 0.25), ("tanh", 1e-4)],
)
def test_small_weights_vanish_with_the_factor_that_theory_gives(activation, variance, seed):
    diagnosis = examine(seed, activation, scaled(variance), width=128)
    assert "vanishing" in diagnosis.names
    assert "exploding" not in diagnosis.names
    finding = next(f for f in diagnosis if f.name == "vanishing")
    assert finding.layers == tuple(range(1, 12))
    # A quarter bounds sigmoid's slope; its slope in the mean is a little below.
    slope = {"sigmoid": 0.23, "tanh": 1.0, "identity": 1.0, "relu": np.sqrt(0.5)}[activation]
    factor = finding.evidence["factor a layer"]
    assert factor == pytest.approx(slope * np.sqrt(variance), rel=0.15)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("activation", "variance"), [("relu", 8), ("identity", 4), ("tanh", 16)])
def test_large_weights_explode(activation, variance, seed):
    diagnosis = examine(seed, activation, scaled(variance))
    assert "exploding" in diagnosis.names
    assert "vanishing" not in diagnosis.names


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_overflow_is_an_explosion_and_no_warning(dtype):
    rng = np.random.default_rng(0)
    net = MLP.create([8] * 80, "relu", initializer=scaled(1e12), rng=rng, dtype=dtype)
    x = rng.standard_normal((4, 8)).astype(dtype)
    diagnosis = diagnose(net, x, np.zeros((4, 8), dtype=dtype), mean_squared_error)
    assert diagnosis.names[0] == "exploding"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("activation", "variance"), [("tanh", 60), ("sigmoid", 3000)])
def test_huge_weights_saturate(activation, variance, seed):
    diagnosis = examine(seed, activation, scaled(variance), depth=4)
    finding = next(f for f in diagnosis if f.name == "saturated")
    assert finding.layers == (1, 2, 3)
    assert finding.evidence["flat entries"] > 0.5
    assert "vanishing" not in diagnosis.names


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bias_far_below_kills_a_layer(seed):
    rng = np.random.default_rng(seed)
    net = MLP.create([8, 32, 32, 32, 3], "relu", initializer=scaled(2), rng=rng)
    net.biases[1][:] = -100
    x = rng.standard_normal((64, 8))
    diagnosis = diagnose(net, x, rng.integers(0, 3, 64), softmax_cross_entropy)
    finding = next(f for f in diagnosis if f.name == "dead")
    assert 2 in finding.layers
    assert finding.evidence["dead units"] == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layer", [0, 2])
def test_half_the_units_dead_is_found_in_its_layer(layer, seed):
    rng = np.random.default_rng(seed)
    net = MLP.create([8, 32, 32, 32, 3], "relu", initializer=scaled(2), rng=rng)
    net.biases[layer][:16] = -100
    x = rng.standard_normal((64, 8))
    diagnosis = diagnose(net, x, rng.integers(0, 3, 64), softmax_cross_entropy)
    assert diagnosis.names == ["dead"]
    assert diagnosis.findings[0].layers == (layer + 1,)
    assert diagnosis.findings[0].evidence["dead units"] >= 0.5


def test_a_network_born_dead_is_found():
    rng = np.random.default_rng(0)
    found = 0
    for _ in range(200):
        net = MLP.create([1, *[2] * 9, 1], "relu", initializer=scaled(2), rng=rng)
        x = rng.uniform(-1, 1, (16, 1))
        diagnosis = diagnose(net, x, np.ones((16, 1)), mean_squared_error)
        h = net.forward(x).post_activations[-2]
        if not h.any():
            found += 1
            assert "dead" in diagnosis.names
    assert found > 100


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_equal_weights_are_symmetric_whatever_the_activation(activation):
    phi = ACTIVATIONS[activation]
    for initializer in (constant(0.0), constant(0.05)):
        diagnosis = examine(1, phi, initializer, depth=4, width=6)
        finding = next(f for f in diagnosis if f.name == "symmetric")
        assert finding.layers == (1, 2, 3)
        assert finding.evidence["difference of columns"] < 1e-8
        assert "vanishing" not in diagnosis.names or initializer is not constant(0.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_zeros_in_the_last_layer_alone_are_no_symmetry(seed):
    rng = np.random.default_rng(seed)
    net = MLP.create([8, 32, 32, 3], "relu", initializer=scaled(2), rng=rng)
    net.weights[-1][:] = 0
    x = rng.standard_normal((64, 8))
    assert diagnose(net, x, rng.integers(0, 3, 64), softmax_cross_entropy).healthy


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sigmoid_network_of_unit_variance_collapses_to_one_output(seed):
    diagnosis = examine(seed, "sigmoid", scaled(1.0), depth=8, width=64)
    finding = next(f for f in diagnosis if f.name == "collapsed")
    assert finding.layers[-1] == 7
    assert finding.evidence["spread left"] < 0.01


@pytest.mark.parametrize("seed", SEEDS)
def test_biases_that_drown_the_weights_collapse(seed):
    bias = lambda shape, *, rng: rng.normal(0, 1, shape)  # noqa: E731
    diagnosis = examine(seed, "tanh", scaled(0.1), depth=8, bias=bias)
    assert "collapsed" in diagnosis.names
    assert "vanishing" in diagnosis.names


def test_one_example_says_nothing_about_collapse():
    assert "collapsed" not in examine(0, "sigmoid", scaled(1.0), batch=1).names


def test_a_finding_prints_its_layers_and_numbers():
    text = str(examine(0, "tanh", scaled(0.3)))
    assert text.startswith("vanishing in layers 1, 2, 3")
    assert "factor a layer 0.5" in text


def test_the_network_is_left_as_it_was():
    rng = np.random.default_rng(0)
    net = MLP.create([4, 5, 2], "tanh", initializer=scaled(1), rng=rng)
    before = [w.copy() for w in net.weights]
    diagnose(net, rng.standard_normal((3, 4)), np.zeros((3, 2)), mean_squared_error)
    for old, new in zip(before, net.weights, strict=True):
        np.testing.assert_array_equal(old, new)


def test_what_does_not_fit_is_refused_by_name():
    net = MLP.create([4, 5, 2], "tanh", initializer=scaled(1), rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="x must"):
        diagnose(net, np.ones((3, 5)), np.zeros((3, 2)), mean_squared_error)
    with pytest.raises(ValueError, match="target"):
        diagnose(net, np.ones((3, 4)), np.zeros((3, 1)), mean_squared_error)
