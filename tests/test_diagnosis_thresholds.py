"""Each threshold of the diagnosis: a network just on either side of it, of known size.

The networks are built so that the measured number is exact, or nearly: orthogonal weights times a
factor carry a signal and delta by that factor a layer, a bias sets z. So a threshold that moves by
a tenth is noticed, at every seed and width.
"""

from __future__ import annotations

import numpy as np
import pytest

from vgref.activations import ACTIVATIONS
from vgref.diagnosis import diagnose
from vgref.network import MLP, mean_squared_error, softmax_cross_entropy

DRAWS = [(width, seed) for width in (4, 24) for seed in range(3)]
each_draw = pytest.mark.parametrize(("width", "seed"), DRAWS)


def orthogonal(width, rng):
    return np.linalg.qr(rng.standard_normal((width, width)))[0]


def batch(rows, width, rng):
    """Inputs whose features have mean 0 and rms 1, exactly."""
    x = rng.standard_normal((rows, width))
    x -= x.mean(axis=0)
    return x / np.sqrt(np.mean(x**2, axis=0))


def linear(factors, width, rng, *, bias=0.0):
    """A linear network: its first and last weight are orthogonal, those between times a factor."""
    weights = [factor * orthogonal(width, rng) for factor in (1.0, *factors, 1.0)]
    biases = [np.full(width, bias), *[np.zeros(width)] * (len(weights) - 1)]
    return MLP(weights, biases, ["identity"] * len(weights))


def names(net, x, rng):
    return diagnose(
        net, x, rng.standard_normal((len(x), net.widths[-1])), mean_squared_error
    ).names


def examine_steps(factor, steps, width, seed):
    rng = np.random.default_rng(seed)
    return names(linear([factor] * steps, width, rng), batch(32, width, rng), rng)


@each_draw
@pytest.mark.parametrize("steps", [1, 4, 10])
def test_delta_vanishes_below_a_twentieth_in_all(steps, width, seed):
    for total in (0.046, 0.054):
        found = examine_steps(total ** (1 / steps), steps, width, seed)
        assert ("vanishing" in found) == (total < 0.05)


@each_draw
def test_delta_vanishes_by_more_than_a_fifth_a_layer(width, seed):
    for factor in (0.78, 0.82):
        assert ("vanishing" in examine_steps(factor, 20, width, seed)) == (factor < 0.8)


@each_draw
@pytest.mark.parametrize("steps", [1, 4, 20])
def test_delta_explodes_above_ten_in_all(steps, width, seed):
    for total in (9.3, 10.7):
        found = examine_steps(total ** (1 / steps), steps, width, seed)
        assert ("exploding" in found) == (total > 10)


@each_draw
def test_delta_explodes_by_more_than_a_tenth_a_layer(width, seed):
    for factor in (1.085, 1.115):
        assert ("exploding" in examine_steps(factor, 40, width, seed)) == (factor > 1.1)


@each_draw
@pytest.mark.parametrize(
    ("factor", "steps", "explodes"),
    [(9.3, 1, False), (10.7, 1, True), (1.085, 40, False), (1.115, 40, True)],
)
def test_h_explodes_by_the_same_two(factor, steps, explodes, width, seed):
    """Biases carry h up by the factor, and delta knows nothing of biases."""
    rng = np.random.default_rng(seed)
    net = linear([1.0] * steps, width, rng, bias=1e3)
    biases, mean = [net.biases[0]], net.biases[0]
    for layer, weight in enumerate(net.weights[1:-1], start=1):
        biases.append(1e3 * factor**layer - mean @ weight)
        mean = np.full(width, 1e3 * factor**layer)
    net = MLP(net.weights, [*biases, np.zeros(width)], net.activations)
    found = diagnose(net, batch(32, width, rng), np.zeros((32, width)), mean_squared_error)
    exploding = [one for one in found if one.name == "exploding"]
    assert bool(exploding) == explodes
    assert all("h last/first hidden" in one.evidence for one in exploding)


