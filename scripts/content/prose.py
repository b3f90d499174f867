"""The sentences of a page, and what each may state without being checked.

A number in the prose must be computed. Either its sentence ends in a check that has it as a
literal, or it stands in the code or the output of its own part of the page, or the code of the
page defines it (a default, a constant). What is merely named is in `NAMED`.
"""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scripts.content.numbers import Number, numbers, rounded_to, same
from scripts.content.pages import (
    CHECK,
    FIGURE,
    HEADING,
    Check,
    Section,
    embedded,
    fences,
    line_of,
    without_fences,
)

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
SENTENCE_END = re.compile(r"(?<=[.?!])[\"”’')*]*\s+(?!<!--|\s*\$\$)|(?<=-->)")
BLOCK_END = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*|:]|\d+\.)\s)")
# The words of a link are those of the heading it leads to: tests/test_numbers.py holds them to it.
PAGE_LINK = re.compile(r"(?<!!)\[(?P<words>[^\[\]]*)\]\((?P<target>[\w./-]*(?:#[\w-]+)?)\)")
BOX = re.compile(r"^(?:\?\?\?\+?|!!!) (?P<kind>\w+)")
BOX_OPENING = re.compile(r'^[ \t]*(?:\?\?\?\+?|!!!) \w+(?: "(?:\d+\. )?)?', re.MULTILINE)
# A lab's picture is in the text as a drawing: of it, the alternative text is prose.
DRAWING = re.compile(r'<svg [^>]*?aria-label="(?P<alt>[^"]*)".*?</svg>', re.DOTALL)
OUTPUT_NUMBER = re.compile(r"(?<![\w.])-?\d+\.?\d*(?:e[-+]?\d+)?(?![A-Za-z_])")

# Numbers that name a thing and measure none: years, versions, places in a text.
NAMED = [
    r"\b(?:19[4-9]\d|20[0-3]\d)(?=\b|년|\D)",
    r"\b(?:PyTorch|numpy|Python|Keras|JAX|Flax|TensorFlow|CC BY) \d+(?:\.\d+)*",
    r"\b(?:[Cc]hapters?|[Ee]xercises?|[Ss]ections?|[Ee]quations?|[Ff]igures?|[Tt]ables?|[Cc]laims?"
    r"|[Aa]ppendix|[Ll]abs?) \(?\d+(?:\.\d+)*\)?(?:(?:,| and| to|–) \(?\d+(?:\.\d+)*\)?)*",
    r"(?:연습 ?문제|연습|식|그림|표|주장|부록) \(?\d+(?:\.\d+)*\)?(?!\d|개)"
    r"(?:(?:, |~|와 |과 |–)\(?\d+(?:\.\d+)*\)?)*",
    r"\d+(?:\.\d+)*(?:장|절|쪽|판)(?![가-힣])|\d+(?:\.\d+)*(?:장|절)(?=[의에은는이을과와도])",
    r"^\s*\d+\.(?:\s|$)|^\s*- \d+ ·",  # a place in a list
]
NAMED_PATTERN = re.compile("|".join(NAMED), re.MULTILINE)


@dataclass(frozen=True)
class Sentence:
    """A sentence of the prose: where it stands and the check behind it.

    ``part`` is the nearest heading's id, for an exercise with its number; ``figure`` is the name
    of the picture whose caption or alternative text it belongs to.
    """

    text: str
    line: int
    part: str
    check: Check | None = None
    figure: str = ""

    def numbers(self, language: str) -> list[Number]:
        return numbers(NAMED_PATTERN.sub(" ", self.text), language)


@dataclass
class Part:
    """What the fences of one part of a page hold: numbers of its code and of its outputs."""

    literals: set[float] = field(default_factory=set)
    outputs: list[str] = field(default_factory=list)

    def has(self, number: Number) -> bool:
        """Whether a number of the prose is here, as it stands or rounded as it is written."""
        printed = [float(one) for one in self.outputs]
        return any(same(number, one) for one in (*printed, *self.literals)) or any(
            rounded_to(number, one) for one in printed
        )


def place_of_lines(text: str) -> list[str]:
    """The part of the page in which each line stands."""
    places, heading, box, count = [], "", "", 0
    for line in without_fences(text).splitlines():
        if match := HEADING.match(line):
            heading, box, count = match["id"] or match["title"], "", 0
        elif match := BOX.match(line):
            count += 1
            box = f"/{match['kind']}-{count}"
        elif line.strip() and not line[0].isspace():
            box = ""
        places.append(heading + box)
    return places


