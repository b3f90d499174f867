"""Every activation is exact over the whole float range, in both precisions, and warns of nothing.

`data/activations.json` is the oracle; `activation_references` gives mpmath's value anywhere else.
"""

from __future__ import annotations

import json
from math import ulp
from pathlib import Path

import mpmath as mp
import numpy as np
import pytest

from tests.activation_references import (
    BITS,
    REFERENCES,
    allowance_in_ulp,
    errors_in_ulp,
    points,
)
from vgref.activations import ACTIVATIONS, Activation

ORACLE = json.loads((Path(__file__).parent / "data" / "activations.json").read_text())
DTYPES = (np.float64, np.float32)
NAMES = tuple(ORACLE["activations"])
LIMITS = {
    "-lambda*alpha": -1.7580993408473768,
    "lambda": 1.0507009873554805,
    "pi/2": np.pi / 2,
    "-pi/2": -np.pi / 2,
}

every_activation = pytest.mark.parametrize("name", NAMES)
every_dtype = pytest.mark.parametrize("dtype", DTYPES)


def test_the_catalogue_holds_the_oracles_activations_and_no_reference_is_missing() -> None:
    assert set(ACTIVATIONS) == set(NAMES) == set(REFERENCES)


@every_activation
def test_values_and_derivatives_are_within_4_ulp_of_the_oracle(name: str) -> None:
    phi = ACTIVATIONS[name]
    for x_hex, f_hex, df_hex in ORACLE["activations"][name]["points"]:
        x = float.fromhex(x_hex)
        if name == "snake" and abs(x) == 1e300:
            continue  # next to a zero, and half an ulp of x is 1e284: the test below says how near
        for function, text in ((phi.function, f_hex), (phi.derivative, df_hex)):
            exact = float.fromhex(text)
            if np.isfinite(exact):
                with np.errstate(all="raise"):
                    got = function(np.array([x]))[0]
                assert abs(got - exact) <= 4 * ulp(exact), x


@every_dtype
@every_activation
def test_values_and_derivatives_are_exact_from_subnormal_to_huge(name: str, dtype: type) -> None:
    # 4 ulp; next to a zero, also what half an ulp of the input makes of it, and no more.
    x = points(dtype, 160 if dtype is np.float64 else 60, seed=0)
    bits = np.finfo(dtype).nmant + 1
    with mp.workprec(BITS):
        exact = [REFERENCES[name](mp.mpf(v)) for v in x.tolist()]
        for which, function in enumerate(
            (ACTIVATIONS[name].function, ACTIVATIONS[name].derivative)
        ):
            fits = np.array([abs(e[which]) <= float(np.finfo(dtype).max) for e in exact])
            with np.errstate(all="raise"):
                got = function(x[fits])
            assert got.dtype == dtype
            errors = errors_in_ulp(
                got, [e[which] for e, fit in zip(exact, fits, strict=True) if fit]
            )
            for error, v in zip(errors[errors > 4], x[fits][errors > 4].tolist(), strict=True):
                assert error <= allowance_in_ulp(REFERENCES[name], which, v, bits), v


@every_dtype
@every_activation
def test_limits_at_infinity_are_right_to_the_sign_of_zero(name: str, dtype: type) -> None:
    expected = ORACLE["activations"][name]["limits"]
    ends = np.array([-np.inf, np.inf], dtype)
    with np.errstate(all="raise"):
        got = [*ACTIVATIONS[name].function(ends), *ACTIVATIONS[name].derivative(ends)]
    for key, value in zip(("f_ninf", "f_pinf", "df_ninf", "df_pinf"), got, strict=True):
        text = expected[key]
        if "or nan" in text:
            assert np.isnan(value) or np.isinf(value)
            continue
        limit = dtype(LIMITS[text] if text in LIMITS else float(text))
        np.testing.assert_array_equal(value, limit)
        assert np.isnan(limit) or np.signbit(value) == text.startswith("-")


@every_dtype
@every_activation
def test_nan_stays_nan_also_in_the_derivative(name: str, dtype: type) -> None:
    x = np.array([np.nan, 1.0], dtype)
    with np.errstate(all="raise"):
        assert np.isnan(ACTIVATIONS[name].function(x)[0])
        assert np.isnan(ACTIVATIONS[name].derivative(x)[0])


@every_dtype
@every_activation
def test_a_negative_zero_stays_one_where_the_function_passes_through_zero(
    name: str, dtype: type
) -> None:
    f, df = (
        function(np.array([-0.0], dtype))[0]
        for function in (ACTIVATIONS[name].function, ACTIVATIONS[name].derivative)
    )
    if f == 0 and df > 0:
        assert np.signbit(f)


