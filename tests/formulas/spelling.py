"""How formulas are written: the same one in one spelling, and cut where it says several things."""

from __future__ import annotations

import re

DROPPED = (
    r"(?<!\\)\\[,;:!> ]|\\q?quad(?![a-z])|\\(?:left|right|[bB]igg?[lr])(?![a-zA-Z])|&(?=[=<>])"
)
DEPTH = {**dict.fromkeys("([{", 1), **dict.fromkeys(")]}", -1), r"\begin{": 2, r"\end{": 0}
RELATION = re.compile(r"=|<|>|\\le(?![a-z])|\\ge(?![a-z])|\\approx")


def normal(tex: str) -> str:
    """The formula without what only spaces it."""
    tex = re.sub(DROPPED, " ", re.sub(r"\s+", " ", tex)).strip(" .,")
    tex = re.sub(r"\\[td]frac(?![a-z])", r"\\frac", tex)
    tex = re.sub(r"\\mathbb E(?![a-zA-Z])", r"\\mathbb{E}", tex)
    tex = re.sub(r"\^\{\*(\d)\}", r"^*^\1", tex)
    tex = re.sub(r"_(\w|\{\w+\})\^(l|L|\{[lL][+-]\d\})", r"^\2_\1", tex)
    tex = re.sub(r"([_^])\{(\w)\}", r"\1\2", tex)
    return re.sub(r"(\\[a-zA-Z]+) +(?=[a-zA-Z])| +", lambda m: f"{m[1]} " if m[1] else "", tex)


def statements(tex: str) -> list[str]:
    """The formulas of a display that stand apart."""
    if r"\Longleftrightarrow" in tex:
        return [tex]
    return [one for one in re.split(r",?\s*\\q?quad(?![a-z])", tex) if one.strip(" .,")]


def related(text: str) -> tuple[list[str], list[str]]:
    """The relations of a normal formula outside of brackets and cases, and its sides."""
    signs, sides, start, depth = [], [], 0, 0
    for match in re.finditer(rf"\\(?:begin|end)\{{|[([{{)\]}}]|{RELATION.pattern}", text):
        if match[0] in DEPTH:
            depth += DEPTH[match[0]]
        elif depth == 0:
            signs.append(match[0])
            sides.append(text[start : match.start()])
            start = match.end()
    return signs, [*sides, text[start:]]
