"""Optimizers against closed forms and a hand-written Adam; runs that learn, and that diverge."""

from __future__ import annotations

import numpy as np
import pytest

from vgref.network import MLP, mean_squared_error, softmax_cross_entropy
from vgref.recurrent import RNN, clip_by_norm
from vgref.tasks import regression, rings, sequence_memory, spirals
from vgref.training import adam, gradient_descent, minimize, momentum, train


def scaled(variance):
    return lambda shape, *, rng: rng.normal(0, np.sqrt(variance / shape[0]), shape)


@pytest.mark.parametrize("learning_rate", [0.1, 0.9, 1.5])
def test_gradient_descent_on_a_quadratic_follows_its_closed_form(learning_rate):
    curvature = np.array([1.0, 0.3])
    w = np.array([2.0, -1.0])
    losses, stopped = minimize(
        [w],
        lambda: (float(curvature @ w**2 / 2), [curvature * w]),
        optimizer=gradient_descent(learning_rate=learning_rate),
        steps=20,
    )
    want = np.array([2.0, -1.0]) * (1 - learning_rate * curvature) ** 20
    np.testing.assert_allclose(w, want, rtol=1e-12)
    assert len(losses) == 21
    assert losses[-1] == pytest.approx(curvature @ want**2 / 2, rel=1e-12)
    assert stopped == ""


def test_momentum_on_a_quadratic_follows_its_recurrence():
    # w_{k+1} = (1 + decay - rate) w_k - decay w_{k-1}: a polynomial with known roots.
    rate, decay = 0.3, 0.6
    w = np.array([1.0])
    path = []

    def loss_and_gradients():
        path.append(w.item())
        return 0.0, [w.copy()]

    optimizer = momentum(learning_rate=rate, decay=decay)
    minimize([w], loss_and_gradients, optimizer=optimizer, steps=30)
    roots = np.roots([1, -(1 + decay - rate), decay])
    # w_0 = 1, w_1 = 1 - rate
    a, b = np.linalg.solve([[1, 1], roots], [1, 1 - rate])
    want = [(a * roots[0] ** k + b * roots[1] ** k).real for k in range(31)]
    np.testing.assert_allclose(path, want, atol=1e-13)


def test_adam_agrees_with_the_algorithm_written_out():
    rng = np.random.default_rng(0)
    step = adam(learning_rate=0.01, beta1=0.8, beta2=0.95, epsilon=1e-3)
    m = v = 0.0
    for t in range(1, 20):
        g = float(rng.standard_normal())
        m, v = 0.8 * m + 0.2 * g, 0.95 * v + 0.05 * g * g
        want = -0.01 * (m / (1 - 0.8**t)) / (np.sqrt(v / (1 - 0.95**t)) + 1e-3)
        assert step([np.array([g])])[0].item() == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e4])
def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient(scale):
    (update,) = adam(learning_rate=0.05)([np.array([scale, -scale])])
    np.testing.assert_allclose(update, [-0.05, 0.05], rtol=2e-4)


@pytest.mark.parametrize(
    "optimizer",
    [
        lambda: gradient_descent(learning_rate=0.5),
        lambda: momentum(learning_rate=0.1, decay=0.9),
        lambda: adam(learning_rate=0.02),
    ],
    ids=["gradient descent", "momentum", "adam"],
)
@pytest.mark.parametrize("seed", range(3))
def test_every_optimizer_learns_the_rings(optimizer, seed):
    rng = np.random.default_rng(seed)
    x, labels = rings(100, noise=0.05, rng=rng)
    net = MLP.create([2, 32, 32, 2], "relu", initializer=scaled(2), rng=rng)
    before = [w.copy() for w in net.weights]
    history = train(net, x, labels, loss=softmax_cross_entropy, optimizer=optimizer(), steps=200)
    assert history.losses[-1] < 0.1
    accuracy = np.mean(history.net.forward(x).output.argmax(axis=1) == labels)
    assert accuracy == 1
    for old, new in zip(before, net.weights, strict=True):
        np.testing.assert_array_equal(old, new)


