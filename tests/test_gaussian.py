"""Gaussian expectations against 30-digit values, closed forms, mpmath and sampling."""

from __future__ import annotations

import json
import math
from pathlib import Path

import mpmath
import numpy as np
import pytest

from vgref.activations import ACTIVATIONS
from vgref.gaussian import (
    expectation,
    linear_pieces,
    pair_expectation,
    piecewise_linear_moments,
)

THEORY = json.loads((Path(__file__).parent / "data" / "theory.json").read_text())
MOMENTS = {k: v for k, v in THEORY["gaussian_moments"].items() if not k.startswith("_")}
# Rounding of 32-node sums over a few dozen panels, a few ulp each.
CLOSE = 1e-14
VARIANCES = [1e-12, 1e-6, 1e-2, 1.0, 30.0, 1e4, 1e6]
SIXTH = mpmath.mpf(1) / 6
# Kinks, slopes and intercepts of the pieces, as the definitions have them.
LINEAR = {
    "identity": ([], [1], [0]),
    "step": ([0], [0, 0], [0, 1]),
    "abs": ([0], [-1, 1], [0, 0]),
    "relu": ([0], [0, 1], [0, 0]),
    "leaky_relu": ([0], [0.01, 1], [0, 0]),
    "prelu": ([0], [0.25, 1], [0, 0]),
    "rrelu": ([0], [11 / 48, 1], [0, 0]),
    "relu6": ([0, 6], [0, 1, 0], [0, 0, 6]),
    "hard_tanh": ([-1, 1], [0, 1, 0], [-1, 0, 1]),
    "hard_sigmoid": ([-3, 3], [0, SIXTH, 0], [0, 0.5, 1]),
    "hard_sigmoid_keras": ([-2.5, 2.5], [0, 0.2, 0], [0, 0.5, 1]),
    "softshrink": ([-0.5, 0.5], [1, 0, 1], [0.5, 0, -0.5]),
    "hardshrink": ([-0.5, 0.5], [1, 0, 1], [0, 0, 0]),
    "threshold": ([1], [0, 1], [0, 0]),
}


def exact_moments(name, variance, mean):
    """The four moments of a piecewise-linear function with 60 digits."""
    kinks, slopes, intercepts = LINEAR[name]
    with mpmath.workdps(400):  # far tails cancel
        deviation = mpmath.sqrt(variance)
        edges = [-mpmath.inf, *[(k - mpmath.mpf(mean)) / deviation for k in kinks], mpmath.inf]
        totals = [mpmath.mpf(0)] * 4
        for a, b, slope, intercept in zip(edges[:-1], edges[1:], slopes, intercepts, strict=True):
            p = mpmath.ncdf(b) - mpmath.ncdf(a)
            first = mpmath.npdf(a) - mpmath.npdf(b)
            ends = [0 if mpmath.isinf(t) else t * mpmath.npdf(t) for t in (a, b)]
            second = p + ends[0] - ends[1]
            h, t = slope * mpmath.mpf(mean) + intercept, slope * deviation
            terms = (
                h * p + t * first,
                h * h * p + 2 * h * t * first + t * t * second,
                slope * p,
                slope**2 * p,
            )
            totals = [total + term for total, term in zip(totals, terms, strict=True)]
        return [float(total) for total in totals]


def four_moments(phi, variance, mean=0.0):
    functions = (
        phi.function,
        lambda z: phi.function(z) ** 2,
        phi.derivative,
        lambda z: phi.derivative(z) ** 2,
    )
    return [expectation(f, variance, mean=mean, kinks=phi.kinks) for f in functions]


def relu(z):
    return np.maximum(z, 0.0)


@pytest.mark.parametrize("name", MOMENTS)
def test_moments_agree_with_thirty_digits(name):
    expected = [float(MOMENTS[name][key]) for key in ("E_f", "E_f2", "E_df", "E_df2")]
    np.testing.assert_allclose(four_moments(ACTIVATIONS[name], 1.0), expected, CLOSE, 1e-15)


