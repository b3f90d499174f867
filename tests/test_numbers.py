"""No number of the prose stands there unchecked, in either language.

A number is a literal in its sentence's check, or it is computed on its part of the page; nothing
that is checked can hold whatever the page computes; and the two languages state the same numbers.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from scripts.content import notebooks
from scripts.content.check_rules import problems
from scripts.content.numbers import Number, numbers, shown
from scripts.content.pages import (
    LANGUAGES,
    ROOT,
    checks,
    headings,
    line_of,
    pages,
    without_fences,
)
from scripts.content.prose import (
    FRONT_MATTER,
    NAMED_PATTERN,
    PAGE_LINK,
    Part,
    Sentence,
    definitions,
    literals,
    parts,
    sentences,
)

# Held by tests/test_sources.py against the BibTeX.
SOURCES = {"sources"}


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


def language(path: Path) -> str:
    return path.relative_to(ROOT / "docs").parts[0]


@functools.cache
def text_of(path: Path) -> str:
    """A page as Markdown; a lab with the outputs of its cells."""
    if path.suffix == ".py":
        return notebooks.markdown(notebooks.executed(path), path)
    return path.read_text(encoding="utf-8")


def labs(code: str) -> list[Path]:
    return sorted((ROOT / "docs" / code / "labs").glob("*.py"))


ALL = [path for code in LANGUAGES for path in (*pages(code), *labs(code))]
each_page = pytest.mark.parametrize("path", ALL, ids=label)


# --- every number is in a check, or computed ------------------------------------------------


@each_page
def test_every_number_of_a_checked_sentence_is_in_its_check(path: Path) -> None:
    found = [
        f"{label(path)}:{sentence.line}: {problem}"
        for sentence in sentences(text_of(path))
        if sentence.check
        for problem in problems(sentence, language(path))
    ]
    assert not found, "\n".join(found)


@each_page
def test_every_check_belongs_to_a_sentence(path: Path) -> None:
    text = text_of(path)
    held = [sentence.check for sentence in sentences(text) if sentence.check]
    assert [one.expression for one in held] == [one.expression for one in checks(text)]


@each_page
def test_every_other_number_is_computed_on_its_part_of_the_page(path: Path) -> None:
    text = text_of(path)
    found = [
        f"{label(path)}:{sentence.line}: {number.written!r} is neither checked, nor in code or "
        f"output of its part of the page, in: {sentence.text[:120]}"
        for sentence, number in unexplained(text, language(path), path.stem in SOURCES)
    ]
    assert not found, "\n".join(found)


def unexplained(text: str, code: str, of_sources: bool = False) -> list[tuple[Sentence, Number]]:
    here, named = parts(text), definitions(text)
    checked = Part(set().union(*(literals(one.expression) for one in checks(text))))
    found = []
    for sentence in sentences(text):
        if sentence.check or sentence.part == "sources" or of_sources:
            continue
        own = here.get(sentence.part, Part())
        pools = [figure_part(sentence.figure), own] if sentence.figure else [own, named, checked]
        found += [
            (sentence, number)
            for number in sentence.numbers(code)
            if not any(pool.has(number) for pool in pools)
        ]
    return found


@functools.cache
def figure_part(name: str) -> Part:
    """The numbers in a figure's script: what its words may name."""
    return Part(literals((ROOT / "scripts" / "figures" / f"{name}.py").read_text("utf-8")))


@each_page
def test_a_number_in_a_link_is_in_the_heading_it_leads_to(path: Path) -> None:
    text, found = without_fences(text_of(path)), []
    for match in PAGE_LINK.finditer(text):
        stated = numbers(NAMED_PATTERN.sub(" ", match["words"]), language(path))
        if stated and match["target"]:
            title = heading_of(path, match["target"])
            there = {one.value for one in numbers(title, language(path))} | {0, 1}
            if not {one.value for one in stated} <= there:
                line = line_of(text, match.start())
                found.append(f"{label(path)}:{line}: [{match['words']}] leads to {title!r}")
    assert not found, "\n".join(found)


def heading_of(path: Path, target: str) -> str:
    """The heading to which a link leads; the page's first where it names none."""
    name, _, anchor = target.partition("#")
    there = headings(text_of((path.parent / name).resolve() if name else path))
    return next((title for _, id_, title in there if not anchor or id_ == anchor), "")


@each_page
def test_a_number_in_the_title_or_description_is_on_the_page(path: Path) -> None:
    text = text_of(path)
    head = FRONT_MATTER.match(text)
    if head is None:
        return
    here = [*parts(text).values(), definitions(text)]
    stated = numbers(NAMED_PATTERN.sub(" ", head[0]), language(path))
    assert [one.written for one in stated if not any(part.has(one) for part in here)] == []


