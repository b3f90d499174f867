"""Formulas in LaTeX, evaluated: what a docstring or the catalogue prints is held to the code."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

TOKEN = re.compile(
    r"\\operatorname\{(\w+)\}|\\(?:begin|end)\{cases\}|\\\\|\\[a-zA-Z]+|\d+\.?\d*|[a-zA-Z]'?|\S"
)
DROPPED = {r"\,", r"\left", r"\right", r"\displaystyle", r"\quad"}
ERF = np.vectorize(math.erf)


def sigma(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    r"\sigma": sigma,
    r"\tanh": np.tanh,
    r"\cosh": np.cosh,
    r"\sinh": np.sinh,
    r"\sin": np.sin,
    r"\cos": np.cos,
    r"\arctan": np.arctan,
    r"\arccos": np.arccos,
    r"\log": np.log,
    r"\max": np.maximum,
    r"\min": np.minimum,
    r"\Phi": lambda z: (1 + ERF(z / math.sqrt(2))) / 2,
    r"\phi": lambda z: np.exp(-z * z / 2) / math.sqrt(2 * math.pi),
    "erf": ERF,
    "sgn": np.sign,
    "silu": lambda z: z * sigma(z),
    "silu'": lambda z: sigma(z) * (1 + z * sigma(-z)),
}
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    ">": np.greater,
    r"\le": np.less_equal,
    r"\ge": np.greater_equal,
}
CLOSING = {")", "}", "]", ",", "&", "=", "+", "-", r"\\", r"\end{cases}", r"\quad", "/", *COMPARE}


class Formula:
    """A reader of one formula: sums of products of powers, from left to right."""

    def __init__(self, text: str, names: Mapping[str, Any]) -> None:
        self.names = {"e": math.e, r"\pi": math.pi, **names}
        text = text.replace(r"\,", " ").replace("'(", "' (")
        text = re.sub(r"\\operatorname\{silu\}'", r"\\operatorname{silu'}", text)
        pattern = re.compile(TOKEN.pattern.replace(r"(\w+)", r"([\w']+)"))
        tokens = [m[1] or m[0] for m in pattern.finditer(text)]
        self.tokens = [one for one in tokens if one not in DROPPED]
        # \frac23 has two digits for two arguments.
        for i, token in enumerate(self.tokens):
            if re.fullmatch(r"\d\d", token) and self.tokens[i - 1] in (r"\frac", r"\tfrac"):
                self.tokens[i : i + 1] = list(token)
        self.at, self.bars = 0, 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek()
        assert token, f"the formula ends too early: {self.tokens}"
        assert not wanted or token == wanted, f"{token} for {wanted} in {self.tokens}"
        self.at += 1
        return token

    def sum(self) -> Any:
        negative = self.peek() == "-" and bool(self.take())
        total = -self.product() if negative else self.product()
        while self.peek() in ("+", "-"):
            total = total + self.product() if self.take() == "+" else total - self.product()
        return total

    def product(self, *, argument: bool = False) -> Any:
        """Factors side by side; the argument of a function without brackets ends at the next."""
        value = self.power()
        while self.peek() and not (self.peek() == "|" and self.bars):
            token = self.peek()
            if token == "/" and not argument:
                self.take()
                value = value / self.power()
            elif token in CLOSING or (argument and token in FUNCTIONS):
                break
            elif token == r"\cdot":
                self.take()
            else:
                value = value * self.power()
        return value

    def power(self) -> Any:
        base = self.atom()
        if self.peek() == "^":
            self.take()
            return base ** self.group()
        return base

    def group(self) -> Any:
        """What stands in braces, or one token."""
        if self.peek() != "{":
            return self.atom()
        self.take()
        value = self.sum()
        self.take("}")
        return value

    def atom(self) -> Any:
        token = self.take()
        if token[0].isdigit():
            return float(token)
        if token == "(":
            value = self.sum()
            self.take(")")
            return value
        if token == "|":
            self.bars += 1
            value = abs(self.sum())
            self.bars -= 1
            self.take("|")
            return value
        if token in (r"\frac", r"\tfrac"):
            return self.group() / self.group()
        if token == r"\sqrt":
            return np.sqrt(self.group())
        if token == r"\begin{cases}":
            return self.cases()
        if token in self.names:
            known = self.names[token]
            return self.apply(known) if callable(known) else known
        assert token in FUNCTIONS, f"what is {token} in {self.tokens}?"
        return self.apply(FUNCTIONS[token])

    def apply(self, function: Callable[..., Any]) -> Any:
        power = None
        if self.peek() == "^":
            self.take()
            power = self.group()
        if self.peek() == "(":
            self.take()
            arguments = [self.sum()]
            while self.peek() == ",":
                self.take()
                arguments.append(self.sum())
            self.take(")")
        else:
            arguments = [self.product(argument=True)]
        value = function(*arguments)
        return value if power is None else value**power

    def cases(self) -> Any:
        values, conditions = [], []
        while True:
            values.append(self.sum())
            self.take("&")
            conditions.append(
                ~np.any(conditions, axis=0) if self.otherwise() else self.condition()
            )
            if self.take() == r"\end{cases}":
                assert np.all(np.sum([np.asarray(c, int) for c in conditions], axis=0) == 1)
                return sum(np.where(c, v, 0.0) for c, v in zip(conditions, values, strict=True))

    def otherwise(self) -> bool:
        """Whether ``\\text{else}`` stands here."""
        if self.peek() != r"\text":
            return False
        while self.take() != "}":
            pass
        return True

    def condition(self) -> Any:
        """A chain of comparisons."""
        left, holds = self.sum(), np.bool_(True)
        while self.peek() in COMPARE:
            compare = COMPARE[self.take()]
            right = self.sum()
            holds, left = holds & compare(left, right), right
        return holds


def evaluate(text: str, **names: Any) -> list[Any]:
    """The values of all sides of ``a = b = ...``; after a comma and a ``\\quad``, a name's own."""
    text, *given = re.split(r",\s*\\quad", text)
    for one in given:
        name, _, formula = one.partition("=")
        [names[name.strip()]] = evaluate(formula, **names)
        near = {k: v + 1e-6 if k == "z" else v for k, v in names.items()}
        [shifted] = evaluate(formula, **near)
        names[f"{name.strip()}'"] = (shifted - names[name.strip()]) / 1e-6
    values = []
    for side in text.split(r" = "):
        reader = Formula(side, names)
        values.append(reader.sum())
        assert not reader.peek(), f"{reader.peek()} is left over in {side}"
    return values
