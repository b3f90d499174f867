"""The RNN's passes through time, what its recurrent weight does to a gradient, and clipping."""

from __future__ import annotations

import numpy as np
import pytest

from vgref.network import MLP, central_difference
from vgref.recurrent import RNN, clip_by_norm


def draw(seed, inputs=3, units=4, activation="tanh", gain=1.0, dtype=np.float64):
    rng = np.random.default_rng(seed)
    arrays = (
        rng.normal(0, 1 / np.sqrt(inputs), (inputs, units)),
        rng.normal(0, gain / np.sqrt(units), (units, units)),
        rng.normal(0, 0.1, units),
    )
    return RNN(*(a.astype(dtype) for a in arrays), activation), rng


@pytest.mark.parametrize(("time", "batch"), [(1, 1), (5, 1), (7, 2), (30, 2)])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "identity"])
def test_backward_agrees_with_central_differences(activation, time, batch):
    net, rng = draw(1, activation=activation, gain=0.9)
    x, start = rng.standard_normal((time, batch, 3)), rng.standard_normal((batch, 4))
    weighting = rng.standard_normal((time, batch, 4))  # every state is read
    gradients = net.backward(net.forward(x, start), weighting)

    def loss(input_weight, recurrent_weight, bias, x, start):
        states = RNN(input_weight, recurrent_weight, bias, activation).forward(x, start).states
        return float(np.sum(weighting * states[1:]))

    arguments = [*net.parameters, x, start]
    got = [
        gradients.input_weight,
        gradients.recurrent_weight,
        gradients.bias,
        gradients.inputs,
        gradients.initial_state,
    ]
    for index, gradient in enumerate(got):

        def changed(a, index=index):
            return loss(*arguments[:index], a, *arguments[index + 1 :])

        wide, narrow = (central_difference(changed, arguments[index], s) for s in (1e-3, 5e-4))
        want = (4 * narrow - wide) / 3
        assert gradient.shape == arguments[index].shape
        np.testing.assert_allclose(gradient, want, atol=1e-9 * max(1, np.abs(want).max()))


def test_an_rnn_is_an_mlp_with_one_weight_for_all_layers():
    # With x = 0 the unrolled network is an MLP on h_0, whose gradients only have to be summed.
    net, rng = draw(2, units=5)
    start, g = rng.standard_normal((2, 3, 5))
    time = 30
    forward = net.forward(np.zeros((time, 3, 3)), start)
    direct = np.zeros((time, 3, 5))
    direct[-1] = g
    gradients = net.backward(forward, direct)
    mlp = MLP([net.recurrent_weight] * time, [net.bias] * time, ["tanh"] * time)
    unrolled = mlp.forward(start)
    want = mlp.backward(unrolled, g)
    np.testing.assert_allclose(forward.last, unrolled.output, rtol=1e-12)
    np.testing.assert_allclose(gradients.recurrent_weight, sum(want.weights), rtol=1e-11)
    np.testing.assert_allclose(gradients.initial_state, want.inputs, rtol=1e-11)
    np.testing.assert_allclose(gradients.deltas[0], want.deltas[0], rtol=1e-11)


@pytest.mark.parametrize("radius", [0.8, 1.0, 1.2])
def test_a_linear_rnn_scales_its_gradient_by_the_spectral_radius_each_step(radius):
    # An orthogonal recurrent weight times radius: exactly radius**T.
    rng = np.random.default_rng(3)
    weight = radius * np.linalg.qr(rng.standard_normal((6, 6)))[0]
    net = RNN(rng.standard_normal((2, 6)), weight, np.zeros(6), "identity")
    g = np.zeros((50, 1, 6))
    g[-1] = rng.standard_normal((1, 6))
    gradients = net.backward(net.forward(rng.standard_normal((50, 1, 2)), np.zeros((1, 6))), g)
    ratio = np.linalg.norm(gradients.initial_state) / np.linalg.norm(g)
    assert ratio == pytest.approx(radius**50, rel=1e-12)


