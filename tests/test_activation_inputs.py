"""Inputs, parameters and names that a careless user gives: right, or refused in words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import mpmath as mp
import numpy as np
import pytest

import vgref.activations as vg
from tests.activation_references import REFERENCES
from vgref.activations import ACTIVATIONS, PAIRS, activation
from vgref.activations.catalogue import ALIASES
from vgref.activations.exponentials import SELU_ALPHA, SELU_SCALE, SELU_SCALE_ALPHA

every_activation = pytest.mark.parametrize("name", list(ACTIVATIONS))
every_dtype = pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])


def ends(dtype: type) -> np.ndarray:
    info = np.finfo(dtype)
    sizes = [0.0, info.smallest_subnormal, info.tiny, info.max / 2, info.max, np.inf]
    return np.array([np.nan, *sizes, *np.negative(sizes)], dtype)


@every_dtype
@every_activation
def test_nothing_warns_at_the_ends_of_the_range(name: str, dtype: type) -> None:
    z, phi = ends(dtype), ACTIVATIONS[name]
    for which, function in enumerate((phi.function, phi.derivative)):
        with np.errstate(all="raise"):
            got = function(z)
        assert got.dtype == dtype
        for x, y in zip(z.tolist()[1:], got.tolist()[1:], strict=True):
            if math.isinf(x) or phi.name in ("sin", "cos", "siren30", "snake"):
                continue  # limits have a test of their own, and max is an unknown phase
            info = np.finfo(dtype)
            with mp.workprec(260):
                exact = REFERENCES[name](mp.mpf(x))[which]
                fits = abs(exact) < mp.mpf(float(info.max)) * (1 + mp.mpf(2) ** (-info.nmant - 2))
            if fits:
                unit = abs(float(exact)) * 2.0**-info.nmant + float(info.smallest_subnormal)
                assert abs(y - float(exact)) <= 2 * unit, x
            else:
                assert y == math.copysign(math.inf, float(mp.sign(exact))), x


@every_dtype
def test_nothing_warns_at_the_ends_of_two_inputs(dtype: type) -> None:
    a, b = np.meshgrid(ends(dtype), ends(dtype))
    for name in ("glu", "swiglu"):
        with np.errstate(all="raise"):
            got = getattr(vg, name)(a, b)
            slopes = getattr(vg, f"{name}_derivatives")(a, b)
        assert got.dtype == slopes[0].dtype == dtype
        product = np.isnan(a) | np.isnan(b) | (np.isinf(a) & (b == 0)) | (np.isinf(b) & (a == 0))
        assert np.isnan(got[np.isnan(a) | np.isnan(b)]).all()
        assert not np.isnan(got[~product]).any()


@every_activation
def test_any_layout_is_read_and_none_is_written(name: str) -> None:
    phi = ACTIVATIONS[name]
    whole = np.random.default_rng(0).standard_normal((6, 8))
    for z in (whole[::2, ::-3], np.asfortranarray(whole), whole.astype(">f8"), whole.T):
        z.flags.writeable = False
        for function in (phi.function, phi.derivative):
            got = function(z)
            assert not np.shares_memory(got, z)
            np.testing.assert_array_equal(got, function(np.array(z, np.float64, order="C")))


@pytest.mark.parametrize(
    "function",
    [*(f for phi in ACTIVATIONS.values() for f in (phi.function, phi.derivative)), vg.maxout],
)
def test_a_mask_and_a_long_double_are_refused_in_words(function: Callable[..., Any]) -> None:
    masked = np.ma.masked_array([1.0, -1.0], [True, False])
    words = r"^z must be a plain array, got MaskedArray of float64, shape \(2,\); z.filled"
    with pytest.raises(TypeError, match=words):
        function(masked)
    with pytest.raises(
        TypeError, match=r"^z must be float16, float32 or float64 and not float128"
    ):
        function(np.ones(2, np.longdouble))


PARAMETERS = {
    "slope": [vg.leaky_relu, vg.leaky_relu_derivative, vg.prelu, vg.prelu_derivative],
    "alpha": [vg.elu, vg.elu_derivative, vg.celu, vg.celu_derivative],
    "threshold": [
        vg.softshrink,
        vg.softshrink_derivative,
        vg.hardshrink,
        vg.hardshrink_derivative,
    ],
    "theta": [vg.threshold, vg.threshold_derivative],
    "omega": [vg.siren, vg.siren_derivative],
    "lower": [vg.rrelu, vg.rrelu_derivative],
    "upper": [vg.rrelu, vg.rrelu_derivative],
}
CASES = [(name, function) for name, functions in PARAMETERS.items() for function in functions]


def test_no_parameter_is_forgotten() -> None:
    import inspect

    for name, value in vars(vg).items():
        if not inspect.isfunction(value) or name == "activation" or name in PAIRS:
            continue
        own = [
            k for k, p in inspect.signature(value).parameters.items() if p.default is not p.empty
        ]
        assert all(value in PARAMETERS[k] for k in own), name


@pytest.mark.parametrize(("name", "function"), CASES)
def test_a_parameter_is_a_finite_number(name: str, function: Callable[..., Any]) -> None:
    for z in (np.array([-2.0, 0.0, 3.0]), np.float32(1.0), np.empty(0)):
        for bad in (math.nan, math.inf, -math.inf):
            with pytest.raises(ValueError, match=f"^{name} must be .*, got {bad}$"):
                function(z, **{name: bad})
        for wrong in ("0.1", None, [0.1], np.array([0.1, 0.2])):
            with pytest.raises(TypeError, match=f"^{name} must be a number, got "):
                function(z, **{name: wrong})
        if name in ("alpha", "threshold"):
            for bad in (0.0, -0.5):
                with pytest.raises(ValueError, match=f"^{name} must be finite and positive, got"):
                    function(z, **{name: bad})
    for kind in (np.float64, np.float16, int, np.int8):  # no parameter decides the precision
        value = kind(0 if name == "lower" else 1)
        assert function(np.ones(3, np.float32), **{name: value}).dtype == np.float32


def test_a_parameter_that_the_precision_cannot_hold_is_refused() -> None:
    half = np.array([0.0, -1.0], np.float16)
    for name, function in CASES:
        if name in ("slope", "threshold", "theta"):
            with pytest.raises(
                ValueError, match=f"{name} must be a number of float16, got 1e\\+5"
            ):
                function(half, **{name: 1e50})
    with np.errstate(all="raise"):  # what rounds to 0 is 0
        assert vg.leaky_relu(np.array([-np.inf], np.float16), 1e-50)[0] == 0
        assert vg.softshrink(np.array([np.inf, 1.0]), 1e308).tolist() == [np.inf, 0.0]


def test_slopes_of_any_sign_and_size_are_two_lines() -> None:
    z = np.array([-np.inf, -2.0, -0.0, 3.0, np.inf])
    for slope in (-0.01, 0.0, 0.5, 1.0, 2.0):
        expected = [v if v > 0 else (slope * v if slope else 0.0) for v in z.tolist()]
        assert vg.leaky_relu(z, slope).tolist() == expected
        assert vg.leaky_relu_derivative(z, slope).tolist() == [slope] * 3 + [1.0] * 2
    with pytest.raises(ValueError, match=r"^lower must be at most upper, 0\.1, got 0\.5$"):
        vg.rrelu(z, 0.5, 0.1)


@pytest.mark.parametrize("alpha", [5e-324, 1e-300, 1e-3, 0.3, 1e200, 1.1e200, 1.7e308])
def test_celu_is_exact_for_any_positive_alpha(alpha: float) -> None:
    shares = np.random.default_rng(0).uniform(0.01, 0.9, 40)
    z = -np.minimum(
        np.maximum(alpha * shares * 20.0 if alpha < 1e300 else alpha * shares, 5e-324), 1.7e308
    )
    with np.errstate(all="raise"):
        got, slopes = vg.celu(z, alpha), vg.celu_derivative(z, alpha)
        ends = vg.celu_derivative(np.array([-np.inf, -0.0, np.inf]), alpha)
    assert ends.tolist() == [0.0, 1.0, 1.0]
    with mp.workprec(300):
        for x, y, slope in zip(z.tolist(), got.tolist(), slopes.tolist(), strict=True):
            exact = mp.mpf(alpha) * mp.expm1(mp.mpf(x) / mp.mpf(alpha))
            assert abs(exact - mp.mpf(y)) <= 4 * math.ulp(float(exact))
            exact = mp.exp(mp.mpf(x) / mp.mpf(alpha))
            assert abs(exact - mp.mpf(slope)) <= 4 * math.ulp(float(exact))


def test_selus_constants_are_those_of_the_fixed_point_to_the_last_digit() -> None:
    with mp.workprec(200):
        first = mp.erfc(1 / mp.sqrt(2)) * mp.exp(mp.mpf(1) / 2)
        second = mp.erfc(mp.sqrt(2)) * mp.exp(2)
        alpha = mp.sqrt(2 / mp.pi) / (1 - first)
        scale = mp.sqrt(2 / (alpha**2 * (second - 2 * first + 1) + 1))
        exact = [float(alpha), float(scale), float(scale * alpha)]
    assert exact == [SELU_ALPHA, SELU_SCALE, SELU_SCALE_ALPHA]


def test_prelus_derivative_by_its_slope_is_a_difference_quotient() -> None:
    z = np.random.default_rng(0).uniform(-5, 5, 200)
    difference = (vg.prelu(z, 0.25 + 2**-10) - vg.prelu(z, 0.25 - 2**-10)) / 2**-9
    np.testing.assert_allclose(vg.prelu_slope_derivative(z), difference, rtol=0, atol=1e-11)
    assert vg.prelu_slope_derivative(np.array([-np.inf, np.inf])).tolist() == [-np.inf, 0.0]


def test_softplus_keeps_its_small_term_until_it_rounds_away() -> None:
    # log(1 + e^z) = z + log1p(e^-z); dropped at 20, as libraries do, it is off by 2e-9.
    with mp.workprec(120):
        for z in np.arange(15.0, 40.0, 0.25).tolist():
            exact = mp.log1p(mp.exp(z))
            assert abs(mp.mpf(float(vg.softplus(z))) - exact) <= math.ulp(z)
            below = mp.log1p(mp.exp(-z))
            assert abs(mp.mpf(float(vg.softplus(-z))) - below) <= 2 * math.ulp(float(below))
    assert float(vg.softplus(20.0)) - 20.0 == pytest.approx(math.exp(-20.0), rel=1e-6)


SPELLINGS = {
    "Relu": "relu",
    "ReLU6": "relu6",
    "Leaky ReLU": "leaky_relu",
    "hardswish": "hard_swish",
    "Hard-Tanh": "hard_tanh",
    "TanH": "tanh",
    "swish": "silu",
    "leaky": "leaky_relu",
    "logistic": "sigmoid",
    "expit": "sigmoid",
    "linear": "identity",
    "siren": "siren30",
}


def test_other_spellings_and_other_names_are_taken() -> None:
    for given, name in (SPELLINGS | dict(ALIASES)).items():
        assert activation(given) is ACTIVATIONS[name]
    for name in ACTIVATIONS:  # no spelling of one is another's
        for spelling in (name, name.upper(), name.replace("_", ""), name.replace("_", "-")):
            assert activation(spelling).name == name
    assert not set(ALIASES) & set(ACTIVATIONS)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("tahn", "did you mean 'tanh'"),
        ("sigmod", "did you mean 'sigmoid'"),
        ("hard", "did you mean 'hard_tanh', 'hard_swish' or 'hard_sigmoid'?"),
        ("swich", "did you mean 'silu'"),
        ("softmax", "list(ACTIVATIONS) shows them all"),
        ("glu", "glu takes two inputs: vgref.activations.PAIRS has it"),
        ("", "list(ACTIVATIONS) shows them all"),
    ],
)
def test_an_unknown_name_gets_the_near_ones_and_no_list(given: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)) as error:
        activation(given)
    assert str(error.value).startswith("activation must be ")
    assert f"got {given!r}" in str(error.value)
    assert len(str(error.value)) < 160


def test_vgrefs_own_function_is_taken_for_the_entry_it_is() -> None:
    z = np.random.default_rng(0).standard_normal(50)
    taken = 0
    for name, function in vars(vg).items():
        if not callable(function) or name.endswith(("derivative", "derivatives")):
            continue
        try:
            phi = activation(function)
        except TypeError:
            continue
        taken += 1
        np.testing.assert_array_equal(phi.function(z), function(z))
    assert taken >= 40
    assert activation(ACTIVATIONS["celu_0.5"].function).name == "celu_0.5"
    assert activation(vg.rrelu) is ACTIVATIONS["rrelu"]
    assert activation(vg.absolute_value) is ACTIVATIONS["abs"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (np.tanh, "got the ufunc tanh; the name 'tanh' is one"),
        (vg.prelu, "got the function prelu; the name 'prelu' is one"),
        (partial(vg.leaky_relu, slope=0.3), "Activation(...) makes one of it"),
        (PAIRS["glu"], "this one takes two inputs"),
        (3, "got 3"),
        (None, "got None"),
        (["relu"], "got ['relu']"),
    ],
)
def test_what_is_no_activation_is_told_what_would_be(given: object, words: str) -> None:
    with pytest.raises(TypeError, match=re.escape(words)):
        activation(given)  # type: ignore[arg-type]
