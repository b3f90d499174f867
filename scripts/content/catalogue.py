"""What the catalogue's cards show, computed from vgref, as JSON.

    python -m scripts.content.catalogue

Runs in a process of its own (scripts/hooks/catalogue.py), since `mkdocs serve` would keep an old
vgref. All curves are drawn in one frame, so that two of them compare by eye.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from vgref.activations import ACTIVATIONS, PAIRS, Activation, Array, PairActivation
from vgref.gaussian import expectation
from vgref.initializers import gain, pytorch_gain

LEFT, RIGHT, LOW, HIGH = -5.0, 5.0, -2.5, 4.0
SCALE = 20.0  # units of the picture for 1, on both axes
SAMPLES = 4001
TOLERANCE = 0.06  # units of the picture that a simplified curve may stray
Points = list[tuple[float, float]]


def entries(
    activations: Mapping[str, Activation] = ACTIVATIONS,
    pairs: Mapping[str, PairActivation] = PAIRS,
) -> list[dict[str, Any]]:
    """One dictionary for each card, by name, those of two arguments last."""
    ordered = sorted(activations.values(), key=lambda one: one.name)
    return [of_one(one) for one in ordered] + [of_two(one) for one in pairs.values()]


def of_one(phi: Activation) -> dict[str, Any]:
    """The facts about an activation."""
    forward = gain(phi, moment="forward")
    flat = phi.supremum == 0.0
    backward = math.inf if flat else gain(phi, moment="backward")
    with np.errstate(all="ignore"):
        derivative_limits = phi.derivative_limits
        # A function that never decreases ends where its range does, though it may waver.
        limits = phi.range if phi.monotone else phi.limits
    return {
        "name": phi.name,
        "title": phi.title or phi.name,
        "formula": phi.formula,
        "derivative": [phi.derivative_formula],
        "parameters": dict(phi.parameters),
        "range": phi.range,
        "supremum": phi.supremum,
        "limits": limits,
        "derivative_limits": derivative_limits,
        "kinks": phi.kinks,
        "forward": forward,
        "backward": backward,
        "pytorch": pytorch_gain(phi),
        "factor": forward / backward,
        "is": properties(phi, derivative_limits),
        "year": phi.year,
        "source": phi.source,
        "use": dict(phi.use),
        "curve": path(phi.function, phi.kinks),
        "slope": path(phi.derivative, phi.kinks),
    }


def of_two(unit: PairActivation) -> dict[str, Any]:
    """The facts about an activation of two arguments, drawn along its slice."""
    slice_ = ACTIVATIONS[unit.slice]
    forward = square_mean(unit.function) ** -0.5
    parts = (square_mean(lambda a, b, n=n: unit.derivatives(a, b)[n]) for n in (0, 1))
    backward = sum(parts) ** -0.5
    return {
        "name": unit.name,
        "title": unit.title,
        "formula": unit.formula,
        "derivative": list(unit.derivative_formulas),
        "range": unit.range,
        "forward": forward,
        "backward": backward,
        "factor": forward / backward,
        "is": ["two"],
        "slice": unit.slice,
        "slice_title": slice_.title or slice_.name,
        "slice_at": unit.slice_at,
        "year": unit.year,
        "source": unit.source,
        "use": dict(unit.use),
        "curve": path(slice_.function, slice_.kinks),
        "slope": path(slice_.derivative, slice_.kinks),
    }


def square_mean(function: Callable[[Array, Array], Array]) -> float:
    """The mean square for two independent standard normal arguments; a kink may lie at a = b."""

    def given(a: float) -> float:
        return expectation(lambda b: function(np.full_like(b, a), b) ** 2, 1.0, kinks=(a,))

    return expectation(lambda a: np.vectorize(given)(a), 1.0)


def properties(phi: Activation, derivative_limits: tuple[float, float]) -> list[str]:
    """What the filter of the page asks for."""
    z = np.linspace(0.01, 6.0, 600)
    flat = sum(limit == 0.0 for limit in derivative_limits)
    known = {
        "bounded": bool(np.isfinite(phi.range).all()),
        "odd": bool(np.allclose(phi.function(-z), -phi.function(z), rtol=1e-9, atol=1e-12)),
        "smooth": not phi.kinks,
        "kinks": bool(phi.kinks),
        "monotone": phi.monotone,
        "turns": not phi.monotone,
        "flat-both": flat == 2,
        "flat-one": flat == 1,
        "flat-none": flat == 0 and bool(np.isfinite(derivative_limits).all()),
    }
    return [name for name, holds in known.items() if holds]


def path(function: Callable[[Array], Array], kinks: Iterable[float]) -> str:
    """The SVG path of a function within the frame: cut at its jumps, and where it leaves."""
    edges = [LEFT, *sorted(kink for kink in kinks if LEFT < kink < RIGHT), RIGHT]
    lines: list[Points] = []
    for start, end in pairwise(edges):
        z = np.linspace(start, end, SAMPLES)
        z[0], z[-1] = np.nextafter(start, end), np.nextafter(end, start)
        piece = clipped(z, np.asarray(function(z), dtype=float))
        if lines and piece and math.dist(lines[-1][-1], piece[0][0]) < 1e-6:
            lines[-1] += piece.pop(0)[1:]
        lines += piece
    return "".join("M" + "L".join(map(spelled, simplified(line))) for line in lines)


def clipped(z: Array, y: Array) -> list[Points]:
    """The parts of a polyline between LOW and HIGH, in units of the picture."""
    lines: list[Points] = [[]]
    for (z0, y0), (z1, y1) in pairwise(zip(z.tolist(), y.tolist(), strict=True)):
        inner = [min(max(value, LOW), HIGH) for value in (y0, y1)]
        if max(y0, y1) < LOW or min(y0, y1) > HIGH:
            continue
        slope = (z1 - z0) / (y1 - y0) if y1 != y0 else 0.0
        ends = [(z0 + slope * (inner[0] - y0), inner[0]), (z0 + slope * (inner[1] - y0), inner[1])]
        ends[1] = (z1, y1) if inner[1] == y1 else ends[1]
        start, end = (((a - LEFT) * SCALE, (HIGH - b) * SCALE) for a, b in ends)
        if not lines[-1] or math.dist(lines[-1][-1], start) > 1e-9:
            lines.append([start])
        lines[-1].append(end)
    return [line for line in lines if line]


def simplified(line: Points) -> Points:
    """Ramer, Douglas and Peucker: the fewest of the points that stay within the tolerance."""
    points, keep, stack = np.array(line), {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        chord, inner = points[last] - points[first], points[first + 1 : last] - points[first]
        away = np.abs(inner[:, 0] * chord[1] - inner[:, 1] * chord[0]) / math.hypot(*chord)
        if away.max() > TOLERANCE:
            middle = first + 1 + int(away.argmax())
            keep.add(middle)
            stack += [(first, middle), (middle, last)]
    return [line[one] for one in sorted(keep)]


def spelled(point: tuple[float, float]) -> str:
    return " ".join(f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".") for value in point)


if __name__ == "__main__":
    json.dump(entries(), sys.stdout)
