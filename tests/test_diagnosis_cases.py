"""Networks that people bring: the cause is named, and what works is left in peace."""

from __future__ import annotations

import numpy as np
import pytest

from vgref.diagnosis import diagnose
from vgref.initializers import glorot_normal, he_normal
from vgref.network import MLP, mean_squared_error, softmax_cross_entropy
from vgref.training import gradient_descent, train

SEEDS = range(12)
each_seed = pytest.mark.parametrize("seed", SEEDS)


def binary_cross_entropy(output, target):
    """For a sigmoid output: its gradient divides by the slope that the sigmoid multiplies by."""
    right = np.where(target > 0.5, output, 1 - output)
    return float(-np.mean(np.log(right))), np.where(target > 0.5, -1, 1) / right / output.size


# --- found -----------------------------------------------------------------------------------


@pytest.mark.parametrize("off", range(9, 16))
def test_units_that_are_off_for_every_input_are_found_in_a_layer_of_sixteen(off):
    weight = np.array([[1.0] * (16 - off) + [-1.0] * off])
    net = MLP([weight, np.ones((16, 1))], [np.zeros(16), np.zeros(1)], ["relu", "identity"])
    x = np.array([[1.0], [2.0], [3.0]])
    (finding,) = diagnose(net, x, 16.0 * x, mean_squared_error)
    assert (finding.name, finding.layers) == ("dead", (1,))
    assert finding.evidence["dead units"] == off / 16


def test_of_two_examples_half_of_the_units_may_well_be_off():
    weight = np.array([[1.0] * 7 + [-1.0] * 9])
    net = MLP([weight, np.ones((16, 1))], [np.zeros(16), np.zeros(1)], ["relu", "identity"])
    x = np.array([[1.0], [2.0]])
    assert diagnose(net, x, 6.0 * x, mean_squared_error).healthy


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_softmax_over_one_output_has_no_gradient(activation):
    weights = [np.array([[1.0, -1.0]]), np.array([[1.0], [-1.0]])]
    net = MLP(weights, [np.zeros(2), np.zeros(1)], [activation, "identity"])
    x, labels = np.array([[1.0], [-2.0], [1.5]]), np.zeros(3, int)
    diagnosis = diagnose(net, x, labels, softmax_cross_entropy)
    assert diagnosis.names == ["no gradient"]
    assert diagnosis.findings[0].layers == (1, 2)


def test_a_gradient_that_is_blocked_at_the_output_is_no_gradient():
    net = MLP([np.ones((2, 3)), -np.ones((3, 1))], [np.zeros(3), np.zeros(1)], ["relu"] * 2)
    x = np.array([[1.0, 2.0], [3.0, 1.0], [0.5, 1.0]])
    names = diagnose(net, x, np.ones((3, 1)), mean_squared_error).names
    assert {"dead", "no gradient"} <= set(names)
    assert names.index("dead") < names.index("no gradient")


def test_at_a_minimum_the_gradient_is_rightly_zero():
    net = MLP([np.array([[2.0]])], [np.zeros(1)], ["identity"])
    x = np.array([[1.0], [-1.0]])
    assert diagnose(net, x, 2 * x, mean_squared_error).healthy
    sure = MLP([np.array([[2000.0, -2000.0]])], [np.zeros(2)], ["identity"])
    assert diagnose(sure, x, np.array([0, 1]), softmax_cross_entropy).healthy


def test_equal_logits_are_the_minimum_where_equal_examples_have_both_labels():
    net = MLP([np.zeros((1, 2))], [np.zeros(2)], ["identity"])
    x = np.ones((2, 1))
    assert diagnose(net, x, np.array([0, 1]), softmax_cross_entropy).names == ["too few samples"]


@each_seed
def test_bytes_as_inputs_are_the_first_finding(seed):
    rng = np.random.default_rng(seed)
    x, labels = rng.integers(0, 256, (64, 20)).astype(float), rng.integers(0, 10, 64)
    net = MLP.create([20, 32, 10], "relu", initializer=he_normal, rng=rng)
    diagnosis = diagnose(net, x, labels, softmax_cross_entropy)
    assert diagnosis.names[:2] == ["input scale", "output scale"]
    assert str(diagnosis).startswith("input scale: rms of the largest feature 1")
    assert diagnose(net, x / 255, labels, softmax_cross_entropy).healthy


