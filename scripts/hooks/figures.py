"""Figures are inlined, so that one file follows the light and the dark scheme.

A page writes `![what is seen](../../figures/name.svg)`, which a viewer of the repository sees as
well; the build puts the SVG itself there, labelled with the alternative text. Drawn by
scripts/build_figures.py.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from scripts.content.files import exists, read
from scripts.content.pages import FIGURE, ROOT, without_fences
from scripts.content.svg import inline
from scripts.hooks.reading import wrong

FIGURES = ROOT / "docs" / "figures"
SOURCE = re.compile(r"(?:\.\./)*figures/([\w-]+)\.svg$")
# A picture that would not be inlined, checked and read aloud: raw HTML, a title, a reference.
OTHERWISE = re.compile(r"<img\b|figures/[^\s/]+\.svg", re.IGNORECASE)
CODE = re.compile(r"`[^`\n]*`")
HOW = "a figure is written ![what is seen](../../figures/name.svg), with nothing else in it"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.markdown_extensions.append(Inlined())  # type: ignore[arg-type]
    return config


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    prose = without_fences(markdown)
    for match in FIGURE.finditer(prose):
        if not exists(f"docs/figures/{match['name']}.svg"):
            known = ", ".join(sorted(one.stem for one in FIGURES.glob("*.svg")))
            message = f"there is no figure {match['name']!r}; there are {known}"
            raise wrong(page, markdown, match.start(), message)
    rest = CODE.sub(blank, FIGURE.sub(blank, prose))
    if match := OTHERWISE.search(rest):
        raise wrong(page, markdown, match.start(), f"{match[0]!r} is no way to a picture: {HOW}")
    return markdown


def blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


class Inlined(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # Before MkDocs looks at the links (priority 0): the files lie outside docs_dir.
        md.treeprocessors.register(Inliner(md), "inline_figures", 5)


class Inliner(Treeprocessor):
    def run(self, root: Element) -> None:
        for parent in root.iter():
            for number, child in enumerate(list(parent)):
                match = child.tag == "img" and SOURCE.match(child.get("src", ""))
                if match:
                    holder = Element("span")
                    holder.tail = child.tail
                    text = read(FIGURES / f"{match[1]}.svg")
                    svg = inline(text, match[1], child.get("alt", ""))
                    holder.set("class", "figure")
                    holder.text = self.md.htmlStash.store(svg)
                    parent[number] = holder