@pytest.mark.parametrize("mean", [0.0, -2.5, 0.3])
@pytest.mark.parametrize("name", LINEAR)
def test_piecewise_linear_moments_agree_with_closed_forms_of_many_digits(name, mean):
    phi = ACTIVATIONS[name]
    for variance in VARIANCES:
        exact = np.array(exact_moments(name, variance, mean))
        # An odd function has the mean 0: compare with its size. At 25 standard deviations the
        # rounding of t is amplified by t²; a kink at the mean sees the rounding of z itself.
        sizes = np.array([math.sqrt(exact[1]), exact[1], math.sqrt(exact[3]), exact[3]])
        far = 1 + max([(k - mean) ** 2 / variance for k in phi.kinks if k > mean], default=0.0)
        rounding = np.spacing(abs(mean)) / math.sqrt(variance)
        tolerance = (1e-14 + 5e-16 * min(far, 1400.0) + rounding) * sizes + 1e-300
        assert (np.abs(four_moments(phi, variance, mean) - exact) <= tolerance).all()


@pytest.mark.parametrize("name", LINEAR)
def test_closed_forms_agree_with_those_of_many_digits(name):
    phi = ACTIVATIONS[name]
    slopes, intercepts = linear_pieces(phi.function, phi.kinks)
    for variance in (0.25, 1.0, 30.0):
        found = piecewise_linear_moments(phi.kinks, slopes, intercepts, variance, mean=0.3)
        np.testing.assert_allclose(found, exact_moments(name, variance, 0.3), 1e-14, 1e-15)


def test_closed_form_of_relu_is_the_textbooks():
    for variance in VARIANCES:
        found = piecewise_linear_moments([0.0], [0.0, 1.0], [0.0, 0.0], variance)
        expected = [math.sqrt(variance / (2 * math.pi)), variance / 2, 0.5, 0.5]
        np.testing.assert_allclose(found, expected, 1e-15)


@pytest.mark.parametrize("at", [1.0, 5.0, 12.0, 30.0])
def test_tail_alone_keeps_its_relative_accuracy(at):
    """A step far out: Φ(-30) is 5e-198."""
    found = expectation(lambda z: (z > at).astype(float), 1.0, kinks=(at,))
    assert found == pytest.approx(math.erfc(at / math.sqrt(2.0)) / 2, rel=2e-13, abs=0.0)


@pytest.mark.parametrize("variance", [1e-12, 1e-4, 1.0, 50.0, 1e4, 1e6])
def test_oscillations_agree_with_closed_forms(variance):
    for omega in (1.0, 30.0):
        second = expectation(lambda z, omega=omega: np.sin(omega * z) ** 2, variance)
        assert second == pytest.approx(-0.5 * math.expm1(-2 * omega**2 * variance), rel=CLOSE)
        first = expectation(lambda z, omega=omega: np.cos(omega * z), variance)
        assert first == pytest.approx(math.exp(-(omega**2) * variance / 2), rel=CLOSE, abs=1e-15)


@pytest.mark.parametrize("variance", [1e-12, 1.0, 40.0, 100.0, 120.0])
def test_exponential_agrees_with_its_closed_form(variance):
    assert expectation(np.exp, variance) == pytest.approx(math.exp(variance / 2), rel=3e-14)
    square = expectation(lambda z: np.exp(z) ** 2, variance)
    assert square == pytest.approx(math.exp(2 * variance), rel=1e-13)
    assert expectation(np.exp, 1e6) == math.inf


def test_gaussian_of_a_gaussian_and_polynomials_are_exact():
    for variance in VARIANCES:
        found = expectation(lambda z: np.exp(-z * z), variance)
        assert found == pytest.approx(1 / math.sqrt(1 + 2 * variance), rel=CLOSE)
        assert expectation(lambda z: z**8, variance) == pytest.approx(105 * variance**4, rel=CLOSE)