def still(phi, z, width, rng):
    """A hidden layer whose unit j has z_j for every input, nearly."""
    phi = ACTIVATIONS[phi]
    weights = [1e-6 * orthogonal(width, rng), orthogonal(width, rng)]
    return MLP(weights, [np.asarray(z), np.zeros(width)], [phi, "identity"])


@each_draw
@pytest.mark.parametrize("name", ["tanh", "sigmoid", "lecun_tanh"])
def test_a_slope_is_flat_below_a_twentieth_of_the_largest(name, width, seed):
    phi = ACTIVATIONS[name]
    grid = np.linspace(0, 20, 200_001)
    slopes = phi.derivative(grid) / phi.supremum
    for part in (0.046, 0.054):
        rng = np.random.default_rng(seed)
        z = np.full(width, grid[np.argmin(np.abs(slopes - part))])
        found = names(still(name, z, width, rng), batch(32, width, rng), rng)
        assert ("saturated" in found) == (part < 0.05)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("name", "flat", "most"),
    [("sigmoid", 9.0, 10), ("tanh", 5.0, 10), ("relu6", 9.0, 10), ("hard_tanh", 2.0, 19)],
)
def test_a_quarter_more_than_usual_may_be_flat(name, flat, most, seed):
    """Of 40 units; |z| > 1, where a hard tanh is flat, has a third of N(0, 1) already."""
    for count in (most, most + 2):
        rng = np.random.default_rng(seed)
        z = np.where(np.arange(40) < count, flat, 0.5)
        found = names(still(name, z, 40, rng), batch(32, 40, rng), rng)
        assert ("saturated" in found) == (count > most)


@pytest.mark.parametrize("seed", range(3))
def test_a_layer_has_collapsed_below_a_hundredth_of_the_spread(seed):
    for part in (0.0092, 0.0108):
        rng = np.random.default_rng(seed)
        net = linear([1.0], 64, rng, bias=1 / part)
        found = names(net, batch(64, 64, rng), rng)
        assert ("collapsed" in found) == (part < 0.01)


@each_draw
def test_an_input_is_too_large_above_ten_and_too_small_below_a_thousandth(width, seed):
    # (rms of the features, rms of z^1)
    for feature, first in [(9.3, 20), (10.7, 20), (20, 9.3), (20, 10.7)]:
        rng = np.random.default_rng(seed)
        net = linear([1.0], width, rng)
        net.weights[0][:] *= first / feature
        found = names(net, feature * batch(32, width, rng), rng)
        assert ("input scale" in found) == (min(feature, first) > 10)
    for feature, first in [(9e-4, 9e-4), (9e-4, 1.1e-3), (1.1e-3, 9e-4)]:
        rng = np.random.default_rng(seed)
        net = linear([1.0], width, rng)
        net.weights[0][:] *= first / feature
        found = names(net, feature * batch(32, width, rng), rng)
        assert ("input scale" in found) == (max(feature, first) < 1e-3)


@pytest.mark.parametrize("classes", [2, 10, 100])
def test_a_cross_entropy_is_too_large_above_seven_times_ln_k(classes):
    for times in (6.5, 7.5):
        logit = np.log(classes**times - (classes - 1))  # loss = ln(K - 1 + e^logit)
        weight = np.zeros((1, classes))
        weight[0, 1] = logit
        net = MLP([weight], [np.zeros(classes)], ["identity"])
        x, labels = np.ones((4, 1)), np.zeros(4, int)
        found = diagnose(net, x, labels, softmax_cross_entropy).names
        assert ("output scale" in found) == (times > 7)


def test_a_squared_error_is_too_large_above_a_hundred_times_that_of_the_answer_0():
    for times in (93.0, 107.0):
        net = MLP([np.full((1, 2), 1 + np.sqrt(times))], [np.zeros(2)], ["identity"])
        found = diagnose(net, np.ones((4, 1)), np.ones((4, 2)), mean_squared_error).names
        assert ("output scale" in found) == (times > 100)


