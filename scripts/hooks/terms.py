"""A term of the glossary carries its explanation where a chapter first uses it.

The terms stand in `includes/abbreviations.*.md`, each with the first sentence of its glossary
entry. The first use in running text becomes a link to the entry: the explanation is its title, and
a reader without a mouse follows it.
"""

from __future__ import annotations

import html
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from scripts.content.files import read
from scripts.content.pages import ROOT
from scripts.hooks.languages import language

TERM = re.compile(r"^\*\[(?P<term>[^\]]+)\]: (?P<words>.+)$", re.MULTILINE)
ENTRY = re.compile(r"\{#(?P<id>[\w-]+)\}\n:[ \t]+(?P<words>.+)$", re.MULTILINE)
TAG = re.compile(r"(<[^>]*>)")
OPEN = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^>]*)>")
# Where a link would be wrong, or would be one inside another.
NOT_IN = {"a", "button", "code", "pre", "svg", "script", "style", "summary", "abbr", "math"}
NOT_IN |= {"option", "legend"}
NOT_IN |= {"h1", "h2", "h3", "h4", "h5", "h6", "figcaption"}
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


def terms(code: str) -> dict[str, tuple[str, str]]:
    """term → (explanation, id of its entry), the longest terms first."""
    folder = ROOT / "docs" / code / "reference"
    entries = {m["words"]: m["id"] for m in ENTRY.finditer(read(folder / "glossary.md"))}
    text = read(ROOT / "includes" / f"abbreviations.{code}.md")
    found = {}
    for match in TERM.finditer(text):
        ids = [id_ for words, id_ in entries.items() if words.startswith(match["words"])]
        found[match["term"]] = (match["words"], ids[0])
    return dict(sorted(found.items(), key=lambda one: -len(one[0])))


def pattern(code: str, names: list[str]) -> re.Pattern[str]:
    """English words as they stand; a Korean one may carry a particle, but begins a word."""
    joined = "|".join(map(re.escape, names))
    return re.compile(rf"\b(?:{joined})\b" if code == "en" else rf"(?<![가-힣])(?:{joined})", re.I)


def linked(content: str, code: str, glossary: str) -> str:
    known = terms(code)
    lower = {name.lower(): name for name in known}
    search, used, inside = pattern(code, list(known)), set(), []

    def link(match: re.Match[str]) -> str:
        words, id_ = known[lower[match[0].lower()]]
        if id_ in used:
            return match[0]
        used.add(id_)
        title = html.escape(words, quote=True)
        return f'<a class="term" href="{glossary}#{id_}" title="{title}">{match[0]}</a>'

    parts = TAG.split(content)
    for number, part in enumerate(parts):
        if tag := OPEN.match(part):
            closing, name, rest = tag.groups()
            if closing:
                while inside and inside.pop()[0] != name:
                    pass
            elif name not in VOID and not rest.endswith("/"):
                inside.append((name, name in NOT_IN or "data-search-exclude" in rest))
        elif not any(barred for _, barred in inside) and any(one == "p" for one, _ in inside):
            parts[number] = search.sub(link, part)
    return "".join(parts)


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    if not page.file.src_uri.startswith(("path/", "labs/")):
        return html
    return linked(html, language(config), "../" * page.url.count("/") + "reference/glossary/")
