"""What a formula says, evaluated: TeX as the pages write it, with a value for every name.

    holds(r"\tanh' x = 1-\tanh^2 x", {"x": points, r"\tanh'": tanh_derivative})

A name is any piece of TeX that `names` has, the longest first; its value is a number, an array or
a function. Subscripts i, j, k, m run along an axis each, behind which the last axis holds what a
mean E goes over, with `names["weights"]`. Two matrices side by side are multiplied as such.

Lower limits of sums are not read: an index runs as far as its values go. A reader of one's own,
since SymPy's make symbols, where these formulas need numbers (means, units, functions of vgref),
and would bring two dependencies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tests.formulas.spelling import normal, related

AXES = "ijkm"
RELATIONS = {
    "=": lambda a, b, exact, close: np.isclose(a, b, rtol=exact, atol=exact * 1e-3),
    r"\approx": lambda a, b, exact, close: np.isclose(a, b, rtol=close, atol=1e-15),
    r"\le": lambda a, b, *_: a <= b + np.abs(b) * 1e-12 + 1e-13,
    r"\ge": lambda a, b, *_: a >= b - np.abs(b) * 1e-12 - 1e-13,
    "<": lambda a, b, *_: a < b,
    ">": lambda a, b, *_: a > b,
}


def arcosh(x: Any) -> Any:
    """nan below 1, where a formula that holds under a condition may look too."""
    return np.arccosh(np.where(np.asarray(x) < 1, np.nan, x))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{f"\\{name}": getattr(np, name) for name in ("tanh", "cosh", "sinh", "cos", "sin", "log")},
    **{r"\ln": np.log, r"\arctan": np.arctan, r"\arccos": np.arccos, r"\sqrt": np.sqrt},
    **{r"\max": np.maximum, r"\min": np.minimum, r"\operatorname{sgn}": np.sign},
    **{r"\operatorname{arcosh}": arcosh, r"\operatorname{artanh}": np.arctanh},
    r"\operatorname{diag}": lambda row: np.diag(np.ravel(row)),
}
PLUS_MINUS = np.array([1.0, -1.0])
CONSTANTS = {r"\pi": np.pi, "e": np.e, r"\pm": PLUS_MINUS}


def holds(tex: str, names: Mapping[str, Any], exact: float = 1e-9, close: float = 0.05) -> bool:
    """Whether each relation of the formula is true, at all points."""
    if r"\Longleftrightarrow" in tex:
        pair = (truth(one, names) for one in tex.split(r"\Longleftrightarrow"))
        sides = [np.logical_and.reduce(np.broadcast_arrays(*one)) for one in pair]
        return bool(sides[0].any() and not sides[0].all() and (sides[0] == sides[1]).all())
    return all(np.all(one) for one in truth(tex, names, exact, close))


def truth(tex: str, names: Mapping[str, Any], exact: float = 1e-9, close: float = 0) -> list[Any]:
    """The relations of a formula, point by point; a side that ends in dots is near."""
    found = []
    for part in tex.split(r"\text{ and }"):
        text = normal(part)
        signs, sides = related(text)
        assert signs, f"no relation in {part}"
        values = [value(re.sub(r"[+-]\\dots", "", side), names) for side in sides]
        for n, sign in enumerate(signs):
            near = r"\approx" if r"\dots" in sides[n] + sides[n + 1] else sign
            found.append(RELATIONS[near](values[n], values[n + 1], exact, close))
    return found


def value(tex: str, names: Mapping[str, Any]) -> Any:
    reader = Reader(normal(tex), {**FUNCTIONS, **CONSTANTS, **names})
    result = reader.sum()
    assert reader.at == len(reader.text), f"cannot read {reader.text[reader.at :]!r} in {tex}"
    return result


class Reader:
    """Recursive descent: a sum of products of powers."""

    def __init__(self, text: str, names: Mapping[str, Any]) -> None:
        self.text, self.names, self.at = text, names, 0
        self.known = sorted((normal(name) for name in names), key=len, reverse=True)
        self.values = {normal(name): one for name, one in names.items()}
        self.bars = [False]  # whether a | would close

    def sees(self, *pieces: str) -> str:
        while self.text[self.at : self.at + 1] == " ":
            self.at += 1
        for one in pieces:
            word = one[-1:].isalpha() and one[:1] == "\\"
            behind = self.text[self.at + len(one) : self.at + len(one) + 1]
            if self.text.startswith(one, self.at) and not (word and behind.isalpha()):
                return one
        return ""

    def takes(self, *pieces: str) -> str:
        one = self.sees(*pieces)
        self.at += len(one)
        return one

    def number(self) -> str:
        match = re.match(r"\d+(\.\d+)?", self.text[self.at :])
        return match[0] if match else ""

    def sum(self) -> Any:
        sign = -1 if self.takes("-") else 1
        total = sign * self.product()
        while sign := self.takes("+", "-", r"\pm"):
            total = total + {"+": 1, "-": -1}.get(sign, PLUS_MINUS) * self.product()
        return total

    def product(self, mean: bool = False, plain: bool = False) -> Any:
        total = self.power()
        while True:
            if not plain and self.takes("/"):
                total = total / self.power()
            elif self.ends() or (mean and self.sees(r"\mathbb{E}")) or (plain and self.calls()):
                return total
            else:
                self.takes(r"\cdot")
                total = times(total, self.power())

    def ends(self) -> bool:
        closed = self.sees(
            "+", "-", r"\pm", "/", ")", "]", "}", ",", r"\rVert", r"\\", r"\end", "&"
        )
        return (
            self.at >= len(self.text) or bool(closed) or (self.bars[-1] and self.sees("|") != "")
        )

    def calls(self) -> bool:
        """Whether what follows is no part of an argument without brackets."""
        name = self.sees(*self.known)
        return bool(self.sees("(", "[", r"\mathbb{E}")) or callable(self.values.get(name))

    def power(self) -> Any:
        base = self.atom()
        while True:
            if self.takes("^"):
                base = base.T if self.takes(r"\top") else base ** self.argument()
            elif self.takes("!"):
                base = np.vectorize(lambda n: float(np.prod(np.arange(1.0, n + 1))))(base)
            else:
                return base

    def argument(self) -> Any:
        """A group in braces, one digit or one name."""
        if digit := re.match(r"\d", self.text[self.at :]):
            self.at += 1
            return float(digit[0])
        return self.atom()

    def group(self, close: str, bar: bool = False) -> list[Any]:
        self.bars.append(bar)
        found = [self.sum()]
        while self.takes(","):
            found.append(self.sum())
        assert self.takes(close), f"no {close} at {self.text[self.at :]!r}"
        self.bars.pop()
        return found

    def atom(self) -> Any:
        if number := self.number():
            self.at += len(number)
            return float(number)
        if self.takes(r"\begin{cases}"):
            return self.cases()
        if name := self.takes(*self.known):
            return self.named(self.values[name])
        if self.takes(r"\frac"):
            return self.argument() / self.argument()
        if self.takes(r"\sum_"):
            letters = re.findall(r"(?<![\\a-z])[ijkm](?![a-z])", self.script())
            total = self.product()
            for one in letters:
                total = summed(total, one, self.names)
            return total
        if self.takes(r"\sum"):
            return np.sum(self.product())
        if self.takes(r"\mathbb{E}"):
            return mean(self.product(mean=True), self.names["weights"])
        for opened, closed in (("(", ")"), ("[", "]"), ("{", "}")):
            if self.takes(opened):
                return self.group(closed)[0]
        if self.takes("|"):
            return np.abs(self.group("|", bar=True)[0])
        if self.takes(r"\lVert"):
            inside = self.group(r"\rVert")[0]
            return np.linalg.norm(inside, 2 if self.takes("_2") else None)
        raise ValueError(f"nothing is known of {self.text[self.at :]!r} in {self.text}")

    def script(self) -> str:
        match = re.match(r"\{(.*?)\}|(.)", self.text[self.at :])
        self.at += len(match[0])
        return match[1] or match[2]

    def named(self, known: Any) -> Any:
        if callable(known):
            exponent = self.argument() if self.takes("^") else None
            if known is np.sqrt:
                result = np.sqrt(self.argument())
            else:
                result = (
                    known(*self.group(")")) if self.takes("(") else known(self.product(plain=True))
                )
            return result if exponent is None else result**exponent
        if self.takes("_"):
            return along(np.asarray(known), self.script())
        return known

    def cases(self) -> Any:
        found = []
        while not self.takes(r"\end{cases}"):
            result = self.sum()
            assert self.takes("&")
            stop = min(
                self.text.index(one, self.at)
                for one in (r"\\", r"\end")
                if one in self.text[self.at :]
            )
            condition, self.at = self.text[self.at : stop], stop
            self.takes(r"\\")
            always = condition == r"\text{else}"
            found.append((True if always else np.all(truth(condition, self.names), 0), result))
        result = np.nan
        for where, one in reversed(found):
            result = np.where(where, one, result)
        return result


def times(a: Any, b: Any) -> Any:
    return a @ b if np.ndim(a) == np.ndim(b) == 2 else a * b


def along(array: np.ndarray, letters: str) -> np.ndarray:
    """The axes of an array put where their letters stand; one more is that of the mean."""
    array = array[0] if array.ndim > len(letters) and len(array) == 1 else array  # one example
    order = sorted(range(len(letters)), key=lambda n: AXES.index(letters[n]))
    array = np.moveaxis(array, order, range(len(order)))
    sizes = dict(zip((letters[n] for n in order), array.shape, strict=False))
    last = array.shape[len(letters) :] or (1,)
    return array.reshape(*(sizes.get(one, 1) for one in AXES), *last)


def summed(array: Any, letter: str, names: Mapping[str, Any]) -> Any:
    """The sum along an axis, which runs even where the array does not depend on it."""
    axis = AXES.index(letter)
    array = np.asarray(array).reshape((1,) * (len(AXES) + 1 - np.ndim(array)) + np.shape(array))
    run = names["sizes"][letter] if array.shape[axis] == 1 else 1
    return array.sum(axis, keepdims=True) * run


def mean(array: Any, weights: np.ndarray) -> Any:
    if np.ndim(array) == 0 or np.shape(array)[-1] == 1:
        return array
    return (array * weights).sum(-1, keepdims=np.ndim(array) > 1)