def test_arguments_are_left_alone_and_float32_stays():
    net, rng = draw(4, dtype=np.float32)
    x = rng.standard_normal((5, 2, 3)).astype(np.float32)
    start = np.zeros((2, 4), dtype=np.float32)
    forward = net.forward(x, start)
    direct = np.ones((5, 2, 4), dtype=np.float32)
    kept = forward.pre_activations.copy()
    gradients = net.backward(forward, direct)
    np.testing.assert_array_equal(kept, forward.pre_activations)
    assert (direct == 1).all()
    assert {a.dtype for a in (forward.states, *vars(gradients).values())} == {np.dtype("float32")}


@pytest.mark.parametrize("scale", [1e-200, 1e-3, 1.0, 1e3, 1e200])
@pytest.mark.parametrize("threshold", [1e-3, 1.0, 50.0])
def test_clipping_keeps_the_direction_and_bounds_the_norm(scale, threshold):
    rng = np.random.default_rng(5)
    gradients = [scale * rng.standard_normal((3, 4)), scale * rng.standard_normal(4)]
    clipped, norm = clip_by_norm(gradients, threshold)
    flat, cut = (np.concatenate([g.ravel() for g in gs]) for gs in (gradients, clipped))
    assert norm == pytest.approx(scale * np.linalg.norm(flat / scale), rel=1e-14, abs=0)
    if norm <= threshold:
        np.testing.assert_array_equal(flat, cut)
    else:
        assert np.linalg.norm(cut) == pytest.approx(threshold, rel=1e-13)
        np.testing.assert_allclose(cut / threshold, flat / norm, rtol=1e-13)


def test_clipping_keeps_float32_and_zeros_and_copies():
    gradient = np.zeros(3, dtype=np.float32)
    (clipped,), norm = clip_by_norm([gradient], 1.0)
    assert norm == 0
    assert clipped.dtype == np.float32
    assert clipped is not gradient
    (clipped,), _ = clip_by_norm([gradient + np.float32(1e30)], 1.0)
    assert clipped.dtype == np.float32
    assert np.linalg.norm(clipped) == pytest.approx(1, rel=1e-6)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: clip_by_norm([np.ones(2)], 0.0), ValueError, "threshold.*0.0"),
        (
            lambda: clip_by_norm([np.ones(2), np.array([np.inf])], 1.0),
            ValueError,
            r"gradients\[1\].*inf",
        ),
        (lambda: clip_by_norm([np.array([1])], 1.0), TypeError, r"gradients\[0\].*int64"),
        (lambda: clip_by_norm([], 1.0), ValueError, "gradients"),
        (lambda: clip_by_norm(None, 1.0), TypeError, "gradients must be a list.*None"),
        (lambda: clip_by_norm([np.ones(2)], np.nan), ValueError, "threshold.*nan"),
        (lambda: clip_by_norm([np.ones(2)], "1"), TypeError, "threshold must be a number"),
        (
            lambda: draw(0)[0].backward(
                draw(0)[0].forward(np.ones((2, 1, 3)), np.ones((1, 4))), np.ones((2, 1, 4))
            ),
            ValueError,
            "forward must be a pass of this very RNN",
        ),
        (
            lambda: RNN(np.ones((2, 3)), np.ones((2, 3)), np.ones(3), "tanh"),
            ValueError,
            r"recurrent_weight.*\(3, 3\).*\(2, 3\)",
        ),
        (lambda: RNN(np.ones((2, 3)), np.ones((3, 3)), np.ones(2), "tanh"), ValueError, "bias"),
        (
            lambda: RNN(np.ones((2, 3)), np.full((3, 3), np.nan), np.ones(3), "tanh"),
            ValueError,
            "recurrent_weight.*nan",
        ),
        (lambda: draw(0)[0].forward(np.ones((2, 1, 2)), np.ones((1, 4))), ValueError, "x must"),
        (lambda: draw(0)[0].forward(np.ones((0, 1, 3)), np.ones((1, 4))), ValueError, "x must"),
        (
            lambda: draw(0)[0].forward(np.ones((2, 1, 3)), np.ones((2, 4))),
            ValueError,
            "initial_state",
        ),
    ],
)
def test_what_cannot_work_is_refused_by_name(call, error, words):
    with pytest.raises(error, match=words):
        call()
