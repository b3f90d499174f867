"""The works of docs/references.bib, and how a text names them: who, which title, where, when.

A work agrees with what a page says of it when nothing that the page says is missing from its
record: surnames in order, initials, the title or the part before its colon, words and numbers of
the venue, the year, and the parts (equation 10, section 3) that the record declares as `cited`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.content.pages import ROOT, section

FILE = ROOT / "docs" / "references.bib"
ACCENTS = {'{\\"a}': "ä", '{\\"u}': "ü", "{\\'e}": "é", '{\\"o}': "ö", r"{\c{c}}": "ç"}
VENUES = {
    "PMLR": "Proceedings of Machine Learning Research",
    "NIPS": "Advances in Neural Information Processing Systems",
    "NeurIPS": "Advances in Neural Information Processing Systems",
}
JOINTS = r", and |, | and | & |와 |과 "
SERIES = r"\d+(?:\.\d+)*(?:(?:, | and | to |–|-|와 |과 |부터 )\d+(?:\.\d+)*(?![\d,]))*"
KINDS = {
    "equation": rf"(?:[Ee]quations?|eqs?\.) (?P<a>{SERIES})|식 (?P<b>{SERIES})",
    "section": rf"(?:[Ss]ections?|§) ?(?P<a>{SERIES})|(?P<b>[\d.]+)절",
    "figure": rf"(?:[Ff]igures?|[Ff]ig\.) (?P<a>{SERIES})|그림 (?P<b>{SERIES})",
    "table": rf"[Tt]ables? (?P<a>{SERIES})|(?<![가-힣])표 (?P<b>{SERIES})",
    "theorem": rf"[Tt]heorems? (?P<a>{SERIES})|정리 (?P<b>{SERIES})",
    "algorithm": rf"[Aa]lgorithms? (?P<a>{SERIES})|알고리즘 (?P<b>{SERIES})",
    "chapter": rf"[Cc]hapters? (?P<a>{SERIES})|(?P<b>\d+)장(?![가-힣])",
}
LATER = re.compile(r"(?<=[\w,] )\((\d+)\)")  # "forward (equation 10), backward (14)"


@dataclass(frozen=True)
class Work:
    key: str
    fields: dict[str, str]

    @property
    def surnames(self) -> list[str]:
        return [one.split(",")[0] for one in self.fields["author"].split(" and ")]

    @property
    def year(self) -> str:
        return self.fields["year"]

    @property
    def title(self) -> str:
        return self.fields["title"]

    @property
    def cited(self) -> set[str]:
        return set(filter(None, self.fields.get("cited", "").split(", ")))

    @property
    def functions(self) -> list[str]:
        return list(filter(None, self.fields.get("functions", "").split(", ")))

    @property
    def venue(self) -> str:
        """All that a text may say of where the work stands."""
        kinds = ("journal", "booktitle", "series", "publisher", "school", "archiveprefix")
        return " ".join(self.fields.get(kind, "") for kind in kinds)


def works(name: str) -> dict[str, Work]:
    """The records of a section of references.bib, letters with accents made plain."""
    text = section(FILE, name).source
    for written, letter in ACCENTS.items():
        text = text.replace(written, letter)
    found = {}
    for key, body in re.findall(r"^@\w+\{(\w+),\n(.*?)^\}", text, re.MULTILINE | re.DOTALL):
        assert key not in found, f"{key} stands twice"
        fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", body, re.MULTILINE))
        found[key] = Work(
            key, {name: re.sub(r"[{}]", "", value) for name, value in fields.items()}
        )
    assert len(found) == text.count("\n@") + text.startswith("@"), "a record was not read"
    return found


WORKS, NAMED = works("works"), works("named")
ALL = WORKS | NAMED


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def work_titled(title: str) -> Work | None:
    """The work with this title, or with this part of a title before its colon."""
    named = plain(title)
    found = [
        work
        for work in WORKS.values()
        if named in (plain(work.title), plain(work.title.partition(":")[0]))
    ]
    assert len(found) < 2, f"{title!r} is the title of {[work.key for work in found]}"
    return found[0] if found else None


def works_by(authors: str, year: str) -> list[Work]:
    """The works of 'Glorot & Bengio', 'He et al.' or 'Zhang 등' in a year."""
    first = re.sub(r" et al\.?$| 등$", "", authors)
    names = [first, "others"] if first != authors else re.split(JOINTS, authors)
    return [
        work
        for work in ALL.values()
        if work.year == year
        and (names == work.surnames or (names[1:] == ["others"] and abbreviable(work, first)))
    ]


def abbreviable(work: Work, first: str) -> bool:
    return len(work.surnames) > 2 and work.surnames[0] == first


def parts(text: str) -> set[str]:
    """The parts of a work that a text names: {'equation 10', 'section 2.1'}."""
    return set(in_order(text))


def in_order(text: str) -> list[str]:
    """Those parts in the order of the text, kind by kind."""
    found: list[str] = []
    for kind, pattern in KINDS.items():
        for match in re.finditer(pattern, text):
            found += [f"{kind} {number}" for number in numbers(match["a"] or match["b"])]
        if kind == "equation" and found:
            found += [f"equation {number}" for number in LATER.findall(text)]
    return found


def numbers(series: str) -> Iterator[str]:
    """'10, 14 and 15' and '6 to 8', number by number."""
    last, pieces = "", re.split(r"(, | and | to |–|-|와 |과 |부터 )", series.rstrip("."))
    for number, joint in zip(pieces[::2], ["", *pieces[1::2]], strict=True):
        if joint in (" to ", "–", "-", "부터 "):
            yield from map(str, range(int(last) + 1, int(number)))
        yield number
        last = number


def wrong_authors(work: Work, text: str) -> str | None:
    """What is wrong with 'K. He, X. Zhang, S. Ren, J. Sun'."""
    said = [re.fullmatch(r"((?:[A-Z]\.-? ?)*)(\S.*)", one) for one in text.split(", ")]
    if [one and one[2] for one in said] != work.surnames:
        return f"{text!r} are not the authors {work.surnames}"
    for one, author in zip(said, work.fields["author"].split(" and "), strict=True):
        given = "".join(re.findall(r"\b[A-Z]", author.partition(",")[2]))
        initials = re.sub(r"\W", "", one[1] if one else "")
        if not given.startswith(initials) and not initials.startswith(given):
            return f"{author} is not {one[0] if one else text!r}"
    return None


def wrong_venue(work: Work, text: str) -> str | None:
    """What is wrong with 'ICML, PMLR 37, 448–456', 'Commun. Comput. Phys. 28(5), 2020'."""
    for year in re.findall(r"\b(?:19|20)\d\d\b(?!–)", text):
        if year != work.year:
            return f"the year is {work.year}, not {year}"
    for first, last in re.findall(r"(\d+)–(\d+)", text):
        if work.fields.get("pages") != f"{first}--{last}":
            return f"the pages are {work.fields.get('pages')}, not {first}–{last}"
    numbers_said = re.findall(r"(?<![\d–])(\d{1,3})(?:\((\d+)\))?(?![\d–])", text)
    for volume, number in numbers_said:
        if volume != work.fields.get("volume") or number not in ("", work.fields.get("number")):
            return f"the volume is {work.fields.get('volume')}, not {volume}"
    known = [word.lower() for word in re.findall(r"\w+", work.venue)]
    for word in re.findall(r"[^\W\d_]{2,}", text):
        full = VENUES.get(word, word)
        if word != "in" and not all(
            any(one.startswith(part.lower()) for one in known) for part in full.split()
        ):
            return f"{word!r} is not in {work.venue!r}"
    return None