EXACT = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)),
    "softsign": lambda z: z / (1 + abs(z)),
    "gelu": lambda z: z * mpmath.ncdf(z),
    "mish": lambda z: z * mpmath.tanh(mpmath.log1p(mpmath.exp(z))),
    "elu": lambda z: z if z > 0 else mpmath.expm1(z),
}


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize(("mean", "variance"), [(0.7, 1e-6), (-1.3, 9.0), (2.0, 1e4)])
def test_second_moment_agrees_with_mpmath(name, mean, variance):
    phi, deviation = ACTIVATIONS[name], mpmath.sqrt(variance)
    points = [-9, -3, -1, 0, 1, 3, 9] if variance < 1 else [-12 * deviation, -30, -8, -2, 0]
    points = [mpmath.mpf(p) for p in points]
    if variance < 1:
        points = [mean + p * deviation for p in points]
    else:
        points = points + [-p for p in points[-2::-1]]

    def integrand(z):
        return EXACT[name](z) ** 2 * mpmath.npdf(z, mean, deviation)

    with mpmath.workdps(20):
        expected = float(mpmath.quad(integrand, points))
    found = expectation(lambda z: phi.function(z) ** 2, variance, mean=mean, kinks=phi.kinks)
    assert found == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("variance", [0.5, 9.0])
def test_moments_agree_with_sampling(name, variance):
    phi, rng = ACTIVATIONS[name], np.random.default_rng(7)
    z = math.sqrt(variance) * rng.standard_normal(40_000)
    samples = [phi.function(z), phi.function(z) ** 2, phi.derivative(z), phi.derivative(z) ** 2]
    if name == "exponential":  # the square's own standard error is not estimable at variance 9
        samples = samples[:1] if variance < 1 else []
    for sample, found in zip(samples, four_moments(phi, variance), strict=False):
        error = sample.std() / math.sqrt(sample.size)
        assert abs(sample.mean() - found) <= 5 * error + 1e-15


def test_forgotten_kink_costs_hardly_any_accuracy():
    found = expectation(lambda z: np.abs(z - 0.1234), 1.0)
    exact = piecewise_linear_moments([0.1234], [-1.0, 1.0], [0.1234, -0.1234], 1.0)
    assert found == pytest.approx(exact.mean, rel=1e-14)


def test_variance_zero_is_the_value_at_the_mean():
    assert expectation(np.cos, 0.0, mean=0.5) == math.cos(0.5)
    assert pair_expectation(np.cos, np.exp, 0.0, 2.0, 0.5) == pytest.approx(math.e, rel=CLOSE)
    assert pair_expectation(np.exp, np.cos, 2.0, 0.0, 0.5) == pytest.approx(math.e, rel=CLOSE)


CORRELATIONS = [-1.0, -1 + 1e-12, -0.7, 0.0, 0.3, 0.95, 0.9999, 1 - 1e-12, 1.0]


@pytest.mark.parametrize("c", CORRELATIONS)
def test_pairs_agree_with_closed_forms(c):
    angle, sine = math.acos(c), math.sqrt((1 - c) * (1 + c))
    arc = (sine + c * (math.pi - angle)) / (2 * math.pi)
    both = pair_expectation(relu, relu, 4.0, 9.0, c, kinks_f=(0.0,), kinks_g=(0.0,))
    assert both == pytest.approx(6.0 * arc, rel=1e-13, abs=1e-14)
    step = ACTIVATIONS["step"].function
    both = pair_expectation(step, step, 2.0, 5.0, c, kinks_f=(0.0,), kinks_g=(0.0,))
    assert both == pytest.approx((math.pi - angle) / (2 * math.pi), rel=1e-13, abs=1e-14)
    both = pair_expectation(np.sin, np.sin, 20.0, 2.0, c)
    assert both == pytest.approx(math.exp(-11) * math.sinh(c * math.sqrt(40)), abs=1e-14)
    erf = ACTIVATIONS["erf"].function
    both = pair_expectation(erf, erf, 100.0, 3.0, c)
    expected = 2 / math.pi * math.asin(2 * c * math.sqrt(300.0) / math.sqrt(201.0 * 7.0))
    assert both == pytest.approx(expected, abs=1e-14)
    both = pair_expectation(np.exp, np.exp, 2.0, 3.0, c)
    assert both == pytest.approx(math.exp(2.5 + c * math.sqrt(6.0)), rel=1e-13)


