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
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from scripts.content.pages import FIGURE, ROOT, PageError, line_of, without_fences
from scripts.content.svg import inline

FIGURES = ROOT / "docs" / "figures"
SOURCE = re.compile(r"(?:\.\./)*figures/([\w-]+)\.svg$")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.markdown_extensions.append(Inlined())  # type: ignore[arg-type]
    return config


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    path = f"{config.docs_dir}/{page.file.src_uri}"
    for match in FIGURE.finditer(without_fences(markdown)):
        if not (FIGURES / f"{match['name']}.svg").exists():
            known = ", ".join(sorted(one.stem for one in FIGURES.glob("*.svg")))
            message = f"there is no figure {match['name']!r}; there are {known}"
            where = PageError(path, line_of(markdown, match.start()), message)
            raise PluginError(str(where))
    return markdown


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
                    text = (FIGURES / f"{match[1]}.svg").read_text(encoding="utf-8")
                    svg = inline(text, match[1], child.get("alt", ""))
                    holder.set("class", "figure")
                    holder.text = self.md.htmlStash.store(svg)
                    parent[number] = holder
