"""Initializers: the claim of each, over many seeds, within the sampling error."""

from __future__ import annotations

import json
import math
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from vgref.activations import ACTIVATIONS
from vgref.initializers import (
    INITIALIZERS,
    constant,
    delta_orthogonal,
    fans,
    fixup,
    gain,
    gain_table,
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    identity,
    lecun_normal,
    lecun_uniform,
    lsuv,
    normal,
    orthogonal,
    pytorch_gain,
    rezero,
    sparse,
    truncated_normal,
    uniform,
    variance_scaling,
    zeros,
)

THEORY = json.loads((Path(__file__).parent / "data" / "theory.json").read_text())
MOMENTS = {k: v for k, v in THEORY["gaussian_moments"].items() if not k.startswith("_")}
SHAPE = (60, 35)  # not square: fan_in and fan_out cannot be swapped
KURTOSIS = {"normal": 3.0, "uniform": 1.8, "truncated_normal": 2.4}

CALLS = {
    "zeros": {},
    "constant": {"value": 0.5},
    "uniform": {"bound": 0.1},
    "normal": {"std": 0.1},
    "truncated_normal": {"std": 0.1},
    "variance_scaling": {"gain": 1.0, "mode": "fan_in"},
    "orthogonal": {"gain": 1.0},
    "identity": {"gain": 1.0},
    "sparse": {"connections": 5, "gain": 1.0},
    "delta_orthogonal": {"gain": 1.0},
}


def shape_for(name):
    return (3, 3, 4, 6) if name == "delta_orthogonal" else SHAPE


def pooled(initializer, seeds=60, shape=SHAPE):
    return np.concatenate(
        [initializer(shape, rng=np.random.default_rng(seed)).ravel() for seed in range(seeds)]
    )


def assert_moments(sample, variance, kurtosis):
    """Mean 0 and the variance, within 4.5 standard errors: √(v/N) and v √((κ - 1)/N)."""
    assert abs(sample.mean()) <= 4.5 * math.sqrt(variance / sample.size)
    error = variance * math.sqrt((kurtosis - 1) / sample.size)
    assert abs(np.mean(sample**2) - variance) <= 4.5 * error


