"""Every formula that states something is evaluated: on the pages, in the labs, in docstrings.

A formula of the pages stands in the table of tests/formulas, beside values for its names; one that
is not there fails with its page and line, and so does a row that no page has. Formulas of
docstrings and cards are held against the function that they describe.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scripts.content.pages import LANGUAGES, ROOT, line_of, pages, shown, without_fences
from tests.formulas import CALLED, TABLE, Row
from tests.formulas.docstrings import NAMES, SAID, SELU, parameters
from tests.formulas.plain import MENTIONED, PLAIN, SPECIAL, Said, as_tex
from tests.formulas.spelling import RELATION, normal, related, statements
from tests.formulas.tex import holds, value
from vgref.activations import ACTIVATIONS, PAIRS

TEXTS = [
    *(path for language in LANGUAGES for path in pages(language)),
    *sorted((ROOT / "docs").glob("*/labs/*.py")),
]
FORMULA = re.compile(r"\$\$(?P<display>.*?)\$\$|(?<!\$)\$(?P<inline>[^$\n]+)\$(?!\$)", re.DOTALL)

# What names a value or a case and says no more: w = 4, n Var(w) = 1/2, 1, 2, |w| < 4, j = k.
LETTER = r"(?:[a-zA-Z]|\\(?!frac|sum|mathbb|sqrt|partial)[a-z]+|\\(?:hat|tilde) \w)'?"
SCRIPTS = r"(?:_(?:\w|\*|\{\w+\}|\\pm)|\^(?:[\w*]|\{[lL\w]?[+-]?\d?\}))*"
SYMBOL = (
    rf"(?:\|{LETTER}{SCRIPTS}\||{LETTER}{SCRIPTS}|\\varphi'?\(0\)|n\\operatorname\{{Var\}}\(w\))"
)
DIGITS = r"-?(?:\d+(?:\.\d+)?(?:\^\{?-?\d+\}?)?|\\frac(?:\d\d|\{\d+\}\{?\d+\}?)|\{depth\})"
OTHER = rf"{DIGITS}(?:,{DIGITS})*|[a-zA-Z](?:_\w|\^\w)?|1,\\dots,L"
BARE = re.compile(
    r"f\(x\)=x|"  # the name of a dashed line
    r"P\(z>\w\)|\((?:1<)?l<L\)|\\xi\\sim N\(0,1\)|"
    rf"{SYMBOL}(?:=|<|>|\\le|\\ge|\\approx) ?(?:{OTHER})"
)


def found_in(path: Path) -> Iterator[tuple[int, str]]:
    """(line, statement) of what a page says: all of a display, and inline what has a relation."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        text = "\n".join(line[2:] if line.startswith("# ") else "" for line in text.split("\n"))
    for match in FORMULA.finditer(without_fences(text)):
        for tex in statements(match["display"] or match["inline"]):
            if not BARE.fullmatch(normal(tex)) and (
                match["display"] or RELATION.search(normal(tex))
            ):
                yield line_of(text, match.start()), tex


def chain(tex: str) -> list[str]:
    """The sides of a formula and the signs between them, in their order."""
    signs, sides = related(normal(tex))
    return [sides[0], *(one for pair in zip(signs, sides[1:], strict=True) for one in pair)]


def run_of(short: list[str], long: list[str]) -> bool:
    """Whether some sides of a formula, next to each other, are all of another."""
    return len(short) > 1 and any(
        long[at : at + len(short)] == short for at in range(0, len(long), 2)
    )


ROWS = {normal(row.tex): chain(row.tex) for row in TABLE} | {normal(tex): [tex] for tex in CALLED}


@pytest.mark.parametrize("path", TEXTS, ids=shown)
def test_every_formula_of_a_page_is_in_the_table(path: Path) -> None:
    missing = [
        f"{shown(path)}:{line}: {tex.strip()}"
        for line, tex in found_in(path)
        if normal(tex) not in ROWS and not any(run_of(chain(tex), row) for row in ROWS.values())
    ]
    assert missing == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: normal(row.tex))
def test_a_formula_holds(row: Row) -> None:
    assert holds(row.tex, row.names, row.exact, row.close)


@pytest.mark.parametrize("tex", CALLED, ids=normal)
def test_a_formula_that_is_no_equation_of_numbers_holds(tex: str) -> None:
    assert CALLED[tex]()


def test_every_row_is_on_a_page() -> None:
    used = {normal(tex) for path in TEXTS for _, tex in found_in(path)}
    assert [tex for tex in ROWS if tex not in used] == []
    assert len(ROWS) == len(TABLE) + len(CALLED), "a formula stands twice in the table"


# --- docstrings and cards ------------------------------------------------------------------

MATH = re.compile(r":math:`(?P<inline>[^`]+)`|\.\. math:: (?P<display>(?:[^\n]+\n)+)")


def said() -> Iterator[tuple[str, str, str]]:
    """(module.function, module path, formula) of each formula in a docstring of vgref."""
    for path in sorted((ROOT / "vgref").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                place = ".".join(filter(None, [path.stem, getattr(node, "name", "")]))
                for match in MATH.finditer((ast.get_docstring(node) or "") + "\n"):
                    for tex in statements(match["inline"] or match["display"]):
                        yield place, module, tex


FORMULAS = [one for one in said() if not one[2].strip().startswith(r"z \sim")]


def test_every_formula_in_the_code_was_found() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "vgref").rglob("*.py")]
    written = sum(len(re.findall(r":math:`|\.\. math::", text)) for text in texts)
    assert len(list(said())) == written + 2  # the display of `gain` has three
    known = {(place, normal(tex)) for place, _, tex in FORMULAS}
    stale = [
        (place, tex) for place, some in SAID.items() for tex in some if (place, tex) not in known
    ]
    assert stale == []


