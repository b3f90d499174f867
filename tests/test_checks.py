"""One check of parameters, one phrasing of errors: name, requirement, value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from vgref import checks

ONE = np.ones(1)
SCALARS: dict[str, Callable[[object], object]] = {
    "number": lambda value: checks.number("slope", value),
    "positive": lambda value: checks.positive("slope", value),
    "not_negative": lambda value: checks.not_negative("slope", value),
    "within": lambda value: checks.within("slope", value, 0.5, 2.0),
}
every_scalar = pytest.mark.parametrize("check", SCALARS)


@every_scalar
@pytest.mark.parametrize("value", [1, 1.5, np.float32(1.5), np.int8(1), Fraction(3, 2)])
def test_a_number_comes_back_as_a_float(check: str, value: object) -> None:
    got = SCALARS[check](value)
    assert type(got) is float
    assert got == value


@every_scalar
@pytest.mark.parametrize("value", [None, "1", True, np.True_, ONE, np.array(1.0), [1.0], 1j, max])
def test_what_is_no_number_is_a_type_error_with_the_name(check: str, value: object) -> None:
    with pytest.raises(TypeError, match=r"^slope must be a number, got "):
        SCALARS[check](value)


@every_scalar
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 10**400, np.float16(np.inf)])
def test_a_number_that_is_not_finite_is_refused(check: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"^slope must be .*, got {str(value)[:70]}"):
        SCALARS[check](value)


@pytest.mark.parametrize(
    ("check", "value", "words"),
    [
        ("positive", 0.0, "slope must be finite and positive, got 0.0"),
        ("positive", -5e-324, "slope must be finite and positive, got -5e-324"),
        ("not_negative", -5e-324, "slope must be finite and not negative, got -5e-324"),
        ("within", 2.0000000000000004, "slope must be from 0.5 to 2, got 2.0000000000000004"),
        ("within", 0.25, "slope must be from 0.5 to 2, got 0.25"),
    ],
)
def test_a_number_outside_is_refused_with_what_it_must_be(
    check: str, value: float, words: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        SCALARS[check](value)


def test_ends_are_inside_but_for_the_upper_one_when_asked() -> None:
    assert checks.not_negative("q", 0.0) == 0.0
    assert checks.within("c", -1.0, -1.0, 1.0) == -1.0
    assert checks.within("c", 1.0, -1.0, 1.0) == 1.0
    assert checks.within("c", math.nextafter(1.0, 0.0), -1.0, 1.0, below=True) < 1.0
    with pytest.raises(ValueError, match="c must be from -1 to below 1, got 1"):
        checks.within("c", 1.0, -1.0, 1.0, below=True)


def test_counts_and_sizes_are_integers() -> None:
    assert checks.whole("steps", np.int64(0)) == 0
    assert type(checks.whole("steps", np.uint8(3))) is int
    assert checks.sizes("widths", [np.int64(2), 3], 2) == (2, 3)
    assert checks.sizes("shape", np.array([4, 5])) == (4, 5)
    for value in (1.0, "1", None, True, ONE):
        with pytest.raises(TypeError, match=r"^steps must be an integer, got "):
            checks.whole("steps", value)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^steps must be at least 0, got -1$"):
        checks.whole("steps", -1)
    with pytest.raises(ValueError, match=r"^steps must be from 1 to 4, got 5$"):
        checks.whole("steps", 5, 1, 4)
    for value in (5, None, "56", {3, 4}, np.array(3)):
        with pytest.raises(TypeError, match=r"^widths must be a sequence of integers, got "):
            checks.sizes("widths", value, 2)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^widths\[1\] must be an integer, got 2\.5$"):
        checks.sizes("widths", [3, 2.5], 2)  # type: ignore[list-item]
    with pytest.raises(ValueError, match=r"^widths must be at least 2 integers, got \(5,\)$"):
        checks.sizes("widths", [5], 2)


MODES = ("fan_in", "fan_out", "fan_avg")


def test_a_name_is_one_of_those_there_are_and_the_near_ones_are_suggested() -> None:
    assert checks.choice("mode", "fan_out", MODES) == "fan_out"
    with pytest.raises(ValueError, match=r"^mode must be 'fan_in', .* or 'fan_avg', got 'x'$"):
        checks.choice("mode", "x", MODES)
    with pytest.raises(ValueError, match=r"got 'Fan-Out'; did you mean 'fan_out'"):
        checks.choice("mode", "Fan-Out", MODES)
    with pytest.raises(ValueError, match=r"^phi must be a name in TABLE, got 'tahn'; did you "):
        checks.choice("phi", "tahn", ["relu", "tanh"], listed="TABLE")
    for value in (["fan_in"], None, 3, np.array(MODES), b"fan_in"):
        with pytest.raises(TypeError, match=r"^mode must be 'fan_in', .*, got "):
            checks.choice("mode", value, MODES)  # type: ignore[arg-type]
    assert checks.near("q", MODES) == []
    assert len(checks.near("fan", [f"fan{i}" for i in range(9)])) == 3


def test_a_seed_is_no_generator() -> None:
    rng = np.random.default_rng(0)
    assert checks.generator(rng) is rng
    for value, call in ((7, r"\(7\)"), (None, r"\(\)"), (np.random, r"\(\)")):
        with pytest.raises(TypeError, match=f"^rng must be a numpy.*; .*default_rng{call} makes"):
            checks.generator(value)  # type: ignore[arg-type]


def test_arrays_are_plain_floats_of_the_shape_asked() -> None:
    x = np.zeros((2, 3), np.float16)
    assert checks.floats("x", x) is x
    assert checks.finite("x", x, (2, None)) is x
    for value in ([1.0], 1.0, None, np.zeros(3, int), np.array(["1"]), np.array([1j])):
        with pytest.raises(TypeError, match=r"^x must be an array of floats, got "):
            checks.floats("x", value)  # type: ignore[arg-type]
    for value in (np.ma.masked_array([1.0], [True]), np.ones((1, 1)).view(np.matrix)):
        with pytest.raises(TypeError, match=r"^x must be a plain array, got .* is one$"):
            checks.floats("x", value)
    for shape in ((3, 2), (2,), (2, 3, 1), (None, 4)):
        with pytest.raises(ValueError, match=r"^x must be of shape \(.*\), got .* \(2, 3\)$"):
            checks.floats("x", x, shape)
    with pytest.raises(ValueError, match=r"^x must be not empty, got .* shape \(0, 3\)$"):
        checks.floats("x", np.zeros((0, 3)), (None, 3))
    for bad in (np.nan, np.inf, -np.inf):
        x[1, 2] = bad
        with pytest.raises(ValueError, match=rf"^x\[1, 2\] must be finite, got {bad}$"):
            checks.finite("x", x)


def test_labels_are_integers_from_0() -> None:
    checks.integers("labels", np.array([0, 1], np.uint8), (2,), 1)
    for value in ([0], np.zeros(1), np.ma.masked_array([0])):
        with pytest.raises(TypeError, match=r"^labels must be "):
            checks.integers("labels", value, (1,), 1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^labels must be of shape \(3,\), got .* \(2,\)$"):
        checks.integers("labels", np.array([0, 1]), (3,), 1)
    for value in (-1, 2):
        with pytest.raises(ValueError, match=rf"^labels\[1\] must be from 0 to 1, got {value}$"):
            checks.integers("labels", np.array([0, value]), (2,), 1)


def test_what_was_given_is_said_in_one_line_of_bounded_length() -> None:
    for value, got in (
        (np.float64(0.5), "0.5"),
        (np.zeros((2, 3), np.float32), "ndarray of float32, shape (2, 3)"),
        (math.sin, "the builtin_function_or_method sin"),
        ("x" * 99, "'" + "x" * 76 + "..."),
    ):
        assert str(checks.wrong("z", "finite", value)) == f"z must be finite, got {got}"
