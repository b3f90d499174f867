"""Normalization and residual branches: exact backward passes, and what they do to a gradient."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from vgref.blocks import (
    BatchNorm,
    Chain,
    Dense,
    Elementwise,
    LayerNorm,
    Residual,
    batch_norm,
    gradients_between,
    layer_norm,
    normalization_backward,
)
from vgref.network import central_difference


def dense(fan_in, fan_out, rng, gain=1.0):
    weight = rng.normal(0, gain / np.sqrt(fan_in), (fan_in, fan_out))
    return Dense(weight, rng.normal(0, 0.1, fan_out))


def norm_block(kind, units, rng, epsilon=0.1):
    return kind(rng.normal(1, 0.3, units), rng.normal(0, 0.3, units), epsilon)


def build(name, rng):
    return {
        "dense": lambda: dense(4, 3, rng),
        "elementwise": lambda: Elementwise("tanh"),
        "batch norm": lambda: norm_block(BatchNorm, 4, rng),
        "layer norm": lambda: norm_block(LayerNorm, 4, rng),
        "batch norm without epsilon": lambda: norm_block(BatchNorm, 4, rng, 0.0),
        "layer norm without epsilon": lambda: norm_block(LayerNorm, 4, rng, 0.0),
        "residual": lambda: Residual(Chain([dense(4, 4, rng), Elementwise("tanh")]), 0.7),
        "pre-norm residual, nested": lambda: Chain(
            [
                dense(4, 5, rng),
                Residual(
                    Chain(
                        [
                            norm_block(LayerNorm, 5, rng),
                            dense(5, 3, rng),
                            Elementwise("sigmoid"),
                            Residual(Elementwise("tanh"), -0.4),
                            dense(3, 5, rng),
                        ]
                    ),
                    np.array(0.3),
                ),
                norm_block(BatchNorm, 5, rng),
            ]
        ),
    }[name]()


NAMES = [
    "dense",
    "elementwise",
    "batch norm",
    "layer norm",
    "batch norm without epsilon",
    "layer norm without epsilon",
    "residual",
    "pre-norm residual, nested",
]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", NAMES)
def test_backward_agrees_with_central_differences(name, seed):
    rng = np.random.default_rng(seed)
    block = build(name, rng)
    h = rng.standard_normal((6, 4))
    output, kept = block.forward(h)
    weighting = rng.standard_normal(output.shape)
    dh, gradients = block.backward(kept, weighting)

    def extrapolated(function, array):
        wide, narrow = (central_difference(function, array, s) for s in (1e-3, 5e-4))
        return (4 * narrow - wide) / 3

    def loss(h):
        return float(np.sum(weighting * block.forward(h)[0]))

    np.testing.assert_allclose(dh, extrapolated(loss, h), atol=1e-9)
    assert len(gradients) == len(block.parameters)
    for parameter, gradient in zip(block.parameters, gradients, strict=True):
        saved = parameter.copy()

        def loss_at(a, parameter=parameter):
            parameter[...] = a
            return loss(h)

        want = extrapolated(loss_at, saved)
        parameter[...] = saved
        assert gradient.shape == parameter.shape
        np.testing.assert_allclose(gradient, want, atol=1e-9)


@pytest.mark.parametrize("axis", [0, 1], ids=["batch", "layer"])
@pytest.mark.parametrize("offset", [0.0, 100.0])
def test_normalization_backward_agrees_with_50_digits(axis, offset):
    rng = np.random.default_rng(5)
    h = rng.standard_normal((4, 3)) + offset
    gamma, beta, g = rng.normal(1, 0.3, 3), rng.standard_normal(3), rng.standard_normal((4, 3))
    kept = (batch_norm, layer_norm)[axis](h, gamma, beta, epsilon=1e-3)
    dh, dgamma, dbeta = normalization_backward(kept, g)
    lanes = h.T if axis == 0 else h
    with mpmath.workdps(50):
        want = []
        for index, lane in enumerate(lanes.tolist()):
            n = len(lane)
            mean = mpmath.fsum(lane) / n
            std = mpmath.sqrt(mpmath.fsum((v - mean) ** 2 for v in lane) / n + mpmath.mpf(1e-3))
            x = [(v - mean) / std for v in lane]
            up = [
                mpmath.mpf(float(g[i, index] if axis == 0 else g[index, i]))
                * mpmath.mpf(float(gamma[index if axis == 0 else i]))
                for i in range(n)
            ]
            # The Jacobian written out: (kronecker - 1/n - x_i x_j / n) / std.
            for i in range(n):
                row = [up[j] * ((i == j) - (1 + x[i] * x[j]) / n) for j in range(n)]
                want.append(float(mpmath.fsum(row) / std))
    want = np.array(want).reshape(lanes.shape)
    want = want.T if axis == 0 else want
    # Centering loses |offset| eps of h.
    np.testing.assert_allclose(dh, want, atol=1e-14 * (1 + offset))
    np.testing.assert_allclose(dbeta, g.sum(axis=0), rtol=1e-14)
    np.testing.assert_allclose(dgamma, (g * kept.standardized).sum(axis=0), rtol=1e-13)


@pytest.mark.parametrize("seed", range(3))
def test_batch_norm_standardizes_units_and_layer_norm_examples(seed):
    h = np.random.default_rng(seed).normal(3, 5, (20, 7))
    ones, zeros = np.ones(7), np.zeros(7)
    for function, axis in ((batch_norm, 0), (layer_norm, 1)):
        output = function(h, ones, zeros, epsilon=0.0).output
        np.testing.assert_allclose(output.mean(axis=axis), 0, atol=1e-14)
        np.testing.assert_allclose(output.std(axis=axis), 1, rtol=1e-14)


def test_a_batch_of_one_is_beta_under_batch_norm_and_gets_no_gradient():
    kept = batch_norm(np.array([[5.0, -2.0]]), np.ones(2), np.array([0.5, 1.5]), epsilon=1e-5)
    assert kept.output.tolist() == [[0.5, 1.5]]
    assert not normalization_backward(kept, np.ones((1, 2)))[0].any()


def test_batch_norm_at_initialization_grows_the_squared_gradient_by_pi_over_pi_minus_one():
    # Yang et al. (2019), theorem 8, in the limit of width and batch; 512 x 256 here.
    rates = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        width, depth = 256, 12
        blocks = []
        for _ in range(depth):
            weight = rng.normal(0, np.sqrt(2 / width), (width, width))
            blocks += [
                Dense(weight, np.zeros(width)),
                BatchNorm(np.ones(width), np.zeros(width), 0.0),
                Elementwise("relu"),
            ]
        chain = Chain(blocks)
        output, kept = chain.forward(rng.standard_normal((512, width)))
        g = gradients_between(chain, kept, rng.standard_normal(output.shape))
        # The first layers' inputs are not yet those of the steady state.
        squares = [float(np.sum(a**2)) for a in g[6::3]]
        rates.append((squares[0] / squares[-1]) ** (1 / (len(squares) - 1)))
    standard_error = np.std(rates, ddof=1) / np.sqrt(len(rates))
    # 1/batch and 1/width corrections are below one percent here.
    assert np.mean(rates) == pytest.approx(np.pi / (np.pi - 1), rel=0.01, abs=4 * standard_error)


@pytest.mark.parametrize("scale", [0.0, 0.2, 0.5, 1.0])
def test_a_residual_branch_of_unit_gain_grows_q_by_one_plus_scale_squared(scale):
    # A linear branch of orthogonal weights has unit gain exactly, and its cross term averages
    # out: E q_L / q_0 = (1 + scale**2)**L over draws.
    depth, width, draws = 8, 64, 40
    ratios = []
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        blocks = []
        for _ in range(depth):
            weight = np.linalg.qr(rng.standard_normal((width, width)))[0]
            weight = weight * rng.choice([-1.0, 1.0], width)
            blocks.append(Residual(Dense(weight, np.zeros(width)), scale))
        h = rng.standard_normal((4, width))
        ratios.append(np.mean(Chain(blocks).forward(h)[0] ** 2) / np.mean(h**2))
    standard_error = np.std(ratios, ddof=1) / np.sqrt(draws)
    want = (1 + scale**2) ** depth
    assert abs(np.mean(ratios) - want) < 4 * standard_error + 1e-12


def test_a_branch_scaled_by_zero_is_the_identity_but_its_scale_learns():
    rng = np.random.default_rng(0)
    block = Residual(Chain([dense(3, 5, rng), Elementwise("relu"), dense(5, 3, rng)]), 0.0)
    h, g = rng.standard_normal((2, 4, 3))
    output, kept = block.forward(h)
    dh, gradients = block.backward(kept, g)
    np.testing.assert_array_equal(output, h)
    np.testing.assert_array_equal(dh, g)
    assert gradients[0] != 0
    assert not any(gradient.any() for gradient in gradients[1:])


@pytest.mark.parametrize("name", NAMES)
def test_float32_stays_float32(name):
    block = build(name, np.random.default_rng(1))

    def single(block):
        if isinstance(block, Chain):
            return Chain([single(b) for b in block.blocks])
        if isinstance(block, Residual):
            return Residual(single(block.branch), np.array(block.scale, dtype=np.float32))
        if isinstance(block, Elementwise):
            return block
        a, b = (p.astype(np.float32) for p in block.parameters)
        return Dense(a, b) if isinstance(block, Dense) else type(block)(a, b, block.epsilon)

    block = single(block)
    h = np.random.default_rng(2).standard_normal((6, 4)).astype(np.float32)
    output, kept = block.forward(h)
    dh, gradients = block.backward(kept, np.ones_like(output))
    assert {a.dtype for a in (output, dh, *gradients)} == {np.dtype(np.float32)}


ONE = np.ones(2)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: batch_norm(np.ones((2, 3)), ONE, ONE, epsilon=0.1), ValueError, r"gamma.*\(3,\)"),
        (lambda: batch_norm(np.ones((2, 2), int), ONE, ONE, epsilon=0.1), TypeError, "h must"),
        (lambda: batch_norm(np.ones((0, 2)), ONE, ONE, epsilon=0.1), ValueError, r"h.*\(0, 2\)"),
        (lambda: layer_norm(np.ones((2, 2)), ONE, ONE, epsilon=-0.1), ValueError, "epsilon.*-0.1"),
        (lambda: layer_norm(np.ones((2, 2)), ONE, ONE, epsilon=0.0), ValueError, "epsilon.*0"),
        (lambda: Dense(np.ones((2, 2)) * np.nan, ONE), ValueError, "weight.*nan"),
        (lambda: Dense(np.ones((2, 3)), ONE), ValueError, r"bias.*\(3,\)"),
        (lambda: Dense(np.ones((2, 2)), ONE).forward(np.ones((1, 3))), ValueError, r"h.*\(1, 3\)"),
        (lambda: Residual(Elementwise("relu"), np.nan), ValueError, "scale.*nan"),
        (lambda: Residual(Elementwise("relu"), np.ones(2)), ValueError, "scale"),
        (
            lambda: Residual(Dense(np.ones((2, 3)), np.ones(3)), 1.0).forward(np.ones((1, 2))),
            ValueError,
            r"branch\(h\).*\(1, 3\)",
        ),
        (lambda: Elementwise("no such"), ValueError, "no such"),
        (
            lambda: normalization_backward(layer_norm(np.eye(2), ONE, ONE, epsilon=0.1), ONE),
            ValueError,
            "gradient",
        ),
    ],
)
def test_what_cannot_work_is_refused_by_name(call, error, words):
    with pytest.raises(error, match=words):
        call()
