"""Initializers and gains at the ends: tiny cuts, moments that overflow, a user's slips."""

from __future__ import annotations

import math
import re
from functools import partial

import mpmath as mp
import numpy as np
import pytest

from vgref.activations import ACTIVATIONS, relu
from vgref.initializers import (
    delta_orthogonal,
    fixup,
    gain,
    gain_table,
    he_normal,
    identity,
    lsuv,
    normal,
    orthogonal,
    pytorch_gain,
    rezero,
    sparse,
    truncated_normal,
    uniform,
    variance_scaling,
)
from vgref.initializers.distributions import _truncated_share, _truncated_std


@pytest.mark.parametrize("cut", [5e-324, 1e-300, 1e-8, 1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999])
def test_the_standard_deviation_within_a_small_cut_is_exact(cut):
    with mp.workdps(60):
        c = mp.mpf(cut)
        if cut > 1e-9:
            variance = 1 - 2 * c * mp.npdf(c) / (2 * mp.ncdf(c) - 1)
            exact = float(mp.sqrt(variance) / c)
        else:
            exact = float(1 / mp.sqrt(3))
    assert _truncated_share(cut) == pytest.approx(exact, rel=4e-16)
    assert _truncated_share(1e-6) * 1e-6 == pytest.approx(5.773502691895e-7, rel=1e-12)


def test_both_forms_of_it_agree_where_they_meet():
    assert _truncated_std(1.0) == pytest.approx(_truncated_share(1.0), rel=1e-14)


@pytest.mark.parametrize("cut", [5e-324, 1e-8, 1e-6, 0.3, 0.9, 1.0])
def test_a_tiny_cut_is_drawn_at_once_and_is_the_flat_top(cut):
    """At 1e-8 nine numbers once took a minute: a Gaussian hardly ever falls so near to 0."""
    sample = truncated_normal((300, 400), std=0.2, cut=cut, rng=np.random.default_rng(0))
    error = 0.04 * math.sqrt((1.8 if cut < 0.5 else 2.0) / sample.size)
    assert abs(sample.mean()) <= 4.5 * 0.2 / math.sqrt(sample.size)
    assert abs((sample**2).mean() - 0.04) <= 4.5 * error
    share = _truncated_share(cut)
    assert 0.999 * 0.2 / share <= np.abs(sample).max() <= 0.2 / share
    # The fourth moment tells the bell from its flat top: 9/5 for a uniform one.
    x = np.linspace(-1, 1, 20_001)
    bell = np.exp(-0.5 * (cut * x) ** 2)
    kurtosis = (bell @ x**4) * bell.sum() / (bell @ x**2) ** 2
    assert (sample**4).mean() / (sample**2).mean() ** 2 == pytest.approx(kurtosis, abs=0.01)


def test_cuts_from_one_on_draw_as_ever():
    rng = np.random.default_rng(3)
    draw = rng.standard_normal((40, 40))
    while (outside := np.abs(draw) > 2.0).any():
        draw[outside] = rng.standard_normal(np.count_nonzero(outside))
    got = truncated_normal((40, 40), std=1.0, rng=np.random.default_rng(3))
    np.testing.assert_array_equal(got, draw * (1.0 / _truncated_std(2.0)))


@pytest.mark.parametrize("moment", ["forward", "backward"])
def test_a_moment_that_overflows_is_said_to(moment):
    """E exp(2z) = exp(2q) is found up to q = 120, and was once a gain of 0 from 126 on."""
    scale = 120.0 if moment == "forward" else 1.0
    found = gain("exponential", moment=moment, variance=120.0)
    assert found == pytest.approx(math.sqrt(scale) * math.exp(-120.0), rel=1e-11)
    for variance in (130.0, 178.0, 400.0, 1e6):
        words = rf"^variance must be smaller: the {moment} moment of exponential overflows, got "
        with pytest.raises(ValueError, match=words):
            gain("exponential", moment=moment, variance=variance)


def test_the_table_of_gains_is_at_the_variance_asked_for_in_both_columns():
    for variance in (0.25, 4.0):
        for row in gain_table(variance=variance):
            for moment, found in (("forward", row.forward), ("backward", row.backward)):
                if not math.isinf(found):
                    assert found == gain(row.name, moment=moment, variance=variance)
    apart = {row.name: row.backward for row in gain_table(variance=4.0)}
    assert apart["tanh"] > 1.2 * gain("tanh", moment="backward")
    assert [row.name for row in gain_table() if math.isinf(row.backward)] == ["step"]


def test_pytorch_knows_these_names_and_no_others():
    """torch.nn.init.calculate_gain, as its documentation lists them; "prelu" raises there."""
    known = {row.name: row.pytorch for row in gain_table() if row.pytorch is not None}
    assert known == {
        "identity": 1.0,
        "relu": math.sqrt(2.0),
        "leaky_relu": math.sqrt(2.0 / (1.0 + 0.01**2)),
        "sigmoid": 1.0,
        "tanh": 5.0 / 3.0,
        "selu": 0.75,
    }
    assert pytorch_gain("prelu") is None


def test_own_functions_and_other_names_are_taken_wherever_an_activation_is():
    assert gain(relu, moment="forward") == gain("Relu", moment="forward")
    x = np.random.default_rng(0).standard_normal((50, 4))
    one, other = (
        lsuv([np.zeros((4, 4))] * 2, phi, x, rng=np.random.default_rng(1))
        for phi in (relu, ["relu", ACTIVATIONS["relu"]])
    )
    np.testing.assert_array_equal(one, other)