SCHEMES = {
    "lecun_normal": (lecun_normal, 1 / 60, "normal"),
    "lecun_uniform": (lecun_uniform, 1 / 60, "uniform"),
    "glorot_normal": (glorot_normal, 2 / 95, "normal"),
    "glorot_uniform": (glorot_uniform, 2 / 95, "uniform"),
    "he_normal": (he_normal, 2 / 60, "normal"),
    "he_normal fan_out": (partial(he_normal, mode="fan_out"), 2 / 35, "normal"),
    "he_normal fan_avg": (partial(he_normal, mode="fan_avg"), 2 / 47.5, "normal"),
    "he_normal slope": (partial(he_normal, slope=0.25), 2 / 1.0625 / 60, "normal"),
    "he_uniform": (he_uniform, 2 / 60, "uniform"),
    "he_uniform fan_out": (partial(he_uniform, mode="fan_out"), 2 / 35, "uniform"),
    "he_uniform slope": (partial(he_uniform, slope=1.0), 1 / 60, "uniform"),
    "normal": (partial(normal, std=0.01), 1e-4, "normal"),
    "uniform": (partial(uniform, bound=0.3), 0.03, "uniform"),
    "truncated_normal": (partial(truncated_normal, std=0.2), 0.04, "truncated_normal"),
} | {
    f"{mode} {distribution}": (
        partial(variance_scaling, gain=1.7, mode=mode, distribution=distribution),
        1.7**2 / fan,
        distribution,
    )
    for mode, fan in (("fan_in", 60), ("fan_out", 35), ("fan_avg", 47.5))
    for distribution in KURTOSIS
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_variance_is_the_one_claimed(scheme):
    initializer, variance, distribution = SCHEMES[scheme]
    sample = pooled(initializer)
    assert_moments(sample, variance, KURTOSIS[distribution])
    # The fourth moment tells the distributions apart: the standard error of z⁴ is below 10 z⁴.
    kurtosis = np.mean(sample**4) / np.mean(sample**2) ** 2
    assert abs(kurtosis - KURTOSIS[distribution]) < 0.15


@pytest.mark.parametrize("scheme", [s for s, v in SCHEMES.items() if v[2] == "uniform"])
def test_uniform_fills_its_bounds_and_no_more(scheme):
    initializer, variance, _ = SCHEMES[scheme]
    bound, sample = math.sqrt(3 * variance), pooled(initializer)
    assert np.abs(sample).max() <= bound
    # P(no sample within bound·ε of an end) is below e^-50 for ε = 100 / N.
    assert min(sample.max(), -sample.min()) >= bound * (1 - 100 / sample.size)


@pytest.mark.parametrize("cut", [0.5, 2.0, 3.0])
def test_truncated_normal_is_cut_and_keeps_the_asked_standard_deviation(cut):
    sample = pooled(partial(truncated_normal, std=0.2, cut=cut))
    assert_moments(sample, 0.04, 3.0)
    z = np.linspace(-cut, cut, 20001)
    density = np.exp(-z * z / 2)
    std = math.sqrt(np.sum(z * z * density) / np.sum(density))
    assert np.abs(sample).max() <= 0.2 * cut / std * (1 + 1e-3)
    assert np.abs(sample).max() >= 0.2 * cut / std * (0.99 if cut < 3 else 0.9)


def test_he_gives_the_factors_printed_for_vgg_b():
    """He et al. (2015), section 2.2: 0.059, 0.042, 0.029, 0.021, and 1/(1.7·10⁴) in all."""
    factors = []
    for filters, printed in ((64, 0.059), (128, 0.042), (256, 0.029), (512, 0.021)):
        _, fan_out = fans((3, 3, 7, filters))
        assert fan_out == 9 * filters
        std = math.sqrt(2 / fan_out)
        assert round(std, 3) == printed
        sample = he_normal((3, 3, 7, filters), mode="fan_out", rng=np.random.default_rng(1))
        assert abs(sample.std() / std - 1) < 4.5 / math.sqrt(2 * sample.size)
        factors.append(std / 0.01)
    product = factors[0] * factors[1] ** 2 * factors[2] ** 2 * factors[3] ** 4
    assert product == pytest.approx(16728.8, abs=0.05)


@pytest.mark.parametrize("shape", [(40, 25), (25, 40), (30, 30), (1, 5), (5, 1)])
def test_orthogonal_has_all_singular_values_equal_to_the_gain(shape):
    for seed in range(20):
        weight = orthogonal(shape, gain=1.3, rng=np.random.default_rng(seed))
        values = np.linalg.svd(weight, compute_uv=False)
        np.testing.assert_allclose(values, 1.3, rtol=1e-14)


def test_orthogonal_is_haar_so_traces_have_gaussian_moments():
    """E tr Q = 0, E (tr Q)² = 1, E (tr Q²) = 1, E (tr Q²)² = 3 for n ≥ 4; QR alone fails them."""
    draws = [orthogonal((6, 6), gain=1.0, rng=np.random.default_rng(s)) for s in range(6000)]
    first = np.array([np.trace(q) for q in draws])
    second = np.array([np.trace(q @ q) for q in draws])
    for sample, expected in (
        (first, 0.0),
        (first**2, 1.0),
        (second, 1.0),
        (second**2, 3.0),
        (first**2 * second, 1.0),
    ):
        error = sample.std() / math.sqrt(sample.size)
        assert abs(sample.mean() - expected) <= 4.5 * error
    plain = [np.linalg.qr(np.random.default_rng(s).standard_normal((6, 6)))[0] for s in range(500)]
    assert abs(np.mean([np.trace(q) for q in plain])) > 10 / math.sqrt(500)


def test_orthogonal_eigenvalue_angles_are_level_and_repel():
    """Haar angles of O(n) are uniform up to O(1/n); a Gaussian would not have them on a circle."""
    angles = np.concatenate(
        [
            np.angle(
                np.linalg.eigvals(orthogonal((40, 40), gain=1.0, rng=np.random.default_rng(s)))
            )
            for s in range(150)
        ]
    )
    counts, _ = np.histogram(angles, bins=8, range=(-np.pi, np.pi))
    # Repulsion makes counts scatter less than independent angles would: √N bounds it.
    assert np.abs(counts - angles.size / 8).max() <= 4 * math.sqrt(angles.size / 8)


@pytest.mark.parametrize("shape", [(8, 5), (5, 8)])
def test_orthogonal_entries_have_the_moments_of_a_point_on_a_sphere(shape):
    """An entry squared averages 1/n and its fourth power 3/(n(n + 2)), n the longer side."""
    n = max(shape)
    sample = np.array(
        [orthogonal(shape, gain=1.0, rng=np.random.default_rng(s))[1, 2] for s in range(8000)]
    )
    for power, expected in ((1, 0.0), (2, 1 / n), (3, 0.0), (4, 3 / (n * (n + 2)))):
        values = sample**power
        assert abs(values.mean() - expected) <= 4.5 * values.std() / math.sqrt(values.size)


def test_delta_orthogonal_convolution_keeps_the_length_of_any_signal():
    rng = np.random.default_rng(3)
    weight = delta_orthogonal((3, 5, 4, 7), gain=1.0, rng=rng)
    image = rng.standard_normal((9, 8, 4))
    padded = np.pad(image, ((1, 1), (2, 2), (0, 0)))
    out = sum(padded[i : i + 9, j : j + 8] @ weight[i, j] for i in range(3) for j in range(5))
    assert np.linalg.norm(out) == pytest.approx(np.linalg.norm(image), rel=1e-14)


def test_identity_is_the_identity_also_where_it_is_not_square():
    x = np.random.default_rng(0).standard_normal((4, 3))
    np.testing.assert_array_equal(x @ identity((3, 5), gain=2.0)[:, :3], 2.0 * x)
    np.testing.assert_array_equal(x @ identity((3, 2), gain=1.0), x[:, :2])


def test_sparse_has_the_asked_connections_everywhere_alike_and_the_forward_variance():
    draws = np.array(
        [
            sparse((12, 7), connections=4, gain=1.5, rng=np.random.default_rng(s))
            for s in range(3000)
        ]
    )
    assert (np.count_nonzero(draws, axis=1) == 4).all()
    frequency = np.count_nonzero(draws, axis=0) / 3000
    assert np.abs(frequency - 1 / 3).max() <= 4.5 * math.sqrt(2 / 9 / 3000)
    values = draws[draws != 0]
    assert_moments(values, 1.5**2 / 4, 3.0)


@pytest.mark.parametrize("name", ["tanh", "relu", "sigmoid"])
def test_lsuv_gives_every_layer_unit_variance(name):
    for seed in range(10):
        rng = np.random.default_rng(seed)
        x = 3.0 * rng.standard_normal((128, 20)) + 1.0
        given = [np.zeros(shape) for shape in ((20, 30), (30, 10), (10, 25), (25, 4))]
        weights, h = lsuv(given, name, x, rng=rng), x
        assert [w.shape for w in weights] == [w.shape for w in given]
        for weight in weights:
            assert abs((h @ weight).var() - 1) < 0.1
            values = np.linalg.svd(weight, compute_uv=False)
            np.testing.assert_allclose(values, values[0], rtol=1e-12)
            h = ACTIVATIONS[name].function(h @ weight)
        assert not any(w.any() for w in given)


def test_fixup_scales_the_inner_weights_and_zeroes_the_last():
    shapes = [(40, 50), (50, 60), (60, 40)]
    inner = {0: [], 1: []}
    for seed in range(60):
        branch = fixup(shapes, branches=81, rng=np.random.default_rng(seed))
        assert not branch.weights[2].any()
        for layer in (0, 1):
            inner[layer].append(branch.weights[layer].ravel())
    # m = 3: 81^(-1/4) = 1/3.
    assert_moments(np.concatenate(inner[0]), 2 / 40 / 9, 3.0)
    assert_moments(np.concatenate(inner[1]), 2 / 50 / 9, 3.0)
    assert branch.multiplier == 1.0
    assert branch.biases == (0.0,) * 5


def test_rezero_starts_as_the_identity_with_he_weights_inside():
    branch = rezero([(300, 200), (200, 300)], rng=np.random.default_rng(0))
    assert branch.multiplier == 0.0
    assert_moments(branch.weights[0].ravel(), 2 / 300, 3.0)
    assert_moments(branch.weights[1].ravel(), 2 / 200, 3.0)


@pytest.mark.parametrize("name", MOMENTS)
def test_gain_agrees_with_thirty_digits(name):
    expected = MOMENTS[name]
    assert gain(name, moment="forward") == pytest.approx(float(expected["forward_gain"]), 1e-14)
    assert gain(name, moment="backward") == pytest.approx(float(expected["backward_gain"]), 1e-14)
    pytorch = None if name == "prelu" else expected["torch_calculate_gain"]  # it has no such name
    known = None if pytorch is None else pytest.approx(float(pytorch), 1e-15)
    assert pytorch_gain(name) == known


def test_pytorchs_gain_for_tanh_keeps_no_second_moment():
    assert pytorch_gain("tanh") == 5 / 3
    assert gain("tanh", moment="forward") == pytest.approx(1.592537, abs=5e-7)


def test_gain_keeps_any_variance_of_a_wide_layer():
    rng = np.random.default_rng(5)
    for name in ("tanh", "gelu", "elu", "relu6"):
        q, n = 2.5, 4000
        h = ACTIVATIONS[name].function(math.sqrt(q) * rng.standard_normal((300, n)))
        means = (h**2).mean(axis=1) * gain(name, moment="forward", variance=q) ** 2
        assert abs(means.mean() - q) <= 4.5 * means.std() / math.sqrt(means.size)


def test_gain_of_leaky_relu_follows_its_slope_both_ways():
    for slope in (0.0, 0.1, 0.5, 1.0):
        phi = ACTIVATIONS["leaky_relu"].with_parameters(slope=slope)
        expected = math.sqrt(2 / (1 + slope**2))
        assert gain(phi, moment="forward", variance=3.0) == pytest.approx(expected, rel=1e-14)
        assert gain(phi, moment="backward") == pytest.approx(expected, rel=1e-14)
        assert pytorch_gain(phi) == pytest.approx(expected, rel=1e-15)


def test_gain_table_covers_the_catalogue():
    table = {row.name: row for row in gain_table()}
    assert list(table) == list(ACTIVATIONS)
    assert math.isinf(table["step"].backward)
    assert table["relu"].forward == pytest.approx(table["relu"].pytorch, rel=1e-14)


@pytest.mark.parametrize("name", INITIALIZERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_initializer_keeps_shape_dtype_and_seed(name, dtype):
    draw = partial(INITIALIZERS[name], shape_for(name), **CALLS.get(name, {}), dtype=dtype)
    one, two = (draw(rng=np.random.default_rng(4)) for _ in range(2))
    assert one.dtype == dtype
    assert one.shape == shape_for(name)
    assert np.isfinite(one).all()
    np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_every_initializer_refuses_bad_arguments(name):
    draw = partial(INITIALIZERS[name], **CALLS.get(name, {}))
    rng, shape = np.random.default_rng(0), shape_for(name)
    with pytest.raises(TypeError, match="dtype must be floating, got int64"):
        draw(shape, rng=rng, dtype=np.int64)
    with pytest.raises(ValueError, match=r"^shape\[\d\] must be at least 1, got 0$"):
        draw((*shape[:-1], 0), rng=rng)
    with pytest.raises(TypeError, match=r"^shape\[\d\] must be an integer, got 2.5$"):
        draw((*shape[:-1], 2.5), rng=rng)
    if name not in ("zeros", "constant", "identity"):
        with pytest.raises(TypeError, match=r"rng must be a numpy\.random\.Generator, got 7"):
            draw(shape, rng=7)
    if name not in ("zeros", "constant", "uniform", "normal", "truncated_normal"):
        with pytest.raises(ValueError, match="shape must"):
            draw((5,), rng=rng)


@pytest.mark.parametrize("bad", [-1.0, 0.0, math.nan, math.inf])
def test_bad_scales_are_named_with_their_value(bad):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=f"gain must be finite and positive, got {bad}"):
        variance_scaling(SHAPE, gain=bad, mode="fan_in", rng=rng)
    with pytest.raises(ValueError, match=f"gain must be .*{bad}"):
        orthogonal(SHAPE, gain=bad, rng=rng)
    with pytest.raises(ValueError, match=f"std must be .*{bad}"):
        normal(SHAPE, std=bad, rng=rng)
    with pytest.raises(ValueError, match=f"bound must be .*{bad}"):
        uniform(SHAPE, bound=bad, rng=rng)
    with pytest.raises(ValueError, match=f"variance must be .*{bad}"):
        gain("tanh", moment="forward", variance=bad)


def test_unknown_names_are_named():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"mode must be 'fan_in', .* got 'fan_sum'"):
        variance_scaling(SHAPE, gain=1.0, mode="fan_sum", rng=rng)
    with pytest.raises(ValueError, match=r"distribution must be 'normal', .* got 'cauchy'"):
        variance_scaling(SHAPE, gain=1.0, mode="fan_in", distribution="cauchy", rng=rng)
    with pytest.raises(ValueError, match=r"moment must be .*'both'"):
        gain("tanh", moment="both")
    with pytest.raises(ValueError, match=r"activation must be .* got 'tan'; did you mean 'tanh'"):
        gain("tan", moment="forward")
    with pytest.raises(ValueError, match="backward moment of step is zero"):
        gain("step", moment="backward")


