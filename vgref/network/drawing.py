"""How a network is drawn: an initializer, held to what it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike

from vgref.activations.activation import Array
from vgref.checks import floats, generator, wrong


class Initializer(Protocol):
    """What draws a weight: called with the shape and, by keyword, the generator."""

    def __call__(self, shape: Any, *, rng: np.random.Generator) -> Array: ...


def drawer(
    name: str, initializer: Initializer, rng: np.random.Generator, dtype: DTypeLike
) -> Callable[[tuple[int, ...]], Array]:
    """What draws an array of a shape, and holds the initializer to what it was asked for."""
    if not callable(initializer):
        hint = "vgref.initializers has he_normal and others"
        raise wrong(name, "a function (shape, *, rng)", initializer, hint=hint, kind=TypeError)
    generator(rng)
    if not np.issubdtype(np.dtype(dtype), np.floating):
        raise wrong("dtype", "floating", dtype, kind=TypeError)

    def draw(shape: tuple[int, ...]) -> Array:
        drawn = initializer(shape, rng=rng)
        floats(f"what {name} returns for the shape {shape}", drawn, shape)
        return drawn.astype(dtype, copy=False)

    return draw
