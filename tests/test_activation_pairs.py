"""Gated linear units and maxout: values, partial derivatives, and where the gradient goes."""

from __future__ import annotations

import json
from pathlib import Path

import mpmath as mp
import numpy as np
import pytest

from tests.activation_references import _gate, _sigma, errors_in_ulp
from vgref.activations import (
    glu,
    glu_derivatives,
    maxout,
    maxout_derivative,
    swiglu,
    swiglu_derivatives,
)

ORACLE = json.loads((Path(__file__).parent / "data" / "activations.json").read_text())


def test_glu_is_within_4_ulp_of_the_oracle() -> None:
    for a, b, *exact in ORACLE["glu"]:
        a, b = np.array([float(a)]), np.array([float(b)])
        with np.errstate(all="raise"):
            got = [glu(a, b), *glu_derivatives(a, b)]
        for g, text in zip(got, exact, strict=True):
            e = float.fromhex(text)
            assert abs(g[0] - e) <= 4 * np.spacing(abs(e))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_gated_units_are_exact_for_any_pair(dtype: type) -> None:
    rng = np.random.default_rng(4)
    big = 30 if dtype is np.float32 else 250
    a = (10.0 ** rng.uniform(-3, big, 200) * rng.choice([-1, 1], 200)).astype(dtype)
    b = (10.0 ** rng.uniform(-3, 3, 200) * rng.choice([-1, 1], 200)).astype(dtype)
    with np.errstate(all="raise"):
        ours = (glu(a, b), *glu_derivatives(a, b), swiglu(b, a), *swiglu_derivatives(b, a))
    with mp.workprec(200):
        exact = []
        for x, y in zip(a.tolist(), b.tolist(), strict=True):
            x, y = mp.mpf(x), mp.mpf(y)
            value, slope = _gate(y, y, y)
            exact.append(
                (x * _sigma(y), _sigma(y), x * _sigma(y) * _sigma(-y), value * x, slope * x, value)
            )
        for got, want in zip(ours, zip(*exact, strict=True), strict=True):
            assert got.dtype == dtype
            assert errors_in_ulp(got, list(want)).max() <= 4


def test_maxout_is_the_oracles_maximum_and_a_tie_goes_to_the_first() -> None:
    for a, b, value in ORACLE["maxout"]:
        z = np.array([float(a), float(b)])
        assert maxout(z) == float(value)
        expected = [1.0, 0.0] if z[0] >= z[1] else [0.0, 1.0]
        assert maxout_derivative(z).tolist() == expected


def test_the_derivative_of_maxout_routes_the_whole_gradient_to_one_piece() -> None:
    z = np.random.default_rng(0).integers(-2, 3, (50, 7, 3)).astype(np.float32)
    derivative = maxout_derivative(z)
    assert derivative.dtype == np.float32
    np.testing.assert_array_equal(derivative.sum(axis=-1), 1)
    np.testing.assert_array_equal((derivative * z).sum(axis=-1), maxout(z))


def test_nan_in_a_piece_is_nan_in_the_unit_and_its_gradient() -> None:
    z = np.array([[1.0, np.nan], [1.0, 2.0]])
    assert np.isnan(maxout(z)).tolist() == [True, False]
    assert np.isnan(maxout_derivative(z)).tolist() == [[True, True], [False, False]]
    assert np.isnan(glu(np.array([np.nan, 1.0]), np.array([1.0, np.nan]))).all()


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(TypeError, match=r"b must be .* not int64, got ndarray"):
        glu(np.array([1.0]), np.array([1]))
    with pytest.raises(TypeError, match=r"z must be .* not int64, got ndarray"):
        maxout(np.array([1, 2]))
    with pytest.raises(ValueError, match=r"at least one piece .* shape \(3, 0\)"):
        maxout(np.empty((3, 0)))
    with pytest.raises(ValueError, match=r"at least one piece .*, got "):
        maxout(np.float64(1.0))
    with pytest.raises(ValueError, match=r"broadcast"):
        glu(np.ones(3), np.ones(2))
