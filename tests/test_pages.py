"""The contract between pages and code, and between the two languages."""

from __future__ import annotations

import io
import re
import tokenize
from collections import Counter
from pathlib import Path

import pytest
import sybil

from scripts.content.pages import (
    CHECK,
    FIGURE,
    ROOT,
    checks,
    fences,
    figures,
    headings,
    line_of,
    pages,
    without_fences,
)
from scripts.content.prose import place_of_lines
from scripts.content.snippets import parse

KOREAN, ENGLISH = ROOT / "docs" / "ko", ROOT / "docs" / "en"
ALL = [*pages("ko"), *pages("en")]
MATHEMATICS = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
DECIMAL = re.compile(r"(?<![A-Za-z0-9_.,])\d+\.\d+(?:e[-+]?\d+)?(?![A-Za-z0-9_]|\.\d)")
BOX = re.compile(r"^[ \t]*(?:\?\?\?\+?|!!!) (\w+)", re.MULTILINE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def twins() -> list[str]:
    return [str(path.relative_to(KOREAN)) for path in pages("ko")]


each_page = pytest.mark.parametrize("path", ALL, ids=name)
each_pair = pytest.mark.parametrize("pair", twins())


def both(pair: str) -> tuple[str, str]:
    return tuple((folder / pair).read_text(encoding="utf-8") for folder in (KOREAN, ENGLISH))


# --- what is on a page, runs ---------------------------------------------------------------


@each_page
def test_every_fence_and_every_check_runs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    document = sybil.Document.parse(str(path), parse)
    ran = Counter(type(region.parsed).__name__ for _, region in document.regions)
    outputs = sum(
        r.parsed[1] is not None for _, r in document.regions if isinstance(r.parsed, tuple)
    )
    # Counted in the raw text, by another rule than the parser's.
    opened = re.findall(r"^[ \t>]*(?:```+|~~~+)[ \t]*\{?\.?(\w+)", text, re.MULTILINE)
    assert ran["tuple"] == opened.count("python") + opened.count("py")
    assert outputs == opened.count("text")
    assert ran["Check"] == len(re.findall(r"<!--\s*check:", text))
    assert set(opened) <= {"python", "text", "console", "bibtex"}


@each_page
def test_a_console_fence_names_targets_that_exist(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text()
    for fence in fences(path.read_text(encoding="utf-8")):
        for target in re.findall(
            r"\bmake (\w+)", fence.source if fence.language == "console" else ""
        ):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@each_page
def test_a_check_stands_behind_its_sentence(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for check in checks(text):
        before = text[: check.start].rsplit("\n", 1)[-1].rstrip()
        where = f"{name(path)}:{check.line}: a check stands at the end of its sentence"
        assert before[-1:] not in ("", ",", ";"), f"{where}, not behind {before[-30:]!r}"


# --- Korean and English belong together ----------------------------------------------------


def test_both_languages_have_the_same_files() -> None:
    files = [
        sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())
        for folder in (KOREAN, ENGLISH)
    ]
    assert files[0] == files[1]


@each_pair
def test_headings_have_the_same_levels_and_english_ids(pair: str) -> None:
    korean, english = ([(level, id_) for level, id_, _ in headings(text)] for text in both(pair))
    assert korean == english
    assert None not in [id_ for _, id_ in korean]


@each_pair
def test_equations_are_the_same(pair: str) -> None:
    korean, english = (Counter(MATHEMATICS.findall(without_fences(text))) for text in both(pair))
    display = [
        Counter({k: v for k, v in one.items() if k[:2] == "$$"}) for one in (korean, english)
    ]
    assert display[0] == display[1]
    assert set(korean) == set(english)


@each_pair
def test_figures_checks_and_boxes_are_the_same(pair: str) -> None:
    korean, english = both(pair)
    assert [name for name, _ in figures(korean)] == [name for name, _ in figures(english)]
    assert [one.expression for one in checks(korean)] == [
        one.expression for one in checks(english)
    ]
    assert BOX.findall(without_fences(korean)) == BOX.findall(without_fences(english))


def code(source: str) -> list[str]:
    """The tokens of a fence without its comments and line breaks."""
    passed_over = (tokenize.COMMENT, tokenize.NL)
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [token.string for token in tokens if token.type not in passed_over]


@each_pair
def test_code_is_the_same_up_to_comments(pair: str) -> None:
    korean, english = (fences(text) for text in both(pair))
    assert [one.language for one in korean] == [one.language for one in english]
    for left, right in zip(korean, english, strict=True):
        if left.language == "python" and "--8<--" not in left.source:
            assert code(left.source) == code(right.source)
        elif left.language != "console":
            assert left.source == right.source


@each_pair
def test_alternative_texts_speak_the_language_of_the_page(pair: str) -> None:
    for folder, text, shortest in zip((KOREAN, ENGLISH), both(pair), (31, 51), strict=True):
        for match in FIGURE.finditer(without_fences(text)):
            where = f"{name(folder / pair)}:{line_of(text, match.start())}: figure {match['name']}"
            words = f"{where} has the alternative text {match['alt']!r}"
            assert len(match["alt"]) >= shortest, f"{words}: say what is seen"
            assert bool(re.search("[가-힣]", match["alt"])) == (folder == KOREAN), words


# --- prose ---------------------------------------------------------------------------------


def sentences(text: str) -> list[str]:
    """The sentences of the prose, each with the check behind it; code and links left out."""
    prose = without_fences(text)
    prose = re.sub(r"^---\n.*?\n---\n", "", prose, flags=re.DOTALL)
    prose = re.sub(r"\$\$.*?\$\$", " ", prose, flags=re.DOTALL)
    prose = re.sub(r"(?<!`)`[^`\n]+`", " ", prose)
    prose = re.sub(r"\]\([^)\s]*\)", "]", prose)
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.)\s)", prose)
    return [one for block in blocks for one in re.split(r"(?<=[.?!])\s+(?!<!--)|(?<=-->)", block)]