def test_adam_learns_the_spirals_and_the_sine():
    rng = np.random.default_rng(0)
    x, labels = spirals(200, turns=1.0, noise=0.0, rng=rng)
    net = MLP.create([2, 48, 48, 2], "tanh", initializer=scaled(2), rng=rng)
    history = train(
        net, x, labels, loss=softmax_cross_entropy, steps=400, optimizer=adam(learning_rate=0.02)
    )
    assert history.losses[-1] < 0.05
    x, target = regression(60, noise=0.0, rng=rng)
    net = MLP.create([1, 32, 32, 1], "tanh", initializer=scaled(1), rng=rng)
    history = train(
        net, x, target, loss=mean_squared_error, steps=500, optimizer=adam(learning_rate=0.01)
    )
    assert history.losses[-1] < 1e-3


def test_minibatches_are_drawn_from_the_generator_and_learn():
    def run(seed):
        rng = np.random.default_rng(7)
        x, labels = rings(90, noise=0.05, rng=rng)
        net = MLP.create([2, 32, 2], "relu", initializer=scaled(2), rng=rng)
        return train(
            net,
            x,
            labels,
            loss=softmax_cross_entropy,
            steps=300,
            batch_size=16,
            optimizer=momentum(learning_rate=0.1, decay=0.9),
            rng=np.random.default_rng(seed),
        ).losses

    assert run(1) == run(1) != run(2)
    assert np.mean(run(1)[-20:]) < 0.15


def test_zero_weights_of_tanh_learn_nothing_but_the_class_frequencies():
    # claims, row 24: the loss ends at the entropy of the labels, the weights at exactly 0.
    rng = np.random.default_rng(0)
    x = rng.standard_normal((100, 4))
    labels = (np.arange(100) < 39).astype(int)
    net = MLP.create([4, 5, 5, 2], "tanh", initializer=lambda s, *, rng: np.zeros(s), rng=rng)
    history = train(
        net,
        x,
        labels,
        loss=softmax_cross_entropy,
        steps=800,
        optimizer=gradient_descent(learning_rate=1.0),
    )
    assert not any(weight.any() for weight in history.net.weights)
    entropy = -(0.39 * np.log(0.39) + 0.61 * np.log(0.61))
    assert history.losses[-1] == pytest.approx(entropy, rel=1e-12)


def test_history_keeps_layer_statistics_and_update_ratios_every_so_many_steps():
    rng = np.random.default_rng(1)
    x, labels = rings(40, noise=0.1, rng=rng)
    net = MLP.create([2, 16, 16, 2], "tanh", initializer=scaled(1), rng=rng)
    history = train(
        net,
        x,
        labels,
        loss=softmax_cross_entropy,
        steps=25,
        record_every=10,
        optimizer=gradient_descent(learning_rate=0.1),
    )
    assert history.recorded == [0, 10, 20]
    assert len(history.curve("delta_norm", 1)) == 3
    assert [len(row) for row in history.update_ratios] == [3, 3, 3]
    forward = net.forward(x)
    gradients = net.backward(forward, softmax_cross_entropy(forward.output, labels)[1])
    want = 0.1 * np.linalg.norm(gradients.weights[1]) / np.linalg.norm(net.weights[1])
    assert history.update_ratios[0][1] == pytest.approx(want, rel=1e-12)
    assert history.curve("delta_norm", 2)[0] == pytest.approx(
        np.linalg.norm(gradients.deltas[1]), rel=1e-12
    )


def test_a_run_that_diverges_stops_and_says_so_without_a_warning():
    rng = np.random.default_rng(2)
    x, target = regression(30, noise=0.0, rng=rng)
    net = MLP.create([1, 16, 16, 1], "relu", initializer=scaled(2), rng=rng)
    history = train(
        net,
        x,
        target,
        loss=mean_squared_error,
        steps=1000,
        record_every=1,
        optimizer=gradient_descent(learning_rate=50.0),
    )
    assert "step" in history.stopped
    assert len(history.losses) < 1000
    assert str(len(history.losses) - 1) in history.stopped
    assert all(np.isfinite(loss) for loss in history.losses[:-1])
    assert all(np.isfinite(weight).all() for weight in history.net.weights)
    assert len(history.layers) == len(history.recorded)