@each_seed
def test_one_large_feature_is_named(seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((64, 5))
    x[:, 3] *= 1e5
    net = MLP.create([5, 32, 1], "relu", initializer=he_normal, rng=rng)
    finding = diagnose(net, x, np.ones((64, 1)), mean_squared_error).findings[0]
    assert finding.name == "input scale"
    assert finding.evidence["its index"] == 3


@each_seed
@pytest.mark.parametrize("which", [[0, 1], [0], [1]])
def test_one_hidden_layer_a_million_times_too_large_is_an_output_scale(which, seed):
    rng = np.random.default_rng(seed)
    net = MLP.create([8, 32, 3], "relu", initializer=he_normal, rng=rng)
    x, labels = rng.standard_normal((64, 8)), rng.integers(0, 3, 64)
    assert diagnose(net, x, labels, softmax_cross_entropy).healthy
    for layer in which:
        net.weights[layer][:] *= 1e6
    for loss, target in (
        (softmax_cross_entropy, labels),
        (mean_squared_error, rng.standard_normal((64, 3))),
    ):
        diagnosis = diagnose(net, x, target, loss)
        assert diagnosis.names == ["output scale"]
        assert diagnosis.findings[0].layers == (2,)


@each_seed
def test_one_hidden_layer_a_billion_times_too_small_is_a_plateau(seed):
    rng = np.random.default_rng(seed)
    net = MLP.create([8, 32, 3], "relu", initializer=he_normal, rng=rng)
    for weight in net.weights:
        weight *= 1e-9
    x, labels = rng.standard_normal((64, 8)), rng.integers(0, 3, 64)
    assert diagnose(net, x, labels, softmax_cross_entropy).names == ["plateau"]


@each_seed
def test_an_output_layer_of_unit_weights_makes_the_first_loss_large(seed):
    rng = np.random.default_rng(seed)
    net = MLP.create([30, 200, 27], "tanh", initializer=glorot_normal, rng=rng)
    net.weights[-1][:] = rng.normal(0, 4, (200, 27))
    x, labels = rng.standard_normal((64, 30)), rng.integers(0, 27, 64)
    assert diagnose(net, x, labels, softmax_cross_entropy).names == ["output scale"]


@pytest.mark.parametrize("rows", [1, 8])
@each_seed
def test_copies_of_one_example_are_too_few(rows, seed):
    rng = np.random.default_rng(seed)
    net = MLP.create([8, 32, 32, 3], "tanh", initializer=glorot_normal, rng=rng)
    x = np.repeat(rng.standard_normal((1, 8)), rows, axis=0)
    diagnosis = diagnose(net, x, np.zeros(rows, int), softmax_cross_entropy)
    assert diagnosis.names == ["too few samples"]
    assert str(diagnosis) == "too few samples: different examples 1"


def test_rounding_is_no_spread_that_a_layer_could_lose():
    x = np.full((7, 3), 0.1)
    assert (x - x.mean(axis=0)).any()
    net = MLP([np.zeros((3, 2)), np.eye(2)], [np.array([1.0, 0.5]), np.zeros(2)], ["relu"] * 2)
    assert "collapsed" not in diagnose(net, x, np.ones((7, 2)), mean_squared_error).names


def test_squared_error_on_tanh_outputs_at_the_wrong_end_is_saturated():
    net = MLP([np.array([[20.0]])], [np.zeros(1)], ["tanh"])
    x = np.array([[1.0], [-1.0], [2.0]])
    assert diagnose(net, x, -np.sign(x), mean_squared_error).names == ["saturated"]
    assert diagnose(net, x, np.sign(x), mean_squared_error).healthy


# --- left in peace -----------------------------------------------------------------------------


@each_seed
def test_relu6_below_six_is_as_sound_as_relu(seed):
    rng = np.random.default_rng(seed)
    net = MLP.create([784, 64, 64, 10], "relu6", initializer=he_normal, rng=rng)
    x, labels = rng.standard_normal((64, 784)), rng.integers(0, 10, 64)
    assert diagnose(net, x, labels, softmax_cross_entropy).healthy


@pytest.mark.parametrize("seed", range(60))
def test_hard_tanh_with_glorot_is_sound(seed):
    rng = np.random.default_rng(seed)
    net = MLP.create([784, 64, 64, 10], "hard_tanh", initializer=glorot_normal, rng=rng)
    x, labels = rng.standard_normal((64, 784)), rng.integers(0, 10, 64)
    assert diagnose(net, x, labels, softmax_cross_entropy).healthy


@each_seed
def test_a_trained_sigmoid_output_is_flat_because_it_is_right(seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((64, 2))
    x[:, 0] += 4 * np.sign(x[:, 0])
    target = (x[:, :1] > 0).astype(float)
    net = MLP.create([2, 16, 1], "relu", output="sigmoid", initializer=he_normal, rng=rng)
    way = gradient_descent(learning_rate=0.5)
    history = train(net, x, target, loss=binary_cross_entropy, optimizer=way, steps=300)
    assert history.losses[-1] < 0.02
    slope = np.abs(
        history.net.activations[-1].derivative(history.net.forward(x).pre_activations[-1])
    )
    assert np.mean(slope < 0.05 / 4) > 0.8
    assert diagnose(history.net, x, target, binary_cross_entropy).healthy


@each_seed
def test_equal_weights_that_get_different_gradients_are_no_symmetry(seed):
    rng = np.random.default_rng(seed)
    net = MLP.create([4, 8, 2], "tanh", initializer=glorot_normal, rng=rng)
    x, target = rng.standard_normal((16, 4)), rng.standard_normal((16, 2))
    net.weights[0][:] = net.weights[0][:, :1]  # the layer above tells them apart
    assert "symmetric" not in diagnose(net, x, target, mean_squared_error).names
    net.weights[1][:] = net.weights[1][:1]
    assert "symmetric" in diagnose(net, x, target, mean_squared_error).names


# --- refused -----------------------------------------------------------------------------------

NET = MLP([np.ones((2, 1))], [np.zeros(1)], ["identity"])
X = np.array([[1.0, 2.0], [0.0, 1.0]])
Y = np.ones((2, 1))


@pytest.mark.parametrize(
    "loss", [mean_squared_error, lambda output, target: (0.5, output - target)]
)
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_target_that_is_not_finite_is_not_blamed_on_the_net(bad, loss):
    with pytest.raises(ValueError, match=rf"^target\[1, 0\] must be finite, got {bad}$"):
        diagnose(NET, X, np.array([[1.0], [bad]]), loss)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: diagnose(None, X, Y, mean_squared_error), TypeError, "net must be an MLP"),
        (lambda: diagnose(NET, X, Y, "mse"), TypeError, "loss must be a function.*'mse'"),
        (lambda: diagnose(NET, X, Y, lambda o, t: 1.0), TypeError, "loss must be.*got 1.0"),
        (lambda: diagnose(NET, X, Y, lambda o, t: (1.0, None)), TypeError, "gradient.*None"),
        (lambda: diagnose(NET, X, Y, lambda o, t: (np.nan, o)), ValueError, "loss must be.*nan"),
        (lambda: diagnose(NET, X, Y, lambda o, t: (1.0, o * np.nan)), ValueError, "gradient"),
    ],
)
def test_what_is_no_net_or_no_loss_is_refused_by_name(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_an_overflow_on_the_way_back_is_an_explosion_from_its_layer_on():
    weights = [np.array([[w]]) for w in (1e-300, 1e200, 1e200)]
    net = MLP(weights, [np.zeros(1)] * 3, ["identity"] * 3)
    x = np.array([[1.0], [2.0]])
    finding = diagnose(net, x, x, mean_squared_error).findings[0]
    assert str(finding) == "exploding in layer 1: not finite 1"


def test_a_loss_that_overflows_is_an_explosion_of_the_output():
    net = MLP([np.full((2, 1), 1e200)], [np.zeros(1)], ["identity"])
    diagnosis = diagnose(net, X, Y, mean_squared_error)
    assert str(diagnosis) == "exploding in layer 1: not finite 1"
