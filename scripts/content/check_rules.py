"""What a check must be, so that it can fail: read off its expression, not run.

A number that merely stands beside a check is not checked. Hence every number of the sentence is a
literal in the check, and not as a tolerance; every comparison has something that the page computes
on one side; and nothing is compared with itself.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

from scripts.content.numbers import Number, same
from scripts.content.pages import Check
from scripts.content.prose import Sentence, folded, literal_nodes

EXACT = 1e-6  # what two ways to compute the same thing may differ by; more is a rounded number
NOT_OF_THE_PAGE = {*dir(builtins), "np", "shown", "verdict", "math"}
CLOSE = {"allclose", "isclose"}


def problems(sentence: Sentence, language: str) -> Iterator[str]:
    """What is wrong with the check of a sentence, each in words."""
    assert sentence.check is not None
    tree = ast.parse(sentence.check.expression, mode="eval").body
    yield from missing(sentence.numbers(language), tree)
    yield from vacuous(sentence.check, tree)


def missing(stated: Iterable[Number], tree: ast.AST) -> Iterator[str]:
    """The numbers of the sentence that the check does not have."""
    tolerances = {id(part) for node in tolerance_nodes(tree) for part in ast.walk(node)}
    known = [value for node, value in literal_nodes(tree) if id(node) not in tolerances]
    for number in stated:
        # "A 700th" may be checked as 700: which of the two is larger, the check says itself.
        turned = Number(1 / number.value, number.written) if 0 < number.value < 1 else number
        if not any(same(one, value) for value in known for one in (number, turned)):
            yield f"{number.written!r} is in the sentence and not in its check"


def vacuous(check: Check, tree: ast.AST) -> Iterator[str]:
    """The parts of a check that hold whatever the page computes."""
    local = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    local |= {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    of_page = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id not in NOT_OF_THE_PAGE | local
    }
    if not of_page:
        yield "the check has nothing that the page computes"
    for node in ast.walk(tree):
        for left, right in compared(node):
            if ast.dump(left) == ast.dump(right):
                yield f"{ast.unparse(node)} compares a thing with itself"
            if folded(left) is not None and folded(right) is not None:
                yield f"{ast.unparse(node)} compares numbers with numbers"
        if isinstance(node, ast.Call) and called(node) == "shown":
            names = {one.id for one in ast.walk(node.args[1]) if isinstance(one, ast.Name)}
            if not names - NOT_OF_THE_PAGE:
                yield f"{ast.unparse(node)} has nothing that the page computes"
        if rounded := loosely_compared(node):
            yield f'{rounded}: write the number as shown("...", value)'


def compared(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """The pairs that an expression compares: by an operator, a difference or a function."""
    match node:
        case ast.Compare(left=left, comparators=others):
            yield from zip([left, *others], others, strict=False)
        case ast.BinOp(left=left, op=ast.Sub(), right=right) if folded(node) is None:
            yield left, right
        case ast.Call(args=[left, right, *_]) if called(node) in CLOSE:
            yield left, right


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def tolerance_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """What is only a tolerance: of a difference in absolute value, of allclose and isclose."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, ops=[ast.Lt() | ast.LtE()], comparators=[bound]):
                if is_difference(left):
                    yield bound
            case ast.Call(keywords=keywords) if called(node) in CLOSE:
                yield from (one.value for one in keywords if one.arg in ("rtol", "atol"))


def is_difference(node: ast.AST) -> bool:
    """Whether this is abs(a - b), or the largest of such differences."""
    match node:
        case ast.Call(args=[ast.BinOp(op=ast.Sub())]):
            return called(node) in ("abs", "absolute", "fabs")
        case ast.Call(args=[one, *_]):
            return called(node) in ("max", "amax") and is_difference(one)
        case ast.Call(func=ast.Attribute(value=one)):
            return called(node) == "max" and is_difference(one)
    return False


def loosely_compared(node: ast.AST) -> str | None:
    """A comparison within a tolerance that only a rounded number can need."""
    match node:
        case ast.Compare(left=left, ops=[ast.Lt() | ast.LtE()], comparators=[bound]):
            value = folded(bound)
            if is_difference(left) and (value is None or abs(value) > EXACT):
                return ast.unparse(node)
        case ast.Call(keywords=keywords) if called(node) in CLOSE:
            for one in keywords:
                value = folded(one.value)
                if one.arg in ("rtol", "atol") and (value is None or abs(value) > EXACT):
                    return ast.unparse(node)
    return None
