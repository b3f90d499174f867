"""The MLP's passes against 60-digit values, central differences and mpmath; its errors."""

from __future__ import annotations

import hashlib
import itertools
import json
from pathlib import Path

import mpmath
import numpy as np
import pytest

from vgref.activations import ACTIVATIONS
from vgref.network import (
    MLP,
    central_difference,
    mean_squared_error,
    softmax_cross_entropy,
)

ORACLE = json.loads((Path(__file__).parent / "data" / "networks.json").read_text())
CASES = {case["name"]: case for case in ORACLE["cases"]}


def normal(shape, *, rng):
    return rng.normal(0, 1 / np.sqrt(shape[0]), shape)


class Lcg:
    """The generator that networks.json describes."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (6364136223846793005 * self.state + 1442695040888963407) % 2**64
        return (self.state >> 11) * 2.0**-53

    def symmetric(self, *shape):
        size = int(np.prod(shape))
        return np.array([2 * self.uniform() - 1 for _ in range(size)]).reshape(shape)


def rebuild(case):
    lcg = Lcg(case["seed"])
    weights, biases = [], []
    digest = hashlib.sha256()
    for layer, shape in zip(case["layers"], itertools.pairwise(case["widths"]), strict=True):
        weights.append(float.fromhex(layer["scale_hex"]) * lcg.symmetric(*shape))
        biases.append(case["b"] * lcg.symmetric(shape[1]))
        digest.update(weights[-1].tobytes() + biases[-1].tobytes())
    x = case["xs"] * lcg.symmetric(case["batch"], case["widths"][0])
    digest.update(x.tobytes())
    assert digest.hexdigest() == case["weights_sha256"]
    if case["loss_kind"] == "mse":
        loss, target = mean_squared_error, lcg.symmetric(case["batch"], case["widths"][-1])
    else:
        loss = softmax_cross_entropy
        target = np.array([int(lcg.uniform() * case["widths"][-1]) for _ in range(case["batch"])])
    names = [*case["activations"], "identity"]
    return MLP(weights, biases, names), x, target, loss


@pytest.fixture(params=CASES, name="case")
def _case(request):
    return CASES[request.param]


def test_loss_output_and_all_gradients_agree_with_60_digits(case):
    net, x, target, loss = rebuild(case)
    forward = net.forward(x)
    value, output_gradient = loss(forward.output, target)
    gradients = net.backward(forward, output_gradient)
    want = np.array([[float(v) for v in row] for row in case["output"]])
    np.testing.assert_allclose(forward.output, want, rtol=1e-12, atol=0)
    assert value == pytest.approx(float(case["loss"]), rel=1e-12)
    want_norm = float(case["dX_norm"])
    assert np.linalg.norm(gradients.inputs) == pytest.approx(want_norm, rel=1e-9, abs=0)
    for index, layer in enumerate(case["layers"]):
        dw, db, delta = (g[index] for g in (gradients.weights, gradients.biases, gradients.deltas))
        got = {
            "dW_norm": np.linalg.norm(dw),
            "db_norm": np.linalg.norm(db),
            "delta_norm": np.linalg.norm(delta),
            "dW_first": dw[0, 0],
            "dW_last": dw[-1, -1],
            "dW_0_last": dw[0, -1],
            "db_first": db[0],
        }
        for key, number in got.items():
            want = float(layer[key])
            assert number == pytest.approx(want, rel=1e-9, abs=0), (key, layer["layer"])


def test_pre_and_post_activations_agree_with_60_digits(case):
    net, x, _, _ = rebuild(case)
    forward = net.forward(x)
    for index, layer in enumerate(case["layers"]):
        for key, array in (
            ("z", forward.pre_activations[index]),
            ("h", forward.post_activations[index + 1]),
        ):
            if key in layer:
                want = {name: float(number) for name, number in layer[key].items()}
                assert np.abs(array).max() == pytest.approx(want["max_abs"], rel=1e-12)
                assert array.std() == pytest.approx(want["std"], rel=1e-10)


def mpmath_gradients(net, x, target, phi, slope):
    """MSE gradients with 50 digits, by the chain rule spelled out entry by entry."""
    with mpmath.workdps(50):
        zs, h = [], mpmath.matrix(x.tolist())
        hs = [h]
        for weight, bias in zip(net.weights, net.biases, strict=True):
            z = h * mpmath.matrix(weight.tolist())
            for i, j in itertools.product(range(z.rows), range(z.cols)):
                z[i, j] += mpmath.mpf(float(bias[j]))
            h = z.apply(phi) if weight is not net.weights[-1] else z
            zs.append(z)
            hs.append(h)
        size = h.rows * h.cols
        g = (h - mpmath.matrix(target.tolist())) * mpmath.mpf(2) / size
        out = []
        for layer in reversed(range(net.depth)):
            if layer < net.depth - 1:
                d = zs[layer].apply(slope)
                for i, j in itertools.product(range(g.rows), range(g.cols)):
                    g[i, j] *= d[i, j]
            out.append(np.array((hs[layer].T * g).tolist(), dtype=float))
            g = g * mpmath.matrix(net.weights[layer].tolist()).T
        return out[::-1], np.array(g.tolist(), dtype=float)


@pytest.mark.parametrize("scale", [0.3, 1.0, 30.0], ids=["small", "critical", "saturated"])
@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
def test_thirty_layers_agree_with_mpmath_down_to_each_entry(name, scale):
    sigma = lambda z: 1 / (1 + mpmath.exp(-z))  # noqa: E731
    phi, slope = {
        "tanh": (mpmath.tanh, lambda z: mpmath.sech(z) ** 2),
        "sigmoid": (sigma, lambda z: sigma(z) * sigma(-z)),
    }[name]
    rng = np.random.default_rng(11)
    widths = [3, *([5, 4] * 15)[:29], 2]
    net = MLP.create(
        widths,
        name,
        initializer=lambda s, *, rng: scale * normal(s, rng=rng),
        rng=rng,
        bias_initializer=lambda s, *, rng: rng.normal(0, 0.1, s),
    )
    # Hundreds of roundings, each amplified by |z|: entrywise 1e-9 holds where nothing cancels.
    x, target = rng.standard_normal((2, 3)), rng.standard_normal((2, 2))
    forward = net.forward(x)
    gradients = net.backward(forward, mean_squared_error(forward.output, target)[1])
    weights, inputs = mpmath_gradients(net, x, target, phi, slope)
    for got, want in [*zip(gradients.weights, weights, strict=True), (gradients.inputs, inputs)]:
        bound = 1e-9 * np.linalg.norm(want / np.abs(want).max()) * np.abs(want).max()
        assert np.linalg.norm((got - want) / bound) <= 1


def extrapolated(function, array, step=2e-4):
    """Central differences at two steps, the step**2 term removed."""
    wide, narrow = (central_difference(function, array, s) for s in (step, step / 2))
    return (4 * narrow - wide) / 3


def away_from_kinks(net, x, margin=0.02):
    return all(
        np.abs(z - kink).min() > margin
        for phi, z in zip(net.activations, net.forward(x).pre_activations, strict=True)
        for kink in phi.kinks
    )


@pytest.mark.parametrize("batch", [1, 4])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_backward_agrees_with_central_differences(name, batch):
    phi = ACTIVATIONS[name]
    # A steep activation gets small weights, so that the difference formula stays accurate.
    scale = 0.8 / max(1.0, phi.supremum if np.isfinite(phi.supremum) else 1.0)
    for seed in itertools.count():  # the first seed that keeps z off the kinks
        rng = np.random.default_rng(seed)
        net = MLP.create(
            [3, 5, 2, 4],
            phi,
            initializer=lambda s, *, rng: scale * normal(s, rng=rng),
            rng=rng,
            bias_initializer=lambda s, *, rng: rng.normal(0, 0.3, s),
        )
        x, target = rng.standard_normal((batch, 3)), rng.standard_normal((batch, 4))
        if away_from_kinks(net, x):
            break
        assert seed < 2000

    forward = net.forward(x)
    gradients = net.backward(forward, mean_squared_error(forward.output, target)[1])

    def loss_with(weights, biases, inputs):
        changed = MLP(weights, biases, net.activations)
        return mean_squared_error(changed.forward(inputs).output, target)[0]

    def compare(got, function, array):
        want = extrapolated(function, array)
        scale = max(np.abs(want).max(), np.abs(gradients.weights[-1]).max())
        np.testing.assert_allclose(got, want, rtol=0, atol=2e-9 * scale)

    compare(gradients.inputs, lambda a: loss_with(net.weights, net.biases, a), x)
    for layer in range(net.depth):

        def put(arrays, a, layer=layer):
            return [*arrays[:layer], a, *arrays[layer + 1 :]]

        compare(
            gradients.weights[layer],
            lambda a, put=put: loss_with(put(net.weights, a), net.biases, x),
            net.weights[layer],
        )
        compare(
            gradients.biases[layer],
            lambda a, put=put: loss_with(net.weights, put(net.biases, a), x),
            net.biases[layer],
        )


def test_backward_is_linear_in_the_output_gradient_and_leaves_its_arguments_alone():
    rng = np.random.default_rng(3)
    net = MLP.create([3, 7, 5], "tanh", initializer=normal, rng=rng)
    x, g = rng.standard_normal((4, 3)), rng.standard_normal((4, 5))
    forward = net.forward(x)
    kept = [a.copy() for a in (x, g, *forward.pre_activations, *forward.post_activations)]
    one, two = net.backward(forward, g), net.backward(forward, 2 * g)
    np.testing.assert_array_equal(two.weights[0], 2 * one.weights[0])
    now = (x, g, *forward.pre_activations, *forward.post_activations)
    for before, after in zip(kept, now, strict=True):
        np.testing.assert_array_equal(before, after)


def test_deltas_are_the_bias_gradients_before_the_sum_over_the_batch():
    rng = np.random.default_rng(4)
    net = MLP.create([3, 6, 2], "relu", initializer=normal, rng=rng)
    forward = net.forward(rng.standard_normal((9, 3)))
    gradients = net.backward(forward, np.ones((9, 2)))
    for delta, bias in zip(gradients.deltas, gradients.biases, strict=True):
        np.testing.assert_allclose(delta.sum(axis=0), bias, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_dtype_of_the_network_is_kept(name, dtype):
    rng = np.random.default_rng(0)
    net = MLP.create([3, 4, 2], name, initializer=normal, rng=rng, dtype=dtype)
    forward = net.forward(rng.standard_normal((5, 3)).astype(dtype))
    _, g = softmax_cross_entropy(forward.output, np.array([0, 1, 1, 0, 1]))
    gradients = net.backward(forward, g)
    arrays = [
        *forward.pre_activations,
        *forward.post_activations,
        *gradients.weights,
        *gradients.biases,
        *gradients.deltas,
        gradients.inputs,
    ]
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}


def test_float32_gradients_agree_with_float64_within_single_rounding():
    rng = np.random.default_rng(8)
    net = MLP.create([6, 20, 20, 20, 3], "tanh", initializer=normal, rng=rng)
    small = MLP(
        [w.astype(np.float32) for w in net.weights],
        [b.astype(np.float32) for b in net.biases],
        net.activations,
    )
    x, g = rng.standard_normal((8, 6)), rng.standard_normal((8, 3))
    double = net.backward(net.forward(x), g)
    single = small.backward(small.forward(x.astype(np.float32)), g.astype(np.float32))
    eps = np.finfo(np.float32).eps
    for a, b in zip(single.weights, double.weights, strict=True):
        assert np.linalg.norm(a - b) < 50 * eps * np.linalg.norm(b)


def test_create_draws_the_same_network_from_the_same_seed_and_another_from_another():
    def draw(seed):
        return MLP.create([3, 4, 2], "relu", initializer=normal, rng=np.random.default_rng(seed))

    np.testing.assert_array_equal(draw(1).weights[1], draw(1).weights[1])
    assert not np.array_equal(draw(1).weights[1], draw(2).weights[1])
    assert draw(1).widths == [3, 4, 2]
    assert not draw(1).biases[0].any()


W = np.ones((3, 2))
B = np.zeros(2)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (([W, W], [B, B], ["relu"] * 2), ValueError, r"weights\[1\].*\(2, any\).*\(3, 2\)"),
        (([W], [np.zeros(3)], ["relu"]), ValueError, r"biases\[0\].*\(2,\).*\(3,\)"),
        (([W], [B], ["relu", "relu"]), ValueError, r"equally many.*1, 1, 2"),
        (([], [], []), ValueError, r"0, 0, 0"),
        (([W.astype(int)], [B], ["relu"]), TypeError, r"weights\[0\].*int64"),
        (([W * np.nan], [B], ["relu"]), ValueError, r"weights\[0\].*nan"),
        (([W], [B + np.inf], ["relu"]), ValueError, r"biases\[0\].*inf"),
        (([[[1.0]]], [B], ["relu"]), TypeError, r"weights\[0\].*\[\[1.0\]\]"),
        (([W], [B], ["rellu"]), ValueError, "rellu"),
        (([np.ones((0, 2))], [B], ["relu"]), ValueError, r"weights\[0\].*empty"),
    ],
)
def test_a_network_that_cannot_work_is_refused_by_name(arguments, error, words):
    with pytest.raises(error, match=words):
        MLP(*arguments)


@pytest.mark.parametrize(
    ("x", "error", "words"),
    [
        (np.ones((2, 4)), ValueError, r"x must be of shape \(any, 3\), got .* \(2, 4\)"),
        (np.ones(3), ValueError, r"got .* \(3,\)"),
        (np.ones((0, 3)), ValueError, r"x must be not empty, got .* shape \(0, 3\)"),
        (np.ones((2, 3), dtype=int), TypeError, r"x must be an array of floats, got.*int64"),
        (np.array([[0.0, np.nan, 0.0]]), ValueError, r"x\[0, 1\] must be finite, got nan"),
    ],
)
def test_an_input_that_does_not_fit_is_refused_by_name(x, error, words):
    net = MLP([W], [B], ["relu"])
    with pytest.raises(error, match=words):
        net.forward(x)


def test_a_gradient_or_a_forward_that_does_not_fit_is_refused():
    net, other = MLP([W], [B], ["relu"]), MLP([W.T.copy()], [np.zeros(3)], ["relu"])
    forward = net.forward(np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"output_gradient.*\(2, 2\).*\(1, 2\)"):
        net.backward(forward, np.ones((1, 2)))
    with pytest.raises(TypeError, match="output_gradient"):
        net.backward(forward, np.ones((2, 2), dtype=int))
    with pytest.raises(ValueError, match="forward"):
        other.backward(forward, np.ones((2, 2)))


@pytest.mark.parametrize(
    ("widths", "error"),
    [
        ([3], ValueError),
        ([3, 0], ValueError),
        ([-1, 2], ValueError),
        ([3, 2.5], TypeError),
        (5, TypeError),
        (None, TypeError),
        ("35", TypeError),
    ],
)
def test_widths_that_are_not_two_positive_integers_are_refused(widths, error):
    with pytest.raises(error, match="widths"):
        MLP.create(widths, "relu", initializer=normal, rng=np.random.default_rng(0))
