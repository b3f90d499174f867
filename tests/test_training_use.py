"""Training in a careless hand: what does not belong together, and runs that go astray."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from vgref.initializers import he_normal
from vgref.network import MLP, mean_squared_error, softmax_cross_entropy
from vgref.training import adam, gradient_descent, minimize, momentum, train

MAKERS = {
    "gradient descent": lambda rate: gradient_descent(learning_rate=rate),
    "momentum": lambda rate: momentum(learning_rate=rate, decay=0.9),
    "adam": lambda rate: adam(learning_rate=rate),
}
each_maker = pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)


def network(seed=0, widths=(3, 16, 2), activation="tanh"):
    rng = np.random.default_rng(seed)
    return MLP.create(widths, activation, initializer=he_normal, rng=rng)


def data(seed=0, rows=16):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((rows, 3)), rng.standard_normal((rows, 2))


X, Y = data()
SGD = gradient_descent(learning_rate=0.1)


def run(net=None, x=X, y=Y, **changed):
    return train(
        net or network(),
        x,
        y,
        **{"loss": mean_squared_error, "optimizer": SGD, "steps": 5, **changed},
    )


# --- optimizers ----------------------------------------------------------------------------------


@each_maker
@pytest.mark.parametrize(
    ("rate", "error"),
    [
        (0, ValueError),
        (-0.1, ValueError),
        (np.nan, ValueError),
        (np.inf, ValueError),
        ("1", TypeError),
    ],
)
def test_a_learning_rate_is_a_positive_number(maker, rate, error):
    with pytest.raises(error, match=f"learning_rate must be .*{rate}"):
        maker(rate)


@each_maker
def test_a_second_run_remembers_nothing_of_the_first(maker):
    optimizer = maker(0.05)
    first, second = (run(optimizer=optimizer, steps=20) for _ in range(2))
    assert first.losses == second.losses
    other = run(network(widths=(3, 5, 5, 2)), optimizer=optimizer, steps=20)
    assert (
        other.losses == run(network(widths=(3, 5, 5, 2)), optimizer=maker(0.05), steps=20).losses
    )


@pytest.mark.parametrize("name", ["momentum", "adam"])
def test_called_by_hand_an_optimizer_refuses_the_gradients_of_another_network(name):
    optimizer = MAKERS[name](0.1)
    optimizer([np.ones(2), np.ones((2, 3))])
    for other in ([np.ones(3), np.ones((2, 3))], [np.ones(2)], [np.ones((2, 1)), np.ones((2, 3))]):
        with pytest.raises(ValueError, match=r"of the shapes of the steps before.*new optimizer"):
            optimizer(other)


@each_maker
def test_an_optimizer_refuses_what_is_no_list_of_gradients(maker):
    for value, name in (
        (np.ones(2), "gradients"),
        (None, "gradients"),
        ([None], r"gradients\[0\]"),
    ):
        with pytest.raises(TypeError, match=f"^{name} must be"):
            maker(0.1)(value)


@each_maker
def test_an_optimizer_goes_on_from_its_pickle(maker):
    one = maker(0.1)
    one([np.array([1.0, -2.0])])
    other = pickle.loads(pickle.dumps(one))
    np.testing.assert_array_equal(one([np.array([0.5, 3.0])]), other([np.array([0.5, 3.0])]))
    assert "learning_rate=0.1" in repr(one)
    assert len(repr(one)) < 80


# --- runs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [8, 15, 17, 40])
@pytest.mark.parametrize("batch_size", [None, 4])
def test_rows_that_do_not_belong_together_are_not_trained_on(rows, batch_size):
    rng = np.random.default_rng(0)
    with pytest.raises(
        ValueError, match=rf"target must be of as many rows as x, 16, got .*{rows}"
    ):
        run(y=data(rows=rows)[1], batch_size=batch_size, rng=rng)


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"net": "MLP"}, TypeError, "net must be an MLP, got 'MLP'"),
        ({"x": X.tolist()}, TypeError, "x must be an array of floats"),
        ({"y": None}, TypeError, "target must be an array.*None"),
        ({"y": 1.0}, TypeError, "target must be an array.*1.0"),
        ({"y": Y * np.inf}, ValueError, r"target\[0, 0\] must be finite, got -?inf"),
        ({"loss": "mse"}, TypeError, "loss must be a function.*'mse'.*mean_squared_error"),
        ({"loss": lambda o, t: 1.0}, TypeError, r"loss must be .*\(loss, gradient\), got 1.0"),
        ({"loss": lambda o, t: (o, o)}, TypeError, "loss must be"),
        ({"loss": lambda o, t: (1.0, o[:1])}, ValueError, "gradient that loss returns must be of"),
        ({"optimizer": "adam"}, TypeError, "optimizer must be what .* returns, got 'adam'$"),
        ({"optimizer": adam}, TypeError, "optimizer must .*adam; call it with its learning_rate"),
        ({"steps": 2.5}, TypeError, "steps must be an integer, got 2.5"),
        ({"steps": -1}, ValueError, "steps must be at least 0, got -1"),
        ({"record_every": -1}, ValueError, "record_every must be at least 0, got -1"),
        ({"batch_size": 4}, TypeError, "rng must be a numpy.*None"),
        ({"batch_size": 4, "rng": 0}, TypeError, r"rng must be .*default_rng\(0\)"),
        ({"batch_size": 17}, ValueError, "batch_size must be from 1 to 16, got 17"),
        ({"batch_size": 0}, ValueError, "batch_size must be from 1 to 16, got 0"),
        ({"batch_size": 2.0}, TypeError, "batch_size must be an integer, got 2.0"),
    ],
)
def test_what_cannot_be_trained_is_refused_by_name(changed, error, words):
    with pytest.raises(error, match=words):
        run(**changed)


W = np.ones(2)


@pytest.mark.parametrize(
    ("parameters", "function", "error", "words"),
    [
        ([[1.0]], lambda: (0.0, [W]), TypeError, r"parameters\[0\] must be an array"),
        ([W], None, TypeError, "loss_and_gradients must be a function"),
        ([W], lambda: 0.5, TypeError, "loss_and_gradients must be .* got 0.5"),
        ([W], lambda: (0.5, [W, W]), ValueError, r"gradients must be of the parameters' shapes"),
        ([W], lambda: (0.5, [W[:1]]), ValueError, r"gradients .*\[\(2,\)\].*\[\(1,\)\]"),
        ([W], lambda: (0.5, None), TypeError, "gradients must be a list of arrays, got None"),
    ],
)
def test_what_cannot_be_minimized_is_refused_by_name(parameters, function, error, words):
    with pytest.raises(error, match=words):
        minimize(parameters, function, optimizer=SGD, steps=3)
    assert (W == 1).all()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("rate", [1e3, 1e6])
def test_a_run_that_goes_astray_and_stays_finite_says_so(rate, seed):
    history = run(network(seed), *data(seed), optimizer=adam(learning_rate=rate), steps=50)
    assert np.isfinite(history.losses).all()
    assert len(history.losses) == 51
    start, end = history.losses[0], history.losses[-1]
    assert history.stopped == f"diverged: loss {start:.3g} at the start, {end:.3g} at the end"


@pytest.mark.parametrize("times", [95.0, 105.0])
def test_a_hundred_times_the_first_loss_is_astray(times):
    losses = iter([1.0, times])
    _, stopped = minimize([W.copy()], lambda: (next(losses), [W]), optimizer=SGD, steps=1)
    assert bool(stopped) == (times > 100)


@each_maker
def test_a_run_whose_output_overflows_stops_with_its_losses_and_names_it(maker):
    net = network(activation="relu")
    net.weights[0][:] *= 1e150
    net.weights[1][:] *= 1e200
    history = run(net, optimizer=maker(0.1))
    assert history.losses == [np.inf]
    assert history.stopped.startswith("loss is inf at step 0: output[0, 0] must be finite, got ")
    labels = np.zeros(16, int)
    history = run(net, y=labels, loss=softmax_cross_entropy, optimizer=maker(0.1))
    assert history.stopped.startswith("loss is inf at step 0: logits[0, 0] must be finite")


def test_a_curve_is_of_a_layer_and_a_measure_that_there_are():
    history = run(record_every=2)
    assert history.curve("rms", 2) == [layers[1].rms for layers in history.layers]
    for layer in (0, -1, 3, 9):
        with pytest.raises(ValueError, match=f"layer must be from 1 to 2, got {layer}"):
            history.curve("rms", layer)
    with pytest.raises(
        ValueError, match=r"measure must be .*'delta_norm'.*got 'delta_nrom'; did you"
    ):
        history.curve("delta_nrom", 1)
    with pytest.raises(TypeError, match=r"layer must be an integer, got 1\.0"):
        history.curve("rms", 1.0)


def test_a_run_on_one_example_records_that_there_is_no_spread():
    history = run(x=X[:1], y=Y[:1], record_every=1)
    assert np.isnan(history.curve("spread_over_inputs", 1)).all()
    assert np.isfinite(history.curve("spread_over_units", 1)).all()


def test_a_history_prints_in_a_few_lines_and_is_equal_to_itself_alone():
    one, other = run(record_every=1), run(record_every=1)
    assert one == one
    assert one != other
    assert len(repr(one)) < 300
