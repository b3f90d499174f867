"""Whoever is cited, anywhere, is cited as docs/references.bib has it: names, title, venue, year,
the numbers of equations and sections, and who made which function of the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.content.pages import LANGUAGES, ROOT, shown
from tests.bibliography import (
    ALL,
    NAMED,
    WORKS,
    Work,
    in_order,
    parts,
    work_titled,
    works_by,
    wrong_venue,
)
from tests.citations import (
    CODE,
    DATES,
    DOCS,
    LABS,
    LISTED,
    MENTION,
    TEXTS,
    YEAR,
    comments,
    entries,
    listed,
    mentions,
    prose,
    undeclared,
    wrong_listing,
)
from vgref.activations import ACTIVATIONS, PAIRS

EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


# --- the file ------------------------------------------------------------------------------


def test_every_record_has_what_a_reader_needs_to_find_it() -> None:
    for key, work in ALL.items():
        assert {"author", "title", "year"} <= set(work.fields), key
        assert key == "pytorch" or key[-4:] == work.year, key
        assert key == "pytorch" or key[:-4] == re.sub(r"\W", "", work.surnames[0]).lower(), key


def test_no_two_works_can_be_taken_for_each_other() -> None:
    titles = [work.title.partition(":")[0].lower() for work in ALL.values()]
    assert len(set(titles)) == len(titles)
    assert not set(WORKS) & set(NAMED)


# --- lists of sources ----------------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path in TEXTS if listed(path)], ids=shown)
def test_a_list_of_sources_agrees_with_the_bibtex(path: Path) -> None:
    wrong = [
        f"{shown(path)}:{line}: {why}"
        for item, line in listed(path)
        if (why := wrong_listing(item))
    ]
    assert wrong == []


def test_every_chapter_and_lab_names_its_sources() -> None:
    without = {
        path.stem for path in TEXTS if path.parent.name in ("path", "labs") and not listed(path)
    }
    assert without == {"catalogue"}  # its cards do


FIXUP = "H. Zhang, Y. N. Dauphin, T. Ma, *Fixup Initialization*, ICLR 2019: rules."
MEMORY = (
    "S. Hochreiter, J. Schmidhuber, *Long Short-Term Memory*, Neural Computation 9(8), 1997, 3절."
)
DELVING = (
    "K. He, X. Zhang, S. Ren, J. Sun, *Delving Deep*, ICCV 2015: forward (equation 10), back (14)."
)


@pytest.mark.parametrize(
    ("item", "old", "new", "why"),
    [
        (FIXUP, "ICLR", "ICLR", None),
        (FIXUP, "2019", "2018", "the year is 2019, not 2018"),
        (FIXUP, "ICLR", "ICML", "'ICML' is not in"),
        (FIXUP, "Y. N. Dauphin, ", "", "are not the authors"),
        (FIXUP, "H. Zhang", "K. Zhang", "Hongyi is not 'K. Zhang'"),
        (FIXUP, " Initialization", "", "no title 'Fixup'"),
        (FIXUP, " 2019", "", "read as"),
        (MEMORY, "3절", "3절", None),
        (MEMORY, "9(8)", "8(8)", "the volume is 9"),
        (MEMORY, "3절", "4절", "section 4"),
        (DELVING, "Deep", "Deep into Rectifiers", None),
        (DELVING, "Deep", "Deep", "no title"),
        (DELVING.replace("Deep", "Deep into Rectifiers"), "(14)", "(16)", "equation 16"),
        (DELVING.replace("Deep", "Deep into Rectifiers"), "equation 10", "식 12", "equation 12"),
    ],
)
def test_a_wrong_item_is_found(item: str, old: str, new: str, why: str | None) -> None:
    found = wrong_listing(item.replace(old, new))
    assert found is None if why is None else why in (found or "")


@pytest.mark.parametrize(
    "name", [str(path.relative_to(DOCS / "ko")) for path in TEXTS if "/ko/" in str(path)]
)
def test_both_languages_cite_the_same_works_and_parts(name: str) -> None:
    def cited(language: str) -> list[tuple[str, list[str]]]:
        found = [(LISTED.fullmatch(item), item) for item, _ in listed(DOCS / language / name)]
        return [(match["title"] if match else "", in_order(item)) for match, item in found]

    assert cited("ko") == cited("en")
    mentioned = [
        [
            sorted(work.key for work in found)
            for _, found, _ in mentions(prose(DOCS / language / name))
        ]
        for language in LANGUAGES
    ]
    assert sorted(mentioned[0]) == sorted(mentioned[1])


# --- the page of sources -------------------------------------------------------------------


def label(work: Work, language: str) -> str:
    """How the page heads an entry: all names of one or two, else the first."""
    names = work.surnames
    others = {"en": " et al.", "ko": " 등"}[language]
    return f"{', '.join(names) if len(names) < 3 else names[0] + others} {work.year}"


@EACH_LANGUAGE
def test_the_page_of_sources_agrees_with_the_bibtex(language: str) -> None:
    assert set(entries(language)) == set(WORKS)
    for key, (heading, text) in entries(language).items():
        work = WORKS[key]
        assert heading == label(work, language), key
        title, venue, about = re.fullmatch(r"\*(.+?)\*(.*?)\. (.*)", text).groups()
        assert title == work.title, key
        assert wrong_venue(work, venue) is None, key
        assert undeclared(work, about) is None, key
        for field, address in (("doi", "https://doi.org/"), ("eprint", "https://arxiv.org/abs/")):
            if field in work.fields:
                assert f"({address}{work.fields[field]})" in text, key
            else:
                assert address not in text, key


def test_the_page_of_sources_names_the_same_parts_in_both_languages() -> None:
    korean, english = entries("ko"), entries("en")
    assert list(korean) == list(english)
    for key in WORKS:
        assert in_order(korean[key][1]) == in_order(english[key][1]), key


# --- mentions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", [*TEXTS, ROOT / "README.md", *sorted((ROOT / "includes").iterdir())], ids=shown
)
def test_every_year_on_a_page_is_that_of_a_work(path: Path) -> None:
    text = prose(path)
    known = "|".join(DATES)
    for item, _ in listed(path):
        text = text.replace(item, "") if path.suffix == ".md" else text
    text = re.sub(known, "", text)
    if path.name == "sources.md":  # its entries have a test of their own
        text = re.sub(r"^\*\*.+\*\* \{#\w+\}$", "", text, flags=re.MULTILINE)
        text = re.sub(r"(?<=^:   )\*.+?\*.*?\. ", "", text, flags=re.MULTILINE)
    for match, found, _ in mentions(text):
        assert len(found) == 1, f"{shown(path)}: {match[0]!r} is no one work of references.bib"
    text = MENTION.sub("", text)
    if path.suffix == ".py":
        text = re.sub(r"\*[^*]+\*, [^.]+\.", "", text)
    assert YEAR.findall(text) == [], f"{shown(path)}: a year that belongs to no citation"


@pytest.mark.parametrize("path", [path for path in TEXTS if path.parent.name != "labs"], ids=shown)
def test_a_part_of_a_work_is_named_only_with_the_work(path: Path) -> None:
    text = prose(path)
    for item, _ in listed(path):
        text = text.replace(item, "")
    if path.name == "sources.md":
        text = re.sub(r"^:   .+$", "", text, flags=re.MULTILINE)
    assert parts(text) == set()


@pytest.mark.parametrize("path", LABS, ids=shown)
def test_a_lab_names_parts_of_its_own_paper(path: Path) -> None:
    text = prose(path)
    assert [LISTED.fullmatch(item) is not None for item, _ in listed(path)] == [True]
    assert work_titled(LISTED.fullmatch(listed(path)[0][0])["title"]) is WORKS[path.stem]
    assert undeclared(WORKS[path.stem], text) is None
    english = DOCS / "en" / "labs" / path.name
    assert in_order(text) == in_order(prose(english))


# --- code ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", [path for path in CODE if MENTION.search(comments(path))], ids=shown
)
def test_code_cites_what_the_bibtex_has(path: Path) -> None:
    for match, found, rest in mentions(comments(path)):
        assert len(found) == 1, f"{shown(path)}: {match[0]!r} is no one work of references.bib"
        said = re.split(r"\n\n|\n[A-Z]", rest)[0]
        assert undeclared(found[0], said) is None, f"{shown(path)}: {match[0]}{said}"


@pytest.mark.parametrize("path", CODE, ids=shown)
def test_no_reference_in_code_is_read_over(path: Path) -> None:
    """Each line of a section References that has a year is a mention, as is each part."""
    for body in re.findall(r"References\n *-+\n(.*?)(?:\n\n|\Z)", comments(path), re.DOTALL):
        years = re.findall(r"\b(?:1[89]|20)\d\d\b", body)
        assert len(list(mentions(body))) == len(years) > 0, f"{shown(path)}: {body.strip()}"


@pytest.mark.parametrize("name", [*ACTIVATIONS, *PAIRS])
def test_a_card_of_the_catalogue_names_the_work_that_has_its_function(name: str) -> None:
    phi = (ACTIVATIONS | PAIRS)[name]
    made = [work for work in ALL.values() if name in work.functions]
    if phi.year is None:
        assert (phi.source, made) == ("no first use known", [])
        return
    [work] = made
    assert phi.year == int(work.year)
    if work.key in WORKS:
        assert phi.source == work.key
    else:
        match = MENTION.fullmatch(phi.source)
        assert match, phi.source
        assert works_by(match["authors"], match["braced"]) == [work]


# --- nothing is declared in vain -----------------------------------------------------------


def test_every_part_that_is_declared_is_named_somewhere() -> None:
    used: dict[str, set[str]] = {key: set() for key in ALL}
    for path in TEXTS:
        for item, _ in listed(path):
            if match := LISTED.fullmatch(item):
                used[work_titled(match["title"]).key] |= parts(item)
        if path.parent.name == "labs":
            used[path.stem] |= parts(prose(path))
    for language in LANGUAGES:
        for key, (_, text) in entries(language).items():
            used[key] |= parts(text)
    for path in CODE:
        for _, found, rest in mentions(comments(path)):
            used[found[0].key] |= parts(re.split(r"\n\n", rest)[0])
    assert {
        key: work.cited - used[key] for key, work in ALL.items() if work.cited - used[key]
    } == {}
    known = {name for work in ALL.values() for name in work.functions}
    assert known <= set(ACTIVATIONS) | set(PAIRS)
