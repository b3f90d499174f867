"""An embedded section is whole statements: what a page shows could be typed as it stands."""

from __future__ import annotations

import ast
import re

MARK = re.compile(r"^(?P<indent>[ \t]*)#[ \t]*--8<--[ \t]*\[(?:start|end):[\w-]+\][ \t]*$")


def why_cut(text: str, first: int, last: int) -> str | None:
    """What is wrong with a section whose markers stand on the lines `first` and `last`.

    Right is: both markers indented alike, and between them whole statements of one body, that of
    the module or of a class, and nothing of another statement.
    """
    lines = text.splitlines()
    start, end = (MARK.match(lines[number - 1]) for number in (first, last))
    if not start or not end:
        return "its markers are not comments on lines of their own"
    if last < first:
        return "it ends before it starts"
    indents = len(start["indent"]), len(end["indent"])
    if indents[0] != indents[1]:
        return f"its start is indented by {indents[0]} and its end by {indents[1]}"
    for body in bodies(text):
        inside = [span(node) for node in body if first < span(node)[0] and span(node)[1] < last]
        if inside and body[0].col_offset == indents[0]:
            shown = {number for top, bottom in inside for number in range(top, bottom + 1)}
            rest = [number for number in range(first + 1, last) if number not in shown]
            if all(re.match(r"\s*(#|$)", lines[number - 1]) for number in rest):
                return None
    return "it is no whole statement, or begins or ends within one"


def bodies(text: str) -> list[list[ast.stmt]]:
    nodes = ast.walk(ast.parse(text))
    return [node.body for node in nodes if isinstance(node, ast.Module | ast.ClassDef)]


def span(node: ast.stmt) -> tuple[int, int]:
    """The first and the last line of a statement, with its decorators."""
    tops = [one.lineno for one in (node, *getattr(node, "decorator_list", ()))]
    return min(tops), node.end_lineno or node.lineno