def test_shapes_that_cannot_be_are_refused():
    rng = np.random.default_rng(0)
    assert fans((3, 5, 7)) == (15, 21)
    for call in (
        lambda: fans((5,)),
        lambda: orthogonal((2, 3, 4), gain=1.0, rng=rng),
        lambda: delta_orthogonal((2, 3, 3), gain=1.0, rng=rng),
        lambda: delta_orthogonal((3, 4, 3), gain=1.0, rng=rng),
        lambda: sparse((4, 3), connections=5, gain=1.0, rng=rng),
        lambda: sparse((4, 3), connections=0, gain=1.0, rng=rng),
        lambda: fixup([(3, 3)], branches=4, rng=rng),
        lambda: fixup([(3, 4), (4, 5)], branches=4, rng=rng),
        lambda: fixup([(3, 4), (4, 3)], branches=0, rng=rng),
        lambda: lsuv([np.zeros((3, 2))], "tanh", np.zeros((5, 4)), rng=rng),
        lambda: lsuv([np.zeros((3, 2))], "tanh", np.zeros((5, 3)), rng=rng),
        lambda: lsuv([np.zeros((3, 2))], "tanh", np.zeros((0, 3)), rng=rng),
        lambda: lsuv([np.zeros((3, 2))], ["tanh", "relu"], np.ones((5, 3)), rng=rng),
        lambda: zeros((0,)),
    ):
        with pytest.raises(ValueError, match=r"\d"):
            call()
    with pytest.raises(ValueError, match="value must be finite, got nan"):
        constant((2, 2), value=math.nan)
    with pytest.raises(ValueError, match=r"shapes must be of at least 1 weights, got \[\]"):
        rezero([], rng=rng)
    with pytest.raises(TypeError, match="sequence of integers, got 7"):
        fans(7)
