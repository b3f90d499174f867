"""What a page is made of: fences, embedded sections, checks, headings, numbers.

The site's hooks, the tests and sybil read pages through this module, so that what is shown, what
runs and what is compared is the same text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from scripts.content.statements import why_cut

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ko", "en")

FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$")
CHECK = re.compile(r"<!--\s*check:\s*(?P<expression>.*?)\s*-->", re.DOTALL)
EMBED = re.compile(r'^[ \t]*--8<--[ \t]+"(?P<path>[^":]+)(?::(?P<section>[\w-]+))?"[ \t]*$')
MARKER = re.compile(r"^[^\n]*--8<--[ \t]*\[(?:start|end):[\w-]+\][^\n]*\n", re.MULTILINE)
FIGURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?:\.\./)*figures/(?P<name>[\w-]+)\.svg\)")
HEADING = re.compile(
    r"^(?P<level>#{1,6})[ \t]+(?P<title>.*?)[ \t]*(?:\{[^}]*#(?P<id>[\w-]+)[^}]*\})?$"
)


@dataclass(frozen=True)
class Fence:
    """A fenced block: ``language`` is the first word behind the fence, ``line`` counts from 1."""

    language: str
    info: str
    source: str
    line: int
    start: int
    end: int
    indent: str


@dataclass(frozen=True)
class Check:
    """A ``<!-- check: expression -->`` in the prose."""

    expression: str
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Section:
    """A marked part of a source file, shown on a page without its indentation.

    ``line`` is that of its first line; ``defines`` holds the names that it binds at the top level
    of its module, none for a part of a class.
    """

    path: Path
    name: str
    source: str
    line: int
    defines: list[str]


class PageError(ValueError):
    """Something on a page is wrong; the message starts with the file and the line."""

    def __init__(self, path: Path | str, line: int, message: str) -> None:
        super().__init__(f"{shown(path)}:{line}: {message}")


def shown(path: Path | str) -> str:
    """The path as a person types it: relative to the project."""
    path = Path(path)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def pages(language: str) -> list[Path]:
    """The Markdown pages of one language, sorted."""
    return sorted((ROOT / "docs" / language).rglob("*.md"))


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def fences(text: str, path: Path | str = "") -> list[Fence]:
    """All fenced blocks, indented ones too, with their indentation taken off.

    Raises
    ------
    PageError
        If a fence is never closed: what follows it would silently be no prose.
    """
    found, opened, position = [], None, 0
    for line in text.splitlines(keepends=True):
        match = FENCE.match(line.rstrip("\n"))
        if opened is None:
            if match:
                opened = (match, position, position + len(line))
        elif match and closes(match, opened[0]):
            found.append(make_fence(text, opened, position, position + len(line.rstrip("\n"))))
            opened = None
        position += len(line)
    if opened:
        raise PageError(path, line_of(text, opened[1]), "this fence is never closed")
    return found


def closes(match: re.Match[str], opening: re.Match[str]) -> bool:
    return (
        match["fence"][0] == opening["fence"][0]
        and len(match["fence"]) >= len(opening["fence"])
        and not match["info"].strip()
    )


def make_fence(
    text: str, opened: tuple[re.Match[str], int, int], body_end: int, end: int
) -> Fence:
    opening, start, body_start = opened
    indent, info = opening["indent"], opening["info"].strip()
    lines = text[body_start:body_end].splitlines(keepends=True)
    source = "".join(line.removeprefix(indent) for line in lines)
    language = re.split(r"[\s{]", info.lstrip("{ ."), maxsplit=1)[0]
    return Fence(language, info, source, line_of(text, start), start, end, indent)


def without_fences(text: str) -> str:
    """The prose alone; fences become spaces, so that positions and lines stay."""
    for fence in fences(text):
        blank = re.sub(r"[^\n]", " ", text[fence.start : fence.end])
        text = text[: fence.start] + blank + text[fence.end :]
    return text


def checks(text: str) -> list[Check]:
    """The checked expressions, in the order of the page."""
    prose = without_fences(text)
    return [
        Check(" ".join(m["expression"].split()), line_of(text, m.start()), m.start(), m.end())
        for m in CHECK.finditer(prose)
    ]


def figures(text: str) -> list[tuple[str, str]]:
    """(name, alternative text) of each figure."""
    return [(m["name"], m["alt"]) for m in FIGURE.finditer(without_fences(text))]


def headings(text: str) -> list[tuple[int, str | None, str]]:
    """(level, id, title) of each heading; the id is None where none is given."""
    matches = (HEADING.match(line) for line in without_fences(text).splitlines())
    return [(len(m["level"]), m["id"], m["title"]) for m in matches if m]


def section(path: Path, name: str | None) -> Section:
    """The text between ``--8<-- [start:name]`` and ``[end:name]`` of a file, or the whole file.

    Raises
    ------
    ValueError
        If the file or the section does not exist, or cuts a statement.
    """
    if not path.is_file():
        raise ValueError(f"there is no file {shown(path)}")
    text = path.read_text(encoding="utf-8")
    if name is None:
        return Section(path, "", text, 1, names_defined(text))
    marker = r"^[^\n]*--8<--[ \t]*\[{}:{}\][^\n]*\n"
    start = re.search(marker.format("start", re.escape(name)), text, re.MULTILINE)
    end = re.search(marker.format("end", re.escape(name)), text + "\n", re.MULTILINE)
    if not start or not end:
        raise ValueError(f"{shown(path)} has no section {name!r}")
    first, last = line_of(text, start.start()), line_of(text, end.start())
    if path.suffix == ".py" and (wrong := why_cut(text, first, last)):
        raise ValueError(f"the section {name!r} of {shown(path)}:{first}-{last}: {wrong}")
    source = MARKER.sub("", text[start.end() : end.start()])
    defines = [] if source[:1].isspace() else names_defined(source)
    return Section(path, name, dedent(source), line_of(text, start.end()), defines)


def embedded(source: str) -> Iterator[tuple[int, Section | str]]:
    """A fence's source cut into own code and embedded sections: (line in the fence, part)."""
    own: list[str] = []
    for number, line in enumerate(source.splitlines()):
        if match := EMBED.match(line):
            if any(text.strip() for text in own):
                yield number - len(own), "\n".join(own) + "\n"
            own = []
            yield number, section(ROOT / match["path"], match["section"])
        else:
            own.append(line)
    if any(text.strip() for text in own):
        yield len(source.splitlines()) - len(own), "\n".join(own) + "\n"


def names_defined(source: str) -> list[str]:
    """The names that a piece of Python binds at its top level."""
    names = []
    for node in ast.parse(source).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.append(name)
            case ast.Assign(targets=targets):
                names += [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.append(name)
    return names