@pytest.mark.parametrize("name", ["hard_tanh", "softshrink", "tanh", "hard_swish", "gelu"])
@pytest.mark.parametrize("c", [-0.6, 0.2, 0.9])
def test_pair_obeys_prices_theorem(name, c):
    """d/dc E f(u) f(v) = sd_u sd_v E f'(u) f'(v), by a fourth-order central difference."""
    phi, step = ACTIVATIONS[name], 1e-3
    kinks = {"kinks_f": phi.kinks, "kinks_g": phi.kinks}

    def product(c):
        return pair_expectation(phi.function, phi.function, 1.5, 0.8, c, **kinks)

    difference = (
        8 * (product(c + step) - product(c - step)) - product(c + 2 * step) + product(c - 2 * step)
    ) / (12 * step)
    slope = pair_expectation(phi.derivative, phi.derivative, 1.5, 0.8, c, **kinks)
    assert difference == pytest.approx(math.sqrt(1.2) * slope, rel=1e-8)


@pytest.mark.parametrize("c", [-0.8, 0.4, 0.999])
def test_pair_is_symmetric_and_ends_in_one_variable(c):
    f, g = ACTIVATIONS["hard_tanh"], ACTIVATIONS["hard_sigmoid"]
    one = pair_expectation(f.function, g.function, 2.0, 7.0, c, kinks_f=f.kinks, kinks_g=g.kinks)
    other = pair_expectation(g.function, f.function, 7.0, 2.0, c, kinks_f=g.kinks, kinks_g=f.kinks)
    assert one == pytest.approx(other, rel=1e-13)
    kinks = {"kinks_f": f.kinks, "kinks_g": f.kinks}
    same = pair_expectation(f.function, f.function, 2.0, 2.0, 1.0, **kinks)
    assert same == pytest.approx(four_moments(f, 2.0)[1], rel=CLOSE)


def test_uncorrelated_oscillations_are_no_endless_work():
    def wave(z):
        return np.sin(30 * z)

    assert pair_expectation(wave, wave, 1.0, 1.0, 0.3) == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize("variance", [-1.0, math.nan, math.inf])
def test_bad_variance_is_named_with_its_value(variance):
    with pytest.raises(ValueError, match=f"variance must .*{variance}"):
        expectation(np.tanh, variance)
    with pytest.raises(ValueError, match=f"variance_g must .*{variance}"):
        pair_expectation(np.tanh, np.tanh, 1.0, variance, 0.5)


def test_other_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="mean must be finite, got nan"):
        expectation(np.tanh, 1.0, mean=math.nan)
    with pytest.raises(ValueError, match="kinks must be finite, got inf"):
        expectation(np.tanh, 1.0, kinks=(math.inf,))
    with pytest.raises(ValueError, match=r"correlation must be from -1 to 1, got 1.5"):
        pair_expectation(np.tanh, np.tanh, 1.0, 1.0, 1.5)
    with pytest.raises(ValueError, match="nan"):
        expectation(lambda z: np.full_like(z, np.nan), 1.0)
    with pytest.raises(ValueError, match="not linear"):
        linear_pieces(np.tanh, [0.0])
    with pytest.raises(ValueError, match="kinks must be increasing"):
        piecewise_linear_moments([1.0, 0.0], [0, 1, 0], [0, 0, 1], 1.0)
    with pytest.raises(ValueError, match=r"slopes must be 2 numbers, .* got \[0.0\]"):
        piecewise_linear_moments([0.0], [0.0], [0.0], 1.0)
    with pytest.raises(ValueError, match=r"intercepts must be 2 numbers, .* got \[\]"):
        piecewise_linear_moments([0.0], [0.0, 1.0], [], 1.0)
    with pytest.raises(ValueError, match="slopes must be finite, got nan"):
        piecewise_linear_moments([0.0], [0.0, math.nan], [0.0, 0.0], 1.0)
    with pytest.raises(ValueError, match=r"variance must be finite and positive, got 0\.0"):
        piecewise_linear_moments([0.0], [0.0, 1.0], [0.0, 0.0], 0.0)
    for kinks in ([1.0, 0.0], [0.0, math.nan], [math.inf]):
        with pytest.raises(ValueError, match="kinks must be"):
            linear_pieces(relu, kinks)
    with pytest.raises(ValueError, match="not linear"):
        linear_pieces(lambda z: z * np.nan, [0.0])
    with pytest.raises(TypeError, match="variance must be a number, got '1'"):
        expectation(np.tanh, "1")
    with pytest.raises(ValueError, match="kinks_f must be finite, got nan"):
        pair_expectation(relu, relu, 1.0, 1.0, 0.5, kinks_f=(math.nan,))
