"""Where texts cite: lists of sources, the page of sources, 'He et al. 2015' in prose and code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from scripts.content.pages import LANGUAGES, ROOT, line_of, pages, without_fences
from tests.bibliography import (
    ALL,
    Work,
    parts,
    work_titled,
    works_by,
    wrong_authors,
    wrong_venue,
)

DOCS = ROOT / "docs"
LABS = [path for language in LANGUAGES for path in sorted((DOCS / language / "labs").glob("*.py"))]
TEXTS = [path for language in LANGUAGES for path in pages(language)] + LABS
CODE = sorted((ROOT / "vgref").rglob("*.py"))

# Authors, the title in italics, the venue up to the year, and what is said of it.
LISTED = re.compile(
    r"(?P<authors>[^*]+), \*(?P<title>[^*]+)\*, "
    r"(?P<venue>.*?(?<!\d)(?:19|20)\d\d(?![\d–]))(?P<said>.*)"
)
NAME = r"(?:Mc)?[A-Z][a-zéü]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-z]+)?"
NAMES = rf"{NAME}(?:(?:, and |, | and | & |와 |과 ){NAME})*(?: et al\.| 등| and others)?"
MENTION = re.compile(
    rf"(?P<authors>{NAMES})(?: \((?P<braced>\d{{4}})\)|,? (?P<year>\d{{4}})(?!\d))"
)
YEAR = re.compile(r"(?<![\d.,–\w-])(?:18|19|20)\d\d(?![\d.]?\d|–)")
# Years that are of no work, with the words that say so.
DATES = [
    r"If the year is about 2018",
    r"2018년 무렵의",
    r"The PyTorch contributors 2026",
    r"written of ReLU in the 2010s",
    r"그렇게 쓴 것은 2010년대",
]


def prose(path: Path) -> str:
    """The text of a page or a lab: without code, formulas and addresses, lines kept."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        text = "\n".join(line[2:] if line.startswith("# ") else "" for line in text.split("\n"))
    text = without_fences(text)
    text = re.sub(r"\[(?:\d+장|[Cc]hapter \d+)\](?=\([^)]*\.md)", lambda m: " " * len(m[0]), text)
    for pattern in (r"<!--.*?-->", r"\$\$.*?\$\$", r"\$[^$\n]+\$", r"`[^`\n]+`", r"\]\([^)\s]*\)"):
        text = re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.DOTALL)
    return text


def listed(path: Path) -> list[tuple[str, int]]:
    """The items of a page's sources, or a lab's sentence that names its paper: (text, line)."""
    text = prose(path)
    if path.suffix == ".py":
        return [
            (" ".join(one[0].split()), line_of(text, one.start()))
            for one in re.finditer(r"[A-Z]\. [^*\n.]+(?:\. [^*\n.]+)*, \*[^*]+\*, [^.]+\.", text)
        ]
    part = re.search(r"^## .*\{#sources\}\n(?P<list>.*?)(?=^\S*\*\*|^## |\Z)", text, re.M | re.S)
    items = re.finditer(r"^- (.+)$", part["list"], re.MULTILINE) if part else ()
    return [(one[1], line_of(text, part.start("list") + one.start())) for one in items if part]


def entries(language: str) -> dict[str, tuple[str, str]]:
    """The page of sources: key to (heading, text)."""
    text = (DOCS / language / "reference" / "sources.md").read_text(encoding="utf-8")
    found = re.findall(r"^\*\*(.+)\*\* \{#(\w+)\}\n:   (.+)$", text, re.MULTILINE)
    assert len({key for _, key, _ in found}) == len(found), "a work stands twice"
    return {key: (heading, about) for heading, key, about in found}


def undeclared(work: Work, text: str) -> str | None:
    extra = parts(text) - work.cited
    return f"{work.key} has no {', '.join(sorted(extra))} in its `cited`" if extra else None


def unknown_year(text: str) -> str | None:
    """Another work may be named by an author and a year: 'Hochreiter's analysis of 1991'."""
    for year in YEAR.findall(text):
        if not any(work.year == year and work.surnames[0] in text for work in ALL.values()):
            return f"{year} is the year of no work of those named there"
    return None


def wrong_listing(item: str) -> str | None:
    """What is wrong with an item of a list of sources, in words, or None."""
    if item.startswith("PyTorch"):
        return None
    match = LISTED.fullmatch(item)
    if not match:
        return "read as: authors, *title*, venue, year: what it says"
    work = work_titled(match["title"])
    if work is None:
        return f"references.bib has no title {match['title']!r}"
    return (
        wrong_authors(work, match["authors"])
        or wrong_venue(work, match["venue"])
        or undeclared(work, match["said"])
        or unknown_year(match["said"])
    )


def mentions(text: str) -> Iterator[tuple[re.Match[str], list[Work], str]]:
    """Each 'He et al. (2015)': the match, the works it can be, and the text up to the next."""
    found = [one for one in MENTION.finditer(text) if YEAR.search(one[0])]
    found = [one for one in found if not any(re.search(date, one[0]) for date in DATES)]
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        year = match["braced"] or match["year"]
        yield match, works_by(match["authors"], year), text[match.end() : end]


def comments(path: Path) -> str:
    """The strings and comments of a module."""
    text = path.read_text(encoding="utf-8")
    strings = [
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return "\n".join([*strings, *re.findall(r"# (.+)$", text, re.MULTILINE)])