# --- the two languages ----------------------------------------------------------------------

PAIRS = [
    label(path).removeprefix("docs/ko/")
    for path in ALL
    if language(path) == "ko" and path.stem not in SOURCES
]


@pytest.mark.parametrize("pair", PAIRS)
def test_the_two_languages_state_the_same_numbers_part_by_part(pair: str) -> None:
    stated = {code: by_part(text_of(ROOT / "docs" / code / pair), code) for code in LANGUAGES}
    ko, en = (stated[code] for code in LANGUAGES)
    found = [
        f"{pair}#{part}: only in Korean {sorted(ko.get(part, set()) - en.get(part, set()))},"
        f" only in English {sorted(en.get(part, set()) - ko.get(part, set()))}"
        for part in {**ko, **en}
        if ko.get(part, set()) != en.get(part, set())
    ]
    assert not found, "\n".join(found)


def by_part(text: str, code: str) -> dict[str, set[float]]:
    """The numbers of each part of a page; "700 times smaller" and "a 700th" are the same."""
    found: dict[str, set[float]] = {}
    for sentence in sentences(text):
        if sentence.part == "sources":
            continue
        values = found.setdefault(sentence.part, set())
        for number in sentence.numbers(code):
            size = number.value if number.value >= 1 or not number.value else 1 / number.value
            if size > 2:
                values.add(float(f"{size:.9g}"))
    return found


# --- the rules themselves --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 25th of it", [0.04]),
        ("two thirds, one half; ¼ and ½", [2 / 3, 0.5, 0.25, 0.5]),
        ("forty-eight units, a hundred thousand", [48, 1e5]),
        ("20 layers of width 256 with $|w| = 4$", [20, 256, 4]),
        ("$10^{-16}$ and $\\tfrac14$, $1.7\\cdot10^4$", [1e-16, 0.25, 1.7e4]),
        ("$\\sigma_w=1.5$, $q\\ge 2$", [1.5, 2]),
        ("more than three quarters", [0.75]),
        ("a hundred-thousandth, two ten-thousandths", [1e-5, 2e-4]),
        ("over 1,000 steps of float32", [1000]),
        ("twice the third layer, a third of two", [2, 1 / 3]),
        ("a quarter, doubled, nineteen", [0.25, 2, 19]),
        ("5 % of 3 × 3, 40 percent", [0.05, 3, 3, 0.4]),
        ("two of one, first and second", []),
        ("a quarter circle, a quarter", [0.25]),
        ("at 16 or 103.", [16, 103]),
    ],
)
def test_numbers_of_an_english_text(text: str, expected: list[float]) -> None:
    assert sorted(one.value for one in numbers(text, "en")) == pytest.approx(sorted(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("그 25분의 1", [0.04]),
        ("3분의 2쯤입니다", [2 / 3]),
        ("사분의 일과 백만분의 일, 십만분의 일", [0.25, 1e-6, 1e-5]),
        ("세 가중치, 세 신경망", [3, 3]),
        ("첫째, 둘째, 셋째, 네 번째", []),
        ("스물두 자릿수와 열두 자릿수", [22, 12]),
        ("층이 20개, 너비가 256", [20, 256]),
        ("절반이 될 뿐이므로", [0.5]),
        ("반으로 줄고 반드시", [0.5]),
        ("두 배가 되고 세 번째 층, 두 층", [2]),
        ("세 배가 되는 열아홉 걸음", [3, 19]),
        ("각 열과 행, 위한 한 층", []),
        ("10만 배, 1,000번, ¼만", [1e5, 1000, 0.25]),
        ("¼이 아니라 0.21쯤", [0.25, 0.21]),
        ("16이나 103에서는", [16, 103]),
        ("셋 가운데 다섯, 40 %", [3, 5, 0.4]),
        ("천장이 6이면, 천 장", [6, 1000]),
    ],
)
def test_numbers_of_a_korean_text(text: str, expected: list[float]) -> None:
    assert sorted(one.value for one in numbers(text, "ko")) == pytest.approx(sorted(expected))


@pytest.mark.parametrize(
    ("written", "value", "holds"),
    [
        ("0.448", 0.44849, True),
        ("0.448", 0.4486, False),
        ("0.448", 0.484, False),
        ("19", 19.0, True),
        ("19", 19.6, False),
        ("7.0e2", 704.9, True),
        ("7.0e2", 706.0, False),
        ("1e5", 1.4e5, True),
        ("3.6e-12", 3.64e-12, True),
        ("-0.5", -0.5, True),
        ("0.5", -0.5, False),
        ("0.5", float("nan"), False),
        ("0.5", float("inf"), False),
    ],
)
def test_shown_holds_to_the_digits_shown(written: str, value: float, holds: bool) -> None:
    assert shown(written, value) is holds


