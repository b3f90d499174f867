"""The losses against mpmath, at extreme logits too; the central difference; errors."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from vgref.network import central_difference, mean_squared_error, softmax_cross_entropy


def exact_cross_entropy(logits, labels):
    with mpmath.workdps(30 + int(np.ptp(logits))):  # exp(-2e4) beside 1 has to be seen
        total, gradient = mpmath.mpf(0), []
        for row, label in zip(logits.tolist(), labels.tolist(), strict=True):
            e = [mpmath.exp(v) for v in row]
            p = [v / sum(e) for v in e]
            total -= mpmath.log(p[label])
            p[label] = -sum(v for j, v in enumerate(p) if j != label)
            gradient.append([float(v / len(labels)) for v in p])
        return float(total / len(labels)), np.array(gradient)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 30.0, 300.0, 1e4])
@pytest.mark.parametrize("seed", range(3))
def test_cross_entropy_and_its_gradient_agree_with_mpmath_entry_by_entry(scale, seed):
    rng = np.random.default_rng(seed)
    logits = scale * rng.uniform(-1, 1, (3, 4))
    labels = rng.integers(0, 4, 3)
    with np.errstate(all="raise"):
        loss, gradient = softmax_cross_entropy(logits, labels)
    want, want_gradient = exact_cross_entropy(logits, labels)
    assert loss == pytest.approx(want, rel=1e-14, abs=0)
    # exp(d) inherits the rounding of d = logit - max: a relative error of |d| eps / 2.
    rtol = 1e-15 * (8 + 2 * scale)
    np.testing.assert_allclose(gradient, want_gradient, rtol=rtol, atol=1e-307)


def test_a_confident_answer_keeps_its_relative_accuracy():
    loss, gradient = softmax_cross_entropy(np.array([[50.0, 0.0]]), np.array([0]))
    assert loss == pytest.approx(float(mpmath.log1p(mpmath.exp(-50))), rel=1e-14, abs=0)
    assert gradient[0, 0] == pytest.approx(-np.exp(-50.0), rel=1e-14, abs=0)


def test_cross_entropy_at_logits_of_1e4_is_their_difference():
    logits = np.array([[1e4, -1e4, 0.0]], dtype=np.float32)
    for label, want in ((0, 0.0), (1, 2e4), (2, 1e4)):
        loss, gradient = softmax_cross_entropy(logits, np.array([label]))
        assert loss == want
        assert gradient.dtype == np.float32
        assert gradient.sum() == 0


@pytest.mark.parametrize(
    ("logits", "dtype"),
    [([1e308, -5e307], float), ([6e4, -6e4], np.float16), ([3e38, -3e38], np.float32)],
)
def test_the_largest_logits_have_a_finite_loss_and_gradient(logits, dtype):
    logits = np.array([logits], dtype)
    for label, loss in ((0, 0.0), (1, float(logits[0, 0]) - float(logits[0, 1]))):
        got, gradient = softmax_cross_entropy(logits, np.array([label]))
        assert got == pytest.approx(loss, rel=1e-12)
        np.testing.assert_array_equal(gradient, [[label, -label]])
        assert gradient.dtype == dtype


def test_a_loss_beyond_the_largest_double_is_an_error_that_names_the_logits():
    far = np.array([[1e308, -1e308]])
    with pytest.raises(FloatingPointError, match=r"logits must be so near to one another.*inf"):
        softmax_cross_entropy(far, np.array([1]))
    assert softmax_cross_entropy(far, np.array([0]))[0] == 0


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_output_that_is_not_finite_is_named(bad, dtype):
    output = np.array([[0.0, bad], [1.0, 2.0]], dtype)
    with pytest.raises(FloatingPointError, match=rf"^logits\[0, 1\] must be finite, got {bad}$"):
        softmax_cross_entropy(output, np.array([0, 1]))
    with pytest.raises(FloatingPointError, match=rf"^output\[0, 1\] must be finite, got {bad}$"):
        mean_squared_error(output, np.zeros_like(output))
    with pytest.raises(ValueError, match=rf"^target\[0, 1\] must be finite, got {bad}$"):
        mean_squared_error(np.zeros_like(output), output)


def test_a_squared_error_of_half_precision_is_a_double_and_an_overflow_is_named():
    loss, gradient = mean_squared_error(
        np.full((1, 2), 300, np.float16), np.zeros((1, 2), np.float16)
    )
    assert loss == 9e4  # beyond the largest float16
    np.testing.assert_array_equal(gradient, np.full((1, 2), 300, np.float16))
    assert gradient.dtype == np.float16
    for output, target in (
        (np.array([[1e200]]), np.array([[0.0]])),
        (np.array([[1e308]]), np.array([[-1e308]])),
        (np.array([[6e4]], np.float16), np.array([[-6e4]], np.float16)),  # its gradient
    ):
        with pytest.raises(FloatingPointError, match="output must be so near to the target"):
            mean_squared_error(output, target)


def test_equal_logits_cost_the_log_of_the_number_of_classes():
    loss, gradient = softmax_cross_entropy(np.full((5, 7), 3.0), np.arange(5))
    assert loss == pytest.approx(np.log(7), rel=1e-15)
    np.testing.assert_allclose(gradient[0, 1:], 1 / 35, rtol=1e-15)


@pytest.mark.parametrize("seed", range(3))
def test_both_gradients_agree_with_central_differences(seed):
    rng = np.random.default_rng(seed)
    output, target = rng.standard_normal((2, 3, 5))
    labels = rng.integers(0, 5, 3)
    got = mean_squared_error(output, target)[1]
    want = central_difference(lambda a: mean_squared_error(a, target)[0], output, 1e-4)
    np.testing.assert_allclose(got, want, atol=1e-10)
    got = softmax_cross_entropy(output, labels)[1]
    want = central_difference(lambda a: softmax_cross_entropy(a, labels)[0], output, 1e-4)
    np.testing.assert_allclose(got, want, atol=1e-9)  # step**2 / 6 of truncation


def test_mean_squared_error_is_the_mean_over_batch_and_outputs():
    loss, gradient = mean_squared_error(np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros((2, 2)))
    assert loss == 7.5
    np.testing.assert_array_equal(gradient, np.array([[0.5, 1.0], [1.5, 2.0]]))


@pytest.mark.parametrize(
    ("labels", "error", "words"),
    [
        (np.array([0, 3]), ValueError, r"labels\[1\] must be from 0 to 2, got 3"),
        (np.array([-1, 0]), ValueError, "got -1"),
        (np.array([0.0, 1.0]), TypeError, "labels must be an array of integers"),
        (np.array([0]), ValueError, r"labels must be of shape \(2,\), got .* \(1,\)"),
        ([0, 1], TypeError, r"labels.*\[0, 1\]"),
    ],
)
def test_labels_that_do_not_fit_are_refused_by_name(labels, error, words):
    with pytest.raises(error, match=words):
        softmax_cross_entropy(np.zeros((2, 3)), labels)


@pytest.mark.parametrize(
    ("logits", "error"),
    [
        (np.zeros((2, 3), dtype=int), TypeError),
        (np.zeros(3), ValueError),
        (np.zeros((0, 3)), ValueError),
    ],
)
def test_logits_that_do_not_fit_are_refused_by_name(logits, error):
    with pytest.raises(error, match="logits"):
        softmax_cross_entropy(logits, np.zeros(len(logits), dtype=int))


def test_targets_that_do_not_fit_are_refused_by_name():
    with pytest.raises(ValueError, match=r"target must be of shape \(2, 3\), got .* \(2, 1\)"):
        mean_squared_error(np.zeros((2, 3)), np.zeros((2, 1)))  # would broadcast in silence
    with pytest.raises(TypeError, match="target"):
        mean_squared_error(np.zeros((2, 3)), np.zeros((2, 3), dtype=int))
    with pytest.raises(ValueError, match="output"):
        mean_squared_error(np.zeros((0, 3)), np.zeros((0, 3)))


def test_the_central_difference_errs_by_the_square_of_its_step():
    error = [
        abs(central_difference(lambda a: float(np.exp(a[0])), np.zeros(1), s)[0] - 1)
        for s in (1e-1, 1e-2)
    ]
    assert error[0] == pytest.approx(1e-2 / 6, rel=1e-3)
    assert error[0] / error[1] == pytest.approx(100, rel=1e-2)
    assert central_difference(lambda a: float(a**2), np.array(3.0), 1e-3) == pytest.approx(6)
    with pytest.raises(TypeError, match=r"array must be an array of floats, got .*int64"):
        central_difference(lambda a: float(np.sum(a**2)), np.array([1, 3]), 1e-3)
    with pytest.raises(ValueError, match=r"step must be large enough to move the entry 1e\+20"):
        central_difference(lambda a: 0.0, np.array([1e20]), 1e-3)
    with pytest.raises(ValueError, match="step must be finite and positive, got nan"):
        central_difference(lambda a: 0.0, np.zeros(1), np.nan)
    with pytest.raises(ValueError, match="step must be finite and positive, got 0"):
        central_difference(lambda a: 0.0, np.zeros(1), 0)
