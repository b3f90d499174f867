"""Gaussian expectations of what grows fast: exact, infinite or refused, never a wrong number."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vgref.gaussian import expectation, pair_expectation


@pytest.mark.parametrize("k", [-2.0, 0.1, 0.4, 0.45, 0.47, 0.475])
@pytest.mark.parametrize("variance", [0.25, 1.0, 1e6])
def test_what_grows_nearly_as_the_density_falls_is_exact(k, variance):
    """E exp(k t²) = 1/sqrt(1 - 2k): up to where 37 standard deviations hold all of it."""
    found = expectation(lambda z: np.exp(k * z * z / variance), variance)
    assert found == pytest.approx(1 / math.sqrt(1 - 2 * k), rel=1e-14)


@pytest.mark.parametrize("k", [0.48, 0.49, 0.499, 0.5, 0.501, 0.51])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_what_grows_faster_is_refused(k, sign):
    """Once 29.5 for an infinity, and 20.2 for 22.4, in silence."""
    with pytest.raises(ValueError, match=r"count 37 standard deviations out: with variance 1\.0"):
        expectation(lambda z: sign * np.exp(k * z * z), 1.0)


@pytest.mark.parametrize("k", [0.6, 1.0, 30.0])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_what_overflows_before_the_density_wins_is_infinite(k, sign):
    assert expectation(lambda z: sign * np.exp(k * z * z), 1.0) == sign * math.inf


def test_both_infinities_are_no_answer():
    for function in (lambda z: z * np.exp(z * z), lambda z: np.sign(z) * np.exp(0.6 * z * z)):
        with pytest.raises(ValueError, match=r"both signs"):
            expectation(function, 1.0)


def test_nan_is_noticed_at_variance_0_too():
    for variance in (0.0, 1.0):
        with pytest.raises(ValueError, match="function gives nan"):
            expectation(lambda z: z * np.nan, variance)
        with pytest.raises(ValueError, match="function gives nan"):
            pair_expectation(lambda z: z * np.nan, np.cos, variance, 1.0, 0.5)
        with pytest.raises(ValueError, match="function gives nan"):
            pair_expectation(np.cos, lambda z: z * np.nan, 1.0, variance, 0.5)
    assert expectation(lambda z: np.exp(z * z), 0.0, mean=40.0) == math.inf
    assert pair_expectation(np.sin, lambda z: np.exp(z * z), 0.0, 1.0, 0.0) == 0.0


@pytest.mark.parametrize("c", [-0.9, 0.0, 0.5, 1.0])
def test_pairs_that_grow_nearly_as_the_density_falls_are_exact_or_refused(c):
    for k in (0.1, 0.2, 0.235):
        found = pair_expectation(*[lambda z, k=k: np.exp(k * z * z)] * 2, 1.0, 1.0, c)
        exact = 1 / math.sqrt((1 - 2 * k) ** 2 - (2 * k * c) ** 2)
        assert found == pytest.approx(exact, rel=4e-15)
    for k in (0.24, 0.25, 0.3, 0.5, 2.0):
        with pytest.raises(ValueError, match=r"count 37|must be finite, got inf"):
            pair_expectation(*[lambda z, k=k: np.exp(k * z * z)] * 2, 1.0, 1.0, c)


@pytest.mark.parametrize("variance", [100.0, 120.0])
def test_pairs_of_exponentials_neither_overflow_nor_warn(variance):
    """f(u) E g(v) alone is beyond 1e308 where the density makes it small again."""
    for c in (0.0, 0.5, 0.9, 1.0):
        found = pair_expectation(np.exp, np.exp, variance, variance, c)
        size = math.exp(2 * variance)
        assert abs(found - math.exp((1 + c) * variance)) <= 3e-14 * size
    with pytest.raises(ValueError, match=r"E f\(u\)² must be finite, got inf"):
        pair_expectation(np.exp, np.exp, 400.0, 1.0, 0.5)
    with pytest.raises(ValueError, match=r"E g\(v\)² must be finite, got inf"):
        pair_expectation(np.exp, np.exp, 1.0, 400.0, 0.5)
