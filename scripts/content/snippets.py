"""Run a page: every python fence, its output compared, every check, as sybil parsers.

A page is one namespace and runs from top to bottom. A ``text`` fence right after a ``python`` one
is its output. Nothing can be skipped: a fence in a language that is neither run nor listed in
`SHOWN_ONLY` is an error.
"""

from __future__ import annotations
import __future__

import ast
import contextlib
import importlib
import io
import re
from collections.abc import Iterable
from types import CodeType
from typing import Any

import sybil

from scripts.content.guard import guarded
from scripts.content.numbers import shown
from scripts.content.pages import ROOT, Check, Fence, PageError, Section, checks, embedded, fences
from scripts.content.verdicts import verdict

# A console fence shows what to type outside Python; tests/test_pages.py holds it to the Makefile.
SHOWN_ONLY = {"console", "bibtex"}
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
ANNOTATIONS = __future__.annotations.compiler_flag


def parse(document: sybil.Document) -> Iterable[sybil.Region]:
    """The regions of a page: a python fence with its output, and each check."""
    found = fences(document.text, document.path)
    for before, fence, following in zip([None, *found], found, [*found[1:], None], strict=False):
        if fence.language == "python":
            output = following if is_output(document.text, fence, following) else None
            end = output.end if output else fence.end
            yield sybil.Region(fence.start, end, parsed=(fence, output), evaluator=run_fence)
        elif fence.language == "text":
            if not is_output(document.text, before, fence):
                message = "a text fence is the output of the python fence right before it"
                raise PageError(document.path, fence.line, message)
        elif fence.language not in SHOWN_ONLY:
            message = f"a fence in {fence.language!r} would not run; use python, text or console"
            raise PageError(document.path, fence.line, message)
    for check in checks(document.text):
        yield sybil.Region(check.start, check.end, parsed=check, evaluator=run_check)


def is_output(text: str, fence: Fence | None, following: Fence | None) -> bool:
    """Whether `following` is a text fence right behind the python fence `fence`."""
    return (
        fence is not None
        and following is not None
        and (fence.language, following.language) == ("python", "text")
        and not text[fence.end : following.start].strip()
    )


def run_fence(example: sybil.Example) -> str | None:
    """Execute a fence in the page's namespace; say what differs from its output."""
    fence, output = example.parsed
    printed = printed_by(fence, example)
    if output is None:
        return f"this fence prints, and no text fence follows:\n{printed}" if printed else None
    difference = compare(output.source, printed)
    return f"line {output.line}: {difference}" if difference else None


def printed_by(fence: Fence, example: sybil.Example) -> str:
    """Run a fence: what it prints."""
    printed = io.StringIO()
    with guarded(example.path, fence.line), contextlib.redirect_stdout(printed):
        for line, part in embedded(fence.source):
            if isinstance(part, Section):
                example.namespace.update(from_module(part))
            else:
                run(compiled(part, example.path, fence.line + line), example.namespace)
    return printed.getvalue()


def compiled(source: str, path: str, line: int) -> CodeType:
    """Compiled so that a traceback names the page and the line; `line` is that of the fence."""
    return compile("\n" * line + source, path, "exec", flags=ANNOTATIONS, dont_inherit=True)


def run(code: CodeType, namespace: dict[str, Any]) -> None:
    exec(code, namespace)
    del namespace["__builtins__"]  # exec put it there


def from_module(part: Section) -> dict[str, Any]:
    """What an embedded section defines, out of the module that it is a part of."""
    relative = part.path.relative_to(ROOT).with_suffix("")
    module = importlib.import_module(".".join(relative.parts))
    return {name: getattr(module, name) for name in part.defines}


def compare(expected: str, printed: str) -> str | None:
    """None if two outputs agree: words to the letter, numbers to the last printed digit.

    Both show as many digits; a number may be off by one unit of the last, which is what another
    CPU's rounding can do to it.
    """
    if agree(expected.split(), printed.split()):
        return None
    return f"the page says\n{expected.rstrip()}\nand the code prints\n{printed.rstrip()}"


def agree(expected: list[str], printed: list[str]) -> bool:
    return len(expected) == len(printed) and all(map(word_agrees, expected, printed))


def word_agrees(expected: str, printed: str) -> bool:
    if NUMBER.sub("#", expected) != NUMBER.sub("#", printed):
        return False
    return all(map(number_agrees, NUMBER.findall(expected), NUMBER.findall(printed)))


def number_agrees(expected: str, printed: str) -> bool:
    if expected == printed:
        return True
    if not re.search(r"[.eE]", expected):
        return False  # an integer is a count, and exact
    away = abs(float(expected) - float(printed))
    if max(map(len, (expected, printed))) > 16 and away <= 1e-12 * abs(float(expected)):
        return True  # all digits of a float: another CPU prints 1.0 as 0.9999999999999999
    digits, exponent = shape(expected)
    # Fewer digits than the code prints could make two different numbers look alike.
    same = (digits, exponent is None) == (shape(printed)[0], shape(printed)[1] is None)
    return same and away <= 1.001 * 10.0 ** (int(exponent or 0) - digits)


def shape(number: str) -> tuple[int, str | None]:
    """How many digits stand behind the point, and the exponent, None where there is none."""
    mantissa, mark, exponent = number.lower().partition("e")
    return len(mantissa.partition(".")[2]), exponent if mark else None


def run_check(example: sybil.Example) -> str | None:
    """Evaluate a check in the page's namespace; it must be true, not merely truthy."""
    check: Check = example.parsed
    namespace = dict(example.namespace) | {"shown": shown, "verdict": verdict}
    code = compile("\n" * (check.line - 1) + check.expression, example.path, "eval")
    with guarded(example.path, check.line):
        value = eval(code, namespace)
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return None if value else f"not true: {check.expression}{sides(check, namespace)}"
    return f"a check must be True or False, and this is {value!r}: {check.expression}"


def sides(check: Check, namespace: dict[str, Any]) -> str:
    """The values on the sides of a comparison that failed."""
    tree = ast.parse(check.expression, mode="eval").body
    if not isinstance(tree, ast.Compare):
        return ""
    parts = [ast.unparse(node) for node in (tree.left, *tree.comparators)]
    values = "\n".join(f"  {part} = {eval(part, dict(namespace))!r}" for part in parts)
    return f"\n{values}"
