"""The tasks: what they promise of their points, from the seed alone."""

from __future__ import annotations

import numpy as np
import pytest

from vgref.tasks import regression, rings, sequence_memory, spirals


def generator(seed=0):
    return np.random.default_rng(seed)


MAKERS = {
    "rings": lambda rng: rings(31, noise=0.1, rng=rng),
    "spirals": lambda rng: spirals(31, turns=1.5, noise=0.1, rng=rng),
    "regression": lambda rng: regression(31, noise=0.1, rng=rng),
    "sequence memory": lambda rng: sequence_memory(31, length=5, noise=0.1, rng=rng),
}


@pytest.mark.parametrize("name", MAKERS)
def test_the_seed_decides_everything(name):
    for seed in range(3):
        for a, b in zip(MAKERS[name](generator(seed)), MAKERS[name](generator(seed)), strict=True):
            np.testing.assert_array_equal(a, b)
    assert not np.array_equal(MAKERS[name](generator(0))[0], MAKERS[name](generator(1))[0])


@pytest.mark.parametrize("name", ["rings", "spirals", "sequence memory"])
def test_the_classes_are_balanced(name):
    _, labels = MAKERS[name](generator())
    assert sorted(np.bincount(labels).tolist()) == [15, 16]


def test_no_line_separates_the_rings_but_their_radius_does():
    x, labels = rings(400, noise=0.05, rng=generator())
    radius = np.linalg.norm(x, axis=1)
    assert (radius[labels == 1].min() - radius[labels == 0].max()) > 0
    # The best line in the least-squares sense tells next to nothing.
    design = np.column_stack([x, np.ones(len(x))])
    fit = design @ np.linalg.lstsq(design, 2.0 * labels - 1, rcond=None)[0]
    assert np.mean((fit > 0) == labels) < 0.65


def test_ring_noise_has_the_standard_deviation_asked_for():
    clean, _ = rings(4000, noise=0.0, rng=generator())
    noisy, _ = rings(4000, noise=0.3, rng=generator())
    # The same draws but for the noise, which comes last.
    assert np.std(noisy - clean) == pytest.approx(0.3, rel=4 / np.sqrt(2 * 8000))


@pytest.mark.parametrize("turns", [0.5, 1.0, 2.5])
def test_the_spirals_are_each_others_half_turn(turns):
    x, labels = spirals(300, turns=turns, noise=0.0, rng=generator())
    radius = np.linalg.norm(x, axis=1)
    angle = np.arctan2(x[:, 1], x[:, 0]) - 2 * np.pi * turns * radius - np.pi * labels
    np.testing.assert_allclose(np.cos(angle), 1, atol=1e-12)


def test_the_sequence_tells_its_label_at_the_first_step_only():
    x, labels = sequence_memory(1000, length=4, noise=1.0, rng=generator())
    assert x.shape == (4, 1000, 1)
    np.testing.assert_array_equal(x[0, :, 0], 2.0 * labels - 1)
    for step in (1, 2, 3):
        correlation = np.corrcoef(x[step, :, 0], labels)[0, 1]
        assert abs(correlation) < 4 / np.sqrt(1000)


@pytest.mark.parametrize("seed", range(5))
def test_the_rings_have_their_radii_and_labels_in_turns(seed):
    x, labels = rings(101, noise=0.0, rng=generator(seed))
    np.testing.assert_array_equal(labels, np.arange(101) % 2)
    np.testing.assert_allclose(np.linalg.norm(x, axis=1), 1.0 + labels, rtol=1e-14)
    # All round: the mean of n points of a circle is of order radius / sqrt(n).
    for label in (0, 1):
        ring = x[labels == label]
        assert np.linalg.norm(ring.mean(axis=0)) < 4 * (1 + label) / np.sqrt(len(ring))


@pytest.mark.parametrize("rng", [0, None, np.random, np.random.RandomState(0)])
@pytest.mark.parametrize("name", MAKERS)
def test_a_seed_is_no_generator(name, rng):
    with pytest.raises(TypeError, match=r"rng must be a numpy\.random\.Generator, got"):
        MAKERS[name](rng)


@pytest.mark.parametrize("noise", [np.nan, np.inf, -np.inf, -0.1])
def test_noise_is_finite_and_not_negative_in_every_task(noise):
    for call in (
        lambda: rings(10, noise=noise, rng=generator()),
        lambda: spirals(10, turns=1.0, noise=noise, rng=generator()),
        lambda: regression(10, noise=noise, rng=generator()),
        lambda: sequence_memory(10, length=3, noise=noise, rng=generator()),
    ):
        with pytest.raises(
            ValueError, match=f"noise must be finite and not negative, got {noise}"
        ):
            call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: rings(10.0, noise=0.1, rng=generator()), r"count must be an integer, got 10\.0"),
        (lambda: rings("10", noise=0.1, rng=generator()), "count must be an integer, got '10'"),
        (lambda: rings(10, noise=None, rng=generator()), "noise must be a number, got None"),
        (lambda: spirals(10, turns="1", noise=0.1, rng=generator()), "turns must be a number"),
        (lambda: sequence_memory(9, length=2.5, noise=0.1, rng=generator()), "length must be an"),
    ],
)
def test_what_is_of_another_kind_is_refused_by_name(call, words):
    with pytest.raises(TypeError, match=words):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: rings(1, noise=0.1, rng=generator()), "count.*1"),
        (lambda: rings(10, noise=-0.1, rng=generator()), "noise.*-0.1"),
        (lambda: spirals(10, turns=0.0, noise=0.1, rng=generator()), "turns.*0"),
        (lambda: spirals(10, turns=np.inf, noise=0.1, rng=generator()), "turns.*inf"),
        (lambda: regression(0, noise=0.1, rng=generator()), "count.*0"),
        (lambda: sequence_memory(10, length=0, noise=0.1, rng=generator()), "length.*0"),
    ],
)
def test_what_cannot_be_made_is_refused_by_name(call, words):
    with pytest.raises(ValueError, match=words):
        call()