def numbers_shown(text: str) -> list[str]:
    """The numbers in the outputs of a page."""
    outputs = "\n".join(one.source for one in fences(text) if one.language == "text")
    return re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", outputs)


def covered(number: str, shown: list[str]) -> bool:
    """Whether a number of the prose is one of the outputs, or one of them rounded."""
    digits = len(number.partition("e")[0].partition(".")[2])
    value = float(number)
    if "e" in number:
        return any(f"{abs(float(one)):.{digits}e}" == f"{value:.{digits}e}" for one in shown)
    return any(abs(abs(float(one)) - value) <= 0.500001 * 10.0**-digits for one in shown)


@each_page
def test_every_decimal_in_the_prose_is_computed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    shown = numbers_shown(text)
    bare = [
        f"{name(path)}:{line_near(text, sentence, number)}: {number} is not computed: "
        + " ".join(sentence.split())
        for sentence in sentences(text)
        if not CHECK.search(sentence)
        for number in DECIMAL.findall(sentence)
        if not covered(number, shown)
    ]
    assert bare == []


def line_near(text: str, sentence: str, number: str) -> int:
    """The line on which a number of a sentence stands, which was cut out of the text's prose."""
    words = re.escape(" ".join(sentence.split()[:3])).replace(r"\ ", r"\s+")
    begins = re.search(words, text)
    start = begins.start() if begins else 0
    return line_of(text, max(text.find(number, start), start))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("It is 0.25 here.", ["0.25"]),
        ("It is 0.25 here. <!-- check: True -->", []),
        ("It is 0.25 here. It is 0.5 there. <!-- check: True -->", ["0.25"]),
        ("값은 0.25입니다.", ["0.25"]),
        ("See `0.25` and [this](a0.25b.md).", []),
        ("$x = 0.25$ holds.", ["0.25"]),
        ("It is 0.23.\n\n```python\nprint(1)\n```\n\n```text\n0.2341\n```\n", []),
    ],
)
def test_the_rule_for_decimals_finds_what_it_should(text: str, bare: list[str]) -> None:
    shown = numbers_shown(text)
    open_sentences = [one for one in sentences(text) if not CHECK.search(one)]
    found = [number for one in open_sentences for number in DECIMAL.findall(one)]
    assert [one for one in found if not covered(one, shown)] == bare


def test_a_number_of_a_sentence_has_its_line() -> None:
    text = "It is 0.25 here.\n\nAnother thing\nis `a`, and 0.25 there.\n"
    assert [line_near(text, one, "0.25") for one in sentences(text) if "0.25" in one] == [1, 4]


@each_page
def test_every_figure_on_a_page_is_drawn(path: Path) -> None:
    for figure, _ in figures(path.read_text(encoding="utf-8")):
        assert (ROOT / "docs" / "figures" / f"{figure}.svg").exists(), figure
    assert len(FIGURE.findall(path.read_text("utf-8"))) == len(figures(path.read_text("utf-8")))


LINK = re.compile(r"\]\((?P<target>[^)\s]+)(?: \"[^\"]*\")?\)")


@each_pair
def test_links_lead_to_the_same_places_part_by_part(pair: str) -> None:
    korean, english = (links_by_part(text) for text in both(pair))
    found = {
        part: (korean.get(part), english.get(part))
        for part in {**korean, **english}
        if korean.get(part) != english.get(part)
    }
    assert found == {}


def links_by_part(text: str) -> dict[str, Counter[str]]:
    """Where the links of each part lead: addresses outside may be of the page's language."""
    places, found = place_of_lines(text), {}
    for number, line in enumerate(without_fences(text).splitlines()):
        for match in LINK.finditer(line):
            if "://" not in match["target"]:
                found.setdefault(places[number], Counter())[match["target"]] += 1
    return found