def equal(tex: str, names: dict[str, Any], expected: Any) -> bool:
    """Whether all sides of a formula are what is expected."""
    _, sides = related(normal(tex))
    return all(np.allclose(value(side, names), expected, rtol=1e-9, atol=1e-14) for side in sides)


@pytest.mark.parametrize(("place", "module", "tex"), FORMULAS)
def test_a_formula_of_a_docstring_is_the_function(place: str, module: str, tex: str) -> None:
    if normal(tex) in SAID.get(place, {}):
        names, expected = SAID[place][normal(tex)]
        assert holds(tex, names) if expected is None else equal(tex, names, expected)
        return
    function = getattr(importlib.import_module(module), place.partition(".")[2])
    names = NAMES | parameters(function.__kwdefaults__ or {}) | {r"\omega": 30.0}
    assert equal(tex, names, function(NAMES["z"]))


def docstrings() -> Iterator[tuple[str, str]]:
    """(module.function, docstring in one line, without formulas in TeX and examples)."""
    for path in sorted((ROOT / "vgref").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                text = (ast.get_docstring(node) or "").partition("Examples\n--")[0]
                place = ".".join(filter(None, [path.stem, getattr(node, "name", "")]))
                yield place, " ".join(MATH.sub("", text + "\n").split())


def test_a_formula_in_plain_letters_is_in_the_table() -> None:
    texts = dict(docstrings())
    for place, formulas in PLAIN.items():
        for one in sorted(formulas, key=lambda one: -len(one.text)):
            assert one.text in texts[place], f"{place} does not say {one.text!r}"
            texts[place] = texts[place].replace(one.text, "")
    rest = {place: MENTIONED.sub("", text) for place, text in texts.items()}
    assert {place: text for place, text in rest.items() if SPECIAL.search(text)} == {}


@pytest.mark.parametrize(
    ("place", "one"),
    [(place, one) for place, formulas in PLAIN.items() for one in formulas],
    ids=lambda one: getattr(one, "text", one),
)
def test_a_formula_in_plain_letters_holds(place: str, one: Said) -> None:
    if one.expected is None:
        assert holds(as_tex(one.text), one.names, one.exact)
    else:
        _, sides = related(normal(as_tex(one.text)))
        for side in sides:
            assert np.allclose(value(side, one.names), one.expected, rtol=one.exact), place


def with_definitions(tex: str, names: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The formula of a card, and its names with those that it defines: 'w s(w), w = 2 z'."""
    formula, *definitions = statements(tex)
    for one in definitions:
        name, _, right = normal(one).partition("=")
        shifted = value(right, names | {"z": names["z"] + 1e-30j})
        names = names | {name: value(right, names), f"{name}'": shifted.imag / 1e-30}
    return formula, names


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_formulas_of_a_card_are_the_function(name: str) -> None:
    phi = ACTIVATIONS[name]
    names = NAMES | parameters(dict(phi.parameters))
    names |= {"selu": SELU, "rrelu": {r"\alpha": (1 / 8 + 1 / 3) / 2}}.get(name, {})
    for tex, function in ((phi.formula, phi.function), (phi.derivative_formula, phi.derivative)):
        formula, known = with_definitions(tex, names)
        assert equal(formula, known, function(NAMES["z"])), tex


@pytest.mark.parametrize("name", PAIRS)
def test_the_formulas_of_a_card_of_two_are_the_function(name: str) -> None:
    unit = PAIRS[name]
    a, b = np.random.default_rng(0).standard_normal((2, 50))
    names = {"a": a, "b": b, r"\sigma": NAMES[r"\sigma"]}
    values = (unit.function(a, b), *unit.derivatives(a, b))
    for tex, expected in zip((unit.formula, *unit.derivative_formulas), values, strict=True):
        assert equal(tex, names, expected), tex


# --- the evaluation itself -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\frac12x^2", 4.5),
        (r"\tfrac{1}{2} \, x^{2}", 4.5),
        (r"-x^2/2 x", -13.5),
        (r"2\sin^2 x", 2 * np.sin(3) ** 2),
        (r"x\tanh\tfrac x2", 3 * np.tanh(1.5)),
        (r"|x-5|\,|x|", 6.0),
        (r"\sum_i h_i", 6.0),
        (r"\mathbb E\,\xi^2 x", 3.0),
    ],
)
def test_a_formula_is_read_as_it_is_meant(tex: str, expected: float) -> None:
    names = {"x": 3.0, "h": np.array([1.0, 2.0, 3.0]), r"\xi": np.array([-1.0, 1.0])}
    assert np.allclose(value(tex, names | {"weights": np.array([0.5, 0.5])}), expected)


@pytest.mark.parametrize(
    "tex",
    [
        r"\chi=\sigma_w^2\,\mathbb E\,\varphi'(z)",
        r"\chi=\sigma_w\,\mathbb E\,\varphi'(z)^2",
        r"\chi=\sigma_w^2\,\mathbb E\,\varphi(z)^2",
        r"\chi\ge\sigma_w^2",
    ],
)
def test_a_wrong_formula_does_not_hold(tex: str) -> None:
    [right] = [
        row for row in TABLE if normal(row.tex) == normal(r"\chi=\sigma_w^2\mathbb E\varphi'(z)^2")
    ]
    assert not holds(tex, right.names)