def test_lsuv_counts_the_spread_between_units_as_its_docstring_says():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((4000, 100)) + 5.0
    [weight] = lsuv([np.zeros((100, 100))], "relu", x, rng=rng)
    z = x @ weight
    assert abs(z.var() - 1.0) < 0.1
    within = z.var(axis=0).mean()
    assert within == pytest.approx(0.04, abs=0.005)
    centred = x - x.mean(axis=0)
    [weight] = lsuv([np.zeros((100, 100))], "relu", centred, rng=rng)
    assert (centred @ weight).var(axis=0).mean() == pytest.approx(1.0, abs=0.1)


RNG = np.random.default_rng(0)
X = np.ones((5, 3)) * np.arange(5.0)[:, None]
W = [np.zeros((3, 2))]
REFUSED = {
    "gain must be a number, got None": lambda: variance_scaling(
        (3, 3), gain=None, mode="fan_in", rng=RNG
    ),
    "gain must be a number, got '1'": lambda: orthogonal((3, 3), gain="1", rng=RNG),
    "gain must be a number, got ndarray of float64, shape (2,)": lambda: identity(
        (3, 3), gain=np.ones(2)
    ),
    "std must be a number, got [0.1]": lambda: normal((3, 3), std=[0.1], rng=RNG),
    "bound must be a number, got True": lambda: uniform((3, 3), bound=True, rng=RNG),
    "mode must be 'fan_in', 'fan_out' or 'fan_avg', got ['fan_in']": lambda: he_normal(
        (3, 3), mode=["fan_in"], rng=RNG
    ),
    "mode must be 'fan_in', 'fan_out' or 'fan_avg', got 'fanin'; did you mean 'fan_in'": (
        lambda: he_normal((3, 3), mode="fanin", rng=RNG)
    ),
    "slope must be a number, got None": lambda: he_normal((3, 3), slope=None, rng=RNG),
    "slope must be finite, got nan": lambda: he_normal((3, 3), slope=math.nan, rng=RNG),
    "moment must be 'forward' or 'backward', got None": lambda: gain("relu", moment=None),
    "moment must be 'forward' or 'backward', got 'foward'; did you mean 'forward'?": (
        lambda: gain("relu", moment="foward")
    ),
    "variance must be a number, got '1'": lambda: gain("relu", moment="forward", variance="1"),
    "shape must be a sequence of integers, got '33'": lambda: normal("33", std=1.0, rng=RNG),
    "shape[1] must be an integer, got None": lambda: normal((3, None), std=1.0, rng=RNG),
    "dtype must be floating, got 'half-ish'": lambda: normal(
        (3, 3), std=1.0, rng=RNG, dtype="half-ish"
    ),
    "numpy.random.default_rng(0) makes one": lambda: normal((3, 3), std=1.0, rng=0),
    "connections must be an integer, got 1.5": lambda: sparse(
        (4, 4), connections=1.5, gain=1.0, rng=RNG
    ),
    "connections must be from 1 to 4, got 5": lambda: sparse(
        (4, 4), connections=5, gain=1.0, rng=RNG
    ),
    "branches must be an integer, got 1.5": lambda: fixup([(4, 4), (4, 4)], branches=1.5, rng=RNG),
    "shapes must be a sequence of shapes, got 5": lambda: rezero(5, rng=RNG),
    "shape must be a sequence of integers, got 4": lambda: rezero([4, 4], rng=RNG),
    "shape must be (*window, channels_in, channels_out) of an odd window, got (2, 3, 3)": (
        lambda: delta_orthogonal((2, 3, 3), gain=1.0, rng=RNG)
    ),
    "passes must be at least 1, got 0": lambda: lsuv(W, "tanh", X, rng=RNG, passes=0),
    "passes must be at least 1, got -3": lambda: lsuv(W, "tanh", X, rng=RNG, passes=-3),
    "passes must be an integer, got 1.5": lambda: lsuv(W, "tanh", X, rng=RNG, passes=1.5),
    "tolerance must be finite and positive, got 0.0": lambda: lsuv(
        W, "tanh", X, rng=RNG, tolerance=0.0
    ),
    "weights[0] must be an array of floats, got (3, 2)": lambda: lsuv(
        [(3, 2)], "tanh", X, rng=RNG
    ),
    "weights must be a sequence of arrays, got ndarray of float64, shape (3, 2)": lambda: lsuv(
        W[0], "tanh", X, rng=RNG
    ),
    "weights[0] must be of shape (4, any), got ndarray of float64, shape (3, 2)": lambda: lsuv(
        W, "tanh", np.ones((5, 4)), rng=RNG
    ),
    "x[1, 1] must be finite, got nan": lambda: lsuv(
        W, "tanh", np.where(np.arange(15).reshape(5, 3) == 4, np.nan, X), rng=RNG
    ),
    "x must be an array of floats, got [[1.0, 2.0, 3.0]]": lambda: lsuv(
        W, "tanh", [[1.0, 2.0, 3.0]], rng=RNG
    ),
    "x must be a plain array, got MaskedArray": lambda: lsuv(
        W, "tanh", np.ma.masked_array(X), rng=RNG
    ),
    "activations must be one, or one per layer, got None": lambda: lsuv(W, None, X, rng=RNG),
    "activations must be one, or 1, one per layer, got ['relu', 'tanh']": lambda: lsuv(
        W, ["relu", "tanh"], X, rng=RNG
    ),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_is_refused_in_words(words):
    with pytest.raises((TypeError, ValueError), match=re.escape(words)):
        REFUSED[words]()


@pytest.mark.parametrize("draw", [normal, truncated_normal])
def test_a_standard_deviation_is_checked_whatever_the_cut(draw):
    for cut in (1e-3, 2.0):
        call = partial(draw, cut=cut) if draw is truncated_normal else draw
        for bad in (0.0, -1.0, math.nan, math.inf):
            with pytest.raises(ValueError, match=f"^std must be finite and positive, got {bad}$"):
                call((2, 2), std=bad, rng=RNG)
