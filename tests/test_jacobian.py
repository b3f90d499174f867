"""The input-output Jacobian against central differences, 60-digit values and exact isometry."""

from __future__ import annotations

import numpy as np
import pytest

from tests.test_network import CASES, normal, rebuild
from vgref.jacobian import input_output_jacobian, singular_values
from vgref.network import MLP, central_difference


@pytest.mark.parametrize("name", CASES)
def test_singular_values_agree_with_60_digits(name):
    net, x, _, _ = rebuild(CASES[name])
    want = np.array([float(v) for v in CASES[name]["jacobian_singular_values"]])
    for jacobian in (input_output_jacobian(net, x)[0], input_output_jacobian(net, x[0])):
        assert jacobian.shape == (net.widths[-1], net.widths[0])
        got = singular_values(jacobian)
        # A singular value is known to eps times the largest, over the layers multiplied.
        np.testing.assert_allclose(got, want, rtol=1e-9, atol=net.depth * 2e-16 * want[0])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_each_row_agrees_with_central_differences(activation, seed):
    rng = np.random.default_rng(seed)
    net = MLP.create([4, 6, 5, 3], activation, initializer=normal, rng=rng)
    x = rng.standard_normal((2, 4))
    jacobian = input_output_jacobian(net, x)
    assert jacobian.shape == (2, 3, 4)
    for example in range(2):
        for output in range(3):

            def one(a, output=output):
                return float(net.forward(a[None]).output[0, output])

            wide, narrow = (central_difference(one, x[example], s) for s in (1e-3, 5e-4))
            want = (4 * narrow - wide) / 3
            np.testing.assert_allclose(jacobian[example, output], want, atol=1e-11)


def test_backward_multiplies_by_the_transposed_jacobian():
    rng = np.random.default_rng(7)
    net = MLP.create([4, 9, 3], "relu", initializer=normal, rng=rng)
    x, g = rng.standard_normal((5, 4)), rng.standard_normal((5, 3))
    want = np.einsum("boi,bo->bi", input_output_jacobian(net, x), g)
    np.testing.assert_allclose(net.backward(net.forward(x), g).inputs, want, rtol=1e-12)


def test_an_orthogonal_linear_network_is_an_isometry_at_any_depth():
    rng = np.random.default_rng(0)
    weights = [np.linalg.qr(rng.standard_normal((20, 20)))[0] for _ in range(50)]
    net = MLP(weights, [np.zeros(20)] * 50, ["identity"] * 50)
    values = singular_values(input_output_jacobian(net, rng.standard_normal(20)))
    np.testing.assert_allclose(values, 1, rtol=1e-13)


def test_relu_cannot_be_an_isometry_half_its_directions_are_lost():
    rng = np.random.default_rng(1)
    weights = [np.sqrt(2) * np.linalg.qr(rng.standard_normal((40, 40)))[0] for _ in range(10)]
    net = MLP(weights, [np.zeros(40)] * 10, ["relu"] * 10)
    values = singular_values(input_output_jacobian(net, rng.standard_normal(40)))
    assert values[0] > 1
    assert values[20] < 1e-12 * values[0]


def test_float32_stays_float32():
    net = MLP.create(
        [3, 4, 2], "tanh", initializer=normal, rng=np.random.default_rng(0), dtype=np.float32
    )
    jacobian = input_output_jacobian(net, np.ones(3, dtype=np.float32))
    assert jacobian.dtype == singular_values(jacobian).dtype == np.float32


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda net: input_output_jacobian(net, np.ones(4)), ValueError, "x must"),
        (lambda net: input_output_jacobian(net, np.ones((1, 1, 3))), ValueError, "x must"),
        (lambda net: input_output_jacobian(net, np.ones(3, int)), TypeError, "x must"),
        (lambda net: input_output_jacobian(net, np.ones((0, 3))), ValueError, "x must"),
        (lambda net: singular_values(np.array([[np.nan]])), ValueError, "jacobian.*nan"),
        (lambda net: singular_values(np.ones(3)), ValueError, "jacobian"),
        (lambda net: singular_values(None), TypeError, "jacobian must be an array"),
        (lambda net: input_output_jacobian(None, np.ones(3)), TypeError, "net must be an MLP"),
        (lambda net: input_output_jacobian(net, None), TypeError, "x must be an array"),
    ],
)
def test_what_cannot_work_is_refused_by_name(call, error, words):
    net = MLP.create([3, 4, 2], "tanh", initializer=normal, rng=np.random.default_rng(0))
    with pytest.raises(error, match=words):
        call(net)
