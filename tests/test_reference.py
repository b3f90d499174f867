"""The reference pages: words, endpoints and claims that belong together, held together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.content.pages import LANGUAGES, ROOT, fences, headings
from scripts.content.verdicts import claims

DOCS = ROOT / "docs"
TERM = re.compile(r"^(?P<words>\*\*.+) \{#(?P<id>[\w-]+)\}\n:   (?P<text>.+)$", re.MULTILINE)
EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def page(language: str, name: str) -> str:
    return (DOCS / language / name).read_text(encoding="utf-8")


def terms(language: str, name: str) -> dict[str, tuple[str, str]]:
    """The definition list of a page: id to (words, explanation)."""
    found = TERM.findall(page(language, name))
    assert len({id_ for _, id_, _ in found}) == len(found), "an id stands twice"
    return {id_: (words, text) for words, id_, text in found}


# --- the site --------------------------------------------------------------------------------


def plain(title: str) -> str:
    return re.sub(r"\W+", " ", title).strip().lower()


@EACH_LANGUAGE
def test_the_record_of_the_site_agrees_with_the_citation_file(language: str) -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    [record] = [
        one.source
        for one in fences(page(language, "reference/sources.md"))
        if one.source.startswith("@software")
    ]
    for field, pattern in (
        ("author", r"name: (.+)"),
        ("title", r'title: "(.+)"'),
        ("version", r"\nversion: (.+)"),
        ("year", r"date-released: (\d+)"),
        ("license", r"license: (.+)"),
    ):
        value = re.search(pattern, citation)
        assert value
        assert re.search(rf"{field} = \{{+{re.escape(value[1])}\}}+,", record), field


# --- words ---------------------------------------------------------------------------------


def test_both_glossaries_explain_the_same_words() -> None:
    korean, english = (terms(language, "reference/glossary.md") for language in LANGUAGES)
    assert list(korean) == list(english)
    assert len(korean) > 50


def test_each_word_stands_in_both_languages() -> None:
    korean, english = (terms(language, "reference/glossary.md") for language in LANGUAGES)
    for id_, (words, _) in korean.items():
        own, other = re.fullmatch(r"\*\*(.+?)\*\*(?:\((.+)\))?", words).groups()
        there, here = re.fullmatch(r"\*\*(.+?)\*\*(?: · (.+))?", english[id_][0]).groups()
        assert (own.lower(), (other or own).lower()) == ((here or there).lower(), there.lower())


def abbreviations(language: str) -> dict[str, str]:
    text = (ROOT / "includes" / f"abbreviations.{language}.md").read_text(encoding="utf-8")
    lines = [re.fullmatch(r"\*\[(.+?)\]: (.+)", line) for line in text.splitlines()]
    assert all(lines)
    found = {match[1]: match[2] for match in lines if match}
    assert len(found) == len(lines), "an abbreviation stands twice"
    return found


@EACH_LANGUAGE
def test_the_abbreviations_are_the_glossary(language: str) -> None:
    explained = terms(language, "reference/glossary.md")
    names = {words: text for words, text in explained.values()}
    known = {re.sub(r"\*\*(.+?)\*\*.*", r"\1", words): text for words, text in names.items()}
    for word, explanation in abbreviations(language).items():
        [text] = {text for text in names.values() if text.startswith(explanation)}
        own = next(name for name, one in known.items() if one is text)
        # A plural, a first name (Xavier, Kaiming) or a short form is told in the entry itself.
        assert word.removesuffix("s") == own or plain(word).split()[0] in plain(own + text), word


@EACH_LANGUAGE
def test_an_explanation_in_a_tooltip_is_plain_text(language: str) -> None:
    for explanation in abbreviations(language).values():
        assert not re.search(r"[$*`\[\]<>]", explanation)


def test_the_glossary_names_the_variants_that_the_pages_avoid() -> None:
    from tests.terms import AVOID

    text = page("ko", "reference/glossary.md")
    spelling = {"그라데이션", "경사하강", "1/4씩", "이니셜라이즈"}  # mistakes, not names
    spelling.add("과적응")  # of a word that no page needs yet
    missing = [word for word in AVOID if not re.search(word, text) and word not in spelling]
    assert missing == []


# --- the chooser ---------------------------------------------------------------------------


def endpoint_fences(language: str) -> dict[str, str]:
    """The first fence of each answer."""
    text = page(language, "reference/chooser.md")
    found = {}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        id_ = re.match(r".*\{#([\w-]+)\}", part)[1]
        code = [one.source for one in fences(part) if one.language == "python"]
        if id_ not in ("questions", "limits"):
            found[id_] = code[0]
    return found


def test_every_question_leads_to_an_answer_of_three_lines() -> None:
    answers = endpoint_fences("en")
    text = page("en", "reference/chooser.md")
    questions = re.search(r"\{#questions\}(.*?)^```", text, re.DOTALL | re.MULTILINE)[1]
    numbered = re.findall(r"^\d\. .*?\(#([\w-]+)\)", questions, re.MULTILINE)
    tabled = re.findall(r"^\|.*?\(#([\w-]+)\)", questions, re.MULTILINE)
    assert set(numbered) == set(tabled) == set(answers)
    for id_, code in answers.items():
        lines = [one for one in code.splitlines() if one and not one.startswith("level(")]
        assert len(lines) == 3, id_
        assert re.match(r"(net|blocks) = ", lines[-1]), id_


# --- home ----------------------------------------------------------------------------------


@EACH_LANGUAGE
def test_the_map_calls_each_page_by_its_name(language: str) -> None:
    listed = re.findall(r"^- (\d) · \[(.+?)\]\((.+?)\)", page(language, "index.md"), re.MULTILINE)
    assert [int(number) for number, _, _ in listed] == list(range(10))
    for _, shown, target in listed:
        _, _, title = headings(page(language, target))[0]
        assert title == shown


# --- claims --------------------------------------------------------------------------------


@EACH_LANGUAGE
def test_every_claim_is_computed_and_leads_to_its_chapter(language: str) -> None:
    found = claims(page(language, "reference/claims.md"))
    assert {id_.removeprefix("claim-") for id_ in found} == {
        *map(str, range(1, 28)),
        "5b",
        "6b",
        "16b",
    }
    for number, text in found.items():
        assert "```python" in text or "<!-- check:" in text, number
        assert re.search(r"\]\(\.\./path/[\w-]+\.md", text), number


# --- links ---------------------------------------------------------------------------------

OWN = [
    "index.md",
    "path/question.md",
    *(f"reference/{name}.md" for name in ("notation", "glossary", "claims", "sources", "chooser")),
]


def anchors(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    listed = {id_ for _, id_, _ in TERM.findall(text)}
    return listed | {id_ for _, id_, _ in headings(text) if id_}


@EACH_LANGUAGE
@pytest.mark.parametrize("name", OWN)
def test_links_lead_to_pages_and_anchors_that_exist(language: str, name: str) -> None:
    here = DOCS / language / name
    for target, anchor in re.findall(r"\]\(([\w./-]*\.md)?(#[\w-]+)?\)", page(language, name)):
        path = (here.parent / target).resolve() if target else here
        assert path.is_file(), (name, target)
        assert not anchor or anchor[1:] in anchors(path), (name, target, anchor)
