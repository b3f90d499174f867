"""What every way in asks of its arguments, once and in one phrasing.

``NAME must be REQUIREMENT, got VALUE``, and what to do next where that is not plain: a TypeError
where the thing is of the wrong kind, a ValueError where its value is. A check gives back what it
was given, so that ``std = positive("std", std)`` is one line; only `finite` and `integers` look at
entries.
"""

from vgref.checks.arrays import Array, Shape, finite, floats, generator, integers, plain
from vgref.checks.numbers import not_negative, number, positive, sizes, whole, within
from vgref.checks.words import choice, near, wrong

__all__ = [
    "Array",
    "Shape",
    "choice",
    "finite",
    "floats",
    "generator",
    "integers",
    "near",
    "not_negative",
    "number",
    "plain",
    "positive",
    "sizes",
    "whole",
    "within",
    "wrong",
]