@every_activation
def test_shape_dtype_and_input_are_kept(name: str) -> None:
    for function in (ACTIVATIONS[name].function, ACTIVATIONS[name].derivative):
        for dtype in (np.float16, *DTYPES):
            x = np.linspace(-2, 2, 12, dtype=dtype).reshape(2, 6)[:, ::2]
            before = x.copy()
            got = function(x)
            assert got.dtype == dtype
            assert got.shape == (2, 3)
            assert not np.shares_memory(got, x)
            np.testing.assert_array_equal(x, before)
            assert function(np.empty((0, 3), dtype)).shape == (0, 3)
        assert np.shape(function(0.5)) == ()


def test_an_array_longer_than_a_block_is_as_its_parts() -> None:
    x = np.random.default_rng(0).normal(size=(3, 9001)).T  # not contiguous, three blocks
    for phi in ACTIVATIONS.values():
        whole = phi.derivative(x)
        np.testing.assert_array_equal(whole[8000:8400, 1], phi.derivative(x[8000:8400, 1]))


@every_activation
@pytest.mark.parametrize("bad", [3, True, np.arange(3), np.array([1j]), "x", None])
def test_anything_but_floats_is_a_type_error_that_says_so(name: str, bad: object) -> None:
    for function in (ACTIVATIONS[name].function, ACTIVATIONS[name].derivative):
        with pytest.raises(TypeError, match=f"z must .* not {np.asarray(bad).dtype.name}, got "):
            function(bad)  # type: ignore[arg-type]


def naive_gelu_tanh_derivative(x: np.ndarray) -> np.ndarray:
    u = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
    inner = np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
    return 0.5 * (1 + np.tanh(u)) + 0.5 * x * (1 - np.tanh(u) ** 2) * inner


def naive_mish(x: np.ndarray) -> np.ndarray:
    return x * np.tanh(np.log(1 + np.exp(x)))


NAIVE = {
    "sigmoid'": (lambda x: 1 / (1 + np.exp(-x)) * (1 - 1 / (1 + np.exp(-x))), 40.0),
    "tanh'": (lambda x: 1 - np.tanh(x) ** 2, 20.0),
    "softplus": (lambda x: np.log(1 + np.exp(x)), -40.0),
    "log_sigmoid": (lambda x: np.log(1 / (1 + np.exp(-x))), 40.0),
    "silu": (lambda x: x / (1 + np.exp(-x)), -np.inf),
    "mish": (naive_mish, -40.0),
    "gelu_tanh'": (naive_gelu_tanh_derivative, 1e300),
    "gelu_tanh": (
        lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
        -10.0,
    ),
    "tanhshrink": (lambda x: x - np.tanh(x), 1e-5),
    "squareplus": (lambda x: (x + np.sqrt(x * x + 4)) / 2, -1e9),
    "bent_identity'": (lambda x: 1 + x / (2 * np.sqrt(x * x + 1)), 1e300),
    "isru": (lambda x: x / np.sqrt(1 + x * x), 1e200),
    "gaussian'": (lambda x: -2 * x * np.exp(-x * x), 26.1),
    "elu": (lambda x: np.exp(x) - 1, -1e-9),
    "siren30": (lambda x: np.sin(30 * x), 1234.567),
}


@pytest.mark.parametrize("case", NAIVE)
def test_the_formula_of_the_textbook_fails_where_ours_holds(case: str) -> None:
    naive, at = NAIVE[case]
    name, which = case.removesuffix("'"), int(case.endswith("'"))
    x = np.array([at])
    with np.errstate(all="ignore"):
        theirs = naive(x)
    phi = ACTIVATIONS[name]
    ours = (phi.derivative if which else phi.function)(x)
    if np.isinf(at):
        assert np.isnan(theirs[0])
        assert ours[0] == 0
        return
    with mp.workprec(BITS):
        exact = [REFERENCES[name](mp.mpf(at))[which]]
        assert errors_in_ulp(theirs, exact)[0] > 50
        assert errors_in_ulp(ours, exact)[0] <= 4


def slope(phi: Activation, x: float, h: float) -> float:
    return float(phi(x + h) - phi(x - h)) / (2 * h)


@every_activation
def test_the_derivative_is_the_slope_of_the_function(name: str) -> None:
    # Central differences: h**2 f'''/6 with f''' of siren30 the largest, and rounding over h.
    phi = ACTIVATIONS[name]
    h = 1e-5
    for x in np.random.default_rng(1).uniform(-4, 4, 40):
        if all(abs(x - kink) > 2 * h for kink in phi.kinks):
            bound = (30.0**3 if name == "siren30" else 60.0) * h**2
            assert abs(slope(phi, x, h) - float(phi.derivative(x))) < bound + 1e-9
