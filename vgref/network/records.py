"""What the classes of arrays share: a short print, and marks by which a change is noticed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from itertools import groupby
from typing import Any

import numpy as np

from vgref.activations.activation import Activation, Array
from vgref.checks import wrong


class Record:
    """A dataclass of arrays, printed by shapes; equal to itself alone (give it ``eq=False``).

    Examples
    --------
    >>> from vgref.blocks import Dense
    >>> Dense(np.zeros((3, 2)), np.zeros(2))
    Dense(weight=float64 (3, 2), bias=float64 (2,))
    """

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{one.name}={_short(getattr(self, one.name))}"
            for one in fields(self)  # type: ignore[arg-type]  # every subclass is a dataclass
            if one.repr
        )
        return f"{type(self).__name__}({shown})"


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray) and value.ndim:
        return f"{value.dtype} {value.shape}"
    if isinstance(value, Activation):
        return value.name
    if isinstance(value, list | tuple):
        return f"{len(value)} of {type(value[0]).__name__}" if value else "none"
    return str(value) if isinstance(value, np.ndarray) else f"{value!r:.200}"


def runs(values: Iterable[Any]) -> str:
    """Values in a line, with how often one repeats: ``8, 256 x 20, 10``."""
    counted = [(value, len(list(run))) for value, run in groupby(values)]
    return ", ".join(f"{value} x {times}" if times > 1 else f"{value}" for value, times in counted)


def marks(arrays: Iterable[Array]) -> list[bytes]:
    """What a change of an array changes: its diagonal, or all of a bias.

    The diagonal meets every row or every column, so that it notices what a step of training, a
    scale, or another draw does; an entry off the diagonal it does not. A sum over all entries
    would, for a twentieth of the time of both passes.

    Examples
    --------
    >>> weight = np.eye(2)
    >>> before = marks([weight])
    >>> weight *= -3
    >>> marks([weight]) == before
    False
    """
    return [(a.diagonal() if a.ndim == 2 else a).tobytes() for a in arrays]


def check_pass(net: Any, forward: Any, kind: type[Any]) -> None:
    """Raise unless `forward`, of class `kind`, is a pass of `net` with its weights as they are."""
    if not isinstance(forward, kind):
        raise wrong("forward", "what net.forward returned", forward, kind=TypeError)
    if forward.net is not net:
        raise wrong("forward", f"a pass of this very {net!r}", forward.net)
    if forward.marks != marks(net.parameters):
        what = "must be a pass with the weights as they are, got one from before they changed"
        raise ValueError(f"forward {what}; run net.forward again")