def test_float32_training_stays_float32():
    rng = np.random.default_rng(3)
    x, labels = rings(20, noise=0.1, rng=rng)
    net = MLP.create([2, 8, 2], "tanh", initializer=scaled(1), rng=rng, dtype=np.float32)
    for optimizer in (adam(learning_rate=0.1), momentum(learning_rate=0.1, decay=0.5)):
        history = train(
            net,
            x.astype(np.float32),
            labels,
            loss=softmax_cross_entropy,
            steps=5,
            optimizer=optimizer,
        )
        assert {w.dtype for w in history.net.weights} == {np.dtype(np.float32)}
    updates = adam(learning_rate=0.1)([np.ones(3, dtype=np.float32)])
    assert updates[0].dtype == np.float32


def test_an_rnn_remembers_the_first_entry_of_a_short_sequence():
    rng = np.random.default_rng(4)
    x, labels = sequence_memory(32, length=8, noise=0.3, rng=rng)
    units = 12
    recurrent = np.linalg.qr(rng.standard_normal((units, units)))[0]
    net = RNN(rng.normal(0, 1, (1, units)), recurrent, np.zeros(units), "tanh")
    readout = rng.normal(0, 1 / np.sqrt(units), (units, 2))

    def loss_and_gradients():
        forward = net.forward(x, np.zeros((32, units)))
        loss, g = softmax_cross_entropy(forward.last @ readout, labels)
        direct = np.zeros_like(forward.pre_activations)
        direct[-1] = g @ readout.T
        back = net.backward(forward, direct)
        gradients = [back.input_weight, back.recurrent_weight, back.bias, forward.last.T @ g]
        return loss, clip_by_norm(gradients, 1.0)[0]

    losses, stopped = minimize(
        [*net.parameters, readout],
        loss_and_gradients,
        optimizer=adam(learning_rate=0.01),
        steps=300,
    )
    assert stopped == ""
    assert losses[-1] < 0.05


NET = MLP([np.ones((1, 1))], [np.zeros(1)], ["identity"])
X = np.ones((4, 1))
SGD = gradient_descent(learning_rate=0.1)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: gradient_descent(learning_rate=-0.1), ValueError, "learning_rate.*-0.1"),
        (lambda: gradient_descent(learning_rate=np.nan), ValueError, "learning_rate.*nan"),
        (lambda: momentum(learning_rate=0.1, decay=1.0), ValueError, "decay.*1.0"),
        (lambda: adam(learning_rate=0.1, beta1=1.0), ValueError, "beta1"),
        (lambda: adam(learning_rate=0.1, beta2=-1.0), ValueError, "beta2"),
        (lambda: adam(learning_rate=0.1, epsilon=-1.0), ValueError, "epsilon"),
        (
            lambda: train(NET, X, X, loss=mean_squared_error, optimizer=SGD, steps=-1),
            ValueError,
            "steps",
        ),
        (
            lambda: train(
                NET, X, X, loss=mean_squared_error, optimizer=SGD, steps=1, batch_size=2
            ),
            TypeError,
            "rng must be a numpy.*got None",
        ),
        (
            lambda: train(
                NET,
                X,
                X,
                loss=mean_squared_error,
                optimizer=SGD,
                steps=1,
                batch_size=5,
                rng=np.random.default_rng(0),
            ),
            ValueError,
            "batch_size.*5",
        ),
        (
            lambda: train(NET, X * np.nan, X, loss=mean_squared_error, optimizer=SGD, steps=1),
            ValueError,
            r"x\[0, 0\] must be finite, got nan",
        ),
        (
            lambda: train(NET, X, X[:2], loss=mean_squared_error, optimizer=SGD, steps=1),
            ValueError,
            "target",
        ),
        (
            lambda: minimize([], lambda: (0.0, []), optimizer=SGD, steps=-2),
            ValueError,
            "steps.*-2",
        ),
    ],
)
def test_what_cannot_work_is_refused_by_name(call, error, words):
    with pytest.raises(error, match=words):
        call()
