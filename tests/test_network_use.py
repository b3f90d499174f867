"""A network in a careless hand: what does not belong together is said, in words."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from vgref.initializers import he_normal
from vgref.network import MLP, Forward, central_difference, mean_squared_error
from vgref.recurrent import RNN


def network(seed=0, widths=(3, 4, 4, 2), activation="tanh"):
    rng = np.random.default_rng(seed)
    return MLP.create(widths, activation, initializer=he_normal, rng=rng)


def recurrent(seed=0):
    rng = np.random.default_rng(seed)
    return RNN(rng.standard_normal((3, 4)), rng.standard_normal((4, 4)), np.ones(4), "tanh")


X = np.random.default_rng(1).standard_normal((5, 3))
SEQUENCE = np.random.default_rng(1).standard_normal((6, 5, 3))


def forward_and_backward(kind, seed=0):
    """A network with its forward pass, and what carries a gradient back through it."""
    if kind == "MLP":
        net = network(seed)
        return net, net.forward(X), lambda net, forward: net.backward(forward, np.ones((5, 2)))
    net = recurrent(seed)
    forward = net.forward(SEQUENCE, np.zeros((5, 4)))
    return net, forward, lambda net, forward: net.backward(forward, np.ones((6, 5, 4)))


both_kinds = pytest.mark.parametrize("kind", ["MLP", "RNN"])


@both_kinds
@pytest.mark.parametrize("index", range(3))
@pytest.mark.parametrize("change", ["scale", "step", "zeros", "one column", "one row"])
def test_weights_that_changed_since_the_forward_pass_are_noticed(kind, index, change):
    net, forward, back = forward_and_backward(kind)
    weight = net.parameters[index]
    if change == "scale":
        weight *= -3
    elif change == "step":
        weight -= 1e-12
    elif change == "zeros":
        weight[...] = 0
    elif change == "one column":
        weight[..., 1] += 1
    else:
        weight[1] += 1
    with pytest.raises(
        ValueError, match=r"forward must be .* before they changed; run net\.forward"
    ):
        back(net, forward)


@both_kinds
def test_a_changed_bias_is_noticed_and_what_is_put_back_is_not(kind):
    net, forward, back = forward_and_backward(kind)
    before = net.parameters[-1].copy()
    net.parameters[-1][-1] += 1e-15
    with pytest.raises(ValueError, match="before they changed"):
        back(net, forward)
    net.parameters[-1][:] = before
    back(net, forward)


@both_kinds
def test_twice_backward_through_one_pass_is_the_same(kind):
    net, forward, back = forward_and_backward(kind)
    one, two = back(net, forward), back(net, forward)
    for name, value in vars(one).items():
        for a, b in zip(value, vars(two)[name], strict=True):
            np.testing.assert_array_equal(a, b)


@both_kinds
def test_the_pass_of_another_network_is_refused_whatever_its_widths(kind):
    _, forward, back = forward_and_backward(kind)
    twin, _, _ = forward_and_backward(kind)
    with pytest.raises(
        ValueError, match=f"forward must be a pass of this very {kind}.*got {kind}"
    ):
        back(twin, forward)


@both_kinds
@pytest.mark.parametrize("value", [None, 3, [np.ones((5, 2))], X])
def test_what_is_no_forward_pass_is_refused(kind, value):
    net, _, back = forward_and_backward(kind)
    with pytest.raises(TypeError, match=r"forward must be what net\.forward returned, got"):
        back(net, value)


def test_a_forward_pass_put_together_by_hand_belongs_to_no_network():
    net = network()
    forward = net.forward(X)
    by_hand = Forward(forward.pre_activations, forward.post_activations)
    with pytest.raises(ValueError, match=r"forward must be a pass of this very MLP.* got None"):
        net.backward(by_hand, np.ones((5, 2)))


# --- gradients, a second line --------------------------------------------------------------------


@pytest.mark.parametrize("widths", [(3, 3, 3), (4, 4, 4, 4), (3, 5, 2, 4), (2, 2)])
@pytest.mark.parametrize("seed", range(3))
def test_the_gradient_agrees_with_central_differences_in_square_layers_too(widths, seed):
    """Each layer has an activation of its own: no transpose and no layer can be mixed up."""
    rng = np.random.default_rng(seed)
    names = ["tanh", "sigmoid", "softplus", "sin"][-(len(widths) - 1) :]
    weights = [rng.standard_normal(shape) for shape in itertools.pairwise(widths)]
    net = MLP(weights, [rng.standard_normal(n) for n in widths[1:]], names)
    x, target = rng.standard_normal((3, widths[0])), rng.standard_normal((3, widths[-1]))
    forward = net.forward(x)
    got = net.backward(forward, mean_squared_error(forward.output, target)[1])

    def loss(a, index):
        parameters = [*net.parameters]
        parameters[index] = a
        changed = MLP(parameters[: net.depth], parameters[net.depth :], names)
        return mean_squared_error(changed.forward(x).output, target)[0]

    for index, gradient in enumerate([*got.weights, *got.biases]):
        want = central_difference(lambda a, i=index: loss(a, i), net.parameters[index], 1e-4)
        np.testing.assert_allclose(gradient, want, rtol=0, atol=1e-6 * max(1, np.abs(want).max()))
    inputs = central_difference(
        lambda a: mean_squared_error(net.forward(a).output, target)[0], x, 1e-4
    )
    np.testing.assert_allclose(
        got.inputs, inputs, rtol=0, atol=1e-6 * max(1, np.abs(inputs).max())
    )


# --- drawing -----------------------------------------------------------------------------------

RNG = np.random.default_rng(0)


def create(widths=(784, 30, 10), activation="relu", **changed):
    return MLP.create(widths, activation, **{"initializer": he_normal, "rng": RNG, **changed})


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (
            lambda: create(initializer="he_normal"),
            TypeError,
            r"initializer must be a function \(shape, \*, rng\), got 'he_normal'; vgref.initial",
        ),
        (
            lambda: create(initializer=lambda shape, *, rng: [[0.0]]),
            TypeError,
            r"what initializer returns for the shape \(784, 30\) must be an array of floats",
        ),
        (
            lambda: create(initializer=lambda shape, *, rng: rng.random(shape[::-1])),
            ValueError,
            r"what initializer returns .* must be of shape \(784, 30\), got .* \(30, 784\)",
        ),
        (
            lambda: create(bias_initializer=lambda shape, *, rng: np.zeros((*shape, 1))),
            ValueError,
            r"what bias_initializer returns .* must be of shape \(30,\), got .* \(30, 1\)",
        ),
        (lambda: create(bias_initializer=0.1), TypeError, "bias_initializer must be a function"),
        (lambda: create(rng=0), TypeError, r"rng must be .*default_rng\(0\) makes one"),
        (lambda: create(dtype=int), TypeError, "dtype must be floating"),
        (lambda: MLP(None, [np.ones(1)], ["relu"]), TypeError, "weights must be a list.*None"),
        (lambda: MLP([np.ones((1, 1))], 0.0, ["relu"]), TypeError, "biases must be a list"),
        (lambda: MLP([np.ones((1, 1))], [np.ones(1)], "relu"), TypeError, "activations must be"),
        (lambda: MLP([(3, 2)], [np.ones(2)], ["relu"]), TypeError, r"weights\[0\].*\(3, 2\)"),
        (lambda: network().forward(np.ma.masked_array(X)), TypeError, "x must be a plain array"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(call, error, words):
    with pytest.raises(error, match=words):
        call()