def sentences(text: str) -> list[Sentence]:
    """The sentences of a page's prose; code, links and addresses left out."""
    places, checks = place_of_lines(text), list(CHECK.finditer(without_fences(text)))
    prose = blanked(BOX_OPENING, blanked(FRONT_MATTER, without_fences(text)))
    prose = FIGURE.sub(lambda m: keep_length(m[0], f"![{m['alt']}]"), prose)
    prose = DRAWING.sub(lambda m: keep_length(m[0], html.unescape(m["alt"])), prose)
    prose = re.sub(r"(?<!`)`[^`\n]+`", lambda m: keep_length(m[0], ""), prose)
    prose = blanked(PAGE_LINK, prose)
    prose = re.sub(r"\]\([^)\s]*\)", lambda m: keep_length(m[0], "]"), prose)
    prose = blanked(re.compile(r"\{[^{}\n]*[#.][\w-]+[^{}\n]*\}[ \t]*$", re.MULTILINE), prose)
    found, figures = [], figure_of_lines(text)
    for start, block in split(prose, BLOCK_END, 0):
        for begin, sentence in split(block, SENTENCE_END, start):
            line = line_of(text, begin + len(sentence) - len(sentence.lstrip()))
            behind = [one for one in checks if begin <= one.start() < begin + len(sentence)]
            check = None
            if behind:
                one = behind[0]
                expression = " ".join(one["expression"].split())
                check = Check(expression, line_of(text, one.start()), one.start(), one.end())
            words = " ".join(CHECK.sub(" ", sentence).split())
            if words:
                place = places[line - 1]
                found.append(Sentence(words, line, place, check, figures.get(line, "")))
    return found


def figure_of_lines(text: str) -> dict[int, str]:
    """The lines of alternative texts and captions: the figure that each belongs to."""
    found, name, caption = {}, "", False
    for number, line in enumerate(without_fences(text).splitlines(), 1):
        if match := FIGURE.search(line):
            name = match["name"]
            found[number] = name
        elif re.match(r"\s*/// caption", line):
            caption = True
        elif re.match(r"\s*///", line):
            caption, name = False, ""
        elif caption and name:
            found[number] = name
    return found


def split(text: str, boundary: re.Pattern[str], offset: int) -> Iterator[tuple[int, str]]:
    """The pieces between boundaries, each with its position."""
    start = 0
    for match in boundary.finditer(text):
        yield offset + start, text[start : match.start()]
        start = match.end()
    yield offset + start, text[start:]


def keep_length(old: str, new: str) -> str:
    """`new` in the length of `old`, so that positions and lines stay."""
    return new + "".join(one if one == "\n" else " " for one in old[len(new) :])


def blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: keep_length(match[0], ""), text)


# --- what the page computes --------------------------------------------------------------------


def parts(text: str) -> dict[str, Part]:
    """The numbers in the code, the outputs and the checks of each part of a page."""
    places, found = place_of_lines(text), {}
    for fence in fences(text):
        part = found.setdefault(places[fence.line - 1], Part())
        if fence.language == "python":
            for _, piece in embedded(fence.source):
                source = piece.source if isinstance(piece, Section) else piece
                part.literals |= literals(source)
        else:
            part.outputs += OUTPUT_NUMBER.findall(fence.source)
    for sentence in sentences(text):
        if sentence.check:
            part = found.setdefault(sentence.part, Part())
            part.literals |= literals(sentence.check.expression)
    return found


def literals(source: str) -> set[float]:
    """The numbers written in code, folded (1 / 25 is 0.04), those in the strings of shown too."""
    return {value for _, value in literal_nodes(ast.parse(source))}


def literal_nodes(tree: ast.AST) -> Iterator[tuple[ast.AST, float]]:
    for node in ast.walk(tree):
        value = folded(node)
        if value is not None:
            yield node, abs(value)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "shown"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node.args[0], abs(float(node.args[0].value))


def folded(node: ast.AST) -> float | None:
    """The value of an expression of literals alone, None for any other."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            value = folded(operand)
            return None if value is None else -value
        case ast.BinOp(left=left, op=op, right=right):
            a, b = folded(left), folded(right)
            if a is None or b is None:
                return None
            try:
                match op:
                    case ast.Add():
                        return a + b
                    case ast.Sub():
                        return a - b
                    case ast.Mult():
                        return a * b
                    case ast.Div():
                        return a / b
                    case ast.Pow():
                        return float(a**b)
            except (ArithmeticError, ValueError):
                return None
    return None


def definitions(text: str) -> Part:
    """The numbers that a page's code gives a name: defaults of its functions and constants."""
    found = Part()
    for fence in fences(text):
        if fence.language != "python":
            continue
        for _, piece in embedded(fence.source):
            if isinstance(piece, Section):
                continue
            tree = ast.parse(piece)
            for node in ast.walk(tree):
                if isinstance(node, ast.arguments):
                    for default in [*node.defaults, *filter(None, node.kw_defaults)]:
                        found.literals |= {value for _, value in literal_nodes(default)}
            for node in tree.body:
                if isinstance(node, ast.Assign) and constant(node.value):
                    found.literals |= {value for _, value in literal_nodes(node.value)}
    return found


def constant(node: ast.AST) -> bool:
    if isinstance(node, ast.Tuple | ast.List):
        return all(map(constant, node.elts))
    return folded(node) is not None
