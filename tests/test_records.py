"""Arrays in classes: a short print, equality by identity, a pickle; blocks that do not fit."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from tests.test_network_use import X, network, recurrent
from vgref.activations import ACTIVATIONS
from vgref.blocks import BatchNorm, Chain, Dense, Elementwise, LayerNorm, Residual, batch_norm


def test_a_network_prints_as_one_short_line():
    assert repr(network()) == "MLP(widths 3, 4 x 2, 2; tanh x 2, identity; 46 parameters)"
    assert len(repr(network(widths=[8, *[64] * 100, 3]))) < 90


def test_arrays_print_as_their_shapes():
    net = network()
    forward = net.forward(X)
    dense = Dense(np.ones((3, 2)), np.zeros(2))
    norm = BatchNorm(np.ones(2), np.zeros(2), 0.1)
    for value, shown in (
        (forward, "Forward(pre_activations=3 of ndarray, post_activations=4 of ndarray)"),
        (dense, "Dense(weight=float64 (3, 2), bias=float64 (2,))"),
        (
            Residual(Elementwise("relu"), 0.5),
            "Residual(branch=Elementwise(activation=relu), scale=0.5)",
        ),
        (norm, "BatchNorm(gamma=float64 (2,), beta=float64 (2,), epsilon=0.1)"),
        (Chain([dense, norm]), "Chain(blocks=2 of Dense)"),
        (Chain([]), "Chain(blocks=none)"),
    ):
        assert repr(value) == shown
    for value in (
        recurrent(),
        net.backward(forward, np.ones((5, 2))),
        batch_norm(X, X[0], X[0], epsilon=1.0),
    ):
        assert len(repr(value)) < 250


@pytest.mark.parametrize(
    "make",
    [
        network,
        recurrent,
        lambda: network().forward(X),
        lambda: Dense(np.ones((3, 2)), np.zeros(2)),
        lambda: LayerNorm(np.ones(2), np.zeros(2), 0.1),
        lambda: Residual(Elementwise("relu"), 0.5),
        lambda: Chain([Elementwise("relu")]),
    ],
)
def test_each_is_equal_to_itself_alone(make):
    one, other = make(), make()
    assert one == one
    assert one != other
    assert len({one, other, one}) == 2


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_network_and_its_pass_survive_a_pickle_together(name):
    net = network(activation=name)
    forward = net.forward(X)
    again, passed = pickle.loads(pickle.dumps((net, forward)))
    np.testing.assert_array_equal(again.forward(X).output, forward.output)
    np.testing.assert_array_equal(
        again.backward(passed, np.ones((5, 2))).inputs,
        net.backward(forward, np.ones((5, 2))).inputs,
    )
    assert repr(again) == repr(net)


# --- blocks --------------------------------------------------------------------------------------

ONE = np.ones(2)
DENSE = Dense(np.ones((3, 2)), ONE)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: DENSE.backward(None, X), TypeError, "kept must be an array"),
        (lambda: DENSE.backward(X, np.ones((1, 2))), ValueError, r"gradient.*\(5, 2\).*\(1, 2\)"),
        (
            lambda: Elementwise("relu").backward(X, np.ones((1, 3))),
            ValueError,
            r"gradient must be of shape \(5, 3\)",
        ),
        (lambda: Elementwise("relu").forward([[1.0]]), TypeError, "h must be an array"),
        (lambda: BatchNorm(ONE, np.ones(3), 0.1), ValueError, r"beta.*\(2,\).*\(3,\)"),
        (lambda: BatchNorm(ONE, ONE, -0.1), ValueError, "epsilon.*-0.1"),
        (lambda: LayerNorm(ONE, ONE, None), TypeError, "epsilon must be a number, got None"),
        (lambda: BatchNorm(ONE, ONE, 0.1).backward(None, X), TypeError, "kept must be"),
        (lambda: Residual("relu", 1.0), TypeError, "branch must be made of blocks, got 'relu'"),
        (
            lambda: Residual(Elementwise("relu"), 1.0).backward(None, X),
            TypeError,
            "kept must be what this block's forward pass returned",
        ),
        (
            lambda: Residual(Elementwise("relu"), 1.0).backward((X, X), X[:1]),
            ValueError,
            "gradient must be of shape",
        ),
        (lambda: Chain("relu"), TypeError, "blocks must be a list of blocks, got 'relu'"),
        (lambda: Chain([Elementwise]), TypeError, "blocks must be made of blocks"),
        (lambda: Chain([DENSE]).backward([X, X], ONE), TypeError, "kept must be what"),
    ],
)
def test_blocks_refuse_what_does_not_fit_by_name(call, error, words):
    with pytest.raises(error, match=words):
        call()