@each_draw
def test_a_network_stands_on_a_plateau_where_a_thousandth_reaches_its_weights(width, seed):
    for reach in (0.93e-3, 1.07e-3):
        rng = np.random.default_rng(seed)
        net = linear([], width, rng)
        for weight in net.weights:
            weight *= reach / np.sqrt(width)  # for x of rms 1
        found = names(net, batch(32, width, rng), rng)
        assert ("plateau" in found) == (reach < 1e-3)


def signs(layers, off, units):
    """ReLU layers on positive inputs; in the last hidden one `off` units see weights of -1."""
    weight = np.ones((1, units))
    weight[0, :off] = -1
    weights = [*[np.ones((1, 1))] * (layers - 1), weight, np.ones((units, 1)) / units]
    biases = [np.zeros(w.shape[1]) for w in weights]
    net = MLP(weights, biases, [*["relu"] * layers, "identity"])
    x = np.array([[1.0], [2.0], [3.0]])
    return diagnose(net, x, x, mean_squared_error).names


@pytest.mark.parametrize("units", [16, 40])
def test_more_than_half_of_the_units_that_see_the_input_is_too_many(units):
    assert "dead" not in signs(1, units // 2, units)
    assert "dead" in signs(1, units // 2 + 1, units)


@pytest.mark.parametrize(
    ("off", "units", "found"),
    [
        (18, 20, False),  # 2.0e-4 of so many heads among 20 coins; of two layers 3e-4 / 2
        (19, 20, True),
        (26, 32, False),  # 2.7e-4
        (27, 32, True),  # 5.7e-5
    ],
)
def test_deeper_the_units_that_are_off_are_held_against_coins(off, units, found):
    assert ("dead" in signs(2, off, units)) == found


@pytest.mark.parametrize(
    ("off", "units", "found"), [(7, 16, False), (8, 16, True), (9, 40, False), (10, 40, True)]
)
def test_units_off_and_none_on_is_trouble_from_eight_and_a_quarter_up(off, units, found):
    """The others cross 0 between the inputs."""
    weight, bias = np.full((1, units), 1.0), np.full(units, -2.0)
    weight[0, :off], bias[:off] = 0.01, -2.0
    net = MLP([weight, np.ones((units, 1))], [bias, np.zeros(1)], ["relu", "identity"])
    x = np.array([[1.0], [2.5], [3.0]])
    assert ("dead" in diagnose(net, x, x, mean_squared_error).names) == found


@pytest.mark.parametrize(
    ("means", "units", "found"),
    [
        ([20.0] * 4, 40, True),
        ([17.5] * 4, 40, False),
        ([20.0] * 3, 40, False),
        ([20.0, 20.0, 20.0, 2.0], 40, False),  # off, but not far
        ([2.0] * 4 + [-20.0] * 8, 40, False),  # far, but on
        ([20.0] * 2, 8, True),
        ([20.0], 8, False),
    ],
)
def test_units_far_below_the_rest_of_their_layer_are_dead(means, units, found):
    """The middle has a mean z of 1; six times the scale of that quarter of N(0, 1) is 18.8."""
    weight, bias = np.full((1, units), 10.0), np.full(units, 1.0)
    weight[0, : len(means)], bias[: len(means)] = 1e-3, -np.array(means)
    net = MLP([weight, np.ones((units, 1))], [bias, np.zeros(1)], ["relu", "identity"])
    x = np.array([[-1.0], [0.0], [1.0]])
    assert ("dead" in diagnose(net, x, x, mean_squared_error).names) == found


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_columns_are_equal_up_to_the_root_of_the_rounding_unit(dtype):
    root = np.sqrt(np.finfo(dtype).eps)
    for part in (0.8, 1.3):
        weight = np.ones((2, 3))
        weight[0, 1] += part * root
        weights = [weight.astype(dtype), np.ones((3, 1), dtype)]
        net = MLP(weights, [np.zeros(3, dtype), np.zeros(1, dtype)], ["identity"] * 2)
        x = np.array([[1.0, 2.0], [-1.0, 0.5]], dtype)
        found = diagnose(net, x, x[:, :1], mean_squared_error).names
        assert ("symmetric" in found) == (part < 1)
