"""The words of the site: Korean terms everywhere, and one order of the pages in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.config import load_config

from scripts.content.pages import ROOT, line_of
from tests.terms import AVOID

# The glossary names the variants, so that a search finds them.
SPOKEN = [
    *(one for one in (ROOT / "docs" / "ko").rglob("*.[mp][dy]") if one.stem != "glossary"),
    *(ROOT / "docs" / "assets").rglob("*.*"),
    *(ROOT / "includes").glob("*.ko.md"),
    *(ROOT / "scripts").rglob("*.py"),
    *(ROOT / "vgref").rglob("*.py"),
    *ROOT.glob("*.md"),
    ROOT / "mkdocs.yml",
    ROOT / "Makefile",
]


def avoided(text: str) -> Iterator[tuple[int, str, str]]:
    """(line, term, the one to use), wherever it stands: prose, comments, front matter, boxes."""
    for words, instead in AVOID.items():
        # A term may run over the end of a line, of a comment or a quotation too.
        loose = words.replace(" ?", r"[\s#>]*").replace(" ", r"[\s#>]+")
        for match in re.finditer(loose, text):
            yield line_of(text, match.start()), match[0], instead


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_preferred_korean_terms_are_used(path: Path) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {term!r}: write {instead!r}"
        for line, term, instead in avoided(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "---\ndescription: 변화도가 사라집니다\n---\n",
        "```python\nx = 1\n\n# W1의 변화도가 0이다\n```\n",
        "??? question\n\n    ```python\n    x = 1  # 활성 함수\n    ```\n",
        "# 활성\n# 함수는 시그모이드이다\n",
        "> 누설\n> 렐루\n",
        "/// caption\n배니싱\n///\n",
        "![레이어마다](../figures/x.svg)",
        "값입니다. <!-- check: f('게인') -->",
        "*[특이값]: 행렬의 수\n",
        "표에 `웨이트`가 있습니다.",
    ],
)
def test_a_term_to_avoid_is_found_wherever_it_stands(text: str) -> None:
    assert len(list(avoided(text))) == 1


def order(nav: object) -> list[object]:
    """The files of a navigation, nested as they are, without the titles."""
    if isinstance(nav, list):
        return [order(one) for one in nav]
    return order(next(iter(nav.values()))) if isinstance(nav, dict) else nav


def test_the_navigation_has_the_same_order_in_both_languages(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    korean, english = (load_config(name).nav for name in ("mkdocs.yml", "mkdocs.en.yml"))
    assert order(korean) == order(english)
    assert len(str(order(korean)).split(",")) > 20