@pytest.mark.parametrize(("written", "error"), [("a", ValueError), (0.5, TypeError)])
def test_shown_takes_the_number_as_the_text_writes_it(written: str, error: type) -> None:
    with pytest.raises(error, match=re.escape(repr(written))):
        shown(written, 0.5)


def test_of_a_drawing_the_alternative_text_is_prose() -> None:
    drawing = '<svg role="img" aria-label="Below 0.5 &lt; 1. It stays." width="345.6pt"\n'
    text = f'{drawing}><path d="M 609 494"/>\n</svg>\n\nIt is 7.\n'
    found = [(one.line, one.text) for one in sentences(text)]
    assert found == [(1, "Below 0.5 < 1."), (1, "It stays."), (5, "It is 7.")]


@pytest.mark.parametrize(
    ("sentence", "check", "problem"),
    [
        ("It is 0.448.", 'shown("0.448", width(x))', None),
        ("It is 0.484.", 'shown("0.448", width(x))', "'0.484' is in the sentence"),
        ("Over 20 steps.", "steps == 19", "'20' is in the sentence"),
        ("It only falls to a third.", 'shown("0.5", ratio)', "'a third' is in the sentence"),
        ("It halves.", 'shown("0.5", ratio)', None),
        ("It halves.", "ratio < 1 / 2", None),
        ("It is twice as long.", "long > 2 * short", None),
        ("At 30 % of it.", "share < 0.3", None),
        ("It is 0.5.", "abs(x - 0.5) < 5", "write the number as shown"),
        ("It is 0.5.", "abs(x - 0.5) < 0.005", "write the number as shown"),
        ("It is 0.5.", "abs(x - 0.7) < 0.5", "'0.5' is in the sentence"),
        ("The same.", "abs(x - y) < 1e-9", None),
        ("The same.", "abs(f(x) - f(x)) < 1e-9", "compares a thing with itself"),
        ("The same.", "np.allclose(x, x)", "compares a thing with itself"),
        ("The same.", "np.allclose(x, y, rtol=0.5)", "write the number as shown"),
        ("The same.", "x == x", "compares a thing with itself"),
        ("It is 4.", "2 + 2 == 4", "nothing that the page computes"),
        ("It is 4.", "x < 1 and 2 + 2 == 4", "compares numbers with numbers"),
        ("It is 4.", 'x < 1 and shown("4", 2 + 2)', "nothing that the page computes"),
        ("It is 4.", "(lambda z: z == 4)(np.float64(4))", "nothing that the page computes"),
    ],
)
def test_a_check_must_be_able_to_fail(sentence: str, check: str, problem: str | None) -> None:
    one = sentences(f"# A {{#a}}\n\n{sentence} <!-- check: {check} -->\n")[-1]
    found = list(problems(one, "en"))
    assert found == [] if problem is None else problem in "\n".join(found)


def test_a_display_that_ends_in_a_full_stop_is_a_formula() -> None:
    text = "# A {#a}\n\nHence\n\n$$\nx = 3\\bigl(7-y\\bigr) .\n$$\n\nIt is 5.\n"
    found = [one.value for sentence in sentences(text) for one in sentence.numbers("en")]
    assert found == [5.0]


PAGE = """---
title: A page
description: It falls.
---
# A page {{#page}}

![Lines fall.](../../figures/delta_norms.svg)
/// caption
The median of {seeds} seeds. Lines: theory.
///

## First {{#first}}

```python
DEPTH, scale = 20, 4.5
def steps(width=256):
    return 19
print(round(1 / 3, 3))
```

```text
0.333
```

Here are {first}.

## Second {{#second}}

??? question "3. A question"
    There are {second}.

    ??? example "Solution"
        ```python
        print(7 * 9)
        ```

        ```text
        63
        ```
"""


@pytest.mark.parametrize(
    ("seeds", "first", "second", "bare"),
    [
        ("10", "0.33", "63", []),
        ("30", "0.33", "63", ["30"]),
        ("10", "0.34", "63", ["0.34"]),
        ("10", "20 layers of width 256 and nineteen steps", "20 and 63", []),
        ("10", "50 layers", "9 and 63", ["50"]),
        ("10", "0.333", "0.333", ["0.333"]),  # of another part
        ("10", "a fifth", "half of 63", ["a fifth", "half"]),
        ("10", "6 in 2015, equation 10, exercise 4", "63", ["6"]),
        ("10", "pages:\n\n- 6 · the seventh", "63", []),
    ],
)
def test_an_unchecked_number_is_found(
    seeds: str, first: str, second: str, bare: list[str]
) -> None:
    text = PAGE.format(seeds=seeds, first=first, second=second)
    found = [number.written for _, number in unexplained(text, "en")]
    assert found == bare
